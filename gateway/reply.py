"""The one place from which an answer is sent over HTTP."""

from typing import Any

from gateway.execution import Answer, refused
from gateway.forms import JSON, WHOLE, Block, Form, lines_of
from gateway.multipart import MULTIPART
from gateway.negotiation import EVENTS, GRAPHQL, PARTS, PLAIN
from gateway.operations import Refused
from gateway.origins import Headers
from gateway.sse import SSE
from gateway.telemetry.observing import Observation

FORMS: dict[str, Form] = {EVENTS: SSE, PARTS: MULTIPART}


class Reply:
    """The answer to one request, in the media type its client likes best."""

    __slots__ = ("has_begun", "headers", "media_type", "seen", "send", "send_whole")

    def __init__(
        self, scope: Any, send: Any, media_type: str | None, headers: Headers, seen: Observation
    ) -> None:
        self.send = send
        self.seen = seen
        self.send_whole = scope.get("extensions", {}).get(WHOLE)
        self.media_type = media_type or PLAIN
        self.headers = headers
        self.has_begun = False

    async def answer(self, result: Answer) -> None:
        """An answer of GraphQL's: 200, or what its own media type says of a refused operation."""
        self.seen.answered(result)
        if self.media_type in FORMS:
            form = FORMS[self.media_type]
            return await self.whole(200, form.only(result.encoded), form.headers)
        is_bad = result.is_refused and self.media_type == GRAPHQL
        await self.whole(400 if is_bad else 200, result.encoded, JSON[self.media_type])

    async def refused(self, error: Refused) -> None:
        """JSON whatever was asked for: there is no stream that could say it."""
        headers = [(name.encode(), value.encode()) for name, value in error.headers.items()]
        self.headers = [*self.headers, *headers]
        await self.failed(refused(error), error.status)

    async def failed(self, result: Answer, status: int) -> None:
        """Nothing, where something was sent already."""
        self.seen.answered(result)
        if self.has_begun:
            return
        media_type = self.media_type if self.media_type in JSON else PLAIN
        await self.whole(status, result.encoded, JSON[media_type])

    async def whole(self, status: int, body: bytes, block: Block) -> None:
        self.has_begun = True
        own = [(b"content-length", b"%d" % len(body)), *self.headers]
        if self.send_whole and self.send_whole(status, block.lines + lines_of(own), body):
            return
        headers = [*block.headers, *own]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})

    async def begin(self, block: Block) -> None:
        self.has_begun = True
        headers = [*block.headers, *self.headers]
        await self.send({"type": "http.response.start", "status": 200, "headers": headers})

    async def more(self, chunk: bytes) -> None:
        """A piece of an answer that was begun without its length."""
        await self.send({"type": "http.response.body", "body": chunk, "more_body": True})

    async def end(self, chunk: bytes) -> None:
        await self.send({"type": "http.response.body", "body": chunk})
