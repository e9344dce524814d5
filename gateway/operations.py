"""What a client asks for, taken from JSON without trusting any of it."""

import re
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

import orjson

DEEPEST = 32
"""Levels of lists and objects in a JSON text; what the schema takes has about five."""
MOST_VALUES = 10_000
"""In a JSON text: to coerce so many takes about 20 ms, and no input takes more than hundreds."""
BEGINNINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[,\[{]', re.DOTALL)
"""Texts, names of fields among them, and what stands before every other value but the first."""
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
    """The value of a JSON text, within limits; Refused says what is no JSON, or too much."""
    raw = text.encode() if isinstance(text, str) else text
    brackets = raw.count(b"{") + raw.count(b"[")
    # Texts hold commas and brackets, too: which are in one is looked at only where there are many.
    if brackets + raw.count(b",") > MOST_VALUES and has_more_values(raw, MOST_VALUES):
        raise Refused(f"{what} has more than {MOST_VALUES:,} values; send fewer at once")
    try:
        value: object = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Refused(f"{what} is not JSON in UTF-8: {error}") from None
    if brackets > DEEPEST and is_deeper(value, DEEPEST):
        raise Refused(f"{what} is more than {DEEPEST} levels deep; send it flatter")
    return value


def has_more_values(raw: bytes, most: int) -> bool:
    """Whether so many begin in a JSON text; a text in it counts once, whatever it holds."""
    return next(islice(BEGINNINGS.finditer(raw), most, None), None) is not None


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
    if id is not None and query not in (None, ""):
        raise Refused("Send `documentId` or `query`, not both")
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
