"""What a client asks for, taken from JSON without trusting any of it."""

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import orjson

DEEPEST = 32
"""Levels of lists and objects in a JSON text; what the schema takes has about five."""
LONGEST_ID = 200


class Refused(Exception):
    """No operation can be read from this request; `status` is HTTP's word for why."""

    def __init__(
        self, reason: str, status: int = 400, code: str = "BAD_REQUEST", **headers: str
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.code = code
        self.extensions: dict[str, Any] = {"code": code}
        self.headers = headers


@dataclass(slots=True)
class Operation:
    query: str
    """Empty where the document is asked for by `document_id` or by `hash`."""
    variables: dict[str, Any]
    name: str | None
    extensions: dict[str, Any] = field(default_factory=dict)
    document_id: str | None = None
    hash: str | None = None
    """Of an automatic persisted query: the SHA-256 of its text."""


def from_json(body: bytes) -> Operation:
    return from_object(decoded("The body", body))


def decoded(what: str, text: bytes | str) -> object:
    """The value of a JSON text, at most 32 levels deep; Refused says what is no JSON."""
    try:
        value: object = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refused(f"{what} is not JSON in UTF-8: {error}") from None
    if is_deep(text) and is_deeper(value, DEEPEST):
        raise Refused(f"{what} is more than {DEEPEST} levels deep; send it flatter")
    return value


def is_deep(text: bytes | str) -> bool:
    """Whether there are brackets enough; nearly never, and counting takes no time."""
    if isinstance(text, str):
        return text.count("{") + text.count("[") > DEEPEST
    return text.count(b"{") + text.count(b"[") > DEEPEST


def is_deeper(value: object, levels: int) -> bool:
    """Whether lists and objects stand in each other this often; looks at each value once."""
    level: list[Any] = [value]
    for _ in range(levels):
        inside = (v.values() if type(v) is dict else v for v in level)
        level = [v for v in chain.from_iterable(inside) if type(v) in (dict, list)]
    return bool(level)


def from_object(value: object) -> Operation:
    """An operation from a decoded request; Refused names the part that has the wrong type."""
    if not isinstance(value, dict):
        raise Refused('Send a JSON object such as {"query": "{ viewer { user { name } } }"}')
    query, name, id = value.get("query"), value.get("operationName"), value.get("documentId")
    if name is not None and not isinstance(name, str):
        raise Refused("`operationName` must be a string or null")
    for part in ("variables", "extensions"):
        if not isinstance(value.get(part), dict | None):
            raise Refused(f"`{part}` must be an object or null")
    extensions = value.get("extensions") or {}
    hash = hash_of(extensions) if extensions else None
    if id is not None and (not isinstance(id, str) or not 0 < len(id) <= LONGEST_ID):
        raise Refused(f"`documentId` must be a string of 1 to {LONGEST_ID} characters")
    # The common client of the socket sends no operation without a text, so "" beside an id is none.
    if not (query in (None, "") and (id or hash)) and (not isinstance(query, str) or not query):
        raise Refused("`query` must be a string that holds a GraphQL document")
    return Operation(query or "", value.get("variables") or {}, name or None, extensions, id, hash)


def hash_of(extensions: dict[str, Any]) -> str | None:
    """What an automatic persisted query is asked for by; None if it is no such query."""
    asked = extensions.get("persistedQuery")
    if asked is None:
        return None
    hash = asked.get("sha256Hash") if isinstance(asked, dict) else None
    if not isinstance(hash, str) or asked.get("version") != 1 or not 0 < len(hash) <= LONGEST_ID:
        raise Refused('`persistedQuery` must be {"version": 1, "sha256Hash": "…"}')
    return hash
