"""What it was measured on, in words that fit any machine."""

import json
import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.peers.packages import PEERS

PACKAGES = (
    *("uvicorn", "uvloop", "httptools", "websockets", "starlette", "strawberry-graphql"),
    *("graphql-core", "tortoise-orm", "asyncpg", "orjson"),
)


def described(postgres: str) -> list[str]:
    """One line each: the day, the machine, and the versions of everything."""
    return [
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({processor()}), "
        f"{platform.system()}; clients, servers and PostgreSQL share them",
        f"Python {platform.python_version()}, " + ", ".join(f"{p} {version(p)}" for p in PACKAGES),
        f"Node.js {node()}, " + ", ".join(f"{name} {pin}" for name, pin in peers().items()),
        f"PostgreSQL {postgres.split()[0]}",
    ]


def processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1].strip() if found else platform.machine()


def node() -> str:
    try:
        asked = subprocess.run(["node", "--version"], capture_output=True, text=True, timeout=10)
    except OSError:
        return "absent"
    return asked.stdout.strip().removeprefix("v")


def peers() -> dict[str, str]:
    pins: dict[str, str] = json.loads((PEERS / "package.json").read_text())["dependencies"]
    return pins
