"""The headers of a request that decide something, read once."""

from typing import Any

Head = dict[bytes, bytes]

WANTED = frozenset(
    {
        b"accept",
        b"access-control-request-method",
        b"authorization",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"cookie",
        b"host",
        b"origin",
        b"sec-fetch-site",
        b"user-agent",
        b"x-forwarded-for",
    }
)


def head_of(scope: Any) -> Head:
    """Names in lower case; what was sent twice is joined with commas, as RFC 9110 5.3 reads it.

    Cookies with semicolons, as RFC 9113 8.2.3 does.
    """
    head: Head = {}
    for name, value in scope["headers"]:
        if name in WANTED:
            between = b"; " if name == b"cookie" else b","
            head[name] = head[name] + between + value if name in head else value
    return head


def agent_of(head: Head) -> str:
    """What the client calls itself; nothing where it does not say."""
    return head.get(b"user-agent", b"").decode("latin-1")
