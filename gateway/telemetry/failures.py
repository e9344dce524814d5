"""What a log may say of an exception: where it came from, and not what it says.

The text of an exception quotes values: PostgreSQL's the row that is there already, a parser's what
it could not read. In production only its type, where it was raised, and what names no value.
"""

import traceback
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from settings import ROOT

MOST = 5
MOST_FRAMES = 20
LONGEST_TEXT = 2_000

NAMELESS = ("sqlstate", "constraint_name", "table_name", "column_name")
"""Of asyncpg's exceptions: our own names, and PostgreSQL's."""


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """The exception and those it came from or holds, the outermost first."""
    yield error
    inner: tuple[BaseException | None, ...] = (error.__cause__,)
    if isinstance(error, BaseExceptionGroup):
        inner = error.exceptions
    elif not error.__cause__ and not error.__suppress_context__:
        inner = (error.__context__,)
    for cause in inner:
        if cause is not None:
            yield from causes_of(cause)


def described(error: BaseException, shows_text: bool) -> list[dict[str, Any]]:
    return [one(cause, shows_text) for cause, _ in zip(causes_of(error), range(MOST), strict=False)]


def one(error: BaseException, shows_text: bool) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    named = {name: value for name in NAMELESS if (value := getattr(error, name, None))}
    text = {"text": str(error)[:LONGEST_TEXT]} if shows_text else {}
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        **named,
        **text,
        "at": [f"{short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def short(filename: str) -> str:
    """Below the project's folder, or below that of a library."""
    path = PurePath(filename)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
