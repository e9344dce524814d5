"""The same operation by every way there is, as anybody."""

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Self
from urllib.parse import urlencode

import orjson
import websockets
from websockets.exceptions import ConnectionClosed

from gateway.websocket import PROTOCOL
from models import User
from tests.cast import given_token
from tests.gateway.noise.judging import wrong_with
from tests.gateway.noise.streams import WAYS, answers_of
from tests.gateway.noise.wire import PATIENCE, Reply, Wire, get, post
from tests.generated import Generated

LONGEST_ADDRESS = 8_000
LONGEST_FRAME = 60_000
MOST_SESSIONS = 10
"""One operation may end all of somebody's sessions several times in a row, while others begin."""
SURROGATE = r"\ud800"
JSON = "content-type: application/json"

Json = Any


@dataclass(slots=True)
class Outcome:
    """What came back: the answers of GraphQL, and what was wrong with how they came."""

    answers: list[Json] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Tokens:
    """One for each viewer, and another one after it was ended: some operations sign out."""

    def __init__(self) -> None:
        self.known: dict[User | None, str] = {}

    async def of(self, viewer: User | None) -> str | None:
        if viewer is not None and viewer not in self.known:
            self.known[viewer] = await given_token(viewer)
        return self.known.get(viewer)

    def forget(self, viewer: User | None, token: str | None) -> None:
        if self.known.get(viewer) == token:
            self.known.pop(viewer, None)


def payload_of(one: Generated) -> dict[str, Json]:
    payload: dict[str, Json] = {"query": one.query, "variables": one.variables}
    return (
        payload if one.operation_name is None else payload | {"operationName": one.operation_name}
    )


class Asker:
    """A client with one connection of HTTP and one socket for each viewer."""

    def __init__(self, url: str, tokens: Tokens) -> None:
        self.url = url
        self.tokens = tokens
        self.wire = Wire(url)
        self.sockets: dict[User | None, Socket] = {}
        self.stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self.stack.enter_async_context(self.wire)
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self.sockets.values():
            await socket.connection.close()
        await self.stack.aclose()

    async def ask(self, way: str, viewer: User | None, one: Generated) -> Outcome:
        """By one of the ways; who was signed out signs in again."""
        asked = self.socket if way == "socket" else self.http
        for _ in range(MOST_SESSIONS):
            token = await self.tokens.of(viewer)
            outcome = await asked(way, viewer, token, one)
            if outcome is not None:
                return outcome
            self.tokens.forget(viewer, token)
        if "signOut" in one.query:
            # What comes after it in the same operation may come too late to be told.
            return Outcome()
        return Outcome(wrong=["A new session is ended, too"])

    async def http(
        self, way: str, _: User | None, token: str | None, one: Generated
    ) -> Outcome | None:
        accept = f"accept: {WAYS.get(way, 'application/json')}"
        headers = [accept, *([f"authorization: Bearer {token}"] if token else [])]
        if way == "hash":
            reply = await self.by_hash(one, headers)
        else:
            reply = await self.wire.ask(request_for(way, payload_of(one), headers))
        if reply is not None and reply.status == 401 and token is not None:
            return None
        wrong = wrong_with(reply)
        return Outcome([] if wrong or reply is None else answers_of(reply), wrong)

    async def by_hash(self, one: Generated, headers: list[str]) -> Reply | None:
        """As Apollo's clients ask: without the text first, and with it where it is not known."""
        payload = payload_of(one)
        persisted = {"version": 1, "sha256Hash": sha256(one.query.encode()).hexdigest()}
        payload["extensions"] = {"persistedQuery": persisted}
        short = {name: value for name, value in payload.items() if name != "query"}
        reply = await self.wire.ask(request_for("post", short, headers))
        if reply and b"PERSISTED_QUERY_NOT_FOUND" in reply.body:
            reply = await self.wire.ask(request_for("post", payload, headers))
        return reply

    async def socket(
        self, way: str, viewer: User | None, token: str | None, one: Generated
    ) -> Outcome | None:
        message = {"type": "subscribe", "payload": payload_of(one)}
        if not fits_a_socket(json.dumps(message)):
            return await self.http(way, viewer, token, one)
        try:
            if viewer not in self.sockets:
                self.sockets[viewer] = await Socket.opened(self.url, token)
            async with asyncio.timeout(PATIENCE):
                return await self.sockets[viewer].ask(message)
        except TimeoutError:
            await self.sockets.pop(viewer).connection.close()
            return Outcome(wrong=["No answer"])
        except ConnectionClosed as closed:
            self.sockets.pop(viewer, None)
            frame = closed.rcvd
            if frame is None:
                return Outcome(wrong=["The socket ended without a close frame"])
            if frame.code == 4403 and token is not None:
                return None
            return Outcome(wrong=[f"The socket closed: {frame.code} {frame.reason}"])


def fits_a_socket(text: str) -> bool:
    """Whether a socket outlives it: what is too long, or no JSON, ends it, as it should."""
    return len(text) < LONGEST_FRAME and SURROGATE not in text


def request_for(way: str, payload: dict[str, Json], headers: list[str]) -> bytes:
    if way == "get":
        variables = json.dumps(payload["variables"])
        address = "/graphql?" + urlencode(payload | {"variables": variables})
        if len(address) < LONGEST_ADDRESS:
            return get(address, *headers)
    return post(json.dumps(payload).encode(), JSON, *headers)


class Socket:
    """An acknowledged socket, on which one operation runs at a time."""

    def __init__(self, connection: websockets.ClientConnection) -> None:
        self.connection = connection
        self.number = 0

    @classmethod
    async def opened(cls, url: str, token: str | None) -> "Socket":
        address = url.replace("http", "ws") + "/graphql"
        protocols = [websockets.Subprotocol(PROTOCOL)]
        connection = await websockets.connect(address, subprotocols=protocols, max_size=None)
        socket = cls(connection)
        payload = {"authorization": f"Bearer {token}"} if token else None
        await socket.say({"type": "connection_init", "payload": payload})
        assert (await socket.hear())["type"] == "connection_ack"
        return socket

    async def say(self, message: Json) -> None:
        await self.connection.send(json.dumps(message))

    async def hear(self) -> Json:
        return orjson.loads(await self.connection.recv())

    async def ask(self, message: Json) -> Outcome:
        """All of an operation that ends; of one that goes on, what is there after three pongs."""
        self.number += 1
        id, outcome, rounds = str(self.number), Outcome(), 0
        is_live = "subscription" in message["payload"]["query"]
        await self.say(message | {"id": id})
        if is_live:
            await self.say({"type": "ping"})
        while not is_over(heard := await self.hear(), id, outcome):
            if heard["type"] == "ping":
                await self.say({"type": "pong"})
            if heard["type"] == "pong" and is_live:
                rounds += 1
                await self.say({"type": "ping"} if rounds < 3 else {"type": "complete", "id": id})
            if rounds == 3:
                break
        return outcome


def is_over(message: Json, id: str, outcome: Outcome) -> bool:
    """Whether the operation has ended with this message, which is noted."""
    kind, of = message.get("type"), message.get("id")
    if kind in ("ping", "pong") or (of != id and str(of).isdecimal() and int(of) < int(id)):
        # Or it is of an operation before, which was completed while it was answered.
        return False
    if of != id or kind not in ("next", "error", "complete"):
        outcome.wrong.append(f"A message of another kind: {message}")
        return True
    if kind == "next":
        outcome.answers.append(message["payload"])
    if kind == "error":
        outcome.answers.append({"errors": message["payload"]})
    return bool(kind != "next")
