"""Requests that no client should send: wrong in the body, in the head, or no HTTP at all."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tests.gateway.noise.wire import get, post
from tests.generated.dice import Dice

PLAIN = "content-type: application/json"
MOST = 1_048_576
"""What a body may hold."""

QUERIES = (
    *("{ __typename }", "{ viewer { user { id } } }", "{", "", "query A { a } query B { b }"),
    *("query ($v: ID!) { node(id: $v) { id } }", "mutation { signOut { signedOutAt } }"),
    "subscription { inboxEvents { conversation { id } } }",
)
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**400, 1e308, "", "x", "\0", "\ud800", "é" * 100, [], {}, [None]),
    *(
        [[]],
        {"": ""},
        {"a": {"a": 1}},
        ["{ __typename }"],
        [1, "2", None],
        {"\0": "\0"},
        "x" * 9_000,
    ),
)
KEYS = ("query", "variables", "operationName", "extensions", "documentId", "id", "Query", "")


@dataclass(frozen=True, slots=True)
class Sent:
    """What is written to a connection, and what may come back."""

    data: bytes
    is_graphql: bool = True
    """Whether it is HTTP and for /graphql: then the answer is one of GraphQL's."""
    has_body: bool = True
    """Whether the answer has one: HEAD's has not."""
    is_cut: bool = False
    """Whether it ends too early: the client hangs up, and then there need be no answer."""


def malformed(dice: Dice) -> Sent:
    return dice.pick(MALFORMED)(dice)


def operation(dice: Dice) -> dict[str, Any]:
    return {"query": dice.pick(QUERIES), "variables": {"v": dice.pick(VALUES)}}


def noise(dice: Dice, most: int = 300) -> bytes:
    return dice.randbytes(dice.upto(most))


def broken_json(dice: Dice) -> Sent:
    """Cut off, overwritten, or with bytes between."""
    body = json.dumps(operation(dice)).encode()
    place = dice.upto(len(body))
    middle = dice.pick(
        (b"", b"\xff", b"\xed\xa0\x80", b"\0", b"NaN", b"Infinity", b"'", noise(dice))
    )
    rest = b"" if dice.chance(0.4) else body[place + dice.upto(3) :]
    return Sent(post(body[:place] + middle + rest, PLAIN))


def wrong_types(dice: Dice) -> Sent:
    body = operation(dice)
    for _ in range(1 + dice.upto(2)):
        body[dice.pick(KEYS)] = dice.pick(VALUES)
    return Sent(post(json.dumps(body).encode(), PLAIN))


def no_object(dice: Dice) -> Sent:
    value = dice.pick((*VALUES, [operation(dice)] * 2))
    return Sent(post(json.dumps(value).encode(), PLAIN))


def deep(dice: Dice) -> Sent:
    """Nested, whole or cut off, by itself or at a key."""
    levels = dice.pick((10, 200, 1_000, 1_025, 20_000))
    opening, closing = dice.pick(((b"[", b"]"), (b'{"a":', b"}"), (b'{"query":', b"}")))
    value = opening * levels + b"1" + closing * (levels if dice.chance(0.7) else 0)
    if dice.chance(0.5):
        key = dice.pick(KEYS).encode()
        value = b'{"query":"{ __typename }","' + key + b'":' + value + b"}"
    return Sent(post(value, PLAIN))


def large_numbers(dice: Dice) -> Sent:
    number = dice.pick(
        (b"1e999", b"-1e999", b"9" * 5_000, b"1" + b"0" * 400, b"-0", b"01", b"1e", b".")
    )
    query = json.dumps(dice.pick(QUERIES)).encode()
    return Sent(post(b'{"query":' + query + b',"variables":{"v":' + number + b"}}", PLAIN))


def other_encodings(dice: Dice) -> Sent:
    encoding = dice.pick(("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-7", "cp037"))
    body = json.dumps({"query": "{ __typename }"}).encode(encoding)
    charset = dice.pick(("", f"; charset={encoding}"))
    return Sent(post(body, PLAIN + charset))


def random_bytes(dice: Dice) -> Sent:
    return Sent(post(noise(dice), PLAIN))


def doubled_keys(dice: Dice) -> Sent:
    one, other = (json.dumps(dice.pick((*VALUES, *QUERIES))).encode() for _ in "ab")
    return Sent(post(b'{"query":' + one + b',"query":' + other + b"}", PLAIN))


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


def too_large(dice: Dice) -> Sent:
    if dice.chance(0.9):
        # Only said to be large: an answer may come before the body, which never does.
        head = post(b"", PLAIN).replace(b"content-length: 0", b"content-length: %d" % (10 * MOST))
        return Sent(head, is_cut=True)
    return Sent(post(b" " * (MOST + 1 + dice.upto(100)), PLAIN))


def chunked(dice: Dice) -> Sent:
    """In pieces, some of them wrong."""
    body = json.dumps(operation(dice)).encode()
    head = post(b"", PLAIN).replace(b"content-length: 0", b"transfer-encoding: chunked")
    place = dice.upto(len(body))
    parts = [b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:place], body[place:]) if part]
    if dice.chance(0.5):
        return Sent(head + b"".join(parts) + b"0\r\n\r\n")
    wrong = dice.pick(
        (b"zz\r\n", b"-1\r\n", b"f" * 20 + b"\r\n", b"5\r\nabc\r\n", b"0\r\nx: y\r\n\r\n")
    )
    return Sent(head + parts[0] + wrong, is_graphql=False, is_cut=True)


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


MALFORMED: tuple[Callable[[Dice], Sent], ...] = (
    *(broken_json, wrong_types, no_object, deep, large_numbers, other_encodings, random_bytes),
    *(doubled_keys, content_types, headers, addresses, methods, paths, too_large, chunked),
    *(no_http, hung_up),
)
