"""uvicorn's transports, with the ends tied up that it leaves open."""

import asyncio
from typing import Any

import orjson
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from context import new_request_id
from gateway.deadlines import watch
from gateway.forms import JSON, WHOLE, lines_of
from gateway.frames import TEXT, frame_head
from gateway.negotiation import PLAIN
from gateway.peers import peers
from settings import Settings, get_settings

HEAD_SECONDS = 10
BODY_SECONDS = 10
WRITE_SECONDS = 10
"""How long a client may leave 64 KiB of an answer unread."""
LINGER_SECONDS = 15
"""Longer than uvicorn waits for a client's answer to its close frame."""
MOST_PIPELINED = 4
"""Requests sent before the answers to those before them; hardly any client sends even two."""
NO_HANDSHAKE = "Send the handshake of a WebSocket, without a body"
REFUSED_SECONDS = 2
MOST_DROPPED_BYTES = 4_194_304
"""What comes after a refusal is read, for a client that is cut off while it sends hears nothing."""


def server_options(settings: Settings) -> dict[str, Any]:
    """What uvicorn must be told for the gateway's limits to hold."""
    return {
        "interface": "asgi3",
        "http": HttpProtocol,
        "ws": SocketProtocol,
        "ws_max_size": settings.max_frame_bytes,
        "ws_per_message_deflate": False,
        # The gateway pings by the protocol: a keepalive timeout here closes with 1011, which the
        # common client takes for the end.
        "ws_ping_interval": None,
        "timeout_keep_alive": settings.keep_alive_seconds,
        # The gateway asks `addresses.py`: this would copy the headers of each request.
        "proxy_headers": False,
        "server_header": False,
        "access_log": False,
    }


class HttpProtocol(HttpToolsProtocol):
    """Each step of a request has its time, and the head a size, or the connection ends.

    `head_since`, `body_since`, `unread_since` and `idle_since` are the loop's time at which a
    step began; None while it is not this one's turn.
    """

    head_since: float | None = None
    body_since: float | None = None
    unread_since: float | None = None
    idle_since: float | None = None
    closing_since: float | None = None
    head_bytes = 0
    heads = 0
    dropped_bytes = 0
    has_begun = False
    is_refused = False
    running: RequestResponseCycle | None = None
    """The request that is being answered; `cycle` is the last that came."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.host = self.client[0] if self.client else ""
        self.extensions: dict[Any, Any] = {WHOLE: self.send_whole}
        self.head_since = self.loop.time()
        watch.add(self)
        if reason := peers.enter(self.host):
            self.refuse(503, reason, "UNAVAILABLE")

    def connection_lost(self, exc: Exception | None) -> None:
        watch.discard(self)
        peers.leave(self.host)
        self.tell_running()
        super().connection_lost(exc)
        # What refers to itself is found by the garbage collector only, which holds everybody up.
        self.extensions.clear()
        self.running = None

    def abort(self) -> None:
        # Told before, not after: what is written to a transport that is gone raises.
        self.tell_running()
        self.transport.abort()

    def tell_running(self) -> None:
        """Of several requests on a connection, uvicorn tells only the last that it is lost."""
        self.pipeline.clear()
        if self.running and not self.running.response_complete:
            self.running.disconnected = True
            self.running.message_event.set()
        self.flow.resume_writing()

    def handle_websocket_upgrade(self) -> None:
        # The transport is the socket's from now on, and so is its place among the peers.
        watch.discard(self)
        super().handle_websocket_upgrade()

    def data_received(self, data: bytes) -> None:
        if self.is_refused:
            return self.drop(data)
        heads = self.heads
        super().data_received(data)
        self.head_bytes = self.head_bytes + len(data) if heads == self.heads else 0
        if self.head_since and self.head_bytes > get_settings().max_head_bytes:
            self.refuse_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.head_since, self.idle_since, self.has_begun = self.loop.time(), None, True

    def on_headers_complete(self) -> None:
        self.heads += 1
        self.head_since, self.body_since = None, self.loop.time()
        super().on_headers_complete()
        if len(self.pipeline) > MOST_PIPELINED:
            self.abort()

    def on_message_complete(self) -> None:
        self.body_since = None
        super().on_message_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        cycle.scope["extensions"] = self.extensions
        self.running = cycle
        super()._start_asgi_task(cycle, app)

    def send_whole(self, status: int, lines: bytes, body: bytes) -> bool:
        """Write the answer to what is running; False if it must be sent in steps.

        Its headers are known to be good; `cycle.send` looks at each with two expressions.
        """
        cycle = self.running
        if cycle is None or cycle.disconnected:
            return False
        if self.flow.write_paused or cycle.scope["method"] == "HEAD":
            return False
        ours = lines_of(self.server_state.default_headers) + lines
        end = b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n"
        self.transport.write(b"".join((STATUS_LINE[status], ours, end, body)))
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()
        return True

    def on_response_complete(self) -> None:
        self.idle_since = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        self.unread_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        self.unread_since = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        self.refuse(400, msg)

    def look(self, now: float) -> bool:
        if self.closing_since is None and self.transport.is_closing():
            self.closing_since = now
        if is_over(self.head_since, HEAD_SECONDS, now):
            self.end_head()
        elif is_over(self.body_since, BODY_SECONDS, now):
            self.end_body(now)
        elif self.is_unread(now):
            self.abort()
        elif is_over(self.idle_since, get_settings().keep_alive_seconds, now):
            self.idle_since = None
            self.transport.close()
        else:
            return False
        return True

    def is_unread(self, now: float) -> bool:
        """Whether what we have sent, or our last words, are not taken."""
        linger = REFUSED_SECONDS if self.is_refused else LINGER_SECONDS
        is_slow = is_over(self.unread_since, WRITE_SECONDS, now)
        return is_slow or is_over(self.closing_since, linger, now)

    def end_head(self) -> None:
        # A browser opens connections ahead of need, and expects no answer on one it did not use.
        if not self.has_begun:
            return self.abort()
        self.refuse(408, f"Send the head within {HEAD_SECONDS} s")

    def end_body(self, now: float) -> None:
        if self.flow.read_paused:
            # It does not come because we do not read.
            self.body_since = now
        elif self.cycle.response_started:
            self.abort()
        else:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self.tell(408, f"Send the body within {BODY_SECONDS} s")

    def refuse_head(self) -> None:
        most = get_settings().max_head_bytes
        status = 414 if len(self.url) > most // 2 else 431
        self.refuse(status, f"Send a head of at most {most:,} bytes")

    def refuse(self, status: int, reason: str, code: str = "BAD_REQUEST") -> None:
        """Say why this connection ends, unless the answer to something else is on its way."""
        if self.cycle is not None and not self.cycle.response_complete:
            return self.abort()
        self.tell(status, reason, code)

    def tell(self, status: int, reason: str, code: str = "BAD_REQUEST") -> None:
        self.is_refused, self.closing_since = True, self.loop.time()
        self.head_since = self.body_since = self.idle_since = None
        self.transport.write(whole_answer(status, reason, code))
        self.transport.write_eof()

    def drop(self, data: bytes) -> None:
        self.dropped_bytes += len(data)
        if self.dropped_bytes > MOST_DROPPED_BYTES:
            self.abort()


def is_over(since: float | None, seconds: float, now: float) -> bool:
    return since is not None and now - since > seconds


def whole_answer(status: int, reason: str, code: str) -> bytes:
    """An answer to what no application can answer, since it is no whole request."""
    body = orjson.dumps({"errors": [{"message": reason, "extensions": {"code": code}}]})
    own = [
        (b"content-length", b"%d" % len(body)),
        (b"x-request-id", new_request_id().encode()),
        (b"connection", b"close"),
        *([(b"retry-after", b"5")] if status == 503 else []),
    ]
    return STATUS_LINE[status] + JSON[PLAIN].lines + lines_of(own) + b"\r\n" + body


class SocketProtocol(WebSocketsSansIOProtocol):
    def connection_lost(self, exc: Exception | None) -> None:
        peers.leave(self.client[0] if self.client else "")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # A handshake that cannot be read is answered, not left waiting.
        if self.conn.handshake_exc is not None:
            said = b"".join(self.conn.data_to_send())
            self.transport.write(said or whole_answer(400, NO_HANDSHAKE, "BAD_REQUEST"))
            self.transport.close()

    def send_receive_event_to_app(self) -> None:
        # Bytes, for the gateway reads UTF-8 itself: uvicorn logs a traceback where it is none.
        self.curr_msg_data_type = "bytes"
        super().send_receive_event_to_app()

    async def run_asgi(self) -> None:
        extensions: dict[Any, Any] = self.scope["extensions"]
        extensions[TEXT] = self.write_text
        await super().run_asgi()
        del extensions[TEXT]
        # Closing waits until all is sent, which is never if the client does not read.
        self.loop.call_later(LINGER_SECONDS, self.abort)

    def write_text(self, text: bytes) -> bool:
        """Write one frame of text at once; False if it must be sent in steps.

        Nothing is awaited, nothing is copied twice, and what is told to thousands is not looked at
        anew for each of them.
        """
        if self.disconnected or not self.writable.is_set() or self.conn.state is not State.OPEN:
            return False
        self.transport.write(frame_head(len(text)) + text)
        return True

    def abort(self) -> None:
        if not self.disconnected:
            self.transport.abort()
