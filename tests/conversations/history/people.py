"""Writers and readers, who note down what they are told and never give up."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import httpx
import websockets

from tests.conversations.history.records import (
    Anew,
    Began,
    Diary,
    Quiet,
    Resync,
    Said,
    Seen,
    Told,
    place_of,
)
from tests.conversations.history.talking import NEWEST, SEND, Away, ask, listen, socket_of
from tests.generated.dice import Dice

AGAIN_SECONDS = 0.2
"""At most, before somebody tries again: at random, so that not all come back at once."""
AGAIN = 0.05
"""How often a message is sent again although it was acknowledged."""
LONG = 0.1
"""How many messages are as long as they may be."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in a conversation, and where they may knock."""

    conversation: str
    token: str
    doors: list[int]
    http: httpx.AsyncClient


@dataclass
class Progress:
    """Wakes whoever waits until the people have come so far."""

    moved: asyncio.Event = field(default_factory=asyncio.Event)
    again: Counter[str] = field(default_factory=Counter)
    """Why somebody had to try again."""

    async def until(self, true: Callable[[], bool]) -> None:
        while not true():
            self.moved.clear()
            await self.moved.wait()


class Person:
    def __init__(self, name: str, seat: Seat, dice: Dice, progress: Progress) -> None:
        self.name, self.seat, self.dice, self.progress = name, seat, dice, progress
        self.door = dice.pick(seat.doors)

    async def try_elsewhere(self, error: Exception) -> None:
        self.progress.again[reason(error)] += 1
        self.door = self.dice.pick(self.seat.doors)
        await asyncio.sleep(self.dice.uniform(0, AGAIN_SECONDS))

    async def ask(self, query: str, **given: str) -> Any:
        """Until it is answered."""
        while True:
            try:
                return await ask(self.seat.http, self.door, self.seat.token, query, **given)
            except Away as error:
                await self.try_elsewhere(error)


def reason(error: Exception) -> str:
    if isinstance(error, websockets.ConnectionClosed):
        return f"closed with {error.rcvd.code if error.rcvd else 1006}"
    return str(error) if isinstance(error, Away) else type(error).__name__


class Writer(Person):
    """Sends one message after the other, each until it is acknowledged."""

    def __init__(self, *person: Any, told: list[Told]) -> None:
        super().__init__(*person)
        self.told = told

    async def run(self, is_over: asyncio.Event) -> None:
        number = 0
        while not is_over.is_set():
            number += 1
            await self.send(f"{self.name}.{number}")

    async def send(self, client_id: str) -> None:
        body = client_id.ljust(8_000 if self.dice.chance(LONG) else 1, ".")
        asked_at = monotonic()
        for _ in range(2 if self.dice.chance(AGAIN) else 1):
            given = {"to": self.seat.conversation, "client": client_id, "body": body}
            answer = await self.ask(SEND, **given)
            said = said_in(answer["message"])
            self.told.append(Told(said, asked_at, monotonic()))
            self.progress.moved.set()


class Reader(Person):
    """Follows one conversation from a cursor, and through whatever ends its subscription."""

    def __init__(self, *person: Any, start: str) -> None:
        super().__init__(*person)
        self.cursor = start
        self.diary = Diary(self.name, self.seat.conversation, place_of(start))
        self.subscription = 0
        self.reads = asyncio.Event()
        self.reads.set()

    @property
    def seq(self) -> int:
        return place_of(self.cursor)[1]

    async def run(self) -> None:
        while True:
            try:
                await self.follow()
            except (Away, OSError, TimeoutError, websockets.WebSocketException) as error:
                await self.try_elsewhere(error)

    async def follow(self) -> None:
        """One subscription, to its end."""
        async with socket_of(self.door, self.seat.token) as socket:
            self.subscription += 1
            began = Began(place_of(self.cursor), self.subscription, f"127.0.0.1:{self.door}")
            self.diary.entries.append(began)
            events = listen(socket, id=self.seat.conversation, after=self.cursor)
            async with aclosing(events):
                async for event in events:
                    await self.note(event)
                    await self.reads.wait()

    async def note(self, event: dict[str, Any]) -> None:
        place = place_of(event["cursor"])
        if event["__typename"] == "ResyncRequired":
            self.diary.entries.append(Resync(place))
            # Not there before that is read: it may not be the end of what was said.
            await self.read_anew()
        elif event["__typename"] == "Heartbeat":
            self.cursor = event["cursor"]
            self.diary.entries.append(Quiet(place))
        else:
            self.cursor = event["cursor"]
            message = event.get("message") if event["__typename"] == "MessageSent" else None
            said = said_in(message) if message else None
            self.diary.entries.append(Seen(place, said, monotonic()))
        self.progress.moved.set()

    async def read_anew(self) -> None:
        found = await self.ask(NEWEST, id=self.seat.conversation)
        self.cursor = found["cursor"]
        said = tuple(said_in(node) for node in found["messages"]["nodes"])
        self.diary.entries.append(Anew(place_of(self.cursor), said))


def said_in(message: dict[str, Any]) -> Said:
    return Said(message["conversation"]["id"], message["number"], message["clientId"])
