"""Connecting to PostgreSQL, and bringing its tables up to date."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

import asyncpg
from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.exceptions import ConfigurationError
from tortoise.migrations.api import migrate as run_migrations

from models.beginning import begin
from models.securing import bind, secure
from models.sql import fetch
from settings import Settings, get_settings

MIGRATION_LOCK = 7_265_001
CONNECT_SECONDS = 10
LONGEST_SECONDS = 150
"""More than any statement may take: whatever is not answered by then is not answered at all."""
MIGRATIONS = {path.stem for path in (Path(__file__).parent / "migrations").glob("[0-9]*.py")}


def tortoise_config(url: str, settings: Settings) -> dict[str, Any]:
    """Tortoise's configuration for one PostgreSQL address."""
    connection = {
        "engine": "models.engine",
        "credentials": credentials_of(url)
        | {
            "command_timeout": LONGEST_SECONDS,
            "minsize": 2,
            "maxsize": settings.database_pool,
            "reset": nothing_to_reset,
            "application_name": "mentorgraph",
            "server_settings": {
                "statement_timeout": str(settings.statement_timeout_ms),
                "role": settings.database_role,
            },
        },
    }
    app = {
        "models": ["models"],
        "default_connection": "default",
        "migrations": "models.migrations",
    }
    return {
        "connections": {"default": connection},
        "apps": {"models": app},
        "use_tz": True,
        "timezone": "UTC",
    }


def owner_config(url: str, settings: Settings) -> dict[str, Any]:
    """The same for whoever changes the tables: nobody acts, and an index may take its time."""
    config = tortoise_config(url, settings)
    connection = config["connections"]["default"]
    connection["engine"] = "tortoise.backends.asyncpg"
    connection["credentials"] |= {"server_settings": {}, "command_timeout": None}
    return config


async def nothing_to_reset(connection: object) -> None:
    """What asyncpg does when a connection comes back costs as much as a short query.

    Nothing of a session outlives a request here: settings and locks belong to transactions, and an
    open one is rolled back all the same.
    """


def credentials_of(url: str) -> dict[str, Any]:
    """What asyncpg connects with.

    A host that is a folder (`postgres://user@/name?host=/run/postgresql`) is a local socket.
    """
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "host": query.get("host") or parts.hostname,
        "port": int(query.get("port") or parts.port or 5432),
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.removeprefix("/"),
        "timeout": CONNECT_SECONDS,
        **({"ssl": query["sslmode"]} if "sslmode" in query else {}),
    }


def owner_url() -> str:
    settings = get_settings()
    known = settings.database_owner_url or settings.database_url
    return known or "postgres://mentorgraph@127.0.0.1/mentorgraph"


TORTOISE = owner_config(owner_url(), get_settings())
"""For the `tortoise` command line (`makemigrations`), which asks for a constant."""


async def connect(url: str) -> None:
    """Open the pool for all tasks of this process: requests run outside the one that starts it.

    Unsecured if row security would not bind what is sent.
    """
    settings = get_settings()
    await check_bound(url, settings.database_role)
    await Tortoise.init(config=tortoise_config(url, settings), _enable_global_fallback=True)


async def check_bound(url: str, role: str) -> None:
    """Unsecured if row security does not bind the role, or if it may not be taken."""
    connection = await direct_connection(url)
    try:
        await bind(connection, role)
    finally:
        await connection.close()


async def disconnect() -> None:
    await Tortoise.close_connections()


async def migrate(url: str) -> None:
    """Bring the tables up to date, as their owner; servers that start together take turns."""
    settings = get_settings()
    turn = await direct_connection(url)
    try:
        await turn.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK, timeout=120)
        await begin(turn)
        await run_migrations(config=owner_config(url, settings))
        await secure(turn, settings.database_role)
    finally:
        await turn.close()
        await disconnect()


@dataclass(frozen=True, slots=True)
class Pool:
    """Connections to the database, and how many tasks wait for one."""

    size: int
    idle: int
    waiting: int


def pool() -> Pool | None:
    """As it is now; None while nothing is connected."""
    try:
        found: Any = get_connection("default")
    except (ConfigurationError, RuntimeError):
        return None
    if found._pool is None:
        return None
    idle = found.pool.get_idle_size() + len(found.at_hand)
    return Pool(found.pool.get_size(), idle, found.waiting)


async def pending_migrations() -> set[str]:
    """Names of the migrations that this code has and the database does not."""
    rows = await fetch("SELECT name FROM tortoise_migrations WHERE app = 'models'")
    return MIGRATIONS - {str(row["name"]) for row in rows}


async def direct_connection(url: str) -> asyncpg.Connection:
    """A connection outside the pool, for locks and LISTEN, which belong to one connection."""
    return await asyncpg.connect(**credentials_of(url))


def with_name(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
