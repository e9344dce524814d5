"""The one place from which an answer is sent over HTTP."""

from typing import Any

from graphql import GraphQLError

from gateway.execution import Answer, refusal
from gateway.forms import JSON, Form
from gateway.masking import told
from gateway.multipart import MULTIPART
from gateway.negotiation import EVENTS, GRAPHQL, PARTS, PLAIN
from gateway.operations import Refused
from gateway.origins import Headers
from gateway.sse import SSE

FORMS: dict[str, Form] = {EVENTS: SSE, PARTS: MULTIPART}


class Reply:
    """The answer to one request, in the media type its client likes best."""

    __slots__ = ("has_begun", "headers", "media_type", "send")

    def __init__(self, send: Any, media_type: str | None, request_id: str, shared: Headers) -> None:
        self.send = send
        self.media_type = media_type or PLAIN
        self.headers: Headers = [(b"x-request-id", request_id.encode()), *shared]
        self.has_begun = False

    async def answer(self, result: Answer) -> None:
        """An answer of GraphQL's: 200, or what its own media type says of a refused operation."""
        if self.media_type in FORMS:
            form = FORMS[self.media_type]
            return await self.whole(200, form.only(result.encoded), form.headers)
        is_bad = result.is_refused and self.media_type == GRAPHQL
        await self.whole(400 if is_bad else 200, result.encoded, JSON[self.media_type])

    async def refused(self, error: Refused) -> None:
        """JSON whatever was asked for: there is no stream that could say it."""
        problem = GraphQLError(error.reason, extensions={"code": error.code})
        headers = [(name.encode(), value.encode()) for name, value in error.headers.items()]
        await self.failed(refusal(told(problem)), error.status, headers)

    async def failed(self, result: Answer, status: int, headers: Headers) -> None:
        media_type = self.media_type if self.media_type in JSON else PLAIN
        await self.whole(status, result.encoded, [*JSON[media_type], *headers])

    async def whole(self, status: int, body: bytes, headers: Headers) -> None:
        await self.begin(status, [(b"content-length", b"%d" % len(body)), *headers])
        await self.send({"type": "http.response.body", "body": body})

    async def begin(self, status: int, headers: Headers) -> None:
        self.has_begun = True
        whole = [*headers, *self.headers]
        await self.send({"type": "http.response.start", "status": status, "headers": whole})

    async def more(self, chunk: bytes) -> None:
        """A piece of an answer that was begun without its length."""
        await self.send({"type": "http.response.body", "body": chunk, "more_body": True})

    async def end(self, chunk: bytes) -> None:
        await self.send({"type": "http.response.body", "body": chunk})
