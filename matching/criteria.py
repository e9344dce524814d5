"""What makes two people suit each other: every criterion, its points and its evidence.

A criterion is a class in `CRITERIA`. Its `worth` is quick and asked of every mentor; an instance is
the reason shown for one who was suggested. Every criterion counts alike: the share of what would
be plenty, of its weight, rounded half up.
"""

from dataclasses import dataclass
from typing import Self

from matching.people import Mentee, Mentor
from matching.questions import Question, SharedAnswers
from matching.week import overlap_minutes

PLENTY_OF_LANGUAGES = 2
PLENTY_OF_MINUTES = 4 * 60


@dataclass(frozen=True, slots=True)
class Weights:
    """The most points each criterion can give: whole numbers from 0 that add up to 100.

    `version` is kept with what was suggested, so that an old score can be explained. Raises
    ValueError when the points are negative or add up to anything else.
    """

    version: str
    skills: int
    languages: int
    hours: int
    questions: tuple[Question, ...] = ()
    """Of an organization's own, each with its points."""

    def __post_init__(self) -> None:
        own = [question.points for question in self.questions]
        points = (self.skills, self.languages, self.hours, *own)
        if min(points) < 0 or sum(points) != 100:
            raise ValueError(f"Weights {points}: give points of 0 or more that add up to 100")


DEFAULT_WEIGHTS = Weights(version="1", skills=65, languages=10, hours=25)


def weights_beside(questions: tuple[Question, ...], usual: Weights) -> Weights:
    """The usual weights, with what an organization's own questions take of each in proportion.

    Rounded down, but for the largest, which has the rest of the 100. Raises ValueError for
    questions of more than 100 points.
    """
    if not questions:
        return usual
    left = 100 - sum(question.points for question in questions)
    names = ("skills", "languages", "hours")
    points = {name: getattr(usual, name) * left // 100 for name in names}
    points[max(names, key=lambda name: getattr(usual, name))] += left - sum(points.values())
    marks = ",".join(f"{question.key}:{question.points}" for question in questions)
    return Weights(version=f"{usual.version}+{marks}", questions=questions, **points)


@dataclass(frozen=True, slots=True)
class SharedSkills:
    """The skills wanted that are offered, in order; all of those wanted earn the most."""

    points: int
    most: int
    skills: tuple[str, ...]

    @staticmethod
    def worth(mentee: Mentee, mentor: Mentor, weights: Weights) -> int:
        return _share(weights.skills, len(mentee.skills & mentor.skills), len(mentee.skills))

    @classmethod
    def of(cls, mentee: Mentee, mentor: Mentor, weights: Weights) -> Self:
        skills = tuple(sorted(mentee.skills & mentor.skills))
        return cls(cls.worth(mentee, mentor, weights), weights.skills, skills)


@dataclass(frozen=True, slots=True)
class SharedLanguages:
    """The languages both speak, in order; two earn the most."""

    points: int
    most: int
    languages: tuple[str, ...]

    @staticmethod
    def worth(mentee: Mentee, mentor: Mentor, weights: Weights) -> int:
        shared = len(mentee.languages & mentor.languages)
        return _share(weights.languages, shared, PLENTY_OF_LANGUAGES)

    @classmethod
    def of(cls, mentee: Mentee, mentor: Mentor, weights: Weights) -> Self:
        languages = tuple(sorted(mentee.languages & mentor.languages))
        return cls(cls.worth(mentee, mentor, weights), weights.languages, languages)


@dataclass(frozen=True, slots=True)
class SharedHours:
    """The minutes of the week in which both are free; four hours earn the most."""

    points: int
    most: int
    minutes: int

    @staticmethod
    def worth(mentee: Mentee, mentor: Mentor, weights: Weights) -> int:
        return _share(weights.hours, overlap_minutes(mentee.free, mentor.free), PLENTY_OF_MINUTES)

    @classmethod
    def of(cls, mentee: Mentee, mentor: Mentor, weights: Weights) -> Self:
        minutes = overlap_minutes(mentee.free, mentor.free)
        return cls(cls.worth(mentee, mentor, weights), weights.hours, minutes)


Criterion = SharedSkills | SharedLanguages | SharedHours
Reason = Criterion | SharedAnswers

CRITERIA: tuple[type[Criterion], ...] = (SharedSkills, SharedLanguages, SharedHours)


def _share(most: int, have: int, plenty: int) -> int:
    if not plenty:
        return 0
    return (2 * most * min(have, plenty) + plenty) // (2 * plenty)
