"""What happened in a run, as each side tells it; times are seconds of one clock."""

from dataclasses import dataclass, field
from time import monotonic

from schema.scalars import Cursor, read_log_cursor

Place = tuple[int, int]
"""Epoch and seq."""


def place_of(cursor: str) -> Place:
    return read_log_cursor("cursor", Cursor(cursor))


@dataclass(frozen=True, slots=True)
class Said:
    """One message: where it is, its number there, and its sender's name for it."""

    conversation: str
    number: int
    client_id: str


@dataclass(frozen=True, slots=True)
class Told:
    """A writer was told that a message is stored; once for each time that it was."""

    said: Said
    asked_at: float
    """When it was asked for first, whatever came of that."""
    told_at: float


@dataclass(frozen=True, slots=True)
class Began:
    """A reader asked for what follows a place, which is its own: for the `subscription`th time."""

    place: Place
    subscription: int
    server: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of the log, as a reader heard it; `said` where it is a message."""

    place: Place
    said: Said | None
    at: float


@dataclass(frozen=True, slots=True)
class Quiet:
    """A reader was told that the log ends at a place."""

    place: Place


@dataclass(frozen=True, slots=True)
class Resync:
    """A reader was told that its place cannot be followed, and where to go on from."""

    place: Place


@dataclass(frozen=True, slots=True)
class Anew:
    """After a resync: a conversation's newest messages as they were read, and its place."""

    place: Place
    said: tuple[Said, ...]


Entry = Began | Seen | Quiet | Resync | Anew


@dataclass(slots=True)
class Diary:
    """Everything that one reader of a conversation was given, in that order."""

    reader: str
    conversation: str
    start: Place
    begun_at: float = field(default_factory=monotonic)
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a log, as the database has it in the end."""

    seq: int
    said: Said | None = None


@dataclass(slots=True)
class History:
    """A whole run. `logs` are in the order of `seq`, by conversation."""

    epochs: dict[str, int] = field(default_factory=dict)
    logs: dict[str, list[Line]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    diaries: list[Diary] = field(default_factory=list)
