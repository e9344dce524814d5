"""What a client asks for, taken from JSON without trusting any of it."""

from dataclasses import dataclass
from typing import Any

import orjson


class Refused(Exception):
    """No operation can be read from this request; `status` is HTTP's word for why."""

    def __init__(
        self, reason: str, status: int = 400, code: str = "BAD_REQUEST", **headers: str
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.code = code
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Operation:
    query: str
    variables: dict[str, Any]
    name: str | None


def from_json(body: bytes) -> Operation:
    return from_object(decoded("The body", body))


def decoded(what: str, text: bytes | str) -> object:
    """The value of a JSON text, at most 1,024 levels deep; Refused says what is no JSON."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refused(f"{what} is not JSON in UTF-8: {error}") from None


def from_object(value: object) -> Operation:
    """An operation from a decoded request; Refused names the part that has the wrong type."""
    if not isinstance(value, dict):
        raise Refused('Send a JSON object such as {"query": "{ viewer { user { name } } }"}')
    query, name = value.get("query"), value.get("operationName")
    if not isinstance(query, str) or not query:
        raise Refused("`query` must be a string that holds a GraphQL document")
    if name is not None and not isinstance(name, str):
        raise Refused("`operationName` must be a string or null")
    for part in ("variables", "extensions"):
        if not isinstance(value.get(part), dict | None):
            raise Refused(f"`{part}` must be an object or null")
    return Operation(query, value.get("variables") or {}, name or None)
