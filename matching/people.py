"""The two sides of a match, reduced to what the score looks at."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Mentee:
    """Somebody looking for a mentor.

    `key` names the person, `skills` are the canonical keys of the skills wanted, `languages` the
    codes of those spoken, `free` the quarter hours of one week as `free_time` gives them.
    """

    key: UUID
    skills: frozenset[str]
    languages: frozenset[str]
    free: int


@dataclass(frozen=True, slots=True)
class Mentor:
    """Somebody with room for a mentee: as `Mentee`, but `skills` are those offered."""

    key: UUID
    skills: frozenset[str]
    languages: frozenset[str]
    free: int
