"""What an organization asks its people itself, as a criterion of its own."""

from dataclasses import dataclass
from enum import Enum
from typing import Self

Answer = frozenset[str] | float
"""What was chosen, or a number; a date is the number of its day."""


class Rule(Enum):
    EQUAL = "EQUAL"
    """Both chose the same."""
    OVERLAP = "OVERLAP"
    """The share of what the mentee chose that the mentor chose, too."""
    NEAR = "NEAR"
    """Nothing apart is everything, `reach` apart is nothing."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question by its key, and the points that two answers can earn: a whole number from 1."""

    key: str
    label: str
    rule: Rule
    points: int
    reach: float = 0.0

    def worth(self, mentee: Answer | None, mentor: Answer | None) -> int:
        """Points; 0 where one of them did not answer."""
        if isinstance(mentee, frozenset) and isinstance(mentor, frozenset):
            return self._of_choices(mentee, mentor)
        if isinstance(mentee, float) and isinstance(mentor, float) and self.reach > 0:
            nearness = max(1 - abs(mentee - mentor) / self.reach, 0.0)
            return int(self.points * nearness + 0.5)
        return 0

    def _of_choices(self, mentee: frozenset[str], mentor: frozenset[str]) -> int:
        if self.rule is Rule.EQUAL or not mentee:
            return self.points if mentee and mentee == mentor else 0
        shared = len(mentee & mentor)
        return (2 * self.points * shared + len(mentee)) // (2 * len(mentee))


@dataclass(frozen=True, slots=True)
class SharedAnswers:
    """What both chose, in order; of numbers and dates nothing but the points."""

    points: int
    most: int
    label: str
    answers: tuple[str, ...]

    @classmethod
    def of(cls, question: Question, mentee: Answer | None, mentor: Answer | None) -> Self:
        shared: frozenset[str] = frozenset()
        if isinstance(mentee, frozenset) and isinstance(mentor, frozenset):
            shared = mentee & mentor
        points = question.worth(mentee, mentor)
        return cls(points, question.points, question.label, tuple(sorted(shared)))
