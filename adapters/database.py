"""The database that every process of the product works on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.embedded_postgres import EmbeddedPostgres
from models import database
from settings import Settings


@asynccontextmanager
async def connected_database(settings: Settings) -> AsyncIterator[str]:
    """The database, migrated and within reach of every query in the block; its address."""
    async with database_of(settings) as url:
        await database.migrate(settings.database_owner_url or url)
        await database.connect(url)
        try:
            yield url
        finally:
            await database.disconnect()


@asynccontextmanager
async def database_of(settings: Settings) -> AsyncIterator[str]:
    """The address that is set or, without one, that of our own PostgreSQL, run for the block."""
    if settings.database_url:
        yield settings.database_url
        return
    own = EmbeddedPostgres(settings.data_folder / "postgres")
    starting = asyncio.ensure_future(asyncio.to_thread(own.start))
    try:
        yield await asyncio.shield(starting)
    finally:
        # A thread cannot be cancelled: what it is starting must be there before it is stopped.
        await asyncio.wait([starting])
        await asyncio.to_thread(own.stop)
