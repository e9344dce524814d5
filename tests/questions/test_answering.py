import asyncio
from typing import Any

import pytest
from tortoise.transactions import in_transaction

from models import Answer, EnrollmentStatus, ProgramRole, Question
from schema import ids
from tests.cast import (
    given_coordinator,
    given_enrollment,
    given_mentee,
    given_mentor,
    given_organization,
    given_program,
    given_user,
)
from tests.documents import mutation
from tests.matches.waiting import somebody_waits
from tests.questions.asking import CHOICE, define, id_of, reply

SEE = """
query ($id: ID!) {
  node(id: $id) { ... on Enrollment { answers { question { key } text choices } } }
}
"""
KINDS: dict[str, Any] = {
    "text": ({"kind": "TEXT"}, {"text": "Long\ntext"}),
    "number": ({"kind": "NUMBER"}, {"number": 2.5}),
    "choice": (CHOICE, {"choices": ["Night"]}),
    "choices": ({"kind": "CHOICES", "choices": ["A", "B", "C"]}, {"choices": ["C", "A"]}),
    "date": ({"kind": "DATE"}, {"day": "2026-02-28"}),
    "boolean": ({"kind": "BOOLEAN"}, {"isTrue": False}),
}
EMPTY: dict[str, Any] = {"text": None, "number": None, "choices": None, "day": None, "isTrue": None}


async def given_lumen():
    otto = await given_user("Otto")
    lumen = await given_organization(owner=otto)
    return otto, lumen, await given_program(lumen)


async def answers_of(ask, viewer, part):
    answer = await ask(viewer, SEE, id=ids.encode("enrollment", part.id))
    return answer.data["node"] and [
        each["question"]["key"] for each in answer.data["node"]["answers"]
    ]


async def test_nobody_answers_without_signing_in_and_a_stranger_is_not_asked(ask):
    otto, lumen, _ = await given_lumen()
    await define(ask, otto, lumen, kind="TEXT")
    asked = {"organizationId": id_of(lumen), "answers": [{"key": "shift", "text": "Late"}]}

    anonymous = await ask(None, mutation("answerQuestions"), input=asked)
    stranger = await reply(ask, await given_user("Eve"), lumen, shift={"text": "Late"})

    assert anonymous.codes == ["UNAUTHENTICATED"]
    assert stranger["__typename"] == "NotFound"
    assert await Answer.all().count() == 0


async def test_an_answer_is_of_the_kind_that_is_asked_for(ask):
    otto, lumen, program = await given_lumen()
    for key, (asked, _) in KINDS.items():
        await define(ask, otto, lumen, key, **asked)
    ada = await given_mentor(program)

    done = await reply(ask, ada.user, lumen, **{key: value for key, (_, value) in KINDS.items()})

    assert {each["key"]: each["viewerAnswer"] for each in done["questions"]} == {
        key: {**EMPTY, **value} for key, (_, value) in KINDS.items()
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("text", {"number": 1.0}),
        ("text", {"text": " "}),
        ("text", {"text": "x" * 2_001}),
        ("number", {"number": 1e13}),
        ("choice", {"choices": ["Dusk"]}),
        ("choice", {"choices": ["Night", "Day"]}),
        ("choice", {"choices": []}),
        ("choices", {"choices": ["A", "D"]}),
        ("boolean", {"isTrue": True, "text": "yes"}),
        ("answers", {"text": "to nothing"}),
    ],
)
async def test_a_value_that_does_not_fit_is_named_and_nothing_is_kept(ask, key, value):
    otto, lumen, program = await given_lumen()
    for name, (asked, _) in KINDS.items():
        await define(ask, otto, lumen, name, **asked)
    ada = await given_mentor(program)

    done = await reply(ask, ada.user, lumen, date={"day": "2026-01-01"}, **{key: value})

    assert (done["__typename"], done["field"]) == ("Invalid", key)
    assert await Answer.all().count() == 0


async def test_another_answer_takes_the_place_of_the_first_and_none_takes_it_back(ask):
    otto, lumen, program = await given_lumen()
    await define(ask, otto, lumen, kind="TEXT")
    ada = await given_mentor(program)

    for value in ({"text": "Late"}, {"text": "Early"}):
        await reply(ask, ada.user, lumen, shift=value)
    second = [answer.text for answer in await Answer.all()]
    await reply(ask, ada.user, lumen, shift={})

    assert second == ["Early"]
    assert await Answer.all().count() == 0


async def test_what_is_required_of_mentors_mentors_do_not_leave_open(ask):
    otto, lumen, program = await given_lumen()
    await define(ask, otto, lumen, "must", kind="TEXT", isRequired=True, audience="MENTORS")
    await define(ask, otto, lumen, "may", kind="TEXT")
    ada, bo = await given_mentor(program), await given_mentee(program)

    left_open = await reply(ask, ada.user, lumen, may={"text": "Yes"})
    answered = await reply(ask, ada.user, lumen, may={"text": "Yes"}, must={"text": "Yes"})
    taken_back = await reply(ask, ada.user, lumen, must={})
    by_mentee = await reply(ask, bo.user, lumen, may={"text": "Yes"})

    assert (left_open["__typename"], left_open["field"]) == ("Invalid", "must")
    assert (taken_back["__typename"], taken_back["field"]) == ("Invalid", "must")
    payload = "AnswerQuestionsPayload"
    assert (answered["__typename"], by_mentee["__typename"]) == (payload, payload)
    assert await Answer.all().count() == 3


async def test_answers_are_seen_as_the_question_says(ask):
    otto, lumen, program = await given_lumen()
    await define(ask, otto, lumen, "open", kind="TEXT")
    await define(ask, otto, lumen, "kept", kind="TEXT", visibility="COORDINATORS")
    ada, bo = await given_mentor(program), await given_mentee(program)
    coco = await given_coordinator(program)
    await reply(ask, ada.user, lumen, open={"text": "Yes"}, kept={"text": "No"})

    for viewer in (ada.user, coco.user, otto):
        assert sorted(await answers_of(ask, viewer, ada)) == ["kept", "open"]
    assert await answers_of(ask, bo.user, ada) == ["open"]
    assert await answers_of(ask, await given_user("Eve"), ada) is None


async def test_what_an_applicant_answers_is_seen_by_who_decides_and_nobody_else(ask):
    otto, lumen, program = await given_lumen()
    await define(ask, otto, lumen, "open", kind="TEXT")
    ada, coco = await given_mentor(program), await given_coordinator(program)
    pending = EnrollmentStatus.PENDING
    applied = await given_enrollment(program, "Bo", ProgramRole.MENTEE, status=pending)
    done = await reply(ask, applied.user, lumen, open={"text": "Yes"})

    assert done["__typename"] == "AnswerQuestionsPayload"
    assert await answers_of(ask, coco.user, applied) == ["open"]
    assert await answers_of(ask, ada.user, applied) is None


async def test_who_coordinates_elsewhere_in_the_organization_does_not_see_what_is_kept(ask):
    otto, lumen, program = await given_lumen()
    await define(ask, otto, lumen, "kept", kind="TEXT", visibility="COORDINATORS")
    ada, shared = await given_mentor(program), await given_program()
    elsewhere = await given_coordinator(await given_program(lumen))
    await given_coordinator(shared, elsewhere.user)
    in_shared = await given_mentor(shared, ada.user)
    await reply(ask, ada.user, lumen, kept={"text": "No"})

    assert await answers_of(ask, elsewhere.user, in_shared) == []
    assert await answers_of(ask, elsewhere.user, ada) is None


async def test_a_stranger_is_not_told_what_is_asked(ask):
    otto, lumen, _ = await given_lumen()
    await define(ask, otto, lumen, kind="TEXT")
    query = "query ($id: ID!) { node(id: $id) { ... on Organization { questions { key } } } }"

    told = await ask(otto, query, id=id_of(lumen))
    stranger = await ask(await given_user("Eve"), query, id=id_of(lumen))

    assert told.data["node"] == {"questions": [{"key": "shift"}]}
    assert stranger.data["node"] == {"questions": []}


@pytest.mark.parametrize("people", [1, 5])
async def test_answers_are_two_statements_however_many_people(ask, queries, people):
    otto, lumen, program = await given_lumen()
    await define(ask, otto, lumen, kind="TEXT")
    for number in range(people):
        mentor = await given_mentor(program, f"Ada{number}")
        await reply(ask, mentor.user, lumen, shift={"text": "Late"})
    asked = "nodes { answers { text question { key } } }"
    query = f"query ($id: ID!) {{ program(id: $id) {{ enrollments(role: MENTOR) {{ {asked} }} }} }}"

    with queries() as count:
        answer = await ask(otto, query, id=ids.encode("program", program.id))

    assert len(answer.data["program"]["enrollments"]["nodes"]) == people
    assert count.total == 5


async def test_who_answers_what_is_being_removed_waits_and_is_told_that_it_is_gone(ask):
    otto, lumen, program = await given_lumen()
    await define(ask, otto, lumen, kind="TEXT")
    pending = EnrollmentStatus.PENDING
    bo = (await given_enrollment(program, "Bo", ProgramRole.MENTEE, status=pending)).user
    await reply(ask, bo, lumen, shift={"text": "Late"})

    async with in_transaction():
        await Question.all().select_for_update()
        answering = asyncio.create_task(reply(ask, bo, lumen, shift={"text": "Early"}))
        await somebody_waits()
        await Question.all().delete()

    assert (await answering)["__typename"] == "NotFound"
    assert await Answer.all().count() == 0
