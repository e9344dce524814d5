"""Every request gets an id; its answer carries it, and so does what is logged about it.

For what Starlette answers; `http.py` and `protocol.py` see to their own.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from context import new_request_id
from gateway.forms import SHUT
from gateway.origins import Headers


class RequestIds:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request_id = new_request_id()
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                named = (b"x-request-id", request_id.encode())
                message["headers"] = [*strict(message["headers"]), named]
            await send(message)

        await self.app(scope, receive, send_with_id)


def strict(headers: Headers) -> Headers:
    """Shut, as far as it does not say itself how much."""
    said = {name for name, _ in headers}
    return [*headers, *(pair for pair in SHUT if pair[0] not in said)]
