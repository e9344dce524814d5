"""The servers that are compared: how each is started, asked and ended."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from uuid import UUID

from bench.edge.rows import World
from models.database import credentials_of
from schema import ids

ROOT = Path(__file__).parent.parent.parent
PEERS = Path(__file__).parent / "peers"
START_SECONDS = 30
STOP_SECONDS = 20
INSTALL_SECONDS = 300

UVICORN = (
    *(sys.executable, "-m", "uvicorn", "--loop", "uvloop", "--http", "httptools"),
    *("--no-access-log", "--log-level", "warning"),
)


class Unavailable(Exception):
    """A server cannot take part; says why."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the servers. A command gets its port appended or, where it has none, in `PORT`."""

    name: str
    title: str
    command: tuple[str, ...]
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        return self.name == "ours"

    @property
    def needs_node(self) -> bool:
        return self.command[0] == "node"

    def id_of(self, kind: str, id: UUID) -> str:
        return str(ids.encode(kind, id)) if self.is_ours else f"{kind}_{id}"

    def headers(self, world: World) -> dict[str, str]:
        """Who asks: a session's token for us, who it is at their word for the peers."""
        if self.is_ours:
            return {"authorization": f"Bearer {world.token}"}
        return {"x-viewer": str(world.viewer)}


OURS = {
    "ENVIRONMENT": "production",
    "LOG_LEVEL": "warning",
    "WORKER": "false",
    "DATABASE_POOL": "20",
}

KINDS = {
    kind.name: kind
    for kind in (
        Kind("ours", "Mentorgraph", (sys.executable, "server.py"), OURS),
        Kind(
            "strawberry",
            "Strawberry as it comes",
            (*UVICORN, "bench.edge.peers.stock:app", "--port"),
        ),
        Kind("yoga", "graphql-yoga", ("node", str(PEERS / "yoga.js"))),
        Kind("mercurius", "mercurius, JIT", ("node", str(PEERS / "mercurius.js"))),
        Kind(
            "mercurius-loaders",
            "mercurius, JIT, its loaders",
            ("node", str(PEERS / "mercurius.js")),
            {"LOADERS": "own"},
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running one."""

    kind: Kind
    port: int
    pid: int


@contextmanager
def running(kinds: list[Kind], world: World) -> Iterator[list[Server]]:
    """The servers, listening; ended by their process numbers. Unavailable if one does not start."""
    with ExitStack() as stack:
        started = [stack.enter_context(started_one(kind, world)) for kind in kinds]
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
def started_one(kind: Kind, world: World) -> Iterator[Started]:
    port = free_port()
    command = [*kind.command, str(port)] if kind.command[-1] == "--port" else [*kind.command]
    given = environment(world.database_url) | kind.settings | {"PORT": str(port)}
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


def install() -> None:
    """The Node peers' packages, as locked; nothing is done if they are there already."""
    lock, installed = PEERS / "package-lock.json", PEERS / "node_modules" / "installed.json"
    if installed.exists() and installed.read_bytes() == lock.read_bytes():
        return
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise Unavailable("Node.js with npm is not installed")
    try:
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=PEERS, check=True, capture_output=True, timeout=INSTALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"`npm ci` did not end within {INSTALL_SECONDS} s") from None
    except subprocess.CalledProcessError as error:
        raise Unavailable(f"`npm ci` failed: {error.stderr.decode()[-400:]}") from None
    shutil.copy(lock, installed)
