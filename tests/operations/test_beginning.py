"""The tables of a new database."""

import os
from collections.abc import AsyncIterator

import asyncpg
import pytest

from models import beginning, database
from models.database import MIGRATIONS

TABLES = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"


@pytest.fixture
async def nothing(postgres: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to a database without tables."""
    name = f"beginning_{os.getpid()}"
    server = await database.direct_connection(postgres)
    await server.execute(f'CREATE DATABASE "{name}"')
    connection = await database.direct_connection(database.with_name(postgres, name))
    try:
        yield connection
    finally:
        await connection.close()
        await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await server.close()


async def test_it_has_every_migration_and_is_begun_once(nothing):
    await beginning.begin(nothing)
    tables = await nothing.fetchval(TABLES)
    await beginning.begin(nothing)

    done = {row["name"] for row in await nothing.fetch("SELECT name FROM tortoise_migrations")}
    assert done == MIGRATIONS
    assert tables == await nothing.fetchval(TABLES) > 60


async def test_what_is_cut_short_leaves_nothing(nothing, tmp_path, monkeypatch):
    whole = beginning.TABLES
    monkeypatch.setattr(beginning, "TABLES", tmp_path / "schema.sql")
    beginning.TABLES.write_text(whole.read_text() + "SELECT 1 / 0;")

    with pytest.raises(asyncpg.DivisionByZeroError):
        await beginning.begin(nothing)

    assert await nothing.fetchval(TABLES) == 0
