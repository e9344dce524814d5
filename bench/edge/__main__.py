"""Measures the gateway beside its peers; a whole run also writes docs/benchmarks.md."""

import argparse
import sys
from collections.abc import Sequence

import uvloop

from bench.edge import reading, report
from bench.edge.agreement import Disagreement
from bench.edge.load import Failed
from bench.edge.rows import World, scratch_database, seed
from bench.edge.servers import KINDS, ROOT, Kind, Unavailable, install, running
from bench.edge.tables import Table

PACE = reading.Pace(rounds=5, seconds=2.0)
QUICK = reading.Pace(rounds=2, seconds=1.0)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench edge", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short rounds, for trying")
    parser.add_argument("--only", choices=reading.QUESTIONS, help="one part of it")
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
    async with scratch_database() as url:
        world = await seed(url)
        questions = [asked.only] if asked.only else reading.QUESTIONS
        tables = await read(kinds, world, QUICK if asked.quick else PACE, questions)
    if kinds == [*KINDS.values()] and not asked.only and not asked.quick:
        report.write(tables, world.postgres)
        print(f"Written: {report.PAGE.relative_to(ROOT)}")


async def read(
    kinds: list[Kind], world: World, pace: reading.Pace, questions: Sequence[str]
) -> list[Table]:
    tables = []
    with running(kinds, world) as servers:
        for question in questions:
            made = await reading.measure(question, servers, world, pace)
            tables.append(report.reading_table(question, made))
            print(tables[-1].text(), flush=True)
    return tables


def main() -> None:
    try:
        uvloop.run(run(options()))
    except (Disagreement, Failed, Unavailable) as error:
        sys.exit(f"bench: {error}")


if __name__ == "__main__":
    main()
