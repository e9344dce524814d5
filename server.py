"""Builds the ASGI application; `python server.py` serves it, `python server.py worker` the jobs."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from socket import socket
from typing import Any

import asyncpg
import uvicorn
import uvloop

from actions.conversations import presence
from actions.sessions import seeing
from adapters.database import connected_database
from adapters.embedded_postgres import PostgresUnavailable
from events.hub import hub
from gateway import draining
from gateway.app import create_app
from gateway.peers import make_room
from gateway.protocol import server_options
from gateway.rates import rates
from gateway.telemetry import logs, tracing
from gateway.telemetry.lag import loop_lag
from gateway.trusted import BadManifest, trusted
from jobs import demonstration, taxonomy, worker
from models.securing import Unsecured
from search import sync
from settings import Settings, get_settings

UNREACHABLE = (PostgresUnavailable, OSError, asyncpg.PostgresError, TimeoutError)


class Server(draining.Server):
    """Says where it is once it listens."""

    def __init__(self, settings: Settings, has_demonstration: bool) -> None:
        super().__init__(config_of(settings))
        here = f"Listening on {settings.address}"
        self.welcome = demonstration.welcome(settings.address) if has_demonstration else here

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self.welcome, flush=True)


def config_of(settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(),
        host=settings.host,
        port=settings.port,
        lifespan="off",
        log_config=None,
        **server_options(settings),
    )


@asynccontextmanager
async def foundations(settings: Settings) -> AsyncIterator[None]:
    """A migrated, connected database that knows all skills, and a hub that hears the others."""
    async with (
        connected_database(settings) as url,
        hub.running(settings.bus_url or url, settings.sweep_seconds),
    ):
        await taxonomy.load()
        yield


@asynccontextmanager
async def beside(job: Coroutine[Any, Any, object]) -> AsyncIterator[None]:
    """The job runs beside the block, and ends with it."""
    task = asyncio.create_task(job)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def serve(settings: Settings) -> None:
    make_room()
    starting = asyncio.current_task()
    assert starting is not None
    # Until the server takes signals itself, one undoes what was started.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, starting.cancel)
    async with foundations(settings), rates.running(settings.rates_url):
        is_shown = settings.demonstration and not settings.is_production
        has_demonstration = is_shown and await demonstration.load()
        settle()
        async with (
            beside(jobs(settings)),
            beside(loop_lag.watch()),
            beside(seeing.keep_writing_down()),
            beside(presence.keep_writing_down()),
        ):
            server = Server(settings, has_demonstration)
            await server.serve()
    if server.forced_by:
        sys.exit(128 + server.forced_by)


def settle() -> None:
    """What is loaded by now stays: looking through it for garbage holds everybody up for 60 ms.

    Nor is it looked for after every 700 objects: a page of pages holds thousands, none of them in a
    circle. Far more than 5,000 would not stay in the processor's cache until they are found.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)


async def jobs(settings: Settings) -> None:
    """What the server does besides answering. Nobody waits for a search engine that is away."""
    await sync.prepare()
    if settings.worker:
        await worker.run()


async def work(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with foundations(settings), beside(worker.run()):
        await stop.wait()


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run it to its end; one line, and exit code 1, if the database cannot be had."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        try:
            runner.run(main)
        except asyncio.CancelledError:
            sys.exit(128 + signal.SIGTERM)
        except Unsecured as error:
            sys.exit(f"mentorgraph: {error}")
        except UNREACHABLE as error:
            sys.exit(f"mentorgraph: the database cannot be reached; see DATABASE_URL: {error}")


def read_trusted_documents(settings: Settings) -> None:
    """All of them; one line, and exit code 1, if one is no good."""
    try:
        if settings.documents_folder:
            trusted.load(settings.documents_folder)
    except BadManifest as error:
        sys.exit(f"mentorgraph: DOCUMENTS_FOLDER: {error}")


def main() -> None:
    settings = get_settings()
    logs.configure(settings)
    if sys.argv[1:] not in ([], ["worker"]):
        sys.exit("Usage: python server.py [worker]")
    if sys.argv[1:]:
        return run(work(settings))
    read_trusted_documents(settings)
    tracing.start(settings)
    try:
        run(serve(settings))
    finally:
        tracing.stop()


if __name__ == "__main__":
    main()
