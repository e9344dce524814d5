"""Requests that are wrong in their head, in their end, or no HTTP at all."""

import json
from collections.abc import Callable
from urllib.parse import quote

from tests.gateway.noise.sent import PLAIN, QUERIES, Sent, noise, operation
from tests.gateway.noise.wire import get, post
from tests.generated.dice import Dice

CONTENT_TYPES = (
    *(
        "",
        "application/graphql",
        "text/plain",
        "application/x-www-form-urlencoded",
        "a/b",
        ";",
        "json",
    ),
    *(
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/json;;;=",
    ),
    *("APPLICATION/JSON", "application/json, text/plain", "application/jsonp", "\xff", "x" * 5_000),
)


def content_types(dice: Dice) -> Sent:
    body = json.dumps(operation(dice)).encode()
    lines = [f"content-type: {dice.pick(CONTENT_TYPES)}" for _ in range(dice.upto(2))]
    return Sent(post(body, *lines))


HEADERS = {
    "accept": (
        "",
        "*/*",
        "text/html",
        ";,q=",
        "a/b",
        "*/*;q=9",
        "application/json;q=-1",
        "q",
        "\xff",
    ),
    "accept-encoding": ("gzip", "br;q=9", "\xff"),
    "authorization": ("", "Bearer", "Bearer x", "Basic x", "bearer \xff", "Bearer " + "x" * 9_000),
    "connection": ("close", "upgrade", "keep-alive", "x"),
    "upgrade": ("h2c", "websocket", "websocket, h2c", "\xff"),
    "content-encoding": ("gzip", "identity", "x"),
    "cookie": ("", "__Host-sid=x", "__Host-sid", "a=b; __Host-sid=x;;=;", "\xff"),
    "expect": ("100-continue", "x"),
    "host": ("", "x", "localhost:99999", "[::1", "\xff"),
    "last-event-id": ("", "x", "\xff"),
    "origin": ("null", "http://", "http://[", "https://elsewhere.example", "\xff"),
    "sec-fetch-site": ("same-origin", "none", "cross-site", "x", "\xff"),
    "x-forwarded-for": ("1.2.3.4", "x, y", "::1", "\xff", ","),
    "x-request-id": ("x", "\xff"),
    "traceparent": ("00-0-0-0", "x", "00-" + "a" * 32 + "-" + "b" * 16 + "-01"),
    "a" * 300: ("x",),
}


def headers(dice: Dice) -> Sent:
    names = [dice.pick(tuple(HEADERS)) for _ in range(1 + dice.upto(3))]
    lines = [f"{name}: {dice.pick(HEADERS[name])}" for name in names]
    if dice.chance(0.5):
        return Sent(get("/graphql?query=" + quote(dice.pick(QUERIES)), *lines))
    return Sent(post(json.dumps(operation(dice)).encode(), PLAIN, *lines))


ADDRESSES = (
    *("/graphql", "/graphql?", "/graphql?query", "/graphql?query=", "/graphql?=", "/graphql?%"),
    *("/graphql?query=%ff%fe", "/graphql?query=%00", "/graphql?query=%ud800", "/graphql?&&&;;=&="),
    *(
        "/graphql?query={__typename}&query=x",
        "/graphql?query={__typename}&variables=",
        "/graphql#x",
    ),
    *("/graphql?query={__typename}&variables=[]", "/graphql?query={__typename}&extensions=1e999"),
    *(
        "/graphql?query={__typename}&operationName=%00",
        "/graphql?documentId=x",
        "/graphql?query=x+" * 9,
    ),
    "/graphql?query={__typename}&variables=" + "[" * 5_000,
    "/graphql?" + "&".join(f"a{number}=" for number in range(2_000)),
)


def addresses(dice: Dice) -> Sent:
    return Sent(get(dice.pick(ADDRESSES), "accept: application/json"))


METHODS = ("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "SEARCH", "LOCK")


def methods(dice: Dice) -> Sent:
    method, request = dice.pick(METHODS), post(b"{}", PLAIN)
    # A preflight is answered for browsers, by another rule.
    return Sent(request.replace(b"POST", method.encode(), 1), has_body=method != "HEAD")


PATHS = (
    *(
        "/",
        "/graphql/",
        "//graphql",
        "/graphql/x",
        "/GRAPHQL",
        "/graphql%00",
        "/%ff",
        "/../etc/passwd",
    ),
    *("/schema.graphql", "/livez", "/readyz", "/metrics", "/verify", "/assets/../settings.py", "*"),
    *(
        "/graphql\\",
        "/x" * 4_000,
        "http://elsewhere.example/graphql",
        "/livez?x=%",
        "/schema.graphql?%",
    ),
)


def paths(dice: Dice) -> Sent:
    method = dice.pick(("GET", "POST", "HEAD", "OPTIONS", "DELETE"))
    request = get(dice.pick(PATHS)).replace(b"GET", method.encode(), 1)
    return Sent(request, is_graphql=False, has_body=method != "HEAD")


GARBAGE = (
    *(b"\r\n\r\n", b"GET\r\n\r\n", b"GET /graphql\r\n\r\n", b"GET /graphql HTTP/9.9\r\n\r\n"),
    *(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n"),
    *(b"GET /graphql HTTP/1.1\r\nhost : x\r\n\r\n", b"GET /graphql HTTP/1.1\r\n: x\r\n\r\n"),
    *(b"POST /graphql HTTP/1.1\r\ncontent-length: x\r\n\r\n", b"get /graphql HTTP/1.1\r\n\r\n"),
    b"POST /graphql HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
    b"POST /graphql HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
    b"POST /graphql HTTP/1.1\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET /graphql HTTP/1.1\r\nx: \0\r\n\r\n",
    b"GET /graphql HTTP/1.1\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n",
    b"POST /graphql HTTP/1.1\r\nhost: x\r\nupgrade: h2c\r\nconnection: upgrade\r\n"
    b"content-length: 41\r\n\r\nGET /graphql?query=x HTTP/1.1\r\nhost: x\r\n\r\n",
    b"GET /graphql HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\nx",
    b"CONNECT elsewhere.example:443 HTTP/1.1\r\n\r\n",
    b"GET /graphql HTTP/1.1\r\n" + b"a: b\r\n" * 12_000 + b"\r\n",
)


def no_http(dice: Dice) -> Sent:
    data = dice.pick((*GARBAGE, noise(dice) + b"\r\n\r\n"))
    return Sent(data, is_graphql=False, is_cut=True)


def hung_up(dice: Dice) -> Sent:
    """A request that ends in the middle."""
    request = post(json.dumps(operation(dice)).encode(), PLAIN)
    return Sent(request[: 1 + dice.upto(len(request) - 2)], is_graphql=False, is_cut=True)


HEADS: tuple[Callable[[Dice], Sent], ...] = (
    *(content_types, headers, addresses, methods, paths, no_http, hung_up),
)
