"""Which pages may have their visitors' browsers ask us: our own, and those of allowed origins.

Browsers say where a page is from, in `Sec-Fetch-Site` and in `Origin`; no page can change either.
Whoever sends neither is no browser, and has no visitor whose rights it could borrow.
"""

from gateway.heads import Head
from settings import get_settings

Headers = list[tuple[bytes, bytes]]

NOT_FROM_THERE = "Pages of this origin may not ask here; add it to ALLOWED_ORIGINS if they should"
EXPOSED = (
    b"access-control-expose-headers",
    b"x-request-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset",
)
PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"authorization, content-type, traceparent, tracestate"),
    (b"access-control-max-age", b"600"),
]


def may_act(head: Head) -> bool:
    """Whether a request, or the handshake of a socket, comes from where it may."""
    site, origin = head.get(b"sec-fetch-site"), head.get(b"origin")
    if site is None:
        return origin is None or is_own(origin, head.get(b"host")) or is_allowed(origin)
    return site in (b"same-origin", b"none") or (origin is not None and is_allowed(origin))


def is_own_page(head: Head) -> bool:
    """Whether a page of ours asks: only then do its visitor's cookies say who asks."""
    site, origin = head.get(b"sec-fetch-site"), head.get(b"origin")
    if site is None:
        return origin is not None and is_own(origin, head.get(b"host"))
    return site == b"same-origin"


def is_own(origin: bytes, host: bytes | None) -> bool:
    scheme, _, place = origin.partition(b"://")
    return scheme in (b"https", b"http") and place != b"" and place == host


def is_allowed(origin: bytes) -> bool:
    return origin.decode("latin-1") in get_settings().allowed_origins


def shared_with(head: Head) -> Headers:
    """What lets a page of an allowed origin read the answer; nothing for all others.

    Without credentials: such a page sends a token, never the cookies of its visitors.
    """
    origin = head.get(b"origin")
    if origin is None or not is_allowed(origin):
        return []
    return [(b"access-control-allow-origin", origin), EXPOSED]
