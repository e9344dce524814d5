"""A way to a server on which every result comes twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import orjson
import websockets

PROTOCOLS = [websockets.Subprotocol("graphql-transport-ws")]


@asynccontextmanager
async def doubling(port: int) -> AsyncIterator[int]:
    """Its port, on which the server at `port` is reached."""

    async def carry(client: websockets.ServerConnection) -> None:
        url = f"ws://127.0.0.1:{port}/graphql"
        async with websockets.connect(url, subprotocols=PROTOCOLS) as server:
            there = asyncio.create_task(pass_on(client, server))
            # Programs are killed in the end, and say no goodbye.
            with suppress(websockets.ConnectionClosed):
                async for message in server:
                    for _ in range(2 if orjson.loads(message)["type"] == "next" else 1):
                        await client.send(message)
            await there

    async with websockets.serve(carry, "127.0.0.1", 0, subprotocols=PROTOCOLS) as way:
        yield next(iter(way.sockets)).getsockname()[1]


async def pass_on(client: websockets.ServerConnection, server: websockets.ClientConnection) -> None:
    with suppress(websockets.ConnectionClosed):
        async for message in client:
            await server.send(message)
    await server.close()
