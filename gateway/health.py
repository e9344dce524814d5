"""Whether this process lives, and whether it should be asked anything."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from events.hub import hub
from gateway.connections import live
from gateway.telemetry.lag import loop_lag
from models.database import pending_migrations
from search import meilisearch

READY_SECONDS = 2

NO_STORE = {"cache-control": "no-store"}


def routes() -> list[BaseRoute]:
    return [Route("/livez", alive), Route("/readyz", ready)]


async def alive(request: Request) -> Response:
    """200 while the loop turns in time; a restart would mend nothing else, so no more is asked."""
    if loop_lag.is_too_late():
        return PlainTextResponse("The event loop is late\n", 503, NO_STORE)
    return PlainTextResponse("alive\n", headers=NO_STORE)


async def ready(request: Request) -> Response:
    """200 if the database answers within two seconds, is up to date, and the server stays.

    What it can do without, a bus or a search engine, is told and not asked for.
    """
    state = {"database": await database_state(), "draining": live.is_draining}
    is_ready = state == {"database": "up", "draining": False}
    body = {"ready": is_ready, **state, "bus": bus_state(), "search": search_state()}
    return JSONResponse(body, 200 if is_ready else 503, NO_STORE)


async def database_state() -> str:
    try:
        async with asyncio.timeout(READY_SECONDS):
            return "behind" if await pending_migrations() else "up"
    except Exception:
        return "away"


def bus_state() -> str:
    return "up" if hub.bus and hub.bus.is_connected else "away"


def search_state() -> str:
    engine: Any = meilisearch.configured()
    if engine is None:
        return "unset"
    return "away" if engine.breaker.is_open else "up"
