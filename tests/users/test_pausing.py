from datetime import UTC, datetime, timedelta

import pytest

from models import MatchRequest, User
from schema import ids
from tests.cast import given_match, given_mentee, given_mentor, given_program, given_user
from tests.documents import do, mutation
from tests.matches.asking import accept, given_request, request
from tests.matches.test_suggesting import ENGLISH, names

PAUSED = "user { isPausing pausesUntil }"
RESUME = "mutation { resumeMentoring { user { isPausing pausesUntil } } }"


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


async def pause(ask, viewer, until=None):
    return await do(ask, viewer, "pauseMentoring", PAUSED, until=until)


async def given_two():
    program = await given_program()
    return await given_mentor(program, "Ada", **ENGLISH), await given_mentee(program, **ENGLISH)


async def test_nobody_pauses_or_resumes_without_signing_in(ask):
    ada = await given_user("Ada")

    paused = await ask(None, mutation("pauseMentoring"), input={})
    resumed = await ask(None, RESUME)

    assert paused.codes == resumed.codes == ["UNAUTHENTICATED"]
    assert (await User.get(id=ada.id)).paused_at is None


async def test_a_paused_mentor_is_neither_suggested_nor_asked(ask):
    mentor, mentee = await given_two()
    program = await mentor.program

    await pause(ask, mentor.user)

    assert await names(ask, mentee.user, program) == []
    assert (await request(ask, mentee.user, mentor))["__typename"] == "Conflict"
    assert await MatchRequest.all().count() == 0


async def test_whoever_resumes_is_suggested_and_asked_again(ask):
    mentor, mentee = await given_two()
    await pause(ask, mentor.user)

    answer = await ask(mentor.user, RESUME)

    user = answer.data["resumeMentoring"]["user"]
    assert user == {"isPausing": False, "pausesUntil": None}
    assert await names(ask, mentee.user, await mentor.program) == ["Ada"]
    assert (await request(ask, mentee.user, mentor))["__typename"] == "RequestMatchPayload"


async def test_a_pause_ends_when_it_was_said_to(ask):
    mentor, mentee = await given_two()
    until = in_days(3)
    paused = await pause(ask, mentor.user, until)

    await User.filter(id=mentor.user_id).update(paused_until=datetime.now(UTC))

    assert paused["user"] == {"isPausing": True, "pausesUntil": until}
    assert await names(ask, mentee.user, await mentor.program) == ["Ada"]
    assert (await request(ask, mentee.user, mentor))["__typename"] == "RequestMatchPayload"


async def test_matches_and_what_was_asked_before_outlast_a_pause(ask):
    mentor, mentee = await given_two()
    match = await given_match(mentor, await given_mentee(await mentor.program, "Cy"))
    asked = await given_request(mentor, mentee)

    await pause(ask, mentor.user)

    query = "query ($id: ID!) { match(id: $id) { status } }"
    answer = await ask(mentor.user, query, id=ids.encode("match", match.id))
    assert answer.data == {"match": {"status": "ACTIVE"}}
    assert (await accept(ask, mentor.user, asked))["__typename"] == "AcceptMatchRequestPayload"


async def test_people_of_the_program_see_that_somebody_pauses_and_a_stranger_sees_nobody(ask):
    mentor, mentee = await given_two()
    await pause(ask, mentor.user)
    query = "query ($id: ID!) { user(id: $id) { isPausing } }"

    by_mentee = await ask(mentee.user, query, id=ids.encode("user", mentor.user_id))
    by_stranger = await ask(await given_user("Eve"), query, id=ids.encode("user", mentor.user_id))

    assert by_mentee.data == {"user": {"isPausing": True}}
    assert by_stranger.data == {"user": None}


@pytest.mark.parametrize("days", [-1, 740, None])
async def test_a_pause_ends_in_two_years_at_the_latest(ask, days):
    until = "0001-01-01T00:00:00" if days is None else in_days(days)
    ada = await given_user("Ada")

    done = await pause(ask, ada, until)

    assert (done["__typename"], done["field"]) == ("Invalid", "until")
    assert (await User.get(id=ada.id)).paused_at is None
