"""Every setting does what it says."""

from datetime import UTC, datetime, timedelta

import pytest

from models import Enrollment, EnrollmentStatus, MatchRequest, Program, ProgramRole
from schema import ids
from tests.cast import given_enrollment, given_mentee, given_mentor, given_program, given_user
from tests.documents import do
from tests.matches.asking import request
from tests.programs.inviting import (
    accept,
    given_coordinated,
    given_invited,
    given_link,
    invite,
    join,
)

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
MENTOR, MENTEE = ProgramRole.MENTOR, ProgramRole.MENTEE


async def given_set(**columns):
    program = await given_program()
    await Program.filter(id=program.id).update(**columns)
    return program


async def enroll(ask, viewer, program, role="MENTEE", **input):
    id = ids.encode("program", program.id)
    fields = "enrollment { status capacity user { id } program { name } }"
    return await do(ask, viewer, "enroll", fields, programId=id, role=role, **input)


async def test_an_open_program_takes_everybody_at_once(ask):
    program, bo = await given_set(is_approving=True), await given_user("Bo")

    done = await enroll(ask, bo, program)

    assert done["enrollment"]["status"] == "APPROVED"
    assert (await Enrollment.get()).decided_at is not None


@pytest.mark.parametrize("status", [EnrollmentStatus.DECLINED, EnrollmentStatus.REMOVED])
async def test_an_open_program_does_not_take_who_was_turned_down(ask, status):
    program = await given_set(is_approving=True)
    part = await given_enrollment(program, "Bo", MENTEE, status=status)

    assert (await enroll(ask, part.user, program))["__typename"] == "Conflict"
    assert (await Enrollment.get()).status == status


async def test_who_waits_when_a_program_opens_applies_again_and_is_in(ask):
    program = await given_set(is_approving=True)
    part = await given_enrollment(program, "Bo", MENTEE, status=EnrollmentStatus.PENDING)

    assert (await enroll(ask, part.user, program))["enrollment"]["status"] == "APPROVED"


async def test_a_mentor_who_says_no_capacity_gets_the_usual_one(ask):
    program = await given_set(default_capacity=3)
    ada, amy = await given_user("Ada"), await given_user("Amy")

    usual = await enroll(ask, ada, program, "MENTOR")
    own = await enroll(ask, amy, program, "MENTOR", capacity=1)

    assert [one["enrollment"]["capacity"] for one in (usual, own)] == [3, 1]


async def test_nobody_has_more_mentees_than_the_program_allows(ask, smtp):
    coco, program = await given_coordinated()
    await Program.all().update(most_capacity=3)
    mentor = await given_mentor(program, capacity=2)
    token = await given_link(ask, coco, program, role="MENTOR")
    ina, invited = await given_invited(ask, smtp, coco, program, role="MENTOR")
    id = ids.encode("enrollment", mentor.id)

    refused = [
        await join(ask, await given_user(), token, capacity=4),
        await do(ask, mentor.user, "changeCapacity", enrollmentId=id, capacity=4),
        await invite(ask, coco, program, "x@example.org", role="MENTOR", capacity=4),
        await accept(ask, ina, invited, capacity=4),
    ]

    assert [one["field"] for one in refused] == ["capacity"] * 4
    assert {one["reason"][-4:] for one in refused} == {"to 3"}


async def test_who_applies_answers_what_the_program_asks(ask):
    coco, program = await given_coordinated()
    await Program.all().update(question="What for?", is_open=True)
    token, bo = await given_link(ask, coco, program), await given_user("Bo")

    silent = [await enroll(ask, bo, program, note=" "), await join(ask, bo, token)]
    answered = await join(ask, bo, token, note="To learn")

    assert [(one["field"], one["reason"]) for one in silent] == [
        ("note", "Answer what the program asks: What for?")
    ] * 2
    assert answered["enrollment"]["note"] == "To learn"


async def test_mentors_are_asked_from_the_first_day_to_the_last(ask):
    program = await given_set()
    mentor, mentee = await given_mentor(program), await given_mentee(program)

    for dates in ({"begins_on": TODAY + DAY}, {"ends_on": TODAY - DAY}):
        await Program.all().update(**{"begins_on": None, "ends_on": None, **dates})
        assert (await request(ask, mentee.user, mentor))["__typename"] == "Conflict"
    assert await MatchRequest.all().count() == 0

    await Program.all().update(begins_on=TODAY, ends_on=TODAY + DAY)
    assert (await request(ask, mentee.user, mentor))["__typename"] == "RequestMatchPayload"


async def test_nobody_comes_into_a_program_that_has_ended(ask, smtp):
    coco, program = await given_coordinated()
    token = await given_link(ask, coco, program)
    ina, invited = await given_invited(ask, smtp, coco, program)
    await Program.all().update(ends_on=TODAY - DAY, is_open=True)
    bo = await given_user("Bo")

    done = [
        await enroll(ask, bo, program),
        await join(ask, bo, token),
        await accept(ask, ina, invited),
    ]

    assert [one["__typename"] for one in done] == ["Conflict"] * 3
    assert not await Enrollment.exists(role=MENTEE)


async def test_people_come_in_before_a_program_begins(ask):
    program = await given_set(begins_on=TODAY + DAY)

    done = await enroll(ask, await given_user("Bo"), program)

    assert done["__typename"] == "EnrollPayload"


SUGGESTIONS = """query ($id: ID!) { suggestions(programId: $id, first: 5) {
  score reasons { __typename points most } mentor { user { name } }
} }"""


async def test_the_weights_decide_what_a_suggestion_is_worth(ask):
    program = await given_set(skills_weight=20, languages_weight=80, hours_weight=0)
    await given_mentor(program, languages=["en", "de"], skills_offered=["Go"])
    bo = (await given_mentee(program, "Bo", languages=["en", "de"], skills_wanted=["Go", "C"])).user

    answer = await ask(bo, SUGGESTIONS, id=ids.encode("program", program.id))

    (one,) = answer.data["suggestions"]
    assert one["score"] == 90
    assert [(reason["points"], reason["most"]) for reason in one["reasons"]] == [
        *((10, 20), (80, 80), (0, 0))
    ]
