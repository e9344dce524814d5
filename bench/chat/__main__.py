"""Measures messages from their sending to those who hear them; a whole run also writes its part of
docs/benchmarks.md."""

import argparse
import sys
from dataclasses import dataclass

import uvloop

from bench import page
from bench.chat import members, pairs, report, sockets
from bench.chat.kinds import kinds
from bench.chat.places import Town, defaults, settle
from bench.crowd import Broken
from bench.edge.fanout import sizes_that_fit
from bench.peers.packages import Unavailable, install
from bench.rows import scratch_database
from bench.servers import Kind
from bench.tables import Table

PARTS = ("pairs", "sockets", "members")
SOCKETS, QUICK_SOCKETS = 10_000, 1_000
PAIRS = 100
MEMBERS = 2_000


@dataclass(frozen=True, slots=True)
class Paces:
    pairs: pairs.Pace
    sockets: sockets.Pace
    members: members.Pace


PACES = {
    False: Paces(pairs.Pace(5, 10.0), sockets.Pace(30.0, 60.0), members.Pace(5, 500)),
    True: Paces(pairs.Pace(1, 3.0), sockets.Pace(5.0, 10.0), members.Pace(2, 100)),
}


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench chat", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short, and fewer; for trying")
    parser.add_argument("--only", choices=PARTS, help="one part of it")
    return parser.parse_args()


async def run(asked: argparse.Namespace) -> None:
    install()
    wanted = QUICK_SOCKETS if asked.quick else SOCKETS
    size = wanted if sizes_that_fit([wanted]) else QUICK_SOCKETS
    async with scratch_database() as url, defaults(url):
        town = await settle(url, size // 2 if asked.only != "pairs" else PAIRS, MEMBERS)
        with kinds() as measured:
            parts = [asked.only] if asked.only else PARTS
            tables = [await part_of(part, measured, town, quick=asked.quick) for part in parts]
    if not (asked.only or asked.quick) and size == SOCKETS:
        page.write("chat", report.HEAD, tables, town.postgres)


async def part_of(part: str, kinds: list[Kind], town: Town, *, quick: bool) -> Table:
    if part == "pairs":
        made = await pairs.measure(kinds, town, town.pairs[:PAIRS], PACES[quick].pairs)
        return shown(report.pairs_table(PAIRS, made))
    if part == "sockets":
        return shown(report.sockets_table(await sockets.measure(kinds, town, PACES[quick].sockets)))
    made_by_size = await members.measure(kinds[0], town, PACES[quick].members)
    return shown(report.members_table(made_by_size))


def shown(table: Table) -> Table:
    print(table.text(), flush=True)
    return table


def main() -> None:
    try:
        uvloop.run(run(options()))
    except (Broken, Unavailable, TimeoutError) as error:
        sys.exit(f"bench: {error}")


if __name__ == "__main__":
    main()
