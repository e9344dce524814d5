from datetime import UTC, date, datetime, timedelta

import pytest

from actions import retention
from matching import Away, Extra
from models import ExtraTime, TimeAway
from schema import ids
from tests.cast import given_mentee, given_mentor, given_program, given_user

FREE = """
query ($id: ID!, $start: DateTime!, $end: DateTime!) {
  user(id: $id) { freeTimes(start: $start, end: $end) { start end } }
}
"""
TODAY = datetime.now(UTC).date()
EVERY_MORNING = [(day, 9 * 60, 10 * 60) for day in range(7)]


def day(days: int, hour: int = 0) -> str:
    moment = datetime(TODAY.year, TODAY.month, TODAY.day, hour, tzinfo=UTC)
    return (moment + timedelta(days=days)).isoformat()


async def free(ask, viewer, user, start, end):
    return await ask(viewer, FREE, id=ids.encode("user", user.id), start=start, end=end)


async def test_a_stranger_does_not_see_when_somebody_is_free(ask):
    ada = await given_user("Ada", availability=EVERY_MORNING)

    foreign = await free(ask, await given_user("Eve"), ada, day(1), day(2))
    anonymous = await free(ask, None, ada, day(1), day(2))

    assert foreign.data == {"user": None}
    assert anonymous.codes == ["UNAUTHENTICATED"]


async def test_who_shares_a_program_sees_free_times_without_those_away(ask):
    program = await given_program()
    mentor = await given_mentor(
        program,
        "Ada",
        availability=EVERY_MORNING,
        times_away=[Away(TODAY + timedelta(days=2), TODAY + timedelta(days=3))],
        extra_times=[Extra(TODAY + timedelta(days=3), 0, 60)],
    )
    bo = await given_mentee(program, "Bo")

    answer = await free(ask, bo.user, mentor.user, day(1), day(5))

    assert [(one["start"], one["end"]) for one in answer.data["user"]["freeTimes"]] == [
        (day(1, 9), day(1, 10)),
        (day(3, 0), day(3, 1)),
        (day(4, 9), day(4, 10)),
    ]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (day(1), day(1)),
        (day(2), day(1)),
        (day(1), day(64)),
        (day(-40), day(1)),
        (day(740), day(741)),
        ("0001-01-01T00:00:00+00:00", "0001-01-02T00:00:00+00:00"),
        ("9999-12-30T00:00:00+00:00", "9999-12-31T00:00:00+00:00"),
        (day(1)[:19], day(2)[:19]),
    ],
)
async def test_what_is_too_long_or_too_far_away_is_refused(ask, start, end):
    ada = await given_user("Ada", availability=EVERY_MORNING)

    answer = await free(ask, ada, ada, start, end)

    assert answer.codes == ["BAD_USER_INPUT"]


async def test_what_is_over_is_neither_kept_nor_left(ask):
    over, coming = TODAY - timedelta(days=3), TODAY + timedelta(days=3)
    ada = await given_user(
        "Ada",
        times_away=[Away(over, over), Away(over, coming)],
        extra_times=[Extra(over, 0, 60), Extra(coming, 0, 60)],
    )
    kept = await TimeAway.all().count(), await ExtraTime.all().count()
    await TimeAway.create(user=ada, starts_on=over, ends_on=over)
    await ExtraTime.create(user=ada, day=date(2026, 1, 1), start_minute=0, end_minute=60)

    await retention.tidy()

    assert kept == (await TimeAway.all().count(), await ExtraTime.all().count()) == (1, 1)


@pytest.mark.parametrize("mentors", [1, 5])
async def test_free_times_are_three_statements_however_many_people(ask, queries, mentors):
    program = await given_program()
    for number in range(mentors):
        await given_mentor(program, f"Ada{number}", availability=EVERY_MORNING)
    bo = await given_mentee(program, "Bo")
    asked = "freeTimes(start: $start, end: $end) { start }"
    query = f"""query ($id: ID!, $start: DateTime!, $end: DateTime!) {{
      program(id: $id) {{ enrollments(role: MENTOR) {{ nodes {{ user {{ {asked} }} }} }} }}
    }}"""

    await ask(bo.user, "{ __typename }")
    with queries() as count:
        id = ids.encode("program", program.id)
        answer = await ask(bo.user, query, id=id, start=day(1), end=day(8))

    assert len(answer.data["program"]["enrollments"]["nodes"]) == mentors
    assert count.total == 7
