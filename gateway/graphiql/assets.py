"""The files the page is made of, served under an address that changes whenever one of them does."""

from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Mount, Route

PACKAGE = "graphene_django_graphiql_static"

OURS = ("page.css", "page.js")
THEIRS = (
    "graphiql.min.css",
    "style.css",
    "react.production.min.js",
    "react-dom.production.min.js",
    "graphiql.min.js",
    "graphql-ws.min.js",
    "graphiql-plugin-explorer.umd.js",
)

HEADERS = {
    "cache-control": "public, max-age=31536000, immutable",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def routes() -> list[BaseRoute]:
    """The page's files, each under its own name; any other name there is answered 404."""
    files = Route("/{name}", _file)
    return [Mount(address(), routes=[files], middleware=[Middleware(GZipMiddleware)])]


@cache
def address() -> str:
    """The path the files are served under: /graphiql/ and a digest of all their bytes."""
    digest = sha256(b"".join(path.read_bytes() for path in _paths().values()))
    return f"/graphiql/{digest.hexdigest()[:16]}"


async def _file(request: Request) -> FileResponse:
    path = _paths().get(request.path_params["name"])
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, headers=HEADERS)


@cache
def _paths() -> dict[str, Path]:
    ours, theirs = Path(__file__).parent, _installed() / "static" / PACKAGE
    return {name: ours / name for name in OURS} | {name: theirs / name for name in THEIRS}


def _installed() -> Path:
    # Importing the package would ask for Django; only its files are wanted.
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("GraphiQL's files are not here: install graphene-django-graphiql-static")
    return Path(spec.submodule_search_locations[0])
