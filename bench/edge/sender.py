"""Who talks to the crowd."""

import asyncio
import secrets
import time
from typing import Any

import orjson

from bench.crowd import Broken, Crowd
from bench.listener import body_with
from bench.load import request
from bench.questions import SEND
from bench.rows import Person

PATIENCE = 120
IDLE_SECONDS = 2
"""Servers close a connection that is idle for longer; uvicorn after five seconds."""


class Sender:
    """Sends messages one after the other, over one connection."""

    def __init__(self, crowd: Crowd, sender: Person, room: str) -> None:
        self.crowd = crowd
        self.headers = crowd.server.kind.headers(sender)
        self.room = room
        self.talk = secrets.token_hex(4)

    async def connect(self) -> None:
        port = self.crowd.server.port
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        self.used_at = time.monotonic()

    async def send(self) -> int:
        """The message's number, once the server has taken it."""
        if time.monotonic() - self.used_at > IDLE_SECONDS:
            self.close()
            await self.connect()
        number = self.crowd.sending()
        variables = {"id": self.room, "clientId": f"{self.talk}-{number}"}
        body = {"query": SEND, "variables": variables | {"body": body_with(number)}}
        async with asyncio.timeout(PATIENCE):
            answer = await self.answer_to(request(self.crowd.server, self.headers, body))
        if not ((answer.get("data") or {}).get("sendMessage") or {}).get("message"):
            raise Broken(f"{self.crowd.server.kind.title} did not take a message: {answer}")
        self.used_at = time.monotonic()
        return number

    async def answer_to(self, request: bytes) -> Any:
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        return orjson.loads(await self.reader.readexactly(size))

    def close(self) -> None:
        self.writer.close()
