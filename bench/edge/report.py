"""What was measured, as tables and as its part of docs/benchmarks.md."""

from bench import page
from bench.edge.fanout import Fanout
from bench.edge.fanout import Round as FanoutRound
from bench.edge.reading import Reading
from bench.edge.reading import Round as ReadingRound
from bench.questions import NESTED, SMALL
from bench.servers import KINDS
from bench.tables import Table, noise, number, ratio

HEAD = """## The gateway

All servers are single processes, asked in turn, on one PostgreSQL with the same rows; the peers
send the same SQL. Before anything is measured, all answers are compared.

"By CPU" compares what the server's process spends on a request, whatever else the machine does
meanwhile. It counts all threads: Node.js collects its garbage on some of its own, so on idle cores
its rate is better than its CPU says."""
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


def write(tables: list[Table], postgres: str) -> None:
    asked = "\n\n".join(f"```graphql\n{text}\n```" for text in (NESTED, SMALL))
    page.write("edge", HEAD, tables, postgres, f"### What was asked\n\n{asked}")
