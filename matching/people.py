"""The two sides of a match, reduced to what the score looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from matching.questions import Answer


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
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By the keys of questions."""


@dataclass(frozen=True, slots=True)
class Mentor:
    """Somebody with room for a mentee: as `Mentee`, but `skills` are those offered."""

    key: UUID
    skills: frozenset[str]
    languages: frozenset[str]
    free: int
    answers: Mapping[str, Answer] = field(default_factory=dict)
