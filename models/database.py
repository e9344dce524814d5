"""Connecting to PostgreSQL, and bringing its tables up to date."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

import asyncpg
from tortoise import Tortoise
from tortoise.migrations.api import migrate as run_migrations

from settings import Settings, get_settings

MIGRATION_LOCK = 7_265_001


def tortoise_config(url: str, settings: Settings) -> dict[str, Any]:
    """Tortoise's configuration for one PostgreSQL address.

    A host that is a folder (`postgres://user@/name?host=/run/postgresql`) is a local socket.
    """
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    credentials = {
        "host": query.pop("host", None) or parts.hostname,
        "port": int(query.pop("port", None) or parts.port or 5432),
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.removeprefix("/"),
        "minsize": 2,
        "maxsize": settings.database_pool,
        "application_name": "mentorgraph",
        "server_settings": {"statement_timeout": str(settings.statement_timeout_ms)},
        "timeout": 10,
        **({"ssl": query["sslmode"]} if "sslmode" in query else {}),
    }
    return {
        "connections": {
            "default": {"engine": "tortoise.backends.asyncpg", "credentials": credentials}
        },
        "apps": {
            "models": {
                "models": ["models"],
                "default_connection": "default",
                "migrations": "models.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def database_url() -> str:
    return get_settings().database_url or "postgres://mentorgraph@127.0.0.1/mentorgraph"


TORTOISE = tortoise_config(database_url(), get_settings())
"""For the `tortoise` command line (`makemigrations`), which asks for a constant."""


async def connect(url: str) -> None:
    """Open the pool for all tasks of this process: requests run outside the one that starts it."""
    await Tortoise.init(config=tortoise_config(url, get_settings()), _enable_global_fallback=True)


async def disconnect() -> None:
    await Tortoise.close_connections()


async def migrate(url: str) -> None:
    """Bring the tables up to date; servers that start together take turns."""
    config = tortoise_config(url, get_settings())
    # An index on a large table takes longer than any request may.
    config["connections"]["default"]["credentials"]["server_settings"] = {}
    turn = await direct_connection(url)
    try:
        await turn.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK, timeout=120)
        await run_migrations(config=config)
    finally:
        await turn.close()
        await disconnect()


async def direct_connection(url: str) -> asyncpg.Connection:
    """A connection outside the pool, for locks and LISTEN, which belong to one connection."""
    credentials = tortoise_config(url, get_settings())["connections"]["default"]["credentials"]
    names = ("host", "port", "user", "password", "database", "timeout", "ssl")
    return await asyncpg.connect(**{name: credentials.get(name) for name in names})


def with_name(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
