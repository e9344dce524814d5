"""One socket that listens, at little cost to the machine it shares with the server.

Of a frame only its head is parsed, and the number that stands in the message's body is found in it;
so every delivery is checked and timed on every socket.
"""

from __future__ import annotations

import asyncio
import base64
import time
from typing import TYPE_CHECKING, Any, cast

import orjson

from bench.questions import EVENTS
from bench.rows import Person
from bench.servers import Server

if TYPE_CHECKING:
    from bench.crowd import Crowd

DIGITS = 7
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
KEY = base64.b64encode(bytes(16)).decode()


def body_with(number: int) -> str:
    return f"#{number:0{DIGITS}d} Shall we look at the rest of it on Tuesday, after the call?"


def number_in(data: bytes, start: int, end: int) -> int | None:
    """The number of the message in a frame; None in other frames."""
    place = data.find(b'"#', start, end) + 2
    return int(data[place : place + DIGITS]) if place > 1 else None


def frame(kind: int, text: bytes) -> bytes:
    """A client's frame. It must be masked; a mask of zeros leaves the text as it is."""
    size = len(text)
    length = bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + size.to_bytes(2, "big")
    return bytes([0x80 | kind]) + length + bytes(4) + text


class Listener(asyncio.Protocol):
    """One subscription of `room`. `joined` is done once it has asked to be told."""

    def __init__(self, crowd: Crowd, server: Server, person: Person, room: str) -> None:
        self.crowd = crowd
        self.server = server
        self.person = person
        self.room = room
        self.joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.rest = b""
        self.is_connected = False
        self.is_open = False
        self.is_leaving = False
        self.next: int | None = None

    async def join(self, turn: asyncio.Semaphore) -> None:
        async with turn:
            loop = asyncio.get_running_loop()
            await loop.create_connection(lambda: self, "127.0.0.1", self.server.port)
            await self.joined

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.is_connected = cast(asyncio.Transport, transport), True
        lines = {
            "Host": f"127.0.0.1:{self.server.port}",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": KEY,
            "Sec-WebSocket-Protocol": "graphql-transport-ws",
        } | self.who()
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.transport.write(f"GET /graphql HTTP/1.1\r\n{head}\r\n".encode())

    def who(self) -> dict[str, str]:
        return self.server.kind.headers(self.person)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        data = self.rest + data
        place = 0
        if not self.is_open:
            place = data.find(b"\r\n\r\n") + 4
            if place < 4:
                self.rest = data
                return
            self.opened(data)
        size = len(data)
        while size - place >= 2:
            length, start = data[place + 1], place + 2
            if length == 126 and size - place >= 4:
                length, start = data[place + 2] << 8 | data[place + 3], place + 4
            if start + length > size:
                break
            self.heard(data, place, start, start + length, now)
            place = start + length
        self.rest = data[place:]

    def opened(self, data: bytes) -> None:
        if not data.startswith(b"HTTP/1.1 101"):
            return self.fail(f"the handshake was answered with {data[:300]!r}")
        self.is_open = True
        self.say(type="connection_init", payload=self.who())

    def heard(self, data: bytes, place: int, start: int, end: int, now: float) -> None:
        kind = data[place] & 15
        number = number_in(data, start, end) if kind == TEXT else None
        if number is None:
            return self.told(kind, data[start:end])
        expected = number if self.next is None else self.next
        if number < expected:
            self.crowd.repeated += 1
            return
        self.crowd.lost += number - expected
        self.next = number + 1
        self.crowd.sample = data[start:end]
        self.crowd.delivered(number, now)

    def told(self, kind: int, text: bytes) -> None:
        """Everything that is no delivery."""
        if kind == PING:
            self.transport.write(frame(PONG, text))
        elif b'"connection_ack"' in text:
            query = {"query": EVENTS, "variables": {"id": self.room}}
            self.say(id="1", type="subscribe", payload=query)
            self.joined.set_result(None)
        elif b'"ping"' in text:
            self.say(type="pong")
        elif kind == CLOSE:
            code, reason = int.from_bytes(text[:2], "big"), text[2:].decode(errors="replace")
            self.fail(f"a socket was closed with {code}, {reason!r}")
        elif b'"error' in text or b'"complete"' in text:
            self.fail(f"a socket was told {text[:300].decode(errors='replace')}")

    def say(self, **message: Any) -> None:
        self.transport.write(frame(TEXT, orjson.dumps(message)))

    def connection_lost(self, error: Exception | None) -> None:
        self.fail(f"a socket was lost ({error})")

    def leave(self) -> None:
        self.is_leaving = True
        if self.is_connected:
            self.transport.close()

    def fail(self, reason: str) -> None:
        if self.is_leaving:
            return
        self.crowd.fail(reason)
        if not self.joined.done():
            self.joined.cancel()
