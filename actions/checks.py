"""What a text must be before it is stored."""

import unicodedata
from collections.abc import Sized

from errors import Invalid


def text(field: str, value: str, *, most: int, least: int = 0) -> str:
    """The value without surrounding space; Invalid if its length is not least..most characters."""
    value = value.strip()
    if "\x00" in value:
        raise Invalid(field, "Remove the NUL character; it cannot be stored")
    if not least <= len(value) <= most:
        raise Invalid(field, f"Write {least} to {most:,} characters; this has {len(value):,}")
    return value


def line(field: str, value: str, *, most: int, least: int = 0) -> str:
    """A text of one line: no line breaks, tabs or other characters that steer a terminal."""
    value = text(field, value, most=most, least=least)
    if any(unicodedata.category(character) == "Cc" for character in value):
        raise Invalid(field, "Write one line, without line breaks and other control characters")
    return value


def at_most(field: str, values: Sized, most: int) -> None:
    if len(values) > most:
        raise Invalid(field, f"Name at most {most}; these are {len(values)}")
