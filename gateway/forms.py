"""How answers are written over HTTP, and the headers that go with them."""

from dataclasses import dataclass

from gateway.negotiation import GRAPHQL, PLAIN
from gateway.origins import Headers

# What is sent depends on these, though nothing of it may be kept by a cache anyway.
ALWAYS: Headers = [
    (b"cache-control", b"no-store"),
    (b"vary", b"accept, authorization, origin, sec-fetch-site"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


def headers_of(content_type: str) -> Headers:
    return [(b"content-type", content_type.encode()), *ALWAYS]


def streaming(content_type: str) -> Headers:
    """nginx would keep events until it has a page full of them."""
    return [*headers_of(content_type), (b"x-accel-buffering", b"no")]


JSON = {name: headers_of(f"{name}; charset=utf-8") for name in (PLAIN, GRAPHQL)}


@dataclass(frozen=True, slots=True)
class Form:
    """How a stream of answers is written: bytes around the JSON of each, and in place of one.

    `broken` has %s for the JSON of the errors that say why we end what the client would not.
    """

    headers: Headers
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
