"""A client that hears a stream over HTTP, in either of the two ways there are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import orjson

from gateway.negotiation import EVENTS
from models import User
from tests.cast import token_of
from tests.edge import PATIENCE, Edge

PARTS = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0, application/json'
WAYS = {"server-sent events": EVENTS, "multipart": PARTS}


class Heard:
    """What has come so far, and what it says."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.chunks = response.aiter_text()
        self.text = ""

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The answers that are here whole."""
        if self.response.headers["content-type"] == EVENTS:
            blocks = self.text.split("\n\n")[:-1]
            said = [block for block in blocks if block.startswith("event: next\ndata: ")]
            return [orjson.loads(block.partition("data: ")[2]) for block in said]
        parts = self.text.split("\r\n--graphql")[1:-1]
        bodies = [orjson.loads(part.partition("\r\n\r\n")[2]) for part in parts]
        return [body["payload"] for body in bodies if body.get("payload")]

    @property
    def is_complete(self) -> bool:
        """Whether it says that this was all; otherwise its client comes back."""
        is_broken = '{"payload":null,' in self.text
        return (
            self.text.endswith(("event: complete\ndata:\n\n", "--graphql--\r\n")) and not is_broken
        )

    async def until(self, number: int) -> dict[str, Any]:
        """The last of so many answers."""
        async with asyncio.timeout(PATIENCE):
            while len(self.answers) < number:
                self.text += await anext(self.chunks)
        return self.answers[number - 1]

    async def end(self) -> None:
        async with asyncio.timeout(PATIENCE):
            async for chunk in self.chunks:
                self.text += chunk


@asynccontextmanager
async def hearing(
    edge: Edge, accept: str, viewer: User | str | None, query: str, /, **variables: Any
) -> AsyncIterator[Heard]:
    """A stream by POST, of a person or with a token."""
    token = await token_of(viewer) if isinstance(viewer, User) else viewer
    headers = {"accept": accept} | ({"authorization": f"Bearer {token}"} if token else {})
    body = {"query": query, "variables": variables}
    async with edge.http.stream("POST", "/graphql", json=body, headers=headers) as response:
        yield Heard(response)
