"""Thousands of open sockets at two servers, few of whose people talk.

The two of a conversation are at different servers, so everything is told from one to the other.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from tqdm import tqdm

from bench import cost
from bench.chat.hall import Hall, Room, hall_of
from bench.chat.places import Place, Town
from bench.cost import Spent
from bench.edge.fanout import until_quiet
from bench.load import quantile
from bench.servers import Kind, Server, running

ACTIVE = 0.01
"""Of all sockets. Who is active says something every second."""


@dataclass(frozen=True, slots=True)
class Pace:
    quiet: float
    """Seconds in which nobody says anything."""
    talking: float


@dataclass(frozen=True, slots=True)
class Sockets:
    """Kilobytes a socket; joining a second; milliseconds; percent of one processor, of both.

    `idle` and `busy` are while nobody talks, and while the active do.
    """

    size: int
    idle_memory: float
    used_memory: float
    joined: float
    p50: float
    p99: float
    idle: float
    busy: float
    database: float
    said: int
    lost: int
    repeated: int
    client_share: float
    others: float


async def measure(kinds: list[Kind], town: Town, pace: Pace) -> dict[str, Sockets]:
    turns = tqdm(kinds, desc=f"{2 * len(town.pairs):,} sockets", leave=False, disable=None)
    return {kind.name: await served(kind, town, town.pairs, pace) for kind in turns}


async def served(kind: Kind, town: Town, places: list[Place], pace: Pace) -> Sockets:
    with running([kind, kind], town.database_url) as servers:
        async with hall_of(servers, places) as hall:
            empty = memory(servers)
            joined = await hall.gather()
            for server in servers:
                await until_quiet(server.pid)
            idle = memory(servers)
            quiet = await spent_quietly(servers, town, pace.quiet)
            busy, times, said = await spent_talking(hall, town, pace.talking)
            # Everybody else was only open until now: all hear something, and once.
            await hall.call(hall.rooms)
            hall.check_samples()
            used, size = memory(servers), 2 * len(places)
            return Sockets(
                size=size,
                idle_memory=(idle - empty) / size / 1_000,
                used_memory=(used - empty) / size / 1_000,
                joined=joined,
                p50=quantile(times, 0.5) * 1_000,
                p99=quantile(times, 0.99) * 1_000,
                idle=100 * quiet.server / quiet.lasted,
                busy=100 * busy.server / busy.lasted,
                database=100 * busy.database / busy.lasted,
                said=said,
                lost=await hall.lost(town.database_url),
                repeated=hall.repeated(),
                client_share=busy.client_share,
                others=busy.others,
            )


def memory(servers: Sequence[Server]) -> int:
    return sum(cost.resident_bytes(server.pid) for server in servers)


async def spent_quietly(servers: Sequence[Server], town: Town, seconds: float) -> Spent:
    pids = [server.pid for server in servers]
    before = Spent.until_now(pids, town.postmaster)
    await asyncio.sleep(seconds)
    return Spent.until_now(pids, town.postmaster).since(before)


async def spent_talking(hall: Hall, town: Town, seconds: float) -> tuple[Spent, list[float], int]:
    """What it took, how long all deliveries took, in order, and how many messages there were."""
    pids, active = [server.pid for server in hall.servers], active_of(hall)
    await hall.each(Room.listens, active)
    before = Spent.until_now(pids, town.postmaster)
    said = await hall.paced(active, rate=len(active), seconds=seconds)
    return Spent.until_now(pids, town.postmaster).since(before), hall.latencies(), said


def active_of(hall: Hall) -> list[Room]:
    """One of two talks, so twice as many conversations as there are active sockets in them."""
    return hall.rooms[: max(1, int(ACTIVE * 2 * len(hall.rooms)))]
