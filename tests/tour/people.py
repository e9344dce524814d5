"""People with a device: they ask over HTTP, listen on a WebSocket, and read their mail."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import httpx
import orjson
import websockets

from settings import get_settings

PATIENCE = 10

Json = dict[str, Any]


class Unexpected(Exception):
    """Something is not as it should be."""


def expect(is_so: object, what: str, seen: object) -> None:
    if not is_so:
        raise Unexpected(f"expected {what}, but got {seen!r}")


class Person:
    """Somebody with a device: asks over HTTP, listens over a WebSocket."""

    def __init__(self, url: str, email: str = "") -> None:
        self.url = url
        self.email = email
        self.http = httpx.AsyncClient(base_url=url, timeout=PATIENCE)
        self.headers: dict[str, str] = {}
        self.refresh_token = ""

    async def post(self, query: str, /, **variables: Any) -> httpx.Response:
        body = {"query": query, "variables": variables}
        return await self.http.post("/graphql", json=body, headers=self.headers)

    async def ask(self, query: str, /, **variables: Any) -> Json:
        """The data of an answer without errors."""
        answer: Json = (await self.post(query, **variables)).json()
        expect("errors" not in answer, "no errors", answer.get("errors"))
        data: Json = answer["data"]
        return data

    async def do(self, mutation: str, fields: str, **input: Any) -> Json:
        """The payload of a mutation that succeeds."""
        kind = mutation[0].upper() + mutation[1:]
        query = (
            f"mutation ($input: {kind}Input!) {{ {mutation}(input: $input) {{ __typename"
            f" ... on {kind}Payload {{ {fields} }} ... on Problem {{ reason }} }} }}"
        )
        result: Json = (await self.ask(query, input=input))[mutation]
        expect(result["__typename"] == f"{kind}Payload", f"{kind}Payload", result)
        return result

    async def sign_in(self, password: str) -> None:
        fields = "viewer { email } tokens { accessToken refreshToken }"
        signed_in = await self.do("signIn", fields, email=self.email, password=password)
        self.keep(signed_in["tokens"])

    def keep(self, tokens: Json) -> None:
        self.headers = {"authorization": f"Bearer {tokens['accessToken']}"}
        self.refresh_token = tokens["refreshToken"]

    @asynccontextmanager
    async def listening(self, query: str, **variables: Any) -> AsyncIterator[AsyncIterator[Json]]:
        """The events of a subscription, each as its data; begun before the block begins."""
        address = self.url.replace("http", "ws", 1) + "/graphql"
        protocol = websockets.Subprotocol("graphql-transport-ws")
        async with websockets.connect(address, subprotocols=[protocol]) as socket:
            payload = {"query": query, "variables": variables}
            for message in (
                {"type": "connection_init", "payload": self.headers},
                {"type": "subscribe", "id": "tour", "payload": payload},
                {"type": "ping"},
            ):
                await socket.send(orjson.dumps(message).decode())
            for answer in ("connection_ack", "pong"):
                expect((heard := await hear(socket))["type"] == answer, answer, heard)
            yield events(socket)


async def hear(socket: websockets.ClientConnection) -> Json:
    async with asyncio.timeout(PATIENCE):
        message: Json = orjson.loads(await socket.recv())
        return message


async def events(socket: websockets.ClientConnection) -> AsyncIterator[Json]:
    while True:
        message = await hear(socket)
        if message["type"] == "ping":
            continue
        expect(message["type"] == "next", "an event", message)
        yield message["payload"]["data"]


async def closing_code(heard: AsyncIterator[Json]) -> int | None:
    """The code the server closes a socket with, when there is nothing more to hear on it."""
    try:
        await anext(heard)
    except websockets.ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
    return None


async def mailed_token(person: Person) -> str:
    """The token of the newest link mailed to a person, which may take a moment to arrive."""
    for _ in range(200):
        for mail in mails():
            if mail["To"] == person.email:
                return str(mail.get_content()).rpartition("/verify#")[2].split()[0]
        await asyncio.sleep(0.05)
    raise Unexpected(f"no mail to {person.email} in {get_settings().data_folder / 'mail'}")


def mails() -> Iterator[EmailMessage]:
    """The newest first, from the files that a server without SMTP writes."""
    for path in sorted((get_settings().data_folder / "mail").glob("*.eml"), reverse=True):
        yield message_from_bytes(path.read_bytes(), policy=policy.default)
