"""Measures the gateway beside its peers; a whole run also writes its part of docs/benchmarks.md."""

import argparse
import sys
from collections.abc import Sequence

import uvloop

from bench.crowd import Broken
from bench.edge import fanout, reading, report
from bench.edge.agreement import Disagreement
from bench.load import Failed
from bench.peers.packages import Unavailable, install
from bench.rows import World, scratch_database, seed
from bench.servers import EVERYTHING, KINDS, READS, Kind, running
from bench.tables import Table

PACE = reading.Pace(rounds=5, seconds=2.0)
QUICK = reading.Pace(rounds=2, seconds=1.0)
CROWDS = {1_000: fanout.Pace(rounds=3, seconds=4.0), 5_000: fanout.Pace(rounds=2, seconds=5.0)}
QUICK_CROWD = fanout.Pace(rounds=1, seconds=2.0)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench edge", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short rounds, for trying")
    parser.add_argument("--only", choices=EVERYTHING, help="one part of it")
    parser.add_argument("--listeners", type=int, choices=CROWDS, help="only a crowd of this size")
    names = f"by comma, of {', '.join(KINDS)}"
    parser.add_argument("--servers", type=chosen, default=[*KINDS.values()], help=names)
    return parser.parse_args()


def chosen(names: str) -> list[Kind]:
    unknown = [name for name in names.split(",") if name not in KINDS]
    if unknown:
        reason = f"{', '.join(unknown)} is not known; choose of {', '.join(KINDS)}"
        raise argparse.ArgumentTypeError(reason)
    return [KINDS[name] for name in names.split(",")]


def available(kinds: list[Kind]) -> list[Kind]:
    """Those that can run here; why the others cannot is said, and they are left out."""
    if not any(kind.needs_node for kind in kinds):
        return kinds
    try:
        install()
        return kinds
    except Unavailable as error:
        left_out = [kind.title for kind in kinds if kind.needs_node]
        print(f"Left out: {', '.join(left_out)}. {error}", file=sys.stderr)
        return [kind for kind in kinds if not kind.needs_node]


async def run(asked: argparse.Namespace) -> None:
    kinds = available(asked.servers)
    parts = [asked.only] if asked.only else EVERYTHING
    tables = []
    async with scratch_database() as url:
        world = await seed(url)
        reads = [part for part in parts if part in READS]
        tables += await read(those_of(kinds, reads), world, reads, QUICK if asked.quick else PACE)
        if "fanout" in parts:
            tables += await fan_out(those_of(kinds, ["fanout"]), world, crowds_of(asked))
    if kinds == [*KINDS.values()] and not (asked.only or asked.quick or asked.listeners):
        report.write(tables, world.postgres)


def crowds_of(asked: argparse.Namespace) -> dict[int, fanout.Pace]:
    sizes = [asked.listeners] if asked.listeners else [1_000] if asked.quick else [*CROWDS]
    return {size: QUICK_CROWD if asked.quick else CROWDS[size] for size in sizes}


def those_of(kinds: list[Kind], parts: Sequence[str]) -> list[Kind]:
    return [kind for kind in kinds if any(part in kind.parts for part in parts)]


async def read(
    kinds: list[Kind], world: World, questions: list[str], pace: reading.Pace
) -> list[Table]:
    tables = []
    with running(kinds, world.database_url) as servers:
        for question in questions:
            made = await reading.measure(question, servers, world, pace)
            tables.append(shown(report.reading_table(question, made)))
    return tables


async def fan_out(kinds: list[Kind], world: World, crowds: dict[int, fanout.Pace]) -> list[Table]:
    tables = []
    for size in fanout.sizes_that_fit([*crowds]):
        made, failed = await fanout.measure(kinds, world, size, crowds[size])
        tables.append(shown(report.fanout_table(size, made, failed)))
    return tables


def shown(table: Table) -> Table:
    print(table.text(), flush=True)
    return table


def main() -> None:
    try:
        uvloop.run(run(options()))
    except (Disagreement, Failed, Broken, Unavailable) as error:
        sys.exit(f"bench: {error}")


if __name__ == "__main__":
    main()
