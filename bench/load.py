"""Asking over HTTP as fast as a server answers, at little cost to the machine they share.

One asyncio process on uvloop; a connection writes the same bytes again as soon as its answer is
whole, and of the answer reads the head and counts the rest.
"""

import asyncio
import re
import time
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import orjson

from bench.servers import Server

CONNECTIONS = 16
PATIENCE = 15

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
GOOD = re.compile(rb'\r\n\r\n\{"data": ?\{"')


class Failed(Exception):
    """A server answered with something else, or not at all."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one round measured; seconds."""

    lasted: float
    latencies: list[float]
    """In order."""

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.lasted


def quantile(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def request(server: Server, headers: dict[str, str], body: dict[str, Any]) -> bytes:
    payload = orjson.dumps(body)
    lines = {
        "Host": f"127.0.0.1:{server.port}",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Content-Length": str(len(payload)),
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST /graphql HTTP/1.1\r\n{head}\r\n".encode() + payload


class Exchange(asyncio.Protocol):
    """One keep-alive connection, and its answers one at a time. All are as long as the first."""

    good = GOOD
    longest_match = 14
    most_apart = 0.02

    def __init__(self) -> None:
        self.head = b""
        self.left = 0
        self.size = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self.left:
            self.left -= len(data)
        else:
            self.head += data
            if (end := self.head.find(b"\r\n\r\n")) < 0 or len(
                self.head
            ) < end + self.longest_match:
                return
            self.begin(end + 4)
        if self.left == 0:
            self.answered()
        elif self.left < 0:
            self.fail("more came than was announced")

    def begin(self, body: int) -> None:
        found = LENGTH.search(self.head, 0, body)
        is_good = self.head.startswith(b"HTTP/1.1 200 ") and self.good.match(self.head, body - 4)
        size = int(found[1]) if found and is_good else 0
        self.size = self.size or size
        if abs(size / max(self.size, 1) - 1) > self.most_apart:
            return self.fail(self.head[-400:].decode(errors="replace"))
        self.left = size - (len(self.head) - body)
        self.head = b""

    def connection_lost(self, error: Exception | None) -> None:
        self.fail("the connection was closed")

    def answered(self) -> None:
        raise NotImplementedError

    def fail(self, reason: str) -> None:
        raise NotImplementedError


class Asking(Exchange):
    """`done` holds its latencies once the deadline is past.

    The first answer of each server was compared with the others'.
    """

    def __init__(self, request: bytes, deadline: float) -> None:
        super().__init__()
        self.request = request
        self.deadline = deadline
        self.latencies: list[float] = []
        self.done: asyncio.Future[list[float]] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.ask()

    def ask(self) -> None:
        self.asked = time.perf_counter()
        self.transport.write(self.request)

    def answered(self) -> None:
        now = time.perf_counter()
        self.latencies.append(now - self.asked)
        if now < self.deadline:
            return self.ask()
        self.transport.close()
        if not self.done.done():
            self.done.set_result(self.latencies)

    def fail(self, reason: str) -> None:
        self.transport.abort()
        if not self.done.done():
            self.done.set_exception(Failed(f"Instead of an answer: {reason}"))


def same(asking: Asking) -> Asking:
    return asking


async def load(server: Server, request: bytes, seconds: float) -> Load:
    """Ask on all connections for so long. Failed at the first answer that is not whole and good."""
    loop, begun = asyncio.get_running_loop(), time.perf_counter()
    made = [Asking(request, begun + seconds) for _ in range(CONNECTIONS)]
    await asyncio.gather(
        *(loop.create_connection(partial(same, one), "127.0.0.1", server.port) for one in made)
    )
    try:
        async with asyncio.timeout(seconds + PATIENCE):
            latencies = await asyncio.gather(*(asking.done for asking in made))
    except TimeoutError:
        raise Failed(f"{server.kind.title} did not answer within {PATIENCE} s") from None
    lasted = time.perf_counter() - begun
    every = sorted(latency for one in latencies for latency in one)
    return Load(lasted, every)
