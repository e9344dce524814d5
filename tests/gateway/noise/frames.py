"""Frames that no client should send: wrong for the protocol, for JSON, or for WebSocket itself."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.gateway.noise.sent import QUERIES, VALUES
from tests.gateway.noise.websocket import (
    BINARY,
    CLOSE,
    CONTINUATION,
    HANDSHAKE,
    PING,
    PONG,
    TEXT,
    frame,
)
from tests.generated.dice import Dice

MOST = 65_536
"""What a frame may hold."""

INIT = frame(TEXT, b'{"type":"connection_init"}')
LIVE = {"query": "subscription { inboxEvents { conversation { id } } }"}
TYPES = (
    *("subscribe", "subscribe", "subscribe", "subscribe", "complete", "ping"),
    *(
        "connection_init",
        "subscribe",
        "complete",
        "ping",
        "pong",
        "next",
        "error",
        "connection_ack",
    ),
    *("start", "stop", "connection_terminate", "ka", "Subscribe", "", "\0", "x" * 1_000),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What is written on a socket, and what its end may be beside the protocol's."""

    data: bytes
    closes: tuple[int, ...] = field(default=())
    """Codes that it is closed with because the client closed with them."""
    is_cut: bool = False
    """Whether it ends in the middle of a frame: nothing is awaited then."""


def malformed(dice: Dice, *beginnings: bytes) -> Said:
    """Something wrong on a socket that began in one of these ways, or not at all."""
    said = dice.pick(MALFORMED)(dice)
    return Said(dice.pick((b"", *beginnings)) + said.data, said.closes, said.is_cut)


def beginning(token: str) -> bytes:
    payload = {"authorization": f"Bearer {token}"}
    return text({"type": "connection_init", "payload": payload})


def text(value: Any) -> bytes:
    return frame(TEXT, json.dumps(value).encode())


def noise(dice: Dice) -> Said:
    opcode = dice.pick((TEXT, BINARY))
    return Said(frame(opcode, dice.randbytes(dice.upto(300))))


def no_object(dice: Dice) -> Said:
    return Said(text(dice.pick(VALUES)))


def wrong_types(dice: Dice) -> Said:
    """Any value at any key, in some messages."""
    data = b""
    for _ in range(1 + dice.upto(3)):
        message: dict[str, Any] = {"type": dice.pick(TYPES), "id": dice.pick(("1", "2"))}
        message["payload"] = {"query": dice.pick(QUERIES), "variables": {"v": dice.pick(VALUES)}}
        target = dice.pick((message, message["payload"]))
        for _ in range(dice.upto(1)):
            target[dice.pick((*target, "extra", "extensions", "documentId"))] = dice.pick(VALUES)
        data += text(message)
    return Said(data)


def proofs(dice: Dice) -> Said:
    """All that can be sent to say who it is."""
    key = dice.pick(("authorization", "Authorization", "token", "AUTHORIZATION"))
    value = dice.pick((*VALUES, "Bearer", "Bearer x", "Basic x", "Bearer \ud83d\ude00"))
    return Said(text({"type": "connection_init", "payload": {key: value}}))


def same_id_again(dice: Dice) -> Said:
    subscribe = text({"id": "1", "type": "subscribe", "payload": LIVE})
    between = dice.pick((b"", text({"id": "1", "type": "complete"}), text({"type": "ping"})))
    return Said(subscribe + between + subscribe)


def strange_ids(dice: Dice) -> Said:
    id = dice.pick((*VALUES, "x" * 100, "x" * 101, "\u202e", "__proto__"))
    kind = dice.pick(("subscribe", "complete"))
    payload = {"query": "{ __typename }"}
    return Said(text({"id": id, "type": kind, "payload": payload}))


def too_large(dice: Dice) -> Said:
    size = dice.pick((MOST - 1, MOST, MOST + 1, 2 * MOST))
    message = b'{"type":"ping","payload":{"x":"' + b"x" * size + b'"}}'
    return Said(frame(dice.pick((TEXT, BINARY)), message))


def said_to_be_large(dice: Dice) -> Said:
    length = dice.pick((MOST + 1, 2**31, 2**40, 2**63 - 1, 2**63, 2**64 - 1))
    return Said(frame(TEXT, b"x", length=length), is_cut=length < MOST)


def deep(dice: Dice) -> Said:
    levels = dice.pick((100, 1_000, 1_025, 10_000))
    opening, closing = dice.pick(((b"[", b"]"), (b'{"a":', b"}")))
    value = opening * levels + b"1" + closing * (levels if dice.chance(0.7) else 0)
    if dice.chance(0.5):
        value = b'{"type":"ping","payload":{"a":' + value + b"}}"
    return Said(frame(TEXT, value))


def no_utf8(dice: Dice) -> Said:
    wrong = dice.pick((b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xf8", b"\xe2\x82"))
    return Said(frame(TEXT, b'{"type":"ping","payload":{"a":"' + wrong + b'"}}'))


def pieces(dice: Dice) -> Said:
    """A message in pieces, with a ping between."""
    message = json.dumps({"type": dice.pick(("ping", "pong", "x"))}).encode()
    place = dice.upto(len(message))
    first = frame(dice.pick((TEXT, BINARY)), message[:place], is_last=False)
    between = dice.pick((b"", frame(PING, b"x"), frame(CONTINUATION, b"", is_last=False)))
    return Said(first + between + frame(CONTINUATION, message[place:]))


def wrong_pieces(dice: Dice) -> Said:
    begun = frame(TEXT, b"{", is_last=False)
    large = frame(CONTINUATION, b" " * 30_000, is_last=False)
    choices = (frame(CONTINUATION, b"{}"), begun + frame(TEXT, b"}"), begun + large * 3)
    return Said(dice.pick(choices))


def control(dice: Dice) -> Said:
    """Pings and pongs, also such as may not be sent."""
    opcode = dice.pick((PING, PONG))
    choices = (
        *(frame(opcode), frame(opcode, b"x" * 125), frame(opcode, b"\xff")),
        *(frame(opcode, b"x" * 126), frame(opcode, b"x", is_last=False)),
    )
    return Said(dice.pick(choices))


def reserved(dice: Dice) -> Said:
    choices = (
        *(frame(opcode, b"x") for opcode in (3, 4, 7, 11, 15)),
        *(frame(TEXT, b"{}", reserved=bits) for bits in (1, 2, 4, 7)),
        *(frame(TEXT, b"{}", is_masked=False), frame(PING, b"", reserved=4)),
    )
    return Said(dice.pick(choices))


def closes(dice: Dice) -> Said:
    """The client closes, with any code and reason."""
    code = dice.pick(
        (0, 999, 1000, 1001, 1005, 1006, 1011, 1015, 2999, 3000, 4000, 4400, 4999, 5000)
    )
    reason = dice.pick((b"", b"bye", b"\xff", b"x" * 123))
    payload = dice.pick((b"", b"\x03", code.to_bytes(2, "big") + reason))
    # Whoever closes without a code is answered so, which is 1005 for those who read it.
    return Said(frame(CLOSE, payload), (code, 1005))


def cut(dice: Dice) -> Said:
    whole = text({"id": "1", "type": "subscribe", "payload": LIVE})
    return Said(whole[: 1 + dice.upto(len(whole) - 2)], is_cut=True)


MALFORMED: tuple[Callable[[Dice], Said], ...] = (
    *(noise, no_object, wrong_types, wrong_types, proofs, same_id_again, strange_ids, too_large),
    *(said_to_be_large, deep, no_utf8, pieces, wrong_pieces, control, reserved, closes, cut),
)


STRANGE_LINES = (
    *("sec-websocket-protocol: graphql-ws", "sec-websocket-protocol: ,,"),
    *("sec-websocket-protocol: é", "sec-websocket-version: 8", "sec-websocket-version: x"),
    *("sec-websocket-key: x", "upgrade: h2c", "connection: close", "content-length: 5"),
    *("origin: https://elsewhere.example", "origin: http://[", "origin: null", "host: \xff"),
    *("cookie: __Host-sid=x", "sec-fetch-site: cross-site", "x: " + "y" * 9_000),
    "sec-websocket-extensions: permessage-deflate; client_max_window_bits=99",
)


def handshake(dice: Dice) -> list[str]:
    """The lines of a handshake: some of them lost, others added."""
    first, *lines = HANDSHAKE
    for _ in range(1 + dice.upto(2)):
        if dice.chance(0.4):
            lines.pop(dice.upto(len(lines) - 1))
        else:
            line = dice.pick(STRANGE_LINES)
            lines = [each for each in lines if each.split(":")[0] != line.split(":")[0]] + [line]
    return [first, *lines]
