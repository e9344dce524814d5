"""The two questions over HTTP, every server in turn, for several rounds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from tqdm import tqdm

from bench import load
from bench.cost import Spent
from bench.edge import agreement
from bench.questions import NESTED, SMALL
from bench.rows import World
from bench.servers import Server

WARMING_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Pace:
    rounds: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Round:
    """One server, asked one question for some seconds; milliseconds, and milliseconds a request."""

    rate: float
    p50: float
    p99: float
    server_cost: float
    database_cost: float
    client_share: float
    others: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The medians of a server's rounds, and all rates."""

    middle: Round
    rates: list[float]


def body_of(question: str, server: Server, world: World) -> dict[str, Any]:
    if question == "nested":
        return {"query": NESTED}
    return {"query": SMALL, "variables": {"id": server.kind.id_of("user", world.colleague)}}


async def check(question: str, servers: Iterable[Server], world: World) -> None:
    """Disagreement unless all answer alike, and with all that was seeded."""
    found = {}
    for server in servers:
        body, headers = body_of(question, server, world), server.kind.headers(world.viewer)
        found[server.kind.title] = await agreement.answer_of(server, headers, body)
    first, *others = found
    agreement.check_size(question, found[first])
    for other in others:
        agreement.compare(found[first], found[other], f"{first} and {other}")


async def measure(
    question: str, servers: list[Server], world: World, pace: Pace
) -> dict[str, Reading]:
    """A warm-up each, then rounds in turn, so that what else the machine does hits all alike."""
    await check(question, servers, world)
    requests = {
        server.kind.name: load.request(
            server, server.kind.headers(world.viewer), body_of(question, server, world)
        )
        for server in servers
    }
    for server in servers:
        await load.load(server, requests[server.kind.name], min(WARMING_SECONDS, pace.seconds))
    turns = [server for _ in range(pace.rounds) for server in servers]
    rounds = defaultdict(list)
    for server in tqdm(turns, desc=question, unit="round", leave=False, disable=None):
        name = server.kind.name
        rounds[name].append(await one_round(server, requests[name], pace.seconds, world.postmaster))
    return {name: reading_of(made) for name, made in rounds.items()}


async def one_round(server: Server, request: bytes, seconds: float, postmaster: int) -> Round:
    before = Spent.until_now([server.pid], postmaster)
    made = await load.load(server, request, seconds)
    spent = Spent.until_now([server.pid], postmaster).since(before)
    answers = len(made.latencies)
    return Round(
        rate=made.rate,
        p50=load.quantile(made.latencies, 0.5) * 1000,
        p99=load.quantile(made.latencies, 0.99) * 1000,
        server_cost=spent.server / answers * 1000,
        database_cost=spent.database / answers * 1000,
        client_share=spent.client_share,
        others=spent.others,
    )


def reading_of(rounds: list[Round]) -> Reading:
    names = Round.__slots__
    middle = {name: median(getattr(made, name) for made in rounds) for name in names}
    return Reading(Round(**middle), [made.rate for made in rounds])
