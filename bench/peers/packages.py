"""Node's packages for the peers, installed as they are locked."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

PEERS = Path(__file__).parent
LOCK = PEERS / "package-lock.json"
INSTALLED = PEERS / "node_modules" / ".installed.json"
INSTALL_SECONDS = 300
OLDEST_NODE = 20


class Unavailable(Exception):
    """A server cannot take part; says why."""


def install() -> None:
    """`npm ci`, unless it was done for this lock already. Unavailable where it cannot be done."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found is None or npm is None or version_of(found) < OLDEST_NODE:
        raise Unavailable(f"Install node {OLDEST_NODE}.9 or newer, and npm")
    # One process installs, the others wait for it.
    with LOCK.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_installed():
            run(npm, "ci", "--loglevel", "error", "--fetch-timeout", "30000")
            shutil.copy(LOCK, INSTALLED)


def is_installed() -> bool:
    return INSTALLED.is_file() and INSTALLED.read_bytes() == LOCK.read_bytes()


def version_of(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=10)
    return int(said.stdout.removeprefix("v").partition(".")[0] or 0)


def run(npm: str, *arguments: str) -> None:
    quiet = os.environ | {"NO_UPDATE_NOTIFIER": "1"}
    try:
        subprocess.run(
            [npm, *arguments],
            cwd=PEERS,
            env=quiet,
            check=True,
            capture_output=True,
            timeout=INSTALL_SECONDS,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Unavailable(f"`npm ci` in {PEERS} failed: {error}") from None
