"""What is answered to something that no application can answer, since it is no whole request."""

import orjson
from starlette.websockets import WebSocket
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from context import new_request_id
from gateway.forms import JSON, lines_of
from gateway.negotiation import PLAIN
from gateway.operations import Refused
from gateway.origins import Headers


def body_of(refusal: Refused) -> bytes:
    error = {"message": refusal.reason, "extensions": refusal.extensions}
    return orjson.dumps({"errors": [error]})


def said(refusal: Refused) -> tuple[Headers, bytes]:
    """The headers and the body of an answer after which the connection ends."""
    body = body_of(refusal)
    own = [
        (b"content-length", b"%d" % len(body)),
        (b"x-request-id", new_request_id().encode()),
        (b"connection", b"close"),
        *((name.encode(), value.encode()) for name, value in refusal.headers.items()),
    ]
    return [*JSON[PLAIN].headers, *own], body


def whole_answer(refusal: Refused) -> bytes:
    headers, body = said(refusal)
    return STATUS_LINE[refusal.status] + lines_of(headers) + b"\r\n" + body


async def deny(websocket: WebSocket, refusal: Refused) -> None:
    """Answer a handshake by HTTP, in place of a socket that closes without a word."""
    headers, body = said(refusal)
    start = {"status": refusal.status, "headers": headers}
    await websocket.send({"type": "websocket.http.response.start", **start})
    await websocket.send({"type": "websocket.http.response.body", "body": body})
