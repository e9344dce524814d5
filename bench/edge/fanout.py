"""One conversation, thousands of listeners: how soon they hear, and what each costs in memory."""

import asyncio
import resource
import sys
import time
from array import array
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median

from tqdm import tqdm

from bench import cost
from bench.cost import Spent
from bench.crowd import Broken, Crowd
from bench.edge.sender import PATIENCE, Sender
from bench.load import quantile
from bench.rows import World
from bench.servers import Kind, Server, running

PROBES = 3
PROBE_SECONDS = 60
QUIET_SECONDS = 60
BURST = 10
SPARE_FILES = 500


@dataclass(frozen=True, slots=True)
class Pace:
    rounds: int
    seconds: float
    """How long messages are sent one by one, and then again in bursts."""


@dataclass(frozen=True, slots=True)
class Round:
    """One server with one crowd: deliveries a second, milliseconds, kilobytes, joining a second."""

    rate: float
    p50: float
    p99: float
    idle_memory: float
    used_memory: float
    """When all has been delivered, with what the server keeps from it."""
    joined: float
    server_cost: float
    """Microseconds of the server's processor time for a delivery, in bursts."""
    lost: float
    repeated: float
    client_share: float
    others: float


@dataclass(frozen=True, slots=True)
class Fanout:
    """The medians of a server's rounds, and all rates; what was lost is added up."""

    middle: Round
    rates: list[float]
    lost: int
    repeated: int


Measured = tuple[dict[str, Fanout], list[str]]
"""By name of server; and why others could not be measured."""


def sizes_that_fit(sizes: list[int]) -> list[int]:
    """The sizes for which this process may open enough sockets; the others are named."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    fitting = [size for size in sizes if size + SPARE_FILES <= most]
    for size in sizes:
        if size not in fitting:
            print(f"Left out: {size:,} listeners. `ulimit -Hn` is {most:,}", file=sys.stderr)
    return fitting


async def measure(kinds: list[Kind], world: World, size: int, pace: Pace) -> Measured:
    """Rounds in turn. Every round starts its server anew, so that memory begins at nothing.

    A server that cannot hold the crowd is left out from then on.
    """
    turns = [kind for _ in range(pace.rounds) for kind in kinds]
    rounds, failed = defaultdict(list), {}
    for kind in tqdm(turns, desc=f"{size:,} listeners", unit="round", leave=False, disable=None):
        if kind.name in failed:
            continue
        try:
            with running([kind], world.database_url) as [server]:
                rounds[kind.name].append(await one_round(server, world, size, pace.seconds))
        except (Broken, TimeoutError, OSError) as error:
            failed[kind.name] = str(error) or f"{kind.title}: took too long"
    good = {name: fanout_of(made) for name, made in rounds.items() if name not in failed}
    return good, [*failed.values()]


async def one_round(server: Server, world: World, size: int, seconds: float) -> Round:
    crowd = Crowd(server, size)
    async with speaking(crowd, world) as sender:
        await sender.send()
        empty = cost.resident_bytes(server.pid)
        joined = await join(crowd, sender, world)
        idle = cost.resident_bytes(server.pid)
        await until_all_listen(crowd, sender)
        latencies = await one_by_one(crowd, sender, seconds)
        before = Spent.until_now([server.pid], world.postmaster)
        rate, deliveries = await in_bursts(crowd, sender, seconds)
        spent = Spent.until_now([server.pid], world.postmaster).since(before)
        crowd.check_sample()
        used = cost.resident_bytes(server.pid)
    return Round(
        rate=rate,
        p50=quantile(latencies, 0.5) * 1000,
        p99=quantile(latencies, 0.99) * 1000,
        idle_memory=(idle - empty) / size / 1000,
        used_memory=(used - empty) / size / 1000,
        joined=joined,
        server_cost=spent.server / deliveries * 1_000_000,
        lost=crowd.missing(),
        repeated=crowd.repeated,
        client_share=spent.client_share,
        others=spent.others,
    )


@asynccontextmanager
async def speaking(crowd: Crowd, world: World) -> AsyncIterator[Sender]:
    room = crowd.server.kind.id_of("conversation", world.room)
    sender = Sender(crowd, world.crowd[0], room)
    await sender.connect()
    try:
        yield sender
    finally:
        sender.close()
        crowd.leave()
        # Sockets are closed by the loop, which stands still while servers are waited for.
        await asyncio.sleep(0.1)


async def join(crowd: Crowd, sender: Sender, world: World) -> float:
    """All are connected, and the server has done what that takes; sockets a second."""
    begun = time.perf_counter()
    await crowd.gather(world.crowd, sender.room)
    joined = crowd.size / (time.perf_counter() - begun)
    await until_quiet(crowd.server.pid)
    return joined


async def until_quiet(pid: int) -> None:
    async with asyncio.timeout(QUIET_SECONDS):
        while True:
            before = cost.seconds_of(pid)
            await asyncio.sleep(0.5)
            if cost.seconds_of(pid) - before < 0.05:
                return


async def until_all_listen(crowd: Crowd, sender: Sender) -> None:
    """A subscription has no answer that says it began: send until a message reaches all."""
    for _ in range(PROBES):
        if await crowd.all_heard(await sender.send(), PROBE_SECONDS):
            return
    heard = f"{crowd.heard[-1]:,} of {crowd.size:,} heard the last of {PROBES} messages"
    raise Broken(f"{crowd.server.kind.title}: {heard}, sent {PROBE_SECONDS} s apart")


async def one_by_one(crowd: Crowd, sender: Sender, seconds: float) -> list[float]:
    """The latencies of all deliveries, in order, when each message waits for the one before."""
    crowd.latencies = array("d")
    until = time.perf_counter() + seconds
    while not crowd.latencies or time.perf_counter() < until:
        await delivered(crowd, await sender.send())
    return sorted(crowd.latencies)


async def in_bursts(crowd: Crowd, sender: Sender, seconds: float) -> tuple[float, int]:
    """Deliveries a second of the middle burst, and how many there were in all."""
    rates: list[float] = []
    until = time.perf_counter() + seconds
    while not rates or time.perf_counter() < until:
        begun = time.perf_counter()
        for _ in range(BURST):
            number = await sender.send()
        end = await delivered(crowd, number)
        rates.append(BURST * crowd.size / (end - begun))
    return median(rates), len(rates) * BURST * crowd.size


async def delivered(crowd: Crowd, number: int) -> float:
    end = await crowd.all_heard(number, PATIENCE)
    if end is None:
        heard = crowd.heard[number]
        raise Broken(
            f"{crowd.server.kind.title}: {heard:,} of {crowd.size:,} heard it in {PATIENCE} s"
        )
    return end


def fanout_of(rounds: list[Round]) -> Fanout:
    middle = {name: median(getattr(made, name) for made in rounds) for name in Round.__slots__}
    lost, repeated = sum(made.lost for made in rounds), sum(made.repeated for made in rounds)
    return Fanout(Round(**middle), [made.rate for made in rounds], int(lost), int(repeated))
