"""A hundred conversations of two at one server: how many messages, and how soon they are heard.

First as many as it takes, each conversation saying the next thing once the last is stored; then
half as many, evenly, whatever it answers: what waits then, waits from when it was due.
"""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from tqdm import tqdm

from bench.chat.bare import Bare, pool_of
from bench.chat.hall import Room, hall_of
from bench.chat.places import Place, Town
from bench.cost import Spent
from bench.load import quantile
from bench.servers import Kind, running

WARMING = 0.3
"""Of a phase's seconds, before it."""


@dataclass(frozen=True, slots=True)
class Pace:
    rounds: int
    seconds: float
    """Of each phase."""


@dataclass(frozen=True, slots=True)
class Round:
    """Messages a second; milliseconds at half of that; milliseconds of processor time a message."""

    rate: float
    p50: float
    p99: float
    server_cost: float
    database_cost: float
    lost: float
    repeated: float
    client_share: float
    others: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """The medians of the rounds, and all rates; what was lost is added up."""

    middle: Round
    rates: list[float]
    lost: int
    repeated: int


async def measure(
    kinds: list[Kind], town: Town, places: list[Place], pace: Pace
) -> dict[str, Pairs]:
    """Rounds in turn, each with a server that is started for it."""
    turns = [kind for _ in range(pace.rounds) for kind in (None, *kinds)]
    rounds = defaultdict(list)
    for kind in tqdm(turns, desc=f"{len(places)} pairs", unit="round", leave=False, disable=None):
        made = await served(kind, town, places, pace) if kind else await bare(town, places, pace)
        rounds[kind.name if kind else "bare"].append(made)
    return {name: pairs_of(made) for name, made in rounds.items()}


async def served(kind: Kind, town: Town, places: list[Place], pace: Pace) -> Round:
    with running([kind], town.database_url) as servers:
        async with hall_of(servers, places) as hall:
            await hall.gather()
            await hall.each(Room.listens, hall.rooms)
            await hall.flat_out(hall.rooms, pace.seconds * WARMING)
            before = Spent.until_now([servers[0].pid], town.postmaster)
            rate, said = await hall.flat_out(hall.rooms, pace.seconds)
            spent = Spent.until_now([servers[0].pid], town.postmaster).since(before)
            await hall.paced(hall.rooms, rate / 2, pace.seconds)
            hall.check_samples()
            return round_of(
                rate,
                hall.latencies(),
                spent,
                said,
                await hall.lost(town.database_url),
                hall.repeated(),
            )


async def bare(town: Town, places: list[Place], pace: Pace) -> Round:
    """This process is what would be the server; nobody listens."""
    async with pool_of(town.database_url) as pool:
        inserting = Bare(pool, places)
        await inserting.at_once(pace.seconds * WARMING)
        before = Spent.until_now([], town.postmaster)
        rate = await inserting.at_once(pace.seconds)
        spent = Spent.until_now([], town.postmaster).since(before)
        said = len(inserting.waits)
        await inserting.paced(rate / 2, pace.seconds)
        own = Spent(spent.client, spent.database, 0.0, spent.everybody, spent.lasted)
        return round_of(rate, sorted(inserting.waits), own, said, 0, 0)


def round_of(
    rate: float, times: list[float], spent: Spent, said: int, lost: int, repeated: int
) -> Round:
    return Round(
        rate=rate,
        p50=quantile(times, 0.5) * 1_000,
        p99=quantile(times, 0.99) * 1_000,
        server_cost=spent.server / said * 1_000,
        database_cost=spent.database / said * 1_000,
        lost=lost,
        repeated=repeated,
        client_share=spent.client_share,
        others=spent.others,
    )


def pairs_of(rounds: list[Round]) -> Pairs:
    middle = {name: median(getattr(made, name) for made in rounds) for name in Round.__slots__}
    lost, repeated = sum(made.lost for made in rounds), sum(made.repeated for made in rounds)
    return Pairs(Round(**middle), [made.rate for made in rounds], int(lost), int(repeated))
