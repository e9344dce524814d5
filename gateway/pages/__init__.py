"""Pages that mailed links lead to."""

from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.page_headers import page_headers

FOLDER = Path(__file__).parent

PAGES = ("verify", "email", "reset")
SHARED = ("link.css", "link.js")

FILES = (
    {f"/{name}": f"{name}.html" for name in PAGES}
    | {f"/{name}.js": f"{name}.js" for name in PAGES}
    | {f"/{name}": name for name in SHARED}
)

HEADERS = page_headers(
    {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "img-src": "data:",
    }
)


def routes() -> list[BaseRoute]:
    return [Route(path, partial(file, name)) for path, name in FILES.items()]


async def file(name: str, request: Request) -> Response:
    return FileResponse(FOLDER / name, headers=HEADERS)
