"""How answers are written over HTTP, and the headers that go with them."""

from dataclasses import dataclass

from gateway.negotiation import GRAPHQL, PLAIN
from gateway.origins import Headers

WHOLE = "mentorgraph.whole"
"""An extension of ASGI that our own transport offers; see `HttpProtocol.send_whole`."""
PATIENCE = "mentorgraph.patience"
"""Another one; see `HttpProtocol.be_patient`."""

SHUT: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]
"""Nothing is taken for something else than it says it is, and what is no page loads nothing."""

# What is sent depends on these, though nothing of it may be kept by a cache anyway.
ALWAYS: Headers = [
    (b"cache-control", b"no-store"),
    (b"vary", b"accept, authorization, origin, sec-fetch-site"),
    *SHUT,
    (b"cross-origin-resource-policy", b"same-origin"),
]


def lines_of(headers: Headers) -> bytes:
    """As they go over the wire."""
    return b"".join(b"%s: %s\r\n" % header for header in headers)


class Block:
    """Headers that are always the same, and their lines."""

    __slots__ = ("headers", "lines")

    def __init__(self, headers: Headers) -> None:
        self.headers = headers
        self.lines = lines_of(headers)


def headers_of(content_type: str) -> Block:
    return Block([(b"content-type", content_type.encode()), *ALWAYS])


def streaming(content_type: str) -> Block:
    """nginx would keep events until it has a page full of them."""
    return Block([*headers_of(content_type).headers, (b"x-accel-buffering", b"no")])


JSON = {name: headers_of(f"{name}; charset=utf-8") for name in (PLAIN, GRAPHQL)}


@dataclass(frozen=True, slots=True)
class Form:
    """How a stream of answers is written: bytes around the JSON of each, and in place of one.

    `broken` has %s for the JSON of the errors that say why we end what the client would not.
    """

    name: str
    headers: Block
    opening: bytes
    before: bytes
    after: bytes
    heartbeat: bytes
    complete: bytes
    broken: bytes

    def event(self, encoded: bytes) -> bytes:
        return self.before + encoded + self.after

    def only(self, encoded: bytes) -> bytes:
        """A stream of one answer, whole."""
        return self.opening + self.event(encoded) + self.complete
