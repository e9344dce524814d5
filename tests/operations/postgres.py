"""Starting, asking and killing PostgreSQL servers."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from adapters.embedded_postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[2]
START_AND_WAIT = """
import sys
from pathlib import Path
from adapters.embedded_postgres import EmbeddedPostgres

postgres = EmbeddedPostgres(Path(sys.argv[1]), durable=False)
print(postgres.start(), flush=True)
sys.stdin.read()
postgres.stop()
"""


def remove(home: Path) -> None:
    if EmbeddedPostgres(home).is_alive():
        os.kill(number_of(home), signal.SIGQUIT)
    wait_until(lambda: not EmbeddedPostgres(home).is_alive())
    wait_until(lambda: is_removed(home))


def is_removed(home: Path) -> bool:
    shutil.rmtree(home, ignore_errors=True)
    return not home.exists()


def number_of(home: Path) -> int:
    return int((home / "data" / "postmaster.pid").read_text().split()[0])


def query(url: str, statement: str) -> Any:
    async def run() -> Any:
        connection = await asyncpg.connect(url, timeout=10)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(run())


@contextmanager
def process(folder: Path, script: str = START_AND_WAIT) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", script, str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def line_from(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
