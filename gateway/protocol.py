"""uvicorn's transports, with the ends tied up that it leaves open."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from settings import Settings

HEAD_SECONDS = 10
MOST_HEAD_BYTES = 65_536
LINGER_SECONDS = 15
"""Longer than uvicorn waits for a client's answer to its close frame."""


def server_options(settings: Settings) -> dict[str, Any]:
    """What uvicorn must be told for the gateway's limits to hold."""
    return {
        "http": HeadLimits,
        "ws": SocketProtocol,
        "ws_max_size": settings.max_frame_bytes,
        "ws_per_message_deflate": False,
        # The gateway pings by the protocol: a keepalive timeout here closes with 1011, which the
        # common client takes for the end.
        "ws_ping_interval": None,
        "access_log": False,
    }


class HeadLimits(HttpToolsProtocol):
    """The head of a request comes soon and is of a size, or the connection ends."""

    head_timer: asyncio.TimerHandle | None = None
    head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.expect_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.expect_head()

    def on_headers_complete(self) -> None:
        self.forget_head()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self.forget_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self.head_bytes += len(data)
        if self.head_timer and self.head_bytes > MOST_HEAD_BYTES:
            self.transport.abort()

    def expect_head(self) -> None:
        self.forget_head()
        self.head_bytes = 0
        self.head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def forget_head(self) -> None:
        if self.head_timer:
            self.head_timer.cancel()
            self.head_timer = None


class SocketProtocol(WebSocketsSansIOProtocol):
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # A handshake that cannot be read is answered, not left waiting.
        if self.conn.handshake_exc is not None:
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def send_receive_event_to_app(self) -> None:
        # Bytes, for the gateway reads UTF-8 itself: uvicorn logs a traceback where it is none.
        self.curr_msg_data_type = "bytes"
        super().send_receive_event_to_app()

    async def run_asgi(self) -> None:
        await super().run_asgi()
        # Closing waits until all is sent, which is never if the client does not read.
        self.loop.call_later(LINGER_SECONDS, self.drop)

    def drop(self) -> None:
        if not self.disconnected:
            self.transport.abort()
