"""What PostgreSQL takes with no server at all: the same rows, in one statement each."""

import asyncio
import secrets
import time
from collections.abc import Iterator
from itertools import count

import asyncpg
from uuid_utils.compat import uuid7

from bench.chat.places import Place
from bench.listener import body_with
from models.database import credentials_of

CONNECTIONS = 20
"""As many as the servers have."""
SAY = """
WITH head AS (
    UPDATE conversation SET last_seq = last_seq + 1, last_number = last_number + 1
    WHERE id = $1 RETURNING organization_id, last_seq, last_number
), line AS (
    INSERT INTO conversation_event (
        id, created_at, organization_id, conversation_id, seq, kind, message_id
    )
    SELECT $6, now(), organization_id, $1, last_seq, 'MESSAGE_SENT', $3 FROM head
)
INSERT INTO message (
    id, created_at, organization_id, conversation_id, sender_id, number, client_id, body
)
SELECT $3, now(), organization_id, $1, $2, last_number, $4, $5 FROM head
RETURNING number
"""


class Bare:
    """As many connections as a server has, each with conversations of its own."""

    def __init__(self, pool: asyncpg.Pool, places: list[Place]) -> None:
        self.pool = pool
        self.places = places
        self.talk = secrets.token_hex(8)
        self.numbers = count()
        self.waits: list[float] = []

    async def say(self, connection: asyncpg.Connection, place: Place, due: float) -> None:
        number = next(self.numbers)
        said = (uuid7(), f"{self.talk}-{number}", body_with(number), uuid7())
        await connection.fetchrow(SAY, place.id, place.people[0].id, *said)
        self.waits.append(time.perf_counter() - due)

    async def at_once(self, seconds: float) -> float:
        """Each says the next thing once the last is stored. Messages a second."""
        begun = time.perf_counter()

        async def insert(places: list[Place]) -> None:
            async with self.pool.acquire() as connection:
                while (now := time.perf_counter()) < begun + seconds:
                    place = places.pop(0)
                    places.append(place)
                    await self.say(connection, place, now)

        self.waits = []
        shares = [self.places[at::CONNECTIONS] for at in range(CONNECTIONS)]
        await asyncio.gather(*(insert(share) for share in shares if share))
        return len(self.waits) / (time.perf_counter() - begun)

    async def paced(self, rate: float, seconds: float) -> None:
        """So many a second in all, in even turns; they are due whatever was answered."""
        due = self.turns(time.perf_counter(), rate, seconds)

        async def insert() -> None:
            async with self.pool.acquire() as connection:
                for at, place in due:
                    await asyncio.sleep(at - time.perf_counter())
                    await self.say(connection, place, at)

        self.waits = []
        await asyncio.gather(*(insert() for _ in range(CONNECTIONS)))

    def turns(self, begun: float, rate: float, seconds: float) -> Iterator[tuple[float, Place]]:
        for number in range(int(rate * seconds)):
            yield begun + number / rate, self.places[number % len(self.places)]


def pool_of(database_url: str) -> asyncpg.Pool:
    """Of connections that own the tables: nothing is in their way."""
    to = credentials_of(database_url)
    return asyncpg.create_pool(**to, min_size=CONNECTIONS, max_size=CONNECTIONS)
