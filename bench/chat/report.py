"""What was measured, as tables and as its part of docs/benchmarks.md."""

from bench.chat.kinds import TITLES
from bench.chat.members import Members
from bench.chat.pairs import Pairs
from bench.chat.sockets import Sockets
from bench.tables import Table, noise, number, ratio

HEAD = """## Chat

Messages from their sending to every socket that hears them. Each is stored before it is
acknowledged, and every delivery on every socket is checked: "lost" counts what was acknowledged and
not heard by somebody or not stored, "repeated" what was heard twice or late. graphql-yoga publishes
over Redis with the event target of its own documentation, and stores each message by one statement;
ours stores what comes at once by one. Ours is on the same Redis, works under row security, asks for
rights again with each delivery, tells who listens, and gives what was missed to whoever comes back
with a cursor."""

PAIRS_COLUMNS = [
    *("server", "messages/s", "rounds", "of asyncpg alone", "ours to it", "p50 ms", "p99 ms"),
    *("its CPU ms", "ours to it by CPU", "database CPU ms", "lost", "repeated"),
]
PAIRS_NOTE = (
    "Messages a second: each conversation says the next thing once the last is stored, until all"
    " is heard. Latencies are at half of that rate, in even turns, from when a message was due to"
    " each delivery; of asyncpg, to its commit. asyncpg alone inserts the message, its line in the"
    " log and the counters by one statement on 20 connections, as many as the servers have. CPU of"
    " one message."
)
SOCKETS_COLUMNS = [
    *("server", "sockets", "joining/s", "KB a socket idle", "and used", "messages", "p50 ms"),
    *("p99 ms", "CPU % idle", "CPU % talking", "database CPU %", "lost", "repeated"),
]
SOCKETS_NOTE = (
    "The two of each conversation are at different servers. One of a hundred sockets' people says"
    " something every second; in the end somebody says something in every conversation. CPU is of"
    " both servers together, in percent of one core, while nobody talks and while the active do."
)
MEMBERS_COLUMNS = [
    *("members", "stored p50 ms", "p99 ms", "heard p50 ms", "p99 ms", "its CPU ms"),
    *("database CPU ms", "lost", "repeated"),
]
MEMBERS_NOTE = (
    "One message after the other, by one person; two of the members listen. CPU of one message."
)


def pairs_table(size: int, made: dict[str, Pairs]) -> Table:
    rows = [pairs_row(name, pairs, made) for name, pairs in made.items()]
    note = f"{PAIRS_NOTE} {noise([pairs.middle for pairs in made.values()])}"
    title = f"{size} conversations of two, one server"
    return Table(title, PAIRS_COLUMNS, rows, note, pairs_verdict(made))


def pairs_row(name: str, pairs: Pairs, made: dict[str, Pairs]) -> list[str]:
    middle, ours, bare = pairs.middle, made["ours"].middle, made["bare"].middle
    return [
        TITLES[name],
        number(middle.rate),
        f"{number(min(pairs.rates))} to {number(max(pairs.rates))}",
        ratio(middle.rate, bare.rate),
        ratio(ours.rate, middle.rate),
        f"{middle.p50:.1f}",
        f"{middle.p99:.1f}",
        f"{middle.server_cost:.3f}",
        ratio(middle.server_cost, ours.server_cost),
        f"{middle.database_cost:.3f}",
        f"{pairs.lost:,}",
        f"{pairs.repeated:,}",
    ]


def pairs_verdict(made: dict[str, Pairs]) -> str:
    """Against what is promised: half of what PostgreSQL takes, and 50 ms at half load."""
    ours, bare = made["ours"].middle, made["bare"].middle
    share, late = ours.rate / bare.rate, ours.p99
    return (
        f"Promised: at least half of the rate of asyncpg alone; it is {share:.2f} of it,"
        f" {kept(share >= 0.5)}. p99 under 50 ms at half load: {late:.1f} ms, {kept(late < 50)}."
    )


def kept(is_kept: bool) -> str:
    return "kept" if is_kept else "not kept"


def sockets_table(made: dict[str, Sockets]) -> Table:
    rows = [sockets_row(name, sockets) for name, sockets in made.items()]
    size, late = made["ours"].size, made["ours"].p99
    is_whole = made["ours"].lost == made["ours"].repeated == 0
    verdict = (
        f"Promised: p99 of delivery under 250 ms: {late:.1f} ms, {kept(late < 250)}."
        f" Nothing lost or repeated: {kept(is_whole)}."
    )
    note = f"{SOCKETS_NOTE} {noise([*made.values()])}"
    title = f"{size:,} open sockets, two servers"
    return Table(title, SOCKETS_COLUMNS, rows, note, verdict)


def sockets_row(name: str, sockets: Sockets) -> list[str]:
    return [
        TITLES[name],
        f"{sockets.size:,}",
        number(sockets.joined),
        f"{sockets.idle_memory:.0f}",
        f"{sockets.used_memory:.0f}",
        f"{sockets.said:,}",
        f"{sockets.p50:.1f}",
        f"{sockets.p99:.1f}",
        f"{sockets.idle:.0f}",
        f"{sockets.busy:.0f}",
        f"{sockets.database:.0f}",
        f"{sockets.lost:,}",
        f"{sockets.repeated:,}",
    ]


def members_table(made: dict[int, Members]) -> Table:
    rows = [members_row(size, members) for size, members in made.items()]
    few, many = (members.stored_p50 for members in made.values())
    verdict = f"What a message costs does not grow with who is there: {many / few:.2f} times."
    title = "One conversation, few members and many"
    return Table(title, MEMBERS_COLUMNS, rows, MEMBERS_NOTE, verdict)


def members_row(size: int, members: Members) -> list[str]:
    times = (members.stored_p50, members.stored_p99, members.heard_p50, members.heard_p99)
    costs = (members.server_cost, members.database_cost)
    counts = (f"{members.lost:,}", f"{members.repeated:,}")
    return [
        f"{size:,}",
        *(f"{time:.1f}" for time in times),
        *(f"{cost:.3f}" for cost in costs),
        *counts,
    ]
