"""Two ways to follow a log that many take, and that lose messages: the checker must find them out.

All is real but the design: the first reads a PostgreSQL, the second hears a Redis.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import asyncpg
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoRedis

from models.database import direct_connection
from tests.conversations.history.records import Began, Diary, History, Line, Said, Seen, Told
from tests.processes import free_port, redis_process

HERE = "a conversation"
START = (1, 0)


@dataclass
class Control:
    """One writer after the other, and one reader, of one conversation."""

    stored: list[str] = field(default_factory=list)
    """What was acknowledged, by its sender's name for it."""
    heard: list[str] = field(default_factory=list)

    def history(self, log: list[str]) -> History:
        """As the checker reads it: `log` is what is there in the end, in its order."""
        said = {name: Said(HERE, number, name) for number, name in enumerate(log, 1)}
        lines = [Line(one.number, one) for one in said.values()]
        told = [Told(said[name], 0.0, 0.0) for name in self.stored]
        seen = [Seen((1, said[name].number), said[name], monotonic()) for name in self.heard]
        diary = Diary("reader", HERE, START)
        diary.entries += [Began(START, 1, "the control"), *seen]
        return History({HERE: 1}, {HERE: lines}, told, [diary])


MAKE = """
CREATE SCHEMA numbered;
CREATE TABLE numbered.message (id bigserial PRIMARY KEY, name text NOT NULL)
"""
WRITE = "INSERT INTO numbered.message (name) VALUES ($1)"
READ = "SELECT id, name FROM numbered.message WHERE id > $1 ORDER BY id"


async def by_sequence_number(database_url: str, rounds: int) -> History:
    """The cursor is the number that PostgreSQL gave: it does so before others can see the row.

    In each round somebody takes longer than somebody else who came later, and a reader is quick.
    """
    control, cursor = Control(), 0
    async with AsyncExitStack() as stack:
        slow, quick, reader = [
            await stack.enter_async_context(connection(database_url)) for _ in range(3)
        ]
        await reader.execute(MAKE)
        stack.push_async_callback(reader.execute, "DROP SCHEMA numbered CASCADE")
        for number in range(rounds):
            async with slow.transaction():
                await slow.execute(WRITE, f"slow {number}")
                await quick.execute(WRITE, f"quick {number}")
                cursor = await read_on(reader, cursor, control)
            cursor = await read_on(reader, cursor, control)
            control.stored += [f"quick {number}", f"slow {number}"]
        return control.history([row["name"] for row in await reader.fetch(READ, 0)])


async def read_on(reader: asyncpg.Connection, cursor: int, control: Control) -> int:
    rows = await reader.fetch(READ, cursor)
    control.heard += [row["name"] for row in rows]
    return max((row["id"] for row in rows), default=cursor)


@asynccontextmanager
async def connection(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    opened = await direct_connection(database_url)
    try:
        yield opened
    finally:
        await opened.close()


async def by_broker_alone(folder: Path) -> History:
    """What is stored is published, and nobody looks after it: meanwhile the broker is killed."""
    control, port = Control(), free_port()
    with redis_process(folder, port):
        await publish_and_hear(control, port, ["first", "second"])
    async with client(port) as publisher:
        await publish(control, publisher, "third")
    with redis_process(folder, port):
        await publish_and_hear(control, port, ["fourth"])
    return control.history(control.stored)


async def publish_and_hear(control: Control, port: int, names: Iterable[str]) -> None:
    async with client(port) as publisher, client(port) as reader, reader.pubsub() as heard:
        await heard.subscribe("messages")
        coming = heard.listen()
        await anext(coming)
        for name in names:
            await publish(control, publisher, name)
            control.heard.append((await anext(coming))["data"])


async def publish(control: Control, publisher: Any, name: str) -> None:
    control.stored.append(name)
    with suppress(NoRedis):
        await publisher.publish("messages", name)


@asynccontextmanager
async def client(port: int) -> AsyncIterator[Any]:
    redis = Redis(port=port, decode_responses=True, retry=Retry(NoBackoff(), 0))
    try:
        yield redis
    finally:
        await redis.aclose()
