"""uvicorn's transport of a WebSocket, with the ends tied up that it leaves open."""

from http import HTTPStatus
from typing import Any

from uvicorn._types import ASGIReceiveEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.datastructures import Headers
from websockets.http11 import Response
from websockets.protocol import State

from gateway.deadlines import LINGER_SECONDS
from gateway.frames import TEXT, frame_head
from gateway.last_words import said, whole_answer
from gateway.masking import LONGEST_MESSAGE
from gateway.operations import Refused
from gateway.peers import peers
from gateway.strict import NO_HANDSHAKE

AT_ONCE = 4_096
"""Bytes that are taken apart before the frames in them are counted: each costs 6 µs."""
MOST_FRAMES = 256
"""In so many bytes; the shortest messages of the protocol are 195."""
TOO_SMALL = "Send fewer frames that hold next to nothing"


class SocketProtocol(WebSocketsSansIOProtocol):
    owes_pongs = False
    """Nothing is read while answers to pings are not taken, which anybody may send for ever."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.conn.reject = rejection  # type: ignore[method-assign]

    def connection_lost(self, exc: Exception | None) -> None:
        peers.leave(self.client[0] if self.client else "")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), AT_ONCE):
            if not self.transport.is_closing():
                self.take_apart(data[start : start + AT_ONCE])

    def take_apart(self, data: bytes) -> None:
        super().data_received(data)
        # A handshake that cannot be read is answered, not left waiting.
        if self.conn.handshake_exc is not None and not self.handshake_complete:
            written = b"".join(self.conn.data_to_send())
            self.transport.write(written or whole_answer(Refused(NO_HANDSHAKE)))
            self.transport.close()

    def handle_events(self) -> None:
        if len(self.conn.events) <= MOST_FRAMES:
            return super().handle_events()
        self.conn.fail(1008, TOO_SMALL)
        self.handle_parser_exception()

    def handle_ping(self) -> None:
        super().handle_ping()
        if not self.owes_pongs:
            self.owes_pongs = True
            self.hold()
            # The loop reads 32 pieces before it is anybody else's turn, if nothing holds it.
            self.loop.call_soon(self.read_on)

    def hold(self) -> None:
        if self.owes_pongs and not self.transport.is_closing():
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        super().resume_writing()
        self.read_on()

    def read_on(self) -> None:
        if not self.writable.is_set():
            return
        # uvicorn itself reads on once the message is taken that it has paused for.
        if self.owes_pongs and not self.read_paused and not self.transport.is_closing():
            self.transport.resume_reading()
        self.owes_pongs = False

    async def receive(self) -> ASGIReceiveEvent:
        message = await super().receive()
        self.hold()
        return message

    async def send(self, message: Any) -> None:
        await super().send(message)
        # uvicorn takes a handshake that the application refused for one that it forgot.
        if self.initial_response is not None and self.close_sent:
            self.handshake_complete = True

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


def rejection(status: int, text: str) -> Response:
    """A handshake refused by the library: GraphQL's JSON, as everything else that is refused."""
    reason = text.partition("\n")[0][:LONGEST_MESSAGE] or NO_HANDSHAKE
    code = "INTERNAL_SERVER_ERROR" if status == 500 else "BAD_REQUEST"
    headers, body = said(Refused(reason, status, code))
    lines = [(name.decode(), value.decode()) for name, value in headers]
    return Response(int(status), HTTPStatus(status).phrase, Headers(lines), body)
