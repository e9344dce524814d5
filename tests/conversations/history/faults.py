"""What breaks in a run, and how it is mended. Each is real, and each finds something to break."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from tests.conversations.history.cluster import Broker, Cluster
from tests.conversations.history.people import Reader
from tests.generated.dice import Dice

FIND_SECONDS = 30
"""Longer than a server waits at most before it looks for its broker again."""
LISTENS = "query ILIKE ANY ('{%pg_notify%,LISTEN%}')"
"""Whether a backend carries hints, by what it was told last."""


@dataclass(frozen=True, slots=True)
class Town:
    """All that can be broken, and by what chance."""

    cluster: Cluster
    readers: list[Reader]
    dice: Dice

    @property
    def broker(self) -> Broker:
        assert self.cluster.broker
        return self.cluster.broker


Fault = Callable[[Town], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def server_killed(town: Town) -> AsyncIterator[None]:
    """By kill -9; then it is started again."""
    server = town.dice.pick(town.cluster.servers)
    server.process.kill()
    try:
        yield
    finally:
        await server.restart()


@asynccontextmanager
async def server_hangs(town: Town) -> AsyncIterator[None]:
    running = town.dice.pick(town.cluster.servers).process.running
    running.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        running.send_signal(signal.SIGCONT)


@asynccontextmanager
async def clients_stall(town: Town) -> AsyncIterator[None]:
    """Nothing passes between a server and its clients, who are not told."""
    line = town.dice.pick(town.cluster.servers).line
    line.stall()
    try:
        yield
    finally:
        line.go_on()


@asynccontextmanager
async def clients_cut(town: Town) -> AsyncIterator[None]:
    # All may have gone to one of them: those that broke before were left.
    await until_some(lambda: town.dice.pick(town.cluster.servers).line.cut())
    yield


@asynccontextmanager
async def reader_stops(town: Town) -> AsyncIterator[None]:
    """A client does not read what it is sent."""
    reader = town.dice.pick(town.readers)
    reader.reads.clear()
    try:
        yield
    finally:
        reader.reads.set()


@asynccontextmanager
async def backends_terminated(town: Town) -> AsyncIterator[None]:
    """All connections to the database but those that listen, whatever they were at."""
    await until_some(lambda: town.cluster.terminate(f"NOT {LISTENS}"))
    yield


@asynccontextmanager
async def listeners_terminated(town: Town) -> AsyncIterator[None]:
    await until_some(lambda: town.cluster.terminate(LISTENS))
    yield


@asynccontextmanager
async def redis_hangs(town: Town) -> AsyncIterator[None]:
    running = town.broker.redis.running
    running.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        running.send_signal(signal.SIGCONT)


@asynccontextmanager
async def redis_dies(town: Town) -> AsyncIterator[None]:
    """By kill -9; then there is another, which knows nothing."""
    await town.broker.stop()
    try:
        yield
    finally:
        await town.broker.start()


@asynccontextmanager
async def redis_stalls(town: Town) -> AsyncIterator[None]:
    """Nothing passes between the servers and Redis."""
    town.broker.line.stall()
    try:
        yield
    finally:
        town.broker.line.go_on()


@asynccontextmanager
async def redis_cut(town: Town) -> AsyncIterator[None]:
    await until_some(town.broker.line.cut)
    yield


async def until_some(broken: Callable[[], Awaitable[int]]) -> None:
    """A fault that finds nothing to break is none: what is just coming back is waited for."""
    async with asyncio.timeout(FIND_SECONDS):
        while not await broken():  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # Nobody tells when a server is connected again.


EVERYWHERE: dict[str, Fault] = {
    "server killed": server_killed,
    "server hangs": server_hangs,
    "clients stall": clients_stall,
    "clients cut": clients_cut,
    "reader stops": reader_stops,
    "backends terminated": backends_terminated,
}
WITH_REDIS: dict[str, Fault] = {
    "Redis hangs": redis_hangs,
    "Redis dies": redis_dies,
    "Redis stalls": redis_stalls,
    "Redis cut": redis_cut,
}
WITH_POSTGRES: dict[str, Fault] = {"listeners terminated": listeners_terminated}
FAULTS = EVERYWHERE | WITH_REDIS | WITH_POSTGRES
