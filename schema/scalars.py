"""Scalars of our own, and the words every type uses."""

import base64
import binascii
from typing import NewType
from uuid import UUID

import strawberry
from strawberry.exceptions import StrawberryInputCoercionError

from context import Context
from errors import Invalid
from models.pages import Key

Info = strawberry.Info[Context, None]

Cursor = NewType("Cursor", str)

LONGEST_CURSOR = 100
MOST_DIGITS = 19
"""Of epoch and seq together."""


def parse_cursor(value: object) -> Cursor:
    """A text that may be a cursor: what is in it depends on where it is used."""
    if not isinstance(value, str):
        raise StrawberryInputCoercionError("A cursor is a string.")
    return Cursor(value)


CursorScalar = strawberry.scalar(
    name="Cursor",
    description="A place in a list or in a log. Opaque: pass it back as you got it",
    serialize=str,
    parse_value=parse_cursor,
)


def list_cursor(key: Key) -> Cursor:
    return encode(f"i{key}" if isinstance(key, int) else f"u{key.hex}")


def read_list_cursor(field: str, cursor: Cursor) -> Key:
    """The key a list cursor holds; Invalid for anything that `list_cursor` did not write."""
    text = decode(field, cursor)
    try:
        key: Key = int(text[1:]) if text[:1] == "i" else UUID(text[1:])
    except ValueError:
        raise Invalid(field, NOT_A_CURSOR) from None
    if list_cursor(key) != cursor:
        raise Invalid(field, NOT_A_CURSOR)
    return key


def log_cursor(epoch: int, seq: int) -> Cursor:
    return encode(f"e{epoch}.{seq}")


def read_log_cursor(field: str, cursor: Cursor) -> tuple[int, int]:
    """Epoch and seq of a log cursor; Invalid for anything that `log_cursor` did not write."""
    epoch, _, seq = decode(field, cursor).removeprefix("e").partition(".")
    if not (epoch.isdecimal() and seq.isdecimal()) or len(epoch) + len(seq) > MOST_DIGITS:
        raise Invalid(field, NOT_A_CURSOR)
    place = int(epoch), int(seq)
    if log_cursor(*place) != cursor:
        raise Invalid(field, NOT_A_CURSOR)
    return place


NOT_A_CURSOR = "This is not a cursor of this list; pass one back just as you got it"


def encode(text: str) -> Cursor:
    return Cursor(base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))


def decode(field: str, cursor: Cursor) -> str:
    if len(cursor) > LONGEST_CURSOR:
        raise Invalid(field, NOT_A_CURSOR)
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        raise Invalid(field, NOT_A_CURSOR) from None
