"""What an organization asks its people itself, and what they answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from uuid import UUID

from actions import checks
from actions.programs.founding import demand
from actions.transaction import transaction
from errors import Conflict, Invalid, NotFound
from models import (
    Answer,
    AnswerVisibility,
    Audience,
    Enrollment,
    EnrollmentStatus,
    MatchRule,
    Organization,
    ProgramRole,
    Question,
    QuestionKind,
    User,
)
from models.acting import as_system
from models.sql import fetch
from policies import questions as policy
from policies.roles import Ability

MOST_QUESTIONS = 30
MOST_CHOICES = 50
MOST_WEIGHT = 60
LONGEST_TEXT = 2_000
LARGEST = 1e12

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")

NOT_STAFF = "Only owners and admins say what is asked; ask one of them"
NO_QUESTION = "There is no such question, or none that you may see"
OTHER_KIND = "This key has another kind already; choose another key, or remove that question"

RULES = {
    QuestionKind.CHOICE: (MatchRule.EQUAL,),
    QuestionKind.BOOLEAN: (MatchRule.EQUAL,),
    QuestionKind.CHOICES: (MatchRule.OVERLAP, MatchRule.EQUAL),
    QuestionKind.NUMBER: (MatchRule.NEAR,),
    QuestionKind.DATE: (MatchRule.NEAR,),
}

HOLD_ASKED = "SELECT id FROM question WHERE id = ANY ($1::uuid[]) ORDER BY id FOR KEY SHARE"
DROP_OLD_CHOICES = "DELETE FROM answer WHERE question_id = $1 AND NOT choices <@ $2::text[]"


@dataclass(frozen=True, slots=True)
class NewQuestion:
    key: str
    label: str
    kind: QuestionKind
    choices: Sequence[str] = ()
    is_required: bool = False
    audience: Audience = Audience.BOTH
    visibility: AnswerVisibility = AnswerVisibility.PROGRAM
    match_rule: MatchRule | None = None
    weight: int = 0
    reach: float | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """An answer to the question of a key: one of the others, or none to take it back."""

    key: str
    text: str | None = None
    number: float | None = None
    choices: list[str] | None = None
    day: date | None = None
    is_true: bool | None = None

    @property
    def given(self) -> dict[str, object]:
        names = ("text", "number", "choices", "day", "is_true")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


async def define_question(viewer: User, organization_id: UUID, new: NewQuestion) -> Question:
    """The question of this key, new or changed; answers that a change leaves no choice for go.

    NotFound for an organization the viewer may not see, Forbidden unless they are staff, Invalid
    for what cannot be asked, Conflict for another kind than the key has.
    """
    new = checked(new)
    await demand(viewer, Ability.DEFINE_QUESTIONS, organization_id, NOT_STAFF)
    async with transaction():
        await hold_questions(organization_id)
        known = await Question.get_or_none(organization_id=organization_id, key=new.key)
        if known and known.kind is not new.kind:
            raise Conflict(OTHER_KIND)
        await check_room(organization_id, new)
        return await write(organization_id, known, new)


async def hold_questions(organization_id: UUID) -> None:
    """Changes take turns: no two pass the limits together, and none changes what is removed."""
    held = Organization.filter(id=organization_id).select_for_update(no_key=True)
    # Whoever was dismissed while they waited does not even see it.
    if await held.get_or_none() is None:
        raise NotFound(NO_QUESTION)


async def write(organization_id: UUID, known: Question | None, new: NewQuestion) -> Question:
    values = {name: getattr(new, name) for name in NewQuestion.__slots__}
    if known is None:
        return await Question.create(organization_id=organization_id, **values)
    await Question.filter(id=known.id).update(**values)
    if new.choices:
        # An answer is its person's; that its choice is gone, the organization decides.
        with as_system():
            await fetch(DROP_OLD_CHOICES, known.id, list(new.choices))
    return await Question.get(id=known.id)


async def check_room(organization_id: UUID, new: NewQuestion) -> None:
    others = await Question.filter(organization_id=organization_id).exclude(key=new.key)
    if len(others) >= MOST_QUESTIONS:
        raise Invalid("key", f"Ask at most {MOST_QUESTIONS} questions; remove one first")
    if sum(one.weight for one in others) + new.weight > MOST_WEIGHT:
        raise Invalid("weight", f"All questions together weigh at most {MOST_WEIGHT} of 100")


def checked(new: NewQuestion) -> NewQuestion:
    if not KEY.fullmatch(new.key):
        raise Invalid("key", "Write 1 to 40 of a-z, 0-9 and _, a letter first")
    label = checks.line("label", new.label, least=1, most=200)
    choices = checked_choices(new)
    check_rule(new)
    return replace(new, label=label, choices=choices)


def checked_choices(new: NewQuestion) -> list[str]:
    choices = [checks.line("choices", one, least=1, most=80) for one in new.choices]
    if new.kind not in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        if choices:
            raise Invalid("choices", "Leave them out: only CHOICE and CHOICES have some")
    elif not 2 <= len(choices) <= MOST_CHOICES or len(choices) > len({*choices}):
        raise Invalid("choices", f"Give 2 to {MOST_CHOICES} that are different")
    return choices


def check_rule(new: NewQuestion) -> None:
    if new.match_rule is None:
        if new.weight or new.reach is not None:
            raise Invalid("matchRule", "Say how answers are compared, or give no weight or reach")
        return
    if new.match_rule not in RULES.get(new.kind, ()):
        raise Invalid(
            "matchRule",
            "EQUAL is for choices and booleans, OVERLAP for CHOICES, NEAR for numbers and dates",
        )
    if new.audience is not Audience.BOTH or new.visibility is not AnswerVisibility.PROGRAM:
        raise Invalid("matchRule", "Ask both, for the program to see: reasons show the answers")
    if not 1 <= new.weight <= MOST_WEIGHT:
        raise Invalid("weight", f"Give 1 to {MOST_WEIGHT} of the 100 points")
    is_near, reach = new.match_rule is MatchRule.NEAR, new.reach
    if is_near != (reach is not None) or (reach is not None and not 0 < reach <= LARGEST):
        raise Invalid("reach", "Give NEAR, and only NEAR, a distance above 0")


async def remove_question(viewer: User, question_id: UUID) -> Question:
    """It is asked no longer, and its answers are gone; returns what it was. Errors as above."""
    question = await policy.visible_to(viewer).get_or_none(id=question_id)
    if question is None:
        raise NotFound(NO_QUESTION)
    await demand(viewer, Ability.DEFINE_QUESTIONS, question.organization_id, NOT_STAFF)
    async with transaction():
        await hold_questions(question.organization_id)
        if not await Question.filter(id=question_id).delete():
            raise NotFound(NO_QUESTION)
    return question


async def answer_questions(
    viewer: User, organization_id: UUID, values: Sequence[Value]
) -> list[Question]:
    """The viewer's answers to these questions, all or none; those that are not named stay.

    NotFound unless they applied, take part or are staff there; Invalid, named by the key, for a
    value that is none of the question's, and for a required one that is left open. Returns all
    questions of the organization.
    """
    asked = await policy.visible_to(viewer).filter(organization_id=organization_id).order_by("id")
    if not asked:
        raise NotFound(NO_QUESTION)
    by_key = {question.key: question for question in asked}
    checks.at_most("answers", values, MOST_QUESTIONS)
    fits = {value.key: fitting(by_key.get(value.key), value) for value in values}
    async with transaction():
        await hold_asked([by_key[key].id for key in fits])
        await replace_answers(viewer, organization_id, {by_key[k].id: v for k, v in fits.items()})
        await check_required(viewer, organization_id, asked)
    return asked


async def replace_answers(
    viewer: User, organization_id: UUID, values: dict[UUID, dict[str, object]]
) -> None:
    """By the ids of questions; an empty one is taken back."""
    await User.filter(id=viewer.id).select_for_update(no_key=True).get()
    await Answer.filter(user_id=viewer.id, question_id__in=[*values]).delete()
    whose = {"organization_id": organization_id, "user_id": viewer.id}
    await Answer.bulk_create(
        Answer(**whose, question_id=id, **value) for id, value in values.items() if value
    )


async def hold_asked(ids: list[UUID]) -> None:
    """Before any answer, as removing does it, so that nobody waits in a circle."""
    # Who applied answers, and may lock no row of an organization that they are not in.
    with as_system():
        held = await fetch(HOLD_ASKED, ids)
    if len(held) < len(ids):
        raise NotFound(NO_QUESTION)


async def check_required(viewer: User, organization_id: UUID, asked: list[Question]) -> None:
    """Of what is asked of the parts that the viewer has, or applied for."""
    living = [EnrollmentStatus.PENDING, EnrollmentStatus.APPROVED]
    parts = await Enrollment.filter(
        user_id=viewer.id, organization_id=organization_id, status__in=living
    )
    roles = {part.role for part in parts}
    own = await Answer.filter(user_id=viewer.id, organization_id=organization_id)
    answered = {answer.question_id for answer in own}
    for question in asked:
        is_open = question.is_required and question.id not in answered
        if is_open and asks(question, roles):
            raise Invalid(question.key, "This one is required; answer it, too")


def asks(question: Question, roles: set[ProgramRole]) -> bool:
    asked = {
        Audience.MENTORS: {ProgramRole.MENTOR},
        Audience.MENTEES: {ProgramRole.MENTEE},
        Audience.BOTH: {ProgramRole.MENTOR, ProgramRole.MENTEE},
    }
    return bool(roles & asked[question.audience])


def fitting(question: Question | None, value: Value) -> dict[str, object]:
    """The column and its value; nothing if the answer is taken back."""
    if question is None:
        raise Invalid("answers", "There is no question of one of these keys; read the questions")
    given = value.given
    if not given:
        return {}
    if [*given] != [column := COLUMNS[question.kind]]:
        raise Invalid(question.key, f"Give one value, as {question.kind.value} asks for")
    return {column: CHECKS[question.kind](question, given[column])}


def a_text(question: Question, value: object) -> str:
    return checks.text(question.key, str(value), least=1, most=LONGEST_TEXT)


def a_number(question: Question, value: object) -> float:
    number = float(value)  # type: ignore[arg-type]
    if not isfinite(number) or abs(number) > LARGEST:
        raise Invalid(question.key, "Give a number within a trillion")
    return number


def some_choices(question: Question, value: object) -> list[str]:
    chosen = list(dict.fromkeys(value))  # type: ignore[call-overload]
    most = 1 if question.kind is QuestionKind.CHOICE else len(question.choices)
    if not 1 <= len(chosen) <= most or not {*chosen} <= {*question.choices}:
        raise Invalid(question.key, f"Choose 1 to {most} of its choices")
    return chosen


def as_it_is(question: Question, value: object) -> object:
    return value


COLUMNS = {
    QuestionKind.TEXT: "text",
    QuestionKind.NUMBER: "number",
    QuestionKind.CHOICE: "choices",
    QuestionKind.CHOICES: "choices",
    QuestionKind.DATE: "day",
    QuestionKind.BOOLEAN: "is_true",
}
CHECKS = {
    QuestionKind.TEXT: a_text,
    QuestionKind.NUMBER: a_number,
    QuestionKind.CHOICE: some_choices,
    QuestionKind.CHOICES: some_choices,
    QuestionKind.DATE: as_it_is,
    QuestionKind.BOOLEAN: as_it_is,
}
