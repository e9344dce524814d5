"""`scripts/bench slow`: what a thousand slow connections do to everybody else's waiting times.

A server of its own is asked the same question all the time, at a steady rate, alone and then beside
a thousand connections of each kind that come back whenever they are closed. They come from one
address, so the limit for one address is lifted: an attacker has many.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx
from tqdm import tqdm

from bench.cost import seconds_of
from bench.search import signed_in

ROOT = Path(__file__).parent.parent
CONNECTIONS = 1_000
RATE = 50
"""Questions a second: far below what the server can answer, so that waiting is not queueing."""
SECONDS = 10
ROUNDS = 3
"""Of which the middle one counts: others may use the machine for a moment."""
START_SECONDS = 60
RAMP_SECONDS = 10
"""Over which they come: at once, their thousand handshakes would be what is measured."""

LIFTED = {"MAX_CONNECTIONS_PER_ADDRESS": "10000", "MAX_LIVE_PER_ADDRESS": "10000"}

QUESTION = "{ viewer { user { name } conversations(first: 5) { nodes { id } } } }"

HANDSHAKE = (
    b"GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
)
BODY = (
    b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    b"content-length: 1000\r\n\r\n"
)
SDL = b"GET /schema.graphql HTTP/1.1\r\nhost: x\r\n\r\n"

Slow = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def trickle(writer: asyncio.StreamWriter, piece: bytes = b"x") -> None:
    while not writer.is_closing():
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(1)


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def slow_head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"GET /")
    await trickle(writer)


async def slow_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(BODY)
    await trickle(writer)


async def slow_reader(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    writer.write(SDL * 4)
    # Empty lines between requests mean nothing, but tell when nobody is there any more.
    await trickle(writer, b"\r\n")


async def silent_socket(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(HANDSHAKE)
    await reader.read()


KINDS: dict[str, list[Slow]] = {
    "that say nothing": [silent],
    "with slow heads": [slow_head],
    "with slow bodies": [slow_body],
    "that do not read": [slow_reader],
    "with silent sockets": [silent_socket],
    "of all five kinds": [silent, slow_head, slow_body, slow_reader, silent_socket],
}


async def attack(port: int, kind: str) -> None:
    """A thousand connections of a kind, made anew when closed; says when all were open."""
    is_open = Counter[int]()
    manners = KINDS[kind]

    async def keep_coming(number: int) -> None:
        await asyncio.sleep(RAMP_SECONDS * number / CONNECTIONS)
        while True:
            with suppress(OSError):
                await behave(port, manners[number % len(manners)], is_open, number)
            await asyncio.sleep(1)

    tasks = [asyncio.create_task(keep_coming(number)) for number in range(CONNECTIONS)]
    while len(is_open) < CONNECTIONS:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    print("open", flush=True)
    await asyncio.gather(*tasks)


async def behave(port: int, manner: Slow, is_open: Counter[int], number: int) -> None:
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    small.setblocking(False)
    await asyncio.get_running_loop().sock_connect(small, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=small)
    is_open[number] += 1
    try:
        await manner(reader, writer)
    finally:
        writer.transport.abort()


@asynccontextmanager
async def attacked(port: int, kind: str | None) -> AsyncIterator[None]:
    """In a process of its own, so that the clock is not slowed by what it measures."""
    if kind is None:
        yield
        return
    command = [sys.executable, "-m", "bench.slow", str(port), kind]
    attacking = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert attacking.stdout
        async with asyncio.timeout(START_SECONDS):
            await attacking.stdout.readline()
        yield
    finally:
        attacking.kill()
        await attacking.wait()


async def latencies(web: httpx.AsyncClient) -> list[float]:
    """Seconds from when each question was due until its answer was whole."""
    started = time.perf_counter()

    async def ask(number: int) -> float:
        due = started + number / RATE
        await asyncio.sleep(due - time.perf_counter())
        answer = await web.post("/graphql", json={"query": QUESTION})
        assert answer.is_success, answer.text
        return time.perf_counter() - due

    return await asyncio.gather(*(ask(number) for number in range(RATE * SECONDS)))


@dataclass(frozen=True, slots=True)
class Served:
    url: str
    pid: int

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


@asynccontextmanager
async def served() -> AsyncIterator[Served]:
    """A server with the demonstration program, on a database of its own or yours."""
    with socket.create_server(("127.0.0.1", 0)) as found, TemporaryDirectory() as folder:
        port = found.getsockname()[1]
        found.close()
        # As root, our own PostgreSQL runs as somebody else and must reach its folder.
        os.chmod(folder, 0o755)
        env = os.environ | LIFTED | {"PORT": str(port), "DATA_FOLDER": folder}
        running = await asyncio.create_subprocess_exec(
            sys.executable, "server.py", cwd=ROOT, env=env, stdout=subprocess.DEVNULL
        )
        server = Served(f"http://127.0.0.1:{port}", running.pid)
        try:
            await until_ready(server.url)
            yield server
        finally:
            running.send_signal(signal.SIGINT)
            await running.wait()


async def until_ready(url: str) -> None:
    async with asyncio.timeout(START_SECONDS), httpx.AsyncClient() as web:
        while True:
            with suppress(httpx.TransportError):
                if (await web.get(f"{url}/readyz")).is_success:
                    return
            await asyncio.sleep(0.1)


@dataclass(slots=True)
class Beside:
    """What was measured beside one kind of connection."""

    rounds: list[list[float]] = field(default_factory=list)
    """Latencies."""
    processor: float = 0.0
    """Seconds that the server worked."""

    def quantile(self, share: float) -> float:
        """In milliseconds."""
        each = [sorted(latencies)[int(len(latencies) * share)] for latencies in self.rounds]
        return median(each) * 1_000

    @property
    def load(self) -> float:
        """Percent of one processor."""
        return 100 * self.processor / (ROUNDS * SECONDS)


async def measured(server: Served) -> dict[str | None, Beside]:
    """Beside each kind, and beside none, in turn."""
    found: dict[str | None, Beside] = {kind: Beside() for kind in (None, *KINDS)}
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as web:
        await signed_in(web)
        await latencies(web)
        for kind in tqdm([*found] * ROUNDS, unit="measurement"):
            async with attacked(server.port, kind):
                before = seconds_of(server.pid)
                found[kind].rounds.append(await latencies(web))
                found[kind].processor += seconds_of(server.pid) - before
    return found


def report(found: dict[str | None, Beside]) -> str:
    alone = found[None].quantile(0.99)
    rows = [
        f"| {f'{CONNECTIONS:,} connections {kind}' if kind else 'nobody else'} "
        f"| {beside.quantile(0.5):.1f} | {beside.quantile(0.99):.1f} "
        f"| {beside.quantile(0.99) / alone:.1f} | {beside.load:.0f} |"
        for kind, beside in found.items()
    ]
    head = "| beside | median, ms | p99, ms | p99, times | server's processor, % |"
    return "\n".join([head, "|---|---|---|---|---|", *rows])


async def main() -> None:
    async with served() as server:
        print(report(await measured(server)))


if __name__ == "__main__":
    asyncio.run(attack(int(sys.argv[1]), sys.argv[2]) if sys.argv[1:] else main())
