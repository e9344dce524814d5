"""Many conversations at once: who says what in them, and whether all heard all of it in order."""

import asyncio
import re
import secrets
import time
from array import array
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from bench.chat.places import Place
from bench.crowd import Broken, Crowd
from bench.listener import Listener, body_with
from bench.load import Exchange, request
from bench.questions import SEND
from bench.servers import Server
from models import database

JOIN_SECONDS = 300
AT_ONCE = 100
PROBES = 3
PROBE_SECONDS = 20
PATIENCE = 60
LINES = 20
"""Connections over which many are told something, one after the other."""


class Talker(Exchange):
    """One connection over which messages are sent, each once the one before is stored."""

    good = re.compile(rb'\r\n\r\n\{"data": ?\{"sendMessage": ?\{"message": ?\{"')
    longest_match = 48
    most_apart = 0.2
    """Numbers grow. An answer without a message is far shorter."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: asyncio.Future[None] | None = None

    async def ask(self, request: bytes) -> None:
        """Done once the message is stored, or Broken."""
        self.taken = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        await self.taken

    def answered(self) -> None:
        if self.taken and not self.taken.done():
            self.taken.set_result(None)

    def fail(self, reason: str) -> None:
        self.transport.abort()
        if self.taken and not self.taken.done():
            self.taken.set_exception(Broken(f"a message was not taken: {reason}"))


@asynccontextmanager
async def talking(server: Server) -> AsyncIterator[Talker]:
    loop = asyncio.get_running_loop()
    _, talker = await loop.create_connection(Talker, "127.0.0.1", server.port)
    try:
        yield talker
    finally:
        talker.transport.abort()


class Room(Crowd):
    """One conversation. Its listeners are at the servers in turn, its talker at the first."""

    def __init__(self, servers: Sequence[Server], place: Place, talk: str) -> None:
        """`talk` is a name that nothing else is said under."""
        super().__init__(servers[0], len(place.people))
        self.id = self.server.kind.id_of("conversation", place.id)
        self.talk = talk
        self.headers = self.server.kind.headers(place.people[0])
        self.waits = array("d")
        """Seconds from when each message was due until it was stored."""
        self.listeners = [
            Listener(self, servers[number % len(servers)], person, self.id)
            for number, person in enumerate(place.people)
        ]

    async def say(self, talker: Talker, due: float | None = None) -> int:
        number = self.sending(due)
        client_id = f"{self.talk}-{number}"
        variables = {"id": self.id, "clientId": client_id, "body": body_with(number)}
        body: dict[str, Any] = {"query": SEND, "variables": variables}
        await talker.ask(request(self.server, self.headers, body))
        self.waits.append(time.perf_counter() - self.sent[number])
        return number

    async def listens(self, talker: Talker) -> None:
        """A subscription has no answer that says it began: send until a message reaches all."""
        for _ in range(PROBES):
            if await self.all_heard(await self.say(talker), PROBE_SECONDS):
                return
        raise Broken(f"{self.server.kind.title}: not all heard any of {PROBES} messages")

    async def settled(self) -> None:
        """All heard the last message; what they should have heard and did not is missing."""
        if self.sent:
            await self.all_heard(len(self.sent) - 1, PATIENCE)


class Hall:
    """Rooms at the same servers; Broken as soon as one of all their sockets is."""

    def __init__(self, servers: Sequence[Server], places: Iterable[Place]) -> None:
        self.servers = servers
        self.talk = secrets.token_hex(8)
        self.broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.rooms = [
            Room(servers, place, f"{self.talk}-{number}") for number, place in enumerate(places)
        ]
        for room in self.rooms:
            room.broken = self.broken

    async def gather(self) -> float:
        """All connected, acknowledged and subscribed; sockets a second."""
        turn, begun = asyncio.Semaphore(AT_ONCE), time.perf_counter()
        listeners = [one for room in self.rooms for one in room.listeners]
        async with asyncio.timeout(JOIN_SECONDS):
            await self.unbroken(asyncio.gather(*(one.join(turn) for one in listeners)))
        return len(listeners) / (time.perf_counter() - begun)

    async def unbroken(self, doing: asyncio.Future[Any]) -> None:
        await asyncio.wait({doing, self.broken}, return_when=asyncio.FIRST_COMPLETED)
        if self.broken.done():
            doing.cancel()
            await self.broken
        await doing

    async def each(
        self, do: Callable[[Room, Talker], Awaitable[object]], rooms: list[Room]
    ) -> None:
        """Something in all of these at once, each over a connection of its own."""

        async def alone(room: Room) -> None:
            async with talking(room.server) as talker:
                await do(room, talker)

        await self.unbroken(asyncio.gather(*(alone(room) for room in rooms)))

    async def call(self, rooms: Iterable[Room]) -> None:
        """One message in each, over a few connections; all have heard it, or will be missed."""
        left = iter(list(rooms))

        async def some() -> None:
            async with talking(self.servers[0]) as talker:
                for room in left:
                    await room.say(talker)
                    await room.settled()

        await self.unbroken(asyncio.gather(*(some() for _ in range(LINES))))

    async def flat_out(self, rooms: list[Room], seconds: float) -> tuple[float, int]:
        """Each says the next thing once the last is stored. Messages a second, until all heard."""
        before, begun = self.said, time.perf_counter()

        async def talk(room: Room, talker: Talker) -> None:
            while time.perf_counter() < begun + seconds:
                await room.say(talker)
            await room.settled()

        await self.each(talk, rooms)
        return (self.said - before) / (time.perf_counter() - begun), self.said - before

    async def paced(self, rooms: list[Room], rate: float, seconds: float) -> int:
        """So many messages a second in all, in even turns; they are due whatever was answered."""
        before, begun, every = self.said, time.perf_counter(), len(rooms) / rate
        first = {room: begun + place / rate for place, room in enumerate(rooms)}

        async def talk(room: Room, talker: Talker) -> None:
            due = first[room]
            while due < begun + seconds:
                await asyncio.sleep(due - time.perf_counter())
                await room.say(talker, due)
                due += every
            await room.settled()

        self.forget_times()
        await self.each(talk, rooms)
        return self.said - before

    def forget_times(self) -> None:
        for room in self.rooms:
            room.latencies, room.waits = array("d"), array("d")

    @property
    def said(self) -> int:
        return sum(len(room.sent) for room in self.rooms)

    def latencies(self) -> list[float]:
        """Of all deliveries since they were forgotten, in order."""
        return sorted(latency for room in self.rooms for latency in room.latencies)

    def waits(self) -> list[float]:
        """Of all that was stored since, in order."""
        return sorted(wait for room in self.rooms for wait in room.waits)

    async def lost(self, database_url: str) -> int:
        """What a socket did not hear, or PostgreSQL does not have, of all that was taken."""
        connection = await database.direct_connection(database_url)
        try:
            query = "SELECT count(*) FROM message WHERE client_id LIKE $1"
            stored = await connection.fetchval(query, f"{self.talk}-%")
        finally:
            await connection.close()
        return sum(room.missing() for room in self.rooms) + abs(self.said - int(stored))

    def check_samples(self) -> None:
        for room in self.rooms:
            room.check_sample()

    def repeated(self) -> int:
        return sum(room.repeated for room in self.rooms)

    def leave(self) -> None:
        for room in self.rooms:
            room.leave()


@asynccontextmanager
async def hall_of(servers: Sequence[Server], places: Iterable[Place]) -> AsyncIterator[Hall]:
    hall = Hall(servers, places)
    try:
        yield hall
    finally:
        hall.leave()
        # Sockets are closed by the loop, which stands still while servers are waited for.
        await asyncio.sleep(0.1)
