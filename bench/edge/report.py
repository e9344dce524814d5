"""What was measured, as tables and as docs/benchmarks.md."""

from collections.abc import Sequence
from statistics import median

from bench.edge import machine
from bench.edge.fanout import Fanout
from bench.edge.fanout import Round as FanoutRound
from bench.edge.questions import NESTED, SMALL
from bench.edge.reading import Reading
from bench.edge.reading import Round as ReadingRound
from bench.edge.servers import KINDS, ROOT
from bench.edge.tables import Table

CLIENT_LIMIT = 0.85
PAGE = ROOT / "docs" / "benchmarks.md"

HEAD = """# Benchmarks

Written by `scripts/bench edge`; run it to have your own figures. Trust the ratios, not the numbers:
everything here shares one small machine.

Ours is the product as it runs in production: sessions, rights, limits and masking are in every
figure. The peers take the viewer from a header, at its word, and send the same SQL; each is written
as its documentation teaches, with its caches on. All are single processes, asked in turn, on one
PostgreSQL with the same rows. Before anything is measured, all answers are compared.

Above 1, ours is ahead; below, behind. "By CPU" compares what the server's process spends on a
request, whatever else the machine does meanwhile. It counts all threads: Node.js collects its
garbage on some of its own, so on idle cores its rate is better than its CPU says.
"""
TITLES = {
    "nested": "Nested read: 20 conversations, 20 messages in each, and who said them",
    "small": "Small read: one person by id",
}
READING_COLUMNS = [
    *("server", "requests/s", "rounds", "ours to it", "p50 ms", "p99 ms"),
    *("its CPU ms", "ours to it by CPU", "database CPU ms"),
]
FANOUT_COLUMNS = [
    *("server", "deliveries/s", "rounds", "ours to it", "p50 ms", "p99 ms", "its CPU \u00b5s"),
    *("ours to it by CPU", "KB a socket idle", "and used", "joining/s", "lost", "repeated"),
]
READING_NOTE = "16 connections; medians of the rounds; CPU of one request."
FANOUT_NOTE = (
    "Deliveries a second and the CPU of one are of bursts of ten messages; latencies are of"
    " messages sent one by one, from before the mutation to each delivery. Every delivery on every"
    " socket is checked. Memory is what is resident beyond that of the server without sockets: when"
    " all have subscribed, and when all is said. Ours also writes each message to PostgreSQL and"
    " asks for the right to read it; the peers publish in memory."
)


def reading_table(question: str, made: dict[str, Reading]) -> Table:
    ours = made["ours"].middle if "ours" in made else None
    rows = [reading_row(KINDS[name].title, reading, ours) for name, reading in made.items()]
    standing = verdict({name: reading.middle.rate for name, reading in made.items()})
    said = noise([reading.middle for reading in made.values()])
    return Table(TITLES[question], READING_COLUMNS, rows, f"{READING_NOTE} {said}", standing)


def reading_row(title: str, reading: Reading, ours: ReadingRound | None) -> list[str]:
    middle = reading.middle
    return [
        title,
        number(middle.rate),
        f"{number(min(reading.rates))} to {number(max(reading.rates))}",
        ratio(ours.rate, middle.rate) if ours else "",
        f"{middle.p50:.2f}",
        f"{middle.p99:.2f}",
        f"{middle.server_cost:.3f}",
        ratio(middle.server_cost, ours.server_cost) if ours else "",
        f"{middle.database_cost:.3f}",
    ]


def ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}" if other else "?"


def fanout_table(size: int, made: dict[str, Fanout], failed: list[str]) -> Table:
    ours = made["ours"].middle if "ours" in made else None
    rows = [fanout_row(KINDS[name].title, fanout, ours) for name, fanout in made.items()]
    title = f"One conversation, {size:,} listeners, each on its own socket"
    standing = verdict({name: fanout.middle.rate for name, fanout in made.items()})
    note = f"{FANOUT_NOTE} {noise([fanout.middle for fanout in made.values()])}"
    said = " ".join([standing, *(f"Not measured: {reason}." for reason in failed)])
    return Table(title, FANOUT_COLUMNS, rows, note, said.strip())


def verdict(rates: dict[str, float]) -> str:
    """Where ours is ahead and where it is behind, both in the same words."""
    if "ours" not in rates:
        return ""
    ratios = [
        (rates["ours"] / rate, KINDS[name].title) for name, rate in rates.items() if name != "ours"
    ]
    ahead = [f"{title} ({by:.2f} times)" for by, title in sorted(ratios) if by >= 1]
    behind = [f"{title} ({by:.2f} times)" for by, title in sorted(ratios) if by < 1]
    parts = [("Ahead of", ahead), ("Behind", behind)]
    return " ".join(f"{word} {', '.join(titles)}." for word, titles in parts if titles)


def fanout_row(title: str, fanout: Fanout, ours: FanoutRound | None) -> list[str]:
    middle = fanout.middle
    return [
        title,
        number(middle.rate),
        f"{number(min(fanout.rates))} to {number(max(fanout.rates))}",
        ratio(ours.rate, middle.rate) if ours else "",
        f"{middle.p50:.0f}",
        f"{middle.p99:.0f}",
        f"{middle.server_cost:.1f}",
        ratio(middle.server_cost, ours.server_cost) if ours else "",
        f"{middle.idle_memory:.0f}",
        f"{middle.used_memory:.0f}",
        number(middle.joined),
        f"{fanout.lost:,}",
        f"{fanout.repeated:,}",
    ]


def number(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"


def noise(rounds: Sequence[ReadingRound | FanoutRound]) -> str:
    """What else the machine did, and whether the client was what was measured."""
    busiest = max((made.client_share for made in rounds), default=0)
    others = median([made.others for made in rounds] or [0])
    said = f"Other work kept {others:.2f} cores busy meanwhile."
    if busiest > CLIENT_LIMIT:
        said += f" The client took up to {busiest:.0%} of a core and may be what was measured."
    return said


def write(tables: list[Table], postgres: str) -> None:
    """The whole page anew."""
    lines = [f"- {line}" for line in machine.described(postgres)]
    asked = ["## What was asked", "", "```graphql", NESTED, "```", "", "```graphql", SMALL, "```"]
    parts = [HEAD, "\n".join(lines), *(table.markdown() for table in tables), "\n".join(asked)]
    PAGE.write_text("\n\n".join(part.strip() for part in parts) + "\n", encoding="utf-8")
