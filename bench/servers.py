"""The servers that are compared: how each is started, asked and ended."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes
from typing import IO
from uuid import UUID

from bench.peers.packages import PEERS, Unavailable
from bench.rows import Person
from models.database import credentials_of
from schema import ids

ROOT = Path(__file__).parent.parent
START_SECONDS = 30
STOP_SECONDS = 20

READS = ("nested", "small")
EVERYTHING = (*READS, "fanout")

UVICORN = (
    *(sys.executable, "-m", "uvicorn", "--loop", "uvloop", "--http", "httptools"),
    *("--no-access-log", "--log-level", "warning"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the servers. A command gets its port appended or, where it has none, in `PORT`."""

    name: str
    title: str
    command: tuple[str, ...]
    settings: dict[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = READS

    @property
    def is_ours(self) -> bool:
        return self.name in ("ours", "unlocked")

    @property
    def needs_node(self) -> bool:
        return self.command[0] == "node"

    def id_of(self, kind: str, id: UUID) -> str:
        return str(ids.encode(kind, id)) if self.is_ours else f"{kind}_{id}"

    def headers(self, viewer: Person) -> dict[str, str]:
        """Who asks: a session's token for us, who it is at their word for the peers."""
        if self.is_ours:
            return {"authorization": f"Bearer {viewer.token}"}
        return {"x-viewer": str(viewer.id)}


OURS = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": b64encode(token_bytes(32)).decode(),
    "LOG_LEVEL": "warning",
    "WORKER": "false",
    "DATABASE_POOL": "20",
    # All limits are counted; those that one busy client from one address would meet are raised.
    "RATE_LIMIT": "1000000000",
    "RATE_LIMIT_PER_SECOND": "1000000000",
    "MAX_CONNECTIONS_PER_ADDRESS": "10000",
    "MAX_LIVE_PER_VIEWER": "10000",
    "MAX_LIVE_PER_ADDRESS": "10000",
    "DRAIN_NOTICE_SECONDS": "0",
    "DRAIN_SPREAD_SECONDS": "0",
}

OWNER = {"DATABASE_ROLE": "mentorgraph"}
"""The name that our own PostgreSQL is run under; it owns everything."""

UNLOCKED = (sys.executable, "-m", "bench.edge.unlocked")
STOCK = (*UVICORN, "bench.peers.stock:app", "--port")
BARE = (*UVICORN, "bench.peers.bare:app", "--port")
YOGA = ("node", str(PEERS / "yoga.js"))
MERCURIUS = ("node", str(PEERS / "mercurius.js"))

KINDS = {
    kind.name: kind
    for kind in (
        Kind("ours", "Mentorgraph", (sys.executable, "server.py"), OURS, EVERYTHING),
        Kind("unlocked", "Mentorgraph without row security", UNLOCKED, OURS | OWNER),
        Kind("strawberry", "Strawberry as it comes", STOCK, parts=EVERYTHING),
        Kind("yoga", "graphql-yoga", YOGA, parts=EVERYTHING),
        Kind("mercurius", "mercurius, JIT", MERCURIUS),
        Kind("mercurius-loaders", "mercurius, JIT, its loaders", MERCURIUS, {"LOADERS": "own"}),
        Kind("starlette", "bare Starlette, no GraphQL", BARE, parts=("fanout",)),
    )
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running one."""

    kind: Kind
    port: int
    pid: int


@contextmanager
def running(kinds: Sequence[Kind], database_url: str) -> Iterator[list[Server]]:
    """The servers, listening; ended by their process numbers. Unavailable if one does not start."""
    with ExitStack() as stack:
        started = [stack.enter_context(started_one(kind, database_url)) for kind in kinds]
        for one in started:
            one.wait_until_it_listens()
        yield [Server(one.kind, one.port, one.process.pid) for one in started]


@dataclass(frozen=True, slots=True)
class Started:
    kind: Kind
    port: int
    process: subprocess.Popen[bytes]
    said: IO[bytes]

    def wait_until_it_listens(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.05)
        self.said.seek(0)
        said = self.said.read().decode(errors="replace")
        raise Unavailable(f"{self.kind.title} does not listen; it said: {said[-800:]}")


@contextmanager
def started_one(kind: Kind, database_url: str) -> Iterator[Started]:
    port = free_port()
    command = [*kind.command, str(port)] if kind.command[-1] == "--port" else [*kind.command]
    given = environment(database_url) | kind.settings | {"PORT": str(port)}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | given, stdout=said, stderr=said
        )
        try:
            yield Started(kind, port, process, said)
        finally:
            end(process)


def environment(database_url: str) -> dict[str, str]:
    """Where the database is, in our words and in those every PostgreSQL driver knows."""
    to = credentials_of(database_url)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    names["database"] = "PGDATABASE"
    given = {name: str(to[key]) for key, name in names.items() if to[key] is not None}
    return {"DATABASE_URL": database_url, "NODE_ENV": "production", **given}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
