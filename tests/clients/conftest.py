"""Clients as frontends use them: npm's own packages, run by Node."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest

from tests.clients.programs import FOLDER, RESUME, Program, compiled, relay_compiled, running
from tests.gateway.conftest import quiet as quiet

LOCK = FOLDER / "package-lock.json"
INSTALLED = FOLDER / "node_modules" / ".installed.json"
INSTALL_SECONDS = 180
OLDEST_NODE = 20


@pytest.fixture(scope="session")
def node() -> str:
    """The Node of this machine, with the clients installed; skips where either cannot be had."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found is None or npm is None or version_of(found) < OLDEST_NODE:
        pytest.skip(f"No Node here that can run the clients: install node {OLDEST_NODE}+ and npm")
    # One process of the run installs, the others wait for it.
    with LOCK.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_installed():
            install(npm)
        compiled(RESUME)
    return found


def version_of(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=10)
    return int(said.stdout.removeprefix("v").partition(".")[0] or 0)


def is_installed() -> bool:
    return INSTALLED.is_file() and INSTALLED.read_bytes() == LOCK.read_bytes()


def install(npm: str) -> None:
    try:
        subprocess.run(
            [npm, "ci", "--loglevel", "error", "--fetch-timeout", "30000", "--fetch-retries", "1"],
            cwd=FOLDER,
            env=os.environ | {"NO_UPDATE_NOTIFIER": "1"},
            check=True,
            capture_output=True,
            timeout=INSTALL_SECONDS,
        )
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"The clients cannot be installed; try `npm ci` in {FOLDER}: {error}")
    shutil.copy(LOCK, INSTALLED)


@pytest.fixture
def run(node: str) -> Callable[..., AbstractAsyncContextManager[Program]]:
    """`async with run("apollo", token, url=…) as program`; `token` is called when it wants one."""
    return partial(running, node)


@pytest.fixture(scope="session")
def artifacts(node: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of what relay-compiler makes of relay/ and our schema."""
    return relay_compiled(tmp_path_factory.mktemp("relay"))
