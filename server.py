"""Builds the ASGI application; `python server.py` serves it, `python server.py worker` the jobs."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import uvicorn
from starlette.applications import Starlette

from adapters.embedded_postgres import EmbeddedPostgres
from events.hub import hub
from gateway.app import create_app
from jobs import worker
from models import database
from settings import Settings, get_settings

log = logging.getLogger("mentorgraph")


@asynccontextmanager
async def database_of(settings: Settings) -> AsyncIterator[str]:
    """The address of the database: the one that is set, or our own, started for the block."""
    if settings.database_url:
        yield settings.database_url
        return
    own = EmbeddedPostgres(settings.data_folder / "postgres")
    try:
        yield await asyncio.to_thread(own.start)
    finally:
        await asyncio.to_thread(own.stop)


@asynccontextmanager
async def foundations(settings: Settings) -> AsyncIterator[None]:
    """A migrated, connected database and a hub that hears the other processes."""
    async with database_of(settings) as url:
        await database.migrate(url)
        await database.connect(url)
        try:
            async with hub.running(settings.bus_url or url, settings.sweep_seconds):
                yield
        finally:
            await database.disconnect()


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    settings = get_settings()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(foundations(settings))
        if settings.worker:
            task = asyncio.create_task(worker.run())
            stack.callback(task.cancel)
        yield


def serve(settings: Settings) -> None:
    uvicorn.run(
        create_app(lifespan),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level,
        access_log=False,
        ws="websockets-sansio",
        ws_max_size=settings.max_frame_bytes,
        ws_per_message_deflate=False,
        # The gateway pings by the protocol: a keepalive timeout here closes with 1011, which the
        # common client takes for the end.
        ws_ping_interval=None,
        timeout_graceful_shutdown=10,
    )


async def work(settings: Settings) -> None:
    async with foundations(settings):
        await worker.run()


def main() -> None:
    settings = get_settings()
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s"
    )
    if sys.argv[1:] == ["worker"]:
        return asyncio.run(work(settings))
    if sys.argv[1:]:
        sys.exit("Usage: python server.py [worker]")
    serve(settings)


if __name__ == "__main__":
    main()
