"""GraphiQL, the page people see at /graphql: ours, whole, asking nothing of any other server."""

import json
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from gateway.forms import Block
from gateway.graphiql.assets import address, routes
from gateway.graphiql.examples import tabs
from gateway.page_headers import page_headers

__all__ = ["BLOCK", "page", "routes"]

HERE = Path(__file__).parent

# The one style sheet GraphiQL writes itself: it keeps the page from scrolling under a dialog.
DIALOG = "'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='"

# 'self' also covers the WebSocket of the same host and port.
POLICY = {
    "default-src": "'self'",
    "style-src": f"'self' {DIALOG}",
    "img-src": "'self' data:",
    "font-src": "data:",
    "object-src": "'none'",
}

HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "vary": "accept",
    **page_headers(POLICY),
}
BLOCK = Block([(name.encode(), value.encode()) for name, value in HEADERS.items()])


@cache
def page() -> bytes:
    """The answer to a browser at the endpoint; its scripts talk to the address it came from."""
    template = Template((HERE / "page.html").read_text("utf-8"))
    return template.substitute(assets=address(), tabs=escape(json.dumps(tabs()))).encode()
