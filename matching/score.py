"""The mentors to suggest to one mentee, best first, each with the reasons."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from uuid import UUID

from matching.criteria import CRITERIA, DEFAULT_WEIGHTS, Reason, Weights
from matching.people import Mentee, Mentor
from matching.questions import Question, SharedAnswers


@dataclass(frozen=True, slots=True)
class Scored:
    """A mentor who may be suggested, and one reason per criterion, those worth nothing included."""

    mentor_key: UUID
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        """0 to 100: the points of the reasons, added up."""
        return sum(reason.points for reason in self.reasons)


def suggest(
    mentee: Mentee,
    mentors: Iterable[Mentor],
    *,
    limit: int,
    weights: Weights = DEFAULT_WEIGHTS,
) -> list[Scored]:
    """The best `limit` of the mentors, by score; ties fall by a lot that the two keys draw.

    Left out are mentors without a common language, and the mentee. The order of `mentors`, each
    named once, makes no difference. Work grows with their number, one or two microseconds each:
    thousands belong in a worker thread. Raises ValueError for a negative limit.
    """
    if limit < 0:
        raise ValueError(f"Limit {limit}: ask for 0 or more mentors")
    best = islice(_best_first(mentee, mentors, weights), limit)
    return [_explained(mentee, mentor, weights) for mentor in best]


def _best_first(mentee: Mentee, mentors: Iterable[Mentor], weights: Weights) -> Iterator[Mentor]:
    tiers: defaultdict[int, list[Mentor]] = defaultdict(list)
    for mentor in mentors:
        if _may_meet(mentee, mentor):
            points = [c.worth(mentee, mentor, weights) for c in CRITERIA]
            own = [worth_of(question, mentee, mentor) for question in weights.questions]
            tiers[sum(points) + sum(own)].append(mentor)
    for score in sorted(tiers, reverse=True):
        yield from sorted(tiers[score], key=lambda mentor: _lot(mentee, mentor))


def worth_of(question: Question, mentee: Mentee, mentor: Mentor) -> int:
    return question.worth(mentee.answers.get(question.key), mentor.answers.get(question.key))


def _may_meet(mentee: Mentee, mentor: Mentor) -> bool:
    return mentor.key != mentee.key and not mentee.languages.isdisjoint(mentor.languages)


def _lot(mentee: Mentee, mentor: Mentor) -> bytes:
    """The same on every machine, and different for every mentee: no mentor wins all their ties."""
    return blake2b(mentee.key.bytes + mentor.key.bytes, digest_size=8).digest()


def _explained(mentee: Mentee, mentor: Mentor, weights: Weights) -> Scored:
    usual = [c.of(mentee, mentor, weights) for c in CRITERIA]
    own = [
        SharedAnswers.of(each, mentee.answers.get(each.key), mentor.answers.get(each.key))
        for each in weights.questions
    ]
    return Scored(mentor.key, (*usual, *own))
