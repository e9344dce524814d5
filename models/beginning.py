"""The tables of an empty database, at once.

Tortoise 1.1.9 makes all models anew for each operation of each migration: of the twenty seconds
that this takes, PostgreSQL needs half of one. `schema.sql` is what the migrations make, as pg_dump
says it (`scripts/tables`), and which they were; what is newer is done after it.
"""

from pathlib import Path

import asyncpg

TABLES = Path(__file__).with_name("schema.sql")

HAS_BEGUN = "SELECT to_regclass('tortoise_migrations') IS NOT NULL"

# Functions come before the tables that they read.
UNCHECKED = "SET LOCAL check_function_bodies = off"


async def begin(connection: asyncpg.Connection) -> None:
    """Make all of them or, where there was a migration before, nothing."""
    if await connection.fetchval(HAS_BEGUN):
        return
    async with connection.transaction():
        await connection.execute(UNCHECKED)
        await connection.execute(TABLES.read_text(encoding="utf-8"))
