"""Databases for processes that test: migrated once, and copied."""

import hashlib
from pathlib import Path

import asyncpg

from models import database
from settings import get_settings

TEMPLATE = "mentorgraph_test"

MADE_FROM = """
    SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1
"""


async def copied_database(postgres: str, name: str) -> str:
    """A migrated database of that name and nothing else; its address.

    Processes take turns: the first migrates what all of them copy, also those of later runs.
    """
    connection = await database.direct_connection(postgres)
    try:
        await connection.execute("SELECT pg_advisory_lock(1)")
        if await connection.fetchval(MADE_FROM, TEMPLATE) != models_now():
            await make_template(connection, postgres)
        await make(connection, name, f'TEMPLATE "{TEMPLATE}"')
    finally:
        await connection.close()
    return database.with_name(postgres, name)


def models_now() -> str:
    """What tables are made from, as one short text."""
    folder = Path(database.__file__).parent
    files = sorted([*folder.rglob("*.py"), *folder.glob("*.sql")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


async def make_template(connection: asyncpg.Connection, postgres: str) -> None:
    await make(connection, TEMPLATE)
    await database.migrate(database.with_name(postgres, TEMPLATE))
    # Some tests wait until somebody waits.
    await connection.execute(f"GRANT pg_read_all_stats TO {get_settings().database_role}")
    await connection.execute(f"COMMENT ON DATABASE {TEMPLATE} IS '{models_now()}'")


async def make(connection: asyncpg.Connection, name: str, more: str = "") -> None:
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await connection.execute(f'CREATE DATABASE "{name}" {more}')
