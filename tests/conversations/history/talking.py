"""How people talk to a server that may break at any moment."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import orjson
import websockets

from tests.conversations.history.cluster import PATIENCE
from tests.conversations.history.lines import connected_socket

SEND = """
mutation ($to: ID!, $client: String!, $body: String!) {
  sendMessage(input: { conversationId: $to, clientId: $client, body: $body }) {
    __typename
    ... on SendMessagePayload { message { number clientId conversation { id } } }
  }
}
"""

EVENTS = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    __typename
    ... on LogLine { cursor }
    ... on MessageSent { message { number clientId conversation { id } } }
    ... on ResyncRequired { cursor }
    ... on Heartbeat { cursor }
  }
}
"""

NEWEST = """
query ($id: ID!) {
  conversation(id: $id) {
    cursor messages(last: 50) { nodes { number clientId conversation { id } } }
  }
}
"""

FINAL = {"NOT_FOUND", "FORBIDDEN", "INVALID", "CONFLICT", "GRAPHQL_VALIDATION_FAILED"}
"""Codes of errors that trying again does not help."""


class Away(Exception):
    """Not answered, or not for good: try again, elsewhere. The text says why in a word or two."""


class Refused(Exception):
    """Answered, and not as everybody here has a right to be."""


async def ask(http: httpx.AsyncClient, port: int, token: str, query: str, **given: str) -> Any:
    """The data of the one root field; Away if it may be asked for again."""
    try:
        response = await http.post(
            f"http://127.0.0.1:{port}/graphql",
            json={"query": query, "variables": given},
            headers={"authorization": f"Bearer {token}"},
        )
        answer = response.json()
    except (httpx.TransportError, ValueError) as error:
        raise Away(type(error).__name__) from None
    judge_errors(answer.get("errors") or [])
    return next(iter(answer["data"].values()))


def judge_errors(errors: list[dict[str, Any]]) -> None:
    for error in errors:
        code = (error.get("extensions") or {}).get("code", "no code")
        raise Refused(error) if code in FINAL else Away(code)


@asynccontextmanager
async def socket_of(port: int, token: str) -> AsyncIterator[websockets.ClientConnection]:
    """A socket whose server knows who listens."""
    async with websockets.connect(
        f"ws://127.0.0.1:{port}/graphql",
        sock=connected_socket(port),
        subprotocols=[websockets.Subprotocol("graphql-transport-ws")],
        open_timeout=PATIENCE,
        close_timeout=0.1,
        ping_interval=None,
        compression=None,
        max_queue=2,
    ) as socket:
        await say(socket, type="connection_init", payload={"authorization": f"Bearer {token}"})
        await hear(socket)
        yield socket


async def listen(
    socket: websockets.ClientConnection, **given: str
) -> AsyncGenerator[dict[str, Any], None]:
    """Events as they come; Away if none does for too long, not even that there is none."""
    payload = {"query": EVENTS, "variables": given}
    await say(socket, id="1", type="subscribe", payload=payload)
    while (message := await hear(socket))["type"] != "complete":
        if message["type"] == "error":
            judge_errors(message["payload"])
        if message["type"] == "ping":
            await say(socket, type="pong")
        if message["type"] == "next":
            judge_errors(message["payload"].get("errors") or [])
            yield message["payload"]["data"]["conversationEvents"]


async def say(socket: websockets.ClientConnection, **message: Any) -> None:
    await socket.send(orjson.dumps(message).decode())


async def hear(socket: websockets.ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        message: dict[str, Any] = orjson.loads(await socket.recv())
        return message
