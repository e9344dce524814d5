"""uvicorn's transport of HTTP, with the ends tied up that it leaves open."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from gateway.deadlines import LINGER_SECONDS, watch
from gateway.forms import PATIENCE, WHOLE, lines_of
from gateway.last_words import whole_answer
from gateway.operations import Refused
from gateway.peers import peers
from gateway.socket_protocol import SocketProtocol
from gateway.strict import UNREADABLE, StrictProtocol
from settings import Settings, get_settings

HEAD_SECONDS = 10
BODY_SECONDS = 10
WRITE_SECONDS = 10
"""How long a client may leave 64 KiB of an answer unread."""
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


class HttpProtocol(StrictProtocol):
    """Each step of a request has its time, and the head a size, or the connection ends.

    `unread_since` and `closing_since` are the loop's time, as those of the steps are.
    """

    unread_since: float | None = None
    closing_since: float | None = None
    has_ended = False
    """Whether the client has said that it sends nothing more."""
    dropped_bytes = 0
    slow: RequestResponseCycle | None = None
    """Whose body may take `slow_seconds` and have `slow_bytes`."""
    slow_seconds = 0.0
    slow_bytes = 0
    last_words: bytes | None = None
    """What is said once all answers are out that were owed before."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.host = self.client[0] if self.client else ""
        self.extensions: dict[Any, Any] = {
            WHOLE: self.send_whole,
            PATIENCE: self.be_patient,
        }
        watch.add(self)
        if reason := peers.enter(self.host):
            self.refuse(Refused(reason, 503, "UNAVAILABLE", **{"retry-after": "5"}))

    def eof_received(self) -> bool:  # type: ignore[override]
        """Whether the connection stays, for one who has asked and sends nothing more."""
        self.has_ended = True
        if self.body_since is not None:
            self.refuse(Refused(UNREADABLE))
        self.head_since = self.idle_since = None
        # One who hears a stream has left; the others we hear of once the answer is not taken.
        if self.running is None or not self.is_answering() or self.running.chunked_encoding:
            return False
        if self.last_words is None:
            self.cycle.keep_alive = False
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        watch.discard(self)
        peers.leave(self.host)
        self.tell_running()
        super().connection_lost(exc)
        # What refers to itself is found by the garbage collector only, which holds everybody up.
        self.extensions.clear()
        self.running = self.slow = None

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
        self.extensions.clear()
        self.slow = None

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

    def be_patient(self, seconds: float, most_bytes: int) -> None:
        """Let the body of what is running come slower, and be longer, than others: it is known who
        sends it, and what for.
        """
        if self.running is self.cycle:
            self.slow, self.slow_seconds, self.slow_bytes = self.cycle, seconds, most_bytes

    def body_seconds(self) -> float:
        return self.slow_seconds if self.is_slow() else BODY_SECONDS

    def most_body_bytes(self) -> int:
        return self.slow_bytes if self.is_slow() else super().most_body_bytes()

    def is_slow(self) -> bool:
        return self.slow is not None and self.slow is self.cycle

    def pause_writing(self) -> None:
        self.unread_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        self.unread_since = None
        super().resume_writing()

    def look(self, now: float) -> bool:
        if self.closing_since is None and self.transport.is_closing():
            self.closing_since = now
        if is_over(self.head_since, HEAD_SECONDS, now):
            self.end_head()
        elif is_over(self.body_since, self.body_seconds(), now):
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
        is_told = self.is_refused and self.last_words is None
        is_slow = is_over(self.unread_since, WRITE_SECONDS, now)
        linger = REFUSED_SECONDS if is_told else LINGER_SECONDS
        return is_slow or is_over(self.closing_since, linger, now)

    def end_head(self) -> None:
        # A browser opens connections ahead of need, and expects no answer on one it did not use.
        if not self.has_begun:
            return self.abort()
        self.refuse(Refused(f"Send the head within {HEAD_SECONDS} s", 408))

    def end_body(self, now: float) -> None:
        if self.flow.read_paused:
            # It does not come because we do not read.
            self.body_since = now
        else:
            self.refuse(Refused(f"Send the body within {self.body_seconds():g} s", 408))

    def refuse(self, refusal: Refused) -> None:
        """Read nothing more, and say why once what was asked before is answered."""
        is_half = self.body_since is not None
        self.is_refused, self.last_words = True, whole_answer(refusal)
        self.head_since = self.body_since = self.idle_since = None
        if is_half:
            self.give_up(self.cycle)
        if not self.is_answering():
            self.tell()

    def give_up(self, cycle: RequestResponseCycle) -> None:
        """The last request is not whole: our last words are its answer, if it has none yet."""
        if self.pipeline and self.pipeline[0][0] is cycle:
            self.pipeline.popleft()
            self.cycle = self.pipeline[0][0] if self.pipeline else self.running or cycle
        elif cycle.response_complete:
            self.last_words = b""
        elif cycle.response_started:
            self.abort()
        else:
            cycle.disconnected = True
            cycle.message_event.set()

    def is_answering(self) -> bool:
        running = self.running
        return running is not None and not (running.response_complete or running.disconnected)

    def tell(self) -> None:
        if self.transport.is_closing():
            return
        self.closing_since = self.loop.time()
        self.transport.write(self.last_words or b"")
        self.last_words = None
        if self.has_ended:
            self.transport.close()
        else:
            self.transport.write_eof()

    def on_response_complete(self) -> None:
        """As uvicorn's, but for its timer of each answer: `look` sees who is idle."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self.last_words is not None:
            self.tell()
        elif self.head_since is None and self.body_since is None:
            # Otherwise the next request has begun, or the rest of this one is on its way.
            self.idle_since = self.loop.time()

    def drop(self, data: bytes) -> None:
        self.dropped_bytes += len(data)
        if self.dropped_bytes > MOST_DROPPED_BYTES:
            self.abort()


def is_over(since: float | None, seconds: float, now: float) -> bool:
    return since is not None and now - since > seconds
