"""Finding mentors who suit a mentee, with the reasons."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from anyio import CapacityLimiter, to_thread

import models
from errors import Invalid, NotFound
from matching import (
    Answer,
    Mentee,
    Mentor,
    Question,
    Rule,
    Scored,
    Slot,
    Weights,
    free_time,
    suggest,
    weights_beside,
)
from models import Enrollment, Program, SkillSide, User, UserSkill
from models.sql import fetch
from policies import matches as policy
from policies import programs

MOST_SUGGESTIONS = 50
MOST_MENTORS = 10_000

thread = CapacityLimiter(1)
"""Scoring is pure Python: a second thread would only compete with the first."""

NO_PROGRAM = "There is no such program, or none that you may see"

OFFERED = """
    SELECT user_id, array_agg(key) AS keys FROM user_skill JOIN skill ON skill.id = skill_id
    WHERE side = 'OFFERED' AND user_id = ANY($1::uuid[]) AND key = ANY($2::text[]) GROUP BY user_id
"""
LANGUAGES = """
    SELECT user_id, array_agg(code) AS codes FROM user_language
    WHERE user_id = ANY($1::uuid[]) GROUP BY user_id
"""
ANSWERS = """
    SELECT user_id, question_id, number, choices, day, is_true FROM answer
    WHERE question_id = ANY($1::uuid[]) AND user_id = ANY($2::uuid[])
"""
SLOTS = """
    SELECT user_id, array_agg(ARRAY[weekday, start_minute, end_minute]) AS slots
    FROM availability_slot WHERE user_id = ANY($1::uuid[]) GROUP BY user_id
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mentor's enrollment, and why it suits; `skill_names` are by the keys in the reasons."""

    mentor_id: UUID
    scored: Scored
    skill_names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody's score is made from, as it is stored."""

    user_id: UUID
    languages: Sequence[str]
    time_zone: str
    skills: Sequence[str] = ()
    slots: Sequence[tuple[int, int, int]] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def in_week(
        self, day: date
    ) -> tuple[UUID, frozenset[str], frozenset[str], int, Mapping[str, Answer]]:
        """The fields of a Mentee or a Mentor, in their order."""
        free = free_time((Slot(*slot) for slot in self.slots), self.time_zone, day)
        return self.user_id, frozenset(self.skills), frozenset(self.languages), free, self.answers


async def suggest_mentors(viewer: User, program_id: UUID, limit: int) -> list[Suggestion]:
    """The mentors of a program who suit the viewer, best first, as `matching` scores them.

    Empty unless the viewer is an approved mentee there; NotFound for a program they may not see,
    Invalid for a limit beyond 1 to 50. Where more than 10,000 mentors have a place left, those with
    the fewest mentees are looked at.
    """
    if not 1 <= limit <= MOST_SUGGESTIONS:
        raise Invalid("first", f"Ask for 1 to {MOST_SUGGESTIONS}")
    parts = policy.as_mentee(viewer).select_related("program")
    mentee = await parts.get_or_none(program_id=program_id)
    if mentee is not None:
        return await suggestions_for(viewer, mentee, limit)
    if await programs.visible_to(viewer).filter(id=program_id).exists():
        return []
    raise NotFound(NO_PROGRAM)


async def suggestions_for(viewer: User, mentee: Enrollment, limit: int) -> list[Suggestion]:
    query = policy.askable_by(mentee).order_by("active_matches", "id").limit(MOST_MENTORS)
    rows = await query.values_list("id", "user_id", "user__time_zone")
    enrollments = {user_id: id for id, user_id, _ in rows}
    wanted = await skills_wanted_by(viewer)
    offered = await skills_offered_by(list(enrollments), list(wanted))
    languages = await languages_of([viewer.id, *enrollments])
    slots = await slots_of([viewer.id, *enrollments])

    asked = await comparing_questions(mentee.organization_id)
    answers = await answers_of([viewer.id, *enrollments], asked) if asked else {}
    weights = weights_beside(tuple(map(criterion, asked)), weights_of(mentee.program))
    # The viewer of a request may be a moment old.
    own = await User.get(id=viewer.id)

    def person(id: UUID, zone: str, skills: Mapping[UUID, Sequence[str]]) -> Person:
        told = languages.get(id, ()), zone, skills.get(id, ()), slots.get(id, ())
        return Person(id, *told, answers.get(id, {}))

    seeker = person(own.id, own.time_zone, {own.id: list(wanted)})
    mentors = [person(id, zone, offered) for _, id, zone in rows]
    best = await to_thread.run_sync(best_of, seeker, mentors, limit, weights, limiter=thread)
    return [Suggestion(enrollments[one.mentor_key], one, wanted) for one in best]


def weights_of(program: Program) -> Weights:
    """What counts how much there; its version is that of the settings."""
    return Weights(
        version=str(program.settings_version),
        skills=program.skills_weight,
        languages=program.languages_weight,
        hours=program.hours_weight,
    )


def best_of(seeker: Person, mentors: list[Person], limit: int, weights: Weights) -> list[Scored]:
    """The scores of the best, by the hours that are free this week."""
    today = datetime.now(UTC).date()
    mentee = Mentee(*seeker.in_week(today))
    candidates = (Mentor(*mentor.in_week(today)) for mentor in mentors)
    return suggest(mentee, candidates, limit=limit, weights=weights)


async def skills_wanted_by(viewer: User) -> dict[str, str]:
    """Names by keys."""
    rows = UserSkill.filter(user_id=viewer.id, side=SkillSide.WANTED)
    return dict(await rows.values_list("skill__key", "skill__name"))


async def skills_offered_by(user_ids: list[UUID], keys: list[str]) -> dict[UUID, list[str]]:
    """Which of these skills each person offers; no others can be shared."""
    return {row["user_id"]: row["keys"] for row in await fetch(OFFERED, user_ids, keys)}


async def languages_of(user_ids: list[UUID]) -> dict[UUID, list[str]]:
    """The codes of the languages that each person speaks."""
    return {row["user_id"]: row["codes"] for row in await fetch(LANGUAGES, user_ids)}


async def slots_of(user_ids: list[UUID]) -> dict[UUID, list[tuple[int, int, int]]]:
    """Each person's free time in a week, as weekday, first and last minute."""
    rows = await fetch(SLOTS, user_ids)
    return {row["user_id"]: row["slots"] for row in rows}


async def comparing_questions(organization_id: UUID) -> list[models.Question]:
    """The organization's own questions that count, oldest first."""
    asked = models.Question.filter(organization_id=organization_id, match_rule__isnull=False)
    return await asked.order_by("id")


def criterion(question: models.Question) -> Question:
    assert question.match_rule is not None
    rule, reach = Rule(question.match_rule.value), question.reach or 0.0
    return Question(question.key, question.label, rule, question.weight, reach)


async def answers_of(
    user_ids: list[UUID], asked: list[models.Question]
) -> dict[UUID, dict[str, Answer]]:
    """What each person answered to these questions, by their keys."""
    keys = {question.id: question.key for question in asked}
    found: defaultdict[UUID, dict[str, Answer]] = defaultdict(dict)
    for row in await fetch(ANSWERS, list(keys), user_ids):
        found[row["user_id"]][keys[row["question_id"]]] = compared(row)
    return found


def compared(row: Mapping[str, Any]) -> Answer:
    if row["choices"] is not None:
        return frozenset(row["choices"])
    if row["is_true"] is not None:
        return frozenset({"yes" if row["is_true"] else "no"})
    return float(row["number"] if row["day"] is None else row["day"].toordinal())
