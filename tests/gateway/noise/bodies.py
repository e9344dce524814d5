"""Requests that are wrong in their body."""

import json
from collections.abc import Callable
from typing import Any

from tests.gateway.noise.sent import PLAIN, QUERIES, VALUES, Sent, noise, operation
from tests.gateway.noise.wire import post
from tests.generated.dice import Dice

MOST = 1_048_576
"""What a body may hold."""

KEYS = ("query", "variables", "operationName", "extensions", "documentId", "id", "Query", "")


def persisted(dice: Dice) -> Sent:
    """By a hash or an id that is none, or is of something else."""
    known = "8e8e1a3bca5d3fcf0f2e7ec8c2ef6a41ad3a3ac6d3f1a5c0f8ed2c4c0d0a7d5c"
    asked: Any = {
        "version": dice.pick((1, 1, 1, *VALUES)),
        "sha256Hash": dice.pick((known, *VALUES)),
    }
    body: dict[str, Any] = {"extensions": {"persistedQuery": dice.pick((asked, asked, *VALUES))}}
    if dice.chance(0.5):
        body |= operation(dice)
    if dice.chance(0.3):
        body["documentId"] = dice.pick((known, f"sha256:{known}", "sha256:", *VALUES))
    return Sent(post(json.dumps(body).encode(), PLAIN))


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


BODIES: tuple[Callable[[Dice], Sent], ...] = (
    *(broken_json, wrong_types, no_object, deep, large_numbers, other_encodings, random_bytes),
    *(doubled_keys, too_large, chunked, persisted),
)
