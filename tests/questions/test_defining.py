import asyncio
from typing import Any

import pytest
from tortoise.transactions import in_transaction

from models import Answer, Organization, Question, QuestionKind
from tests.cast import (
    given_coordinator,
    given_mentor,
    given_organization,
    given_program,
    given_user,
)
from tests.documents import mutation
from tests.matches.waiting import somebody_waits
from tests.questions.asking import CHOICE, define, id_of, remove, reply


async def given_owned():
    otto = await given_user("Otto")
    return otto, await given_organization(owner=otto)


async def test_nobody_defines_or_removes_without_signing_in(ask):
    _, lumen = await given_owned()
    asked = {"organizationId": id_of(lumen), "key": "a", "label": "A", "kind": "TEXT"}

    defined = await ask(None, mutation("defineQuestion"), input=asked)
    removed = await ask(None, mutation("removeQuestion"), input={"questionId": "question_1"})

    assert defined.codes == removed.codes == ["UNAUTHENTICATED"]
    assert await Question.all().count() == 0


async def test_only_owners_and_admins_say_what_is_asked(ask):
    otto, lumen = await given_owned()
    program = await given_program(lumen, is_open=False)
    coco, ada = await given_coordinator(program), await given_mentor(program)
    await define(ask, otto, lumen, kind="TEXT")
    question = await Question.get()

    results = [await define(ask, each.user, lumen, "b", kind="TEXT") for each in (coco, ada)]
    results += [await remove(ask, each.user, question) for each in (coco, ada)]
    stranger = await given_user("Eve")
    unknown = [
        await define(ask, stranger, lumen, "b", kind="TEXT"),
        await remove(ask, stranger, question),
    ]

    assert {result["__typename"] for result in results} == {"Forbidden"}
    assert {result["__typename"] for result in unknown} == {"NotFound"}
    assert [each.key for each in await Question.all()] == ["shift"]


async def test_a_question_is_defined_and_by_the_same_key_changed(ask):
    otto, lumen = await given_owned()

    first = await define(ask, otto, lumen, **CHOICE)
    changed: dict[str, Any] = {
        "label": " Which shift? ",
        "isRequired": True,
        "matchRule": "EQUAL",
        "weight": 20,
    }
    second = await define(ask, otto, lumen, **CHOICE, **changed)

    assert second["question"] == {
        **first["question"],
        **changed,
        "label": "Which shift?",
    }
    assert await Question.all().count() == 1


async def test_a_key_keeps_its_kind(ask):
    otto, lumen = await given_owned()
    await define(ask, otto, lumen, **CHOICE)

    assert (await define(ask, otto, lumen, kind="DATE"))["__typename"] == "Conflict"
    assert (await Question.get()).kind is QuestionKind.CHOICE


async def test_answers_that_are_no_choice_any_more_go(ask):
    otto, lumen = await given_owned()
    mentors = [await given_mentor(await given_program(lumen), name) for name in ("Ada", "Bea")]
    await define(ask, otto, lumen, **CHOICE)
    for mentor, choice in zip(mentors, ("Night", "Day"), strict=True):
        await reply(ask, mentor.user, lumen, shift={"choices": [choice]})

    await define(ask, otto, lumen, kind="CHOICE", choices=["Day", "Dusk"])

    assert [answer.choices for answer in await Answer.all()] == [["Day"]]


async def test_what_is_removed_goes_with_its_answers(ask):
    otto, lumen = await given_owned()
    mentor = await given_mentor(await given_program(lumen))
    await define(ask, otto, lumen, kind="TEXT")
    await reply(ask, mentor.user, lumen, shift={"text": "Late"})

    removed = await remove(ask, otto, await Question.get())

    assert removed["question"]["key"] == "shift"
    assert (await Question.all().count(), await Answer.all().count()) == (0, 0)


@pytest.mark.parametrize(
    ("field", "input"),
    [
        ("key", {"key": "Shift", "kind": "TEXT"}),
        ("key", {"key": "x" * 41, "kind": "TEXT"}),
        ("label", {"label": " ", "kind": "TEXT"}),
        ("label", {"label": "x" * 201, "kind": "TEXT"}),
        ("choices", {"kind": "CHOICE"}),
        ("choices", {"kind": "CHOICES", "choices": ["One"]}),
        ("choices", {"kind": "CHOICE", "choices": ["One", "One"]}),
        ("choices", {"kind": "CHOICE", "choices": [f"{n}" for n in range(51)]}),
        ("choices", {"kind": "TEXT", "choices": ["One", "Two"]}),
        ("matchRule", {"kind": "TEXT", "matchRule": "EQUAL", "weight": 5}),
        ("matchRule", {"kind": "NUMBER", "matchRule": "OVERLAP", "weight": 5}),
        ("matchRule", {"kind": "BOOLEAN", "weight": 5}),
        ("matchRule", {**CHOICE, "matchRule": "EQUAL", "weight": 5, "audience": "MENTEES"}),
        ("matchRule", {**CHOICE, "matchRule": "EQUAL", "weight": 5, "visibility": "COORDINATORS"}),
        ("weight", {**CHOICE, "matchRule": "EQUAL", "weight": 0}),
        ("weight", {**CHOICE, "matchRule": "EQUAL", "weight": 61}),
        ("reach", {**CHOICE, "matchRule": "EQUAL", "weight": 5, "reach": 2.0}),
        ("reach", {"kind": "NUMBER", "matchRule": "NEAR", "weight": 5}),
        ("reach", {"kind": "DATE", "matchRule": "NEAR", "weight": 5, "reach": 0.0}),
    ],
)
async def test_what_cannot_be_asked_is_named(ask, field, input):
    otto, lumen = await given_owned()

    done = await define(ask, otto, lumen, **input)

    assert (done["__typename"], done.get("field")) == ("Invalid", field)
    assert await Question.all().count() == 0


async def test_all_questions_together_weigh_at_most_sixty_also_if_two_define_at_once(ask):
    otto, lumen = await given_owned()
    heavy = {**CHOICE, "matchRule": "EQUAL", "weight": 40}

    done = await asyncio.gather(*(define(ask, otto, lumen, key, **heavy) for key in ("a", "b")))

    assert sorted(one["__typename"] for one in done) == ["DefineQuestionPayload", "Invalid"]
    assert sum(question.weight for question in await Question.all()) == 40


async def test_an_organization_asks_at_most_thirty_questions(ask):
    otto, lumen = await given_owned()
    for number in range(30):
        await define(ask, otto, lumen, f"q{number}", kind="BOOLEAN")

    one_more = await define(ask, otto, lumen, "more", kind="BOOLEAN")
    changed = await define(ask, otto, lumen, "q7", kind="BOOLEAN", label="Other")

    assert (one_more["__typename"], one_more["field"]) == ("Invalid", "key")
    assert changed["question"]["label"] == "Other"


async def test_removing_at_once_removes_once(ask):
    otto, lumen = await given_owned()
    await define(ask, otto, lumen, kind="TEXT")
    question = await Question.get()

    done = await asyncio.gather(*(remove(ask, otto, question) for _ in range(4)))

    kinds = sorted(one["__typename"] for one in done)
    assert kinds == ["NotFound"] * 3 + ["RemoveQuestionPayload"]


async def test_who_defines_and_who_removes_at_once_take_turns(ask):
    otto, lumen = await given_owned()
    await define(ask, otto, lumen, kind="TEXT")
    question = await Question.get()

    async with in_transaction():
        await Organization.filter(id=lumen.id).select_for_update(no_key=True)
        removing = asyncio.create_task(remove(ask, otto, question))
        await somebody_waits()
        assert await Question.exists(id=question.id)
        defining = asyncio.create_task(define(ask, otto, lumen, kind="TEXT"))

    assert (await removing)["__typename"] == "RemoveQuestionPayload"
    assert (await defining)["__typename"] == "DefineQuestionPayload"
