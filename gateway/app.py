"""The ASGI application: which path leads where."""

from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from gateway import attachments, graphiql, health, pages, pictures
from gateway.http import graphql
from gateway.last_words import body_of, deny
from gateway.negotiation import PLAIN
from gateway.operations import Refused
from gateway.request_ids import RequestIds
from gateway.sdl import sdl
from gateway.telemetry import page as metrics
from gateway.websocket import graphql_socket
from settings import get_settings

NOWHERE = Refused("Nothing is at this address; GraphQL is at /graphql", 404, "NOT_FOUND")


class Application:
    """GraphQL at its address, without a layer in between; Starlette everywhere else."""

    def __init__(self, others: ASGIApp) -> None:
        self.others = others

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        kind = scope["type"]
        is_here = kind != "lifespan" and scope["path"] == "/graphql"
        if kind == "websocket":
            websocket = WebSocket(scope, receive, send)
            await (graphql_socket(websocket) if is_here else deny(websocket, NOWHERE))
        elif is_here:
            await graphql(scope, receive, send)
        else:
            await self.others(scope, receive, send)


def create_app() -> Application:
    routes = [
        Route("/", home),
        Route("/schema.graphql", sdl),
        *health.routes(),
        *metrics.routes(),
        *pages.routes(),
        *pictures.routes(),
        *attachments.routes(),
        *graphiql.routes(),
    ]
    others = Starlette(False, routes, sharing(), exception_handlers={404: nowhere})
    # Around all of it: what Starlette itself says of a fault of ours goes through no layer.
    return Application(RequestIds(others))


def sharing() -> list[Middleware]:
    """Pages of allowed origins may read what is served here."""
    origins = get_settings().allowed_origins
    if not origins:
        return []
    shared = Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["GET", "PUT"],
        allow_headers=["authorization", "content-type", "if-none-match", "range", "if-range"],
        expose_headers=[
            *("etag", "retry-after", "x-request-id"),
            *("accept-ranges", "content-disposition", "content-range"),
        ],
    )
    return [shared]


async def home(request: Request) -> Response:
    if get_settings().shows_graphiql:
        return RedirectResponse("/graphql")
    return PlainTextResponse(f"GraphQL is answered at {get_settings().address}/graphql\n")


async def nowhere(request: Request, exception: Exception) -> Response:
    return Response(body_of(NOWHERE), NOWHERE.status, {"cache-control": "no-store"}, PLAIN)
