from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from actions import goals
from models import (
    CheckIn,
    Conversation,
    Enrollment,
    EnrollmentStatus,
    Match,
    Measure,
    Message,
    ProgramRole,
    RequestStatus,
)
from schema import ids
from tests.cast import (
    given_coordinator,
    given_enrollment,
    given_match,
    given_mentee,
    given_mentor,
    given_messages,
    given_organization,
    given_program,
    given_user,
)
from tests.matches.asking import end, given_request

ANALYTICS = """
query ($id: ID!, $weeks: Int! = 3) {
  programAnalytics(programId: $id, weeks: $weeks) {
    program { id }
    people { role status count }
    requests { status count }
    matches { status count }
    weeks { monday messages checkIns enrollments }
    daysToFirstMatch { count median p90 }
  }
}
"""
ONLY_PEOPLE = "query ($id: ID!) { programAnalytics(programId: $id) { people { count } } }"
THURSDAY = datetime(2026, 3, 12, 15, 30, tzinfo=UTC)
LAST_WEEKS = ("2026-02-23", "2026-03-02", "2026-03-09")


@pytest.fixture
def thursday():
    with time_machine.travel(THURSDAY):
        yield


async def given_coordinated(**values):
    """A program and whoever coordinates it, who enrolled long ago."""
    program = await given_program(**values)
    coordinator = await given_coordinator(program)
    await Enrollment.filter(id=coordinator.id).update(created_at=datetime(2025, 1, 1, tzinfo=UTC))
    return program, coordinator.user


async def measured(ask, viewer, program, **asked):
    answer = await ask(viewer, ANALYTICS, id=ids.encode("program", program.id), **asked)
    assert answer.errors == []
    return answer.data["programAnalytics"]


def counted(rows):
    """Counts by what they count, without the zeros."""
    return {
        tuple(value for key, value in row.items() if key != "count"): row["count"]
        for row in rows
        if row["count"]
    }


async def refused(ask, viewer, program):
    return (await ask(viewer, ANALYTICS, id=ids.encode("program", program.id))).codes


async def test_nobody_sees_analytics_without_signing_in(ask):
    program, _ = await given_coordinated()

    assert await refused(ask, None, program) == ["UNAUTHENTICATED"]


async def test_to_everybody_who_does_not_coordinate_there_is_nothing_to_measure(ask):
    program, _ = await given_coordinated()
    other, coordinator_elsewhere = await given_coordinated()
    otto = await given_user("Otto")
    await given_organization(owner=otto)
    mentor, eve = (await given_mentor(program)).user, await given_user("Eve")

    for viewer in (eve, mentor, otto, coordinator_elsewhere):
        assert await refused(ask, viewer, program) == ["NOT_FOUND"]
    assert await refused(ask, coordinator_elsewhere, other) == []


async def test_staff_of_the_organization_sees_them_too(ask):
    otto = await given_user("Otto")
    program, _ = await given_coordinated(organization=await given_organization(owner=otto))

    found = await measured(ask, otto, program)

    assert found["program"] == {"id": ids.encode("program", program.id)}


@pytest.mark.parametrize("weeks", [-1, 0, 105])
async def test_one_week_to_two_years_can_be_asked_for(ask, weeks):
    program, coco = await given_coordinated()

    answer = await ask(coco, ANALYTICS, id=ids.encode("program", program.id), weeks=weeks)

    assert answer.codes == ["BAD_USER_INPUT"]


async def test_a_program_without_events_has_zeros_and_nulls(ask, thursday):
    program, coco = await given_coordinated()

    found = await measured(ask, coco, program)

    assert counted(found["people"]) == {("COORDINATOR", "APPROVED"): 1}
    assert found["requests"] == [{"status": s.value, "count": 0} for s in RequestStatus]
    assert found["matches"] == [{"status": s, "count": 0} for s in ("ACTIVE", "ENDED")]
    assert found["weeks"] == [
        {"monday": monday, "messages": 0, "checkIns": 0, "enrollments": 0} for monday in LAST_WEEKS
    ]
    assert found["daysToFirstMatch"] == {"count": 0, "median": None, "p90": None}


async def test_people_are_counted_by_role_and_status(ask):
    program, coco = await given_coordinated()
    other, _ = await given_coordinated()
    for status, number in zip(EnrollmentStatus, (3, 2, 1, 2, 1), strict=True):
        for _ in range(number):
            await given_enrollment(program, "Bo", ProgramRole.MENTEE, status=status)
    await given_mentor(program)
    await given_mentor(other)

    found = await measured(ask, coco, program)

    assert len(found["people"]) == len(ProgramRole) * len(EnrollmentStatus)
    assert counted(found["people"]) == {
        ("COORDINATOR", "APPROVED"): 1,
        ("MENTOR", "APPROVED"): 1,
        ("MENTEE", "PENDING"): 3,
        ("MENTEE", "APPROVED"): 2,
        ("MENTEE", "DECLINED"): 1,
        ("MENTEE", "LEFT"): 2,
        ("MENTEE", "REMOVED"): 1,
    }


async def test_requests_and_matches_are_counted_by_status(ask):
    program, coco = await given_coordinated()
    mentor = await given_mentor(program, capacity=5)
    mentees = [await given_mentee(program) for _ in range(4)]
    over, *_ = [await given_match(mentor, mentee) for mentee in mentees[:3]]
    await end(ask, coco, over)
    await given_request(mentor, mentees[3])

    found = await measured(ask, coco, program)

    assert counted(found["requests"]) == {("PENDING",): 1, ("ACCEPTED",): 3}
    assert counted(found["matches"]) == {("ACTIVE",): 2, ("ENDED",): 1}


async def test_a_week_begins_on_monday_at_midnight_in_utc(ask, thursday):
    program, coco = await given_coordinated()
    monday = datetime(2026, 3, 9, tzinfo=UTC)
    before_all, shortly = datetime(2026, 2, 23, tzinfo=UTC), timedelta(microseconds=1)
    for at in (before_all - shortly, before_all, monday - shortly, monday, THURSDAY):
        mentee = await given_mentee(program)
        await Enrollment.filter(id=mentee.id).update(created_at=at)

    found = await measured(ask, coco, program)

    assert [week["monday"] for week in found["weeks"]] == list(LAST_WEEKS)
    assert [week["enrollments"] for week in found["weeks"]] == [1, 1, 2]


async def test_weeks_count_the_messages_and_check_ins_of_the_programs_own_matches(ask, thursday):
    program, coco = await given_coordinated()
    for place in (program, (await given_coordinated())[0]):
        mentor, mentee = await given_mentor(place), await given_mentee(place)
        match = await given_match(mentor, mentee)
        await given_messages(mentor.user, await Conversation.get(match_id=match.id), "abc")
        new = goals.NewGoal(match.id, "Talk", Measure.NUMBER, target_value=Decimal(10))
        goal = await goals.set_goal(mentee.user, new)
        await goals.check_in(mentee.user, goal.id, Decimal(1))
    await Message.filter(body="a").update(created_at=THURSDAY - timedelta(days=14))
    await CheckIn.all().update(created_at=THURSDAY - timedelta(days=7))

    found = await measured(ask, coco, program)

    assert [week["messages"] for week in found["weeks"]] == [1, 0, 2]
    assert [week["checkIns"] for week in found["weeks"]] == [0, 1, 0]
    assert [week["enrollments"] for week in found["weeks"]] == [0, 0, 2]


async def given_wait(program, days, *, is_decided=True):
    """A mentee matched so many days after their approval, or their application."""
    mentor, mentee = await given_mentor(program), await given_mentee(program)
    match = await given_match(mentor, mentee)
    asked_at = THURSDAY - timedelta(days=days)
    await Enrollment.filter(id=mentee.id).update(
        created_at=asked_at - timedelta(days=9) if is_decided else asked_at,
        decided_at=asked_at if is_decided else None,
    )
    await Match.filter(id=match.id).update(created_at=THURSDAY)
    return mentee


async def test_waiting_is_counted_from_approval_to_the_first_match(ask):
    program, coco = await given_coordinated()
    mentee = await given_wait(program, 4)
    await given_match(await given_mentor(program), mentee)
    await given_mentee(program)

    found = await measured(ask, coco, program)

    assert found["daysToFirstMatch"] == {"count": 1, "median": 4.0, "p90": 4.0}


async def test_waiting_has_a_median_and_a_ninth_tenth(ask):
    program, coco = await given_coordinated()
    for days in (1, 2, 3, 4, 5.5, 6, 7, 8, 9, 10, 20):
        await given_wait(program, days)
    await given_wait((await given_coordinated())[0], 100)

    found = await measured(ask, coco, program)

    assert found["daysToFirstMatch"] == {"count": 11, "median": 6.0, "p90": 10.0}


async def test_without_a_date_of_approval_waiting_begins_with_the_application(ask):
    program, coco = await given_coordinated()
    await given_wait(program, 2, is_decided=False)

    found = await measured(ask, coco, program)

    assert found["daysToFirstMatch"] == {"count": 1, "median": 2.0, "p90": 2.0}


@pytest.mark.parametrize("people", [1, 6])
async def test_all_measures_are_five_statements_however_many_people(ask, queries, people):
    program, coco = await given_coordinated()
    for days in range(people):
        await given_wait(program, days)
    await ask(coco, "{ __typename }")

    with queries() as count:
        found = await measured(ask, coco, program, weeks=104)

    assert len(found["weeks"]) == 104
    assert count.total == 7


async def test_only_what_is_asked_for_is_measured(ask, queries):
    program, coco = await given_coordinated()
    await ask(coco, "{ __typename }")

    with queries() as count:
        await ask(coco, ONLY_PEOPLE, id=ids.encode("program", program.id))

    assert count.total == 3
