"""The ASGI application: which path leads where."""

from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from gateway import graphiql, health, pages
from gateway.http import graphql
from gateway.request_ids import RequestIds
from gateway.sdl import sdl
from gateway.telemetry import page as metrics
from gateway.websocket import graphql_socket
from settings import get_settings


class Application:
    """GraphQL at its address, without a layer in between; Starlette everywhere else."""

    def __init__(self, others: ASGIApp) -> None:
        self.others = others

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        kind = scope["type"]
        if kind == "lifespan" or scope["path"] != "/graphql":
            await self.others(scope, receive, send)
        elif kind == "http":
            await graphql(scope, receive, send)
        else:
            await graphql_socket(WebSocket(scope, receive, send))


def create_app() -> Application:
    routes = [
        Route("/", home),
        Route("/schema.graphql", sdl),
        *health.routes(),
        *metrics.routes(),
        *pages.routes(),
        *graphiql.routes(),
    ]
    return Application(Starlette(routes=routes, middleware=[Middleware(RequestIds), *sharing()]))


def sharing() -> list[Middleware]:
    """Pages of allowed origins may read what is served here."""
    origins = get_settings().allowed_origins
    if not origins:
        return []
    exposed = ["x-request-id"]
    return [Middleware(CORSMiddleware, allow_origins=origins, expose_headers=exposed)]


async def home(request: Request) -> Response:
    return RedirectResponse("/graphql")
