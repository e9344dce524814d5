"""uvicorn's reading of requests, strict where it is lenient: what is doubtful is refused."""

import asyncio
import re
from abc import ABC, abstractmethod
from itertools import chain

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from gateway.forms import lines_of
from gateway.operations import Refused
from settings import get_settings

MOST_PIPELINED = 4
"""Requests sent before the answers to those before them; hardly any client sends even two."""

MOST_WRAPPING = 2
"""Bytes on the wire for each that a body may have: it may be long or in tiny chunks, not both."""

MOST_FIELDS = 128
"""Headers of a request; each is a call of Python. A handshake may have as many."""
MOST_TRAILERS = 64

UNREADABLE = "Send requests as RFC 9112 has them"
ONE_HOST = "Send the header `Host` once"
BAD_HOST = "Send as `Host` a name or an address, and its port if it has another than usual"
NO_VERSION = "Speak HTTP/1.1"
NO_PROXY = "Ask this server itself; it connects to no other"
NO_CODING = "Send the body as it is, or with `Transfer-Encoding: chunked`"
NO_HANDSHAKE = "Send the handshake of a WebSocket without a body, and wait for its answer"
NOT_YET = "Wait for the answers to all requests, and then open a WebSocket"
NO_ADDRESS = "Ask for a path such as /graphql, and write it as RFC 3986 has it"
TOO_MANY = f"Send at most {MOST_PIPELINED} requests before the answer to the one before them"

NO_PATH = re.compile(rb"^([a-z]+://[^/?#]+)(?=[?#]|$)", re.IGNORECASE)
"""Of an address with its host; the path is `/` then, as RFC 9112 3.2.1 has it."""
HOST = re.compile(rb"(?:[\w.~!$&'()*+,;=%-]+|\[[\da-fA-F:.]+\])(?::\d{0,5})?")
VERSIONS = ("1.1", "1.0")
OTHER_VERSIONS = ("Invalid HTTP version", "Pause on PRI/Upgrade")
"""What the parser says of those that it does not know; the second is the beginning of HTTP/2."""
WEIGHED = frozenset({b"expect", b"host", b"transfer-encoding"})


class StrictProtocol(HttpToolsProtocol, ABC):
    """Reads heads and bodies, and keeps the loop's time at which a step of it began.

    `head_since`, `body_since` and `idle_since` are None while it is not this one's turn.
    """

    url = b""
    head_since: float | None = None
    body_since: float | None = None
    idle_since: float | None = None
    has_begun = False
    is_refused = False
    running: RequestResponseCycle | None = None
    """The request that is being answered; `cycle` is the last that came."""

    hosts = 0
    is_chunked = False
    chunk_bytes = 0
    """Of a body in chunks, with all that is around them."""
    read_bytes = 0
    """Of the piece that is read now."""
    bodiless_bytes = 0
    """Read since a byte of a body in chunks came, but for what came in one piece with it."""
    trailers = 0
    """Fields after a body in chunks."""
    held = 0
    """Requests whose head has ended in this piece, or whose body goes on in it."""
    head_bytes = 0
    """What was read since this head began: it has so many at most."""
    other_bytes = 0
    """So many of those may be of the request before it, whose end came in the same piece."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.head_since = self.loop.time()
        self.most_head_bytes = get_settings().max_head_bytes

    @abstractmethod
    def refuse(self, refusal: Refused) -> None:
        """Read nothing more, and say why."""

    @abstractmethod
    def drop(self, data: bytes) -> None:
        """What comes after a refusal."""

    def data_received(self, data: bytes) -> None:
        if self.is_refused:
            return self.drop(data)
        self.read_bytes, self.held = len(data), 0 if self.body_since is None else 1
        if self.head_since is not None:
            self.head_bytes += len(data)
        self.feed(data)
        if self.head_since is not None:
            if self.head_bytes - self.other_bytes > self.most_head_bytes:
                self.refuse(self.too_large())
        elif self.is_chunked and self.body_since is not None:
            self.count_chunks(len(data))

    def count_chunks(self, more: int) -> None:
        """What comes between chunks and after them is no body, but would be kept in memory."""
        self.chunk_bytes += more
        self.bodiless_bytes += more
        is_long = self.chunk_bytes > MOST_WRAPPING * self.most_body_bytes()
        # The parser copies a trailer anew with each piece of it.
        if is_long or self.bodiless_bytes > self.most_head_bytes:
            self.refuse(Refused("Send the body in fewer chunks, with fewer trailers", 413))

    def most_body_bytes(self) -> int:
        return get_settings().max_body_bytes

    def feed(self, data: bytes) -> None:
        while data:
            try:
                return self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                data = self.upgraded(data[upgrade.args[0] :])
            except httptools.HttpParserError as error:
                return self.refuse(refusal_of(error))

    def upgraded(self, rest: bytes) -> bytes:
        """What is to be read on after a head with an Upgrade, which the parser takes for an end.

        It would take a body for the next request: no other upgrade than a WebSocket is made, as RFC
        9110 7.8 allows, so all others are read anew without it, and their bodies with them.
        """
        if not self._should_upgrade():
            return self.begin_anew() + rest
        if self.running and not self.running.response_complete:
            self.refuse(Refused(NOT_YET))
        elif rest or self.announces_body():
            self.refuse(Refused(NO_HANDSHAKE))
        else:
            self.handle_websocket_upgrade()
        return b""

    def begin_anew(self) -> bytes:
        """The head without its upgrade, for a parser that has not seen an end."""
        version = self.parser.get_http_version().encode()
        first = b"%s %s HTTP/%s\r\n" % (self.parser.get_method(), self.url, version)
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        kept = [header for header in self.headers if header[0] != b"upgrade"]
        return first + lines_of(kept) + b"\r\n"

    def announces_body(self) -> bool:
        head = dict(self.headers)
        return b"transfer-encoding" in head or head.get(b"content-length", b"0").strip(b"0") != b""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.head_since, self.idle_since, self.has_begun = self.loop.time(), None, True
        self.hosts, self.head_bytes, self.is_chunked = 0, self.read_bytes, False
        self.other_bytes = self.read_bytes if self.held else 0

    def on_header(self, name: bytes, value: bytes) -> None:
        if self.head_since is None:
            return self.count_trailer()
        # Here, not after the piece: so many may come in one that nobody else has a turn.
        if len(self.headers) == MOST_FIELDS:
            raise Refused(f"Send at most {MOST_FIELDS} headers", 431)
        # Blanks at the end are no part of it, as RFC 9110 5.5 has it; the parser leaves them there.
        name, value = name.lower(), value.rstrip(b" \t")
        if name in WEIGHED:
            self.weigh(name, value)
        self.headers.append((name, value))

    def count_trailer(self) -> None:
        """What comes after a body in chunks is no header, though the parser calls it so."""
        self.trailers += 1
        if self.trailers > MOST_TRAILERS:
            raise Refused(f"Send at most {MOST_TRAILERS} trailers", 431)

    def weigh(self, name: bytes, value: bytes) -> None:
        if name == b"host":
            self.hosts += 1
            if not HOST.fullmatch(value):
                raise Refused(BAD_HOST)
        elif name == b"expect":
            self.expect_100_continue = value.lower() == b"100-continue"
        elif value.lower() != b"chunked":
            # The parser would hand over the packed bytes as the body.
            raise Refused(NO_CODING, 501)
        else:
            self.is_chunked, self.chunk_bytes, self.trailers = True, 0, 0
            self.bodiless_bytes = -self.read_bytes

    def on_headers_complete(self) -> None:
        self.held += 1
        if self.is_doubtful():
            self.check_head()
        if self.parser.should_upgrade():
            # Whether it is a request of HTTP is for `upgraded` to say.
            return self.note_method()
        self.begin_request()

    def begin_request(self) -> None:
        """Only after it is certain that there is one: a refusal is the answer to what is half."""
        try:
            super().on_headers_complete()
        except httptools.HttpParserInvalidURLError:
            raise Refused(NO_ADDRESS) from None
        self.head_since, self.body_since = None, self.loop.time()

    def note_method(self) -> None:
        self.scope["method"] = self.parser.get_method().decode("ascii")
        if self.scope["method"] == "CONNECT":
            raise Refused(NO_PROXY)

    def is_doubtful(self) -> bool:
        """Nearly never: what takes time to look at is looked at only then."""
        is_one = self.hosts == 1 and len(self.pipeline) < MOST_PIPELINED
        is_plain = self.url.startswith(b"/") and self.parser.get_http_version() == VERSIONS[0]
        return not (is_one and is_plain) or self.head_bytes > self.most_head_bytes

    def check_head(self) -> None:
        self.url = NO_PATH.sub(rb"\1/", self.url, count=1)
        if self.head_bytes > self.most_head_bytes and self.is_too_large():
            raise self.too_large()
        version = self.parser.get_http_version()
        if version not in VERSIONS:
            raise Refused(NO_VERSION, 505)
        if self.hosts != 1 and (self.hosts or version != "1.0"):
            raise Refused(ONE_HOST)
        if len(self.pipeline) == MOST_PIPELINED:
            raise Refused(TOO_MANY)

    def is_too_large(self) -> bool:
        """Looks at each header, where more was read than a head may have."""
        lines = sum(map(len, chain.from_iterable(self.headers))) + 4 * len(self.headers)
        return len(self.url) + lines > self.most_head_bytes

    def too_large(self) -> Refused:
        status = 414 if len(self.url) > self.most_head_bytes // 2 else 431
        return Refused(f"Send a head of at most {self.most_head_bytes:,} bytes", status)

    def on_body(self, body: bytes) -> None:
        self.bodiless_bytes = -self.read_bytes
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self.parser.should_upgrade():
            return
        self.body_since = None
        if self.cycle.response_complete:
            self.idle_since = self.loop.time()
        else:
            self.cycle.more_body = False
            self.cycle.message_event.set()

    def handle_websocket_upgrade(self) -> None:
        super().handle_websocket_upgrade()
        # What refers to itself is found by the garbage collector only, which holds everybody up.
        self.head_since = self.running = None
        self.parser = None  # type: ignore[assignment]


def refusal_of(error: httptools.HttpParserError) -> Refused:
    """Ours, if one of ours was raised while the parser called us."""
    if isinstance(error.__context__, Refused):
        return error.__context__
    return Refused(NO_VERSION, 505) if str(error) in OTHER_VERSIONS else Refused(UNREADABLE)
