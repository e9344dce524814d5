"""The ceiling: Starlette without GraphQL, sending one ready text to every socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

sockets: set[WebSocket] = set()
waiting: asyncio.Queue[str] = asyncio.Queue()
numbers = count(1)


async def listen(socket: WebSocket) -> None:
    await socket.accept("graphql-transport-ws")
    try:
        while True:
            kind = orjson.loads(await socket.receive_text())["type"]
            if kind == "connection_init":
                await socket.send_text('{"type":"connection_ack"}')
            if kind == "subscribe":
                sockets.add(socket)
    except WebSocketDisconnect:
        sockets.discard(socket)


async def send(request: Request) -> Response:
    message = said(orjson.loads(await request.body())["variables"]["body"])
    event = {"cursor": str(message["number"]), "message": message}
    next = {"id": "1", "type": "next", "payload": {"data": {"conversationEvents": event}}}
    waiting.put_nowait(orjson.dumps(next).decode())
    answer = {"data": {"sendMessage": {"message": {"id": message["id"]}}}}
    return Response(orjson.dumps(answer), media_type="application/json")


def said(body: str) -> dict[str, Any]:
    return {
        "id": f"message_{uuid4()}",
        "number": next(numbers),
        "body": body,
        "sentAt": datetime.now(UTC),
        "sender": {"id": f"user_{uuid4()}", "name": "Ada Okafor"},
    }


async def broadcast() -> None:
    while True:
        text = await waiting.get()
        for socket in list(sockets):
            try:
                await socket.send_text(text)
            except (RuntimeError, WebSocketDisconnect):
                sockets.discard(socket)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    task = asyncio.create_task(broadcast())
    yield
    task.cancel()


routes = [Route("/graphql", send, methods=["POST"]), WebSocketRoute("/graphql", listen)]
app = Starlette(routes=routes, lifespan=lifespan)
