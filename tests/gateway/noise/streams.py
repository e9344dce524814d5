"""Streams of answers over HTTP, read as their clients read them."""

from collections.abc import Iterator
from typing import Any

import orjson

from gateway.negotiation import EVENTS
from tests.gateway.noise.wire import Reply

PARTS = "multipart/mixed"
WAYS = {"events": EVENTS, "parts": f"{PARTS};subscriptionSpec=1.0, application/json"}
BOUNDARY = "--graphql"

Json = Any


class Garbled(Exception):
    """The stream is not written as it should be."""


def answers_of(reply: Reply) -> list[Json]:
    """The answers of a stream so far, or the only one of an answer that is none; else Garbled."""
    kind = reply.headers.get("content-type", "")
    text = reply.body.decode()
    if kind.startswith(EVENTS):
        return list(answers_in_events(text))
    if kind.startswith(PARTS):
        return list(answers_in_parts(text))
    return [orjson.loads(text)]


def answers_in_events(text: str) -> Iterator[Json]:
    *blocks, rest = text.split("\n\n")
    for number, block in enumerate(blocks):
        if block.startswith("event: next\ndata: "):
            yield orjson.loads(block.removeprefix("event: next\ndata: "))
        elif block.startswith(": "):
            # Said to whoever reads comments: why it was broken off.
            yield {"errors": orjson.loads(block[2:])}
        elif block not in (":", "event: complete\ndata:") or (
            block[0] == "e" and blocks[number + 1 :]
        ):
            raise Garbled(block)
    if rest:
        raise Garbled(rest)


def answers_in_parts(text: str) -> Iterator[Json]:
    opening, *parts = text.split(f"\r\n{BOUNDARY}")
    if opening or not parts:
        raise Garbled(text)
    *parts, rest = parts
    if rest not in ("", "--\r\n"):
        raise Garbled(rest)
    for part in parts:
        head, _, body = part.partition("\r\n\r\n")
        if head != "\r\ncontent-type: application/json":
            raise Garbled(part)
        said = orjson.loads(body)
        if said.get("payload"):
            yield said["payload"]
        elif "errors" in said:
            yield {"errors": said["errors"]}
        elif said:
            raise Garbled(part)
