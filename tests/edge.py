"""A client like any other: HTTP for questions, a WebSocket to listen."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import httpx
import orjson
import websockets

from models import User
from tests.cast import token_of

PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """`data` of the response, or {} where there is none; and its errors."""

    data: dict[str, Any]
    errors: list[dict[str, Any]]

    @property
    def codes(self) -> list[str]:
        return [error["extensions"]["code"] for error in self.errors]


class Edge:
    def __init__(self, url: str) -> None:
        self.url = url

    async def __aenter__(self) -> Self:
        self.http = httpx.AsyncClient(base_url=self.url, timeout=30)
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.http.aclose()

    async def ask(self, viewer: User | None, query: str, /, **variables: Any) -> Answer:
        headers = {"authorization": f"Bearer {await token_of(viewer)}"} if viewer else {}
        body = {"query": query, "variables": variables}
        response = await self.http.post("/graphql", json=body, headers=headers)
        answer = response.json()
        return Answer(answer.get("data") or {}, answer.get("errors", []))

    @asynccontextmanager
    async def socket(self, viewer: User | None) -> AsyncIterator[websockets.ClientConnection]:
        """A connected, acknowledged socket."""
        payload = {"authorization": f"Bearer {await token_of(viewer)}"} if viewer else None
        async with websockets.connect(
            self.url.replace("http", "ws") + "/graphql",
            subprotocols=[websockets.Subprotocol("graphql-transport-ws")],
        ) as socket:
            await say(socket, type="connection_init", payload=payload)
            assert (await hear(socket))["type"] == "connection_ack"
            yield socket

    @asynccontextmanager
    async def listen(
        self, viewer: User | None, query: str, /, **variables: Any
    ) -> AsyncIterator[AsyncGenerator[dict[str, Any], None]]:
        """The data of each event, in order. LookupError holds the errors if it was refused."""
        async with self.socket(viewer) as socket:
            payload = {"query": query, "variables": variables}
            await say(socket, id="1", type="subscribe", payload=payload)
            # Answered once the operation before it has begun, so nothing announced after is missed.
            await say(socket, type="ping")
            waiting = []
            while (message := await hear(socket))["type"] != "pong":
                waiting.append(message)
            yield events(socket, waiting)


async def events(
    socket: websockets.ClientConnection, waiting: list[dict[str, Any]]
) -> AsyncGenerator[dict[str, Any], None]:
    while True:
        message = waiting.pop(0) if waiting else await hear(socket)
        if message["type"] == "error":
            raise LookupError(message["payload"])
        if message["type"] == "complete":
            return
        if message["type"] == "next":
            yield message["payload"]["data"]


async def changed(
    inbox: AsyncGenerator[dict[str, Any], None], change: Callable[[], Awaitable[object]]
) -> dict[str, Any]:
    """A conversation of `inboxEvents`: changed anew until the server listens and says so.

    An inbox tells what changes from now on, and only the server knows when its "now" was.
    """
    heard = asyncio.ensure_future(anext(inbox))
    while not heard.done():
        await change()
        await asyncio.wait([heard], timeout=0.2)
    conversation: dict[str, Any] = (await heard)["inboxEvents"]["conversation"]
    return conversation


async def say(socket: websockets.ClientConnection, **message: Any) -> None:
    await socket.send(orjson.dumps(message).decode())


async def hear(socket: websockets.ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        message: dict[str, Any] = orjson.loads(await socket.recv())
        return message
