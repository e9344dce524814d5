"""Thousands of listeners of one conversation, and what they heard."""

import asyncio
import time
from array import array
from typing import Any

import orjson

from bench.listener import Listener, body_with
from bench.rows import Person
from bench.servers import Server

JOIN_SECONDS = 120
AT_ONCE = 100


class Broken(Exception):
    """A socket was refused or lost; says which server's and how."""


class Crowd:
    """Messages are numbered from 0 as they are sent; `latencies` are of all deliveries, seconds."""

    def __init__(self, server: Server, size: int) -> None:
        self.server = server
        self.size = size
        self.listeners: list[Listener] = []
        self.sent: list[float] = []
        self.heard: list[int] = []
        self.latencies = array("d")
        self.lost = 0
        self.repeated = 0
        self.sample = b""
        loop = asyncio.get_running_loop()
        self.broken: asyncio.Future[None] = loop.create_future()
        self.awaited = -1
        self.done: asyncio.Future[float] = loop.create_future()

    async def gather(self, people: list[Person], room: str) -> None:
        """All connected, acknowledged and subscribed, a hundred at a time."""
        turn = asyncio.Semaphore(AT_ONCE)
        self.listeners = [
            Listener(self, self.server, people[number % len(people)], room)
            for number in range(self.size)
        ]
        async with asyncio.timeout(JOIN_SECONDS):
            joining = asyncio.gather(*(one.join(turn) for one in self.listeners))
            waiting: set[asyncio.Future[Any]] = {joining, self.broken}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if self.broken.done():
                joining.cancel()
                await self.broken
            await joining

    def sending(self, due: float | None = None) -> int:
        """The number of the next message, sent now; its time counts from when it was due."""
        self.sent.append(time.perf_counter() if due is None else due)
        self.heard.append(0)
        return len(self.sent) - 1

    def delivered(self, number: int, now: float) -> None:
        self.latencies.append(now - self.sent[number])
        self.heard[number] += 1
        if number == self.awaited and self.heard[number] == self.size:
            self.done.set_result(now)

    async def all_heard(self, number: int, seconds: float) -> float | None:
        """When the last listener heard it; None if not all did in time."""
        if self.heard[number] == self.size:
            return time.perf_counter()
        self.awaited, self.done = number, asyncio.get_running_loop().create_future()
        waiting: set[asyncio.Future[Any]] = {self.done, self.broken}
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if self.broken.done():
            await self.broken
        return self.done.result() if self.done.done() else None

    def missing(self) -> int:
        """Messages that a listener should have heard by now and did not."""
        last = len(self.sent)
        return self.lost + sum(last - (one.next or 0) for one in self.listeners)

    def check_sample(self) -> None:
        """What came last is the whole event, and holds what was sent."""
        event = orjson.loads(self.sample)["payload"]["data"]["conversationEvents"]
        message = event["message"]
        is_whole = (
            event.keys() == {"cursor", "message"}
            and message.keys() == {"id", "number", "body", "sentAt", "sender"}
            and message["body"] == body_with(len(self.sent) - 1)
            and bool(message["sender"]["name"])
        )
        if not is_whole:
            raise Broken(f"{self.server.kind.title} sends another event than was sent: {event}")

    def leave(self) -> None:
        for listener in self.listeners:
            listener.leave()

    def fail(self, reason: str) -> None:
        if not self.broken.done():
            self.broken.set_exception(Broken(f"{self.server.kind.title}: {reason}"))
