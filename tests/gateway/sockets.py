"""Clients that may misbehave."""

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import websockets
from websockets.exceptions import ConnectionClosed

from gateway.websocket import PROTOCOL
from tests.cast import token_of
from tests.edge import PATIENCE, Edge, hear, say


def connected(edge: Edge, *protocols: str, **options: Any):
    """A socket on which nothing is said yet."""
    named = [websockets.Subprotocol(protocol) for protocol in protocols or (PROTOCOL,)]
    url = edge.url.replace("http", "ws") + "/graphql"
    return websockets.connect(url, subprotocols=named, **options)


@asynccontextmanager
async def acknowledged(edge: Edge, viewer=None, **options: Any):
    """A socket of somebody, or of nobody, that is ready for operations."""
    payload = {"authorization": f"Bearer {await token_of(viewer)}"} if viewer else None
    async with connected(edge, **options) as socket:
        await say(socket, type="connection_init", payload=payload)
        assert await hear(socket) == {"type": "connection_ack"}
        yield socket


@asynccontextmanager
async def raw(edge: Edge, address: str = "127.0.0.1"):
    """A connection on which to write what no library would, from an address of this machine."""
    host, port = edge.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, port, local_addr=(address, 0))
    yield reader, writer
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


async def everything(reader: asyncio.StreamReader) -> bytes:
    """All that the server says until it ends the connection, in whatever way."""
    parts = []
    with suppress(ConnectionError):
        async with asyncio.timeout(PATIENCE):
            while part := await reader.read(65_536):
                parts.append(part)
    return b"".join(parts)


async def subscribe(socket, id: str, query: str, /, **variables: Any) -> None:
    payload = {"query": query, "variables": variables}
    await say(socket, id=id, type="subscribe", payload=payload)


async def closing(socket) -> tuple[int, str]:
    """The code and reason the server closes with; what comes before is skipped."""
    with pytest.raises(ConnectionClosed) as closed:
        await asyncio.wait_for(drained(socket), PATIENCE)
    frame = closed.value.rcvd
    assert frame is not None, "the server left without a close frame"
    return frame.code, frame.reason


async def drained(socket) -> None:
    while True:
        await socket.recv()


async def heard(socket, id: str) -> list[dict[str, Any]]:
    """All messages of an operation up to its end; none of another one may come between."""
    messages = [await hear(socket)]
    while messages[-1]["type"] == "next":
        messages.append(await hear(socket))
    assert {message["id"] for message in messages} == {id}
    return messages


async def eventually(is_so) -> None:
    """Returns when it is so; TimeoutError if it is not soon."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
