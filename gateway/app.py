"""The ASGI application: which path leads where."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import cache

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute

from gateway import graphiql, pages
from gateway.http import GraphQL
from gateway.request_ids import RequestIds
from gateway.websocket import graphql_socket
from models.sql import fetch
from resolvers import schema
from settings import get_settings

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]

READY_SECONDS = 2


def create_app(lifespan: Lifespan | None = None) -> Starlette:
    return Starlette(
        routes=[
            Route("/", home),
            Route("/graphql", GraphQL),
            WebSocketRoute("/graphql", graphql_socket),
            Route("/schema.graphql", sdl),
            Route("/livez", alive),
            Route("/readyz", ready),
            *pages.routes(),
            *graphiql.routes(),
        ],
        middleware=[Middleware(RequestIds), cross_origin()],
        lifespan=lifespan,
    )


def cross_origin() -> Middleware:
    return Middleware(
        CORSMiddleware,
        allow_origins=get_settings().allowed_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type"],
        expose_headers=["x-request-id"],
    )


async def home(request: Request) -> Response:
    return RedirectResponse("/graphql")


async def sdl(request: Request) -> Response:
    return PlainTextResponse(printed())


@cache
def printed() -> str:
    return schema.as_str() + "\n"


async def alive(request: Request) -> Response:
    return PlainTextResponse("alive\n")


async def ready(request: Request) -> Response:
    """Ready to answer: the database does, within two seconds."""
    try:
        async with asyncio.timeout(READY_SECONDS):
            await fetch("SELECT 1")
    except Exception:
        return PlainTextResponse("The database does not answer\n", 503)
    return PlainTextResponse("ready\n")
