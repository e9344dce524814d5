"""Locks on files, which the operating system lets go of when their holder dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PATIENCE_SECONDS = 90.0


def lock_file(path: Path, mode: int = 0o644) -> IO[bytes]:
    # Opened for reading, so that root and the owner can both lock a file that either has made.
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, mode), "rb")


def try_lock(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def locked(path: Path, mode: int = 0o644) -> Iterator[None]:
    """Hold the lock alone; TimeoutError if somebody else keeps it."""
    with lock_file(path, mode) as file:
        if not any(try_lock(file) for _ in attempts()):
            raise TimeoutError(f"another process holds {path}")
        yield


def attempts() -> Iterator[None]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        yield
        time.sleep(0.02)
