import asyncio
from typing import Any

import pytest

from actions import suggestions
from models import EnrollmentStatus, ProgramRole
from policies.matches import askable_by
from schema import ids
from tests.cast import (
    given_coordinator,
    given_enrollment,
    given_match,
    given_mentee,
    given_mentor,
    given_organization,
    given_program,
    given_user,
)
from tests.matches.asking import decline, end, given_request

SUGGESTIONS = """
query ($id: ID!, $first: Int! = 10) {
  suggestions(programId: $id, first: $first) {
    score
    mentor { user { name } placesLeft }
    reasons {
      __typename points most
      ... on SharedSkills { skills }
      ... on SharedLanguages { languages }
      ... on SharedHours { minutesPerWeek }
    }
  }
}
"""
NINE_TO_TWELVE = [(0, 9 * 60, 12 * 60)]
ENGLISH: dict[str, Any] = {"languages": ["en"]}


async def suggested(ask, viewer, program, **asked):
    answer = await ask(viewer, SUGGESTIONS, id=ids.encode("program", program.id), **asked)
    assert answer.errors == []
    return answer.data["suggestions"]


async def names(ask, viewer, program, **asked):
    found = await suggested(ask, viewer, program, **asked)
    return [one["mentor"]["user"]["name"] for one in found]


async def given_seeker(program, **profile):
    mentee = await given_mentee(program, "Bo", **{**ENGLISH, **profile})
    return mentee.user


async def test_nobody_is_suggested_without_signing_in(ask):
    program = await given_program()
    await given_mentor(program, **ENGLISH)

    answer = await ask(None, SUGGESTIONS, id=ids.encode("program", program.id))

    assert answer.codes == ["UNAUTHENTICATED"]


async def test_to_a_stranger_a_closed_program_is_not_there_to_suggest_from(ask):
    closed, eve = await given_program(is_open=False), await given_user("Eve", **ENGLISH)
    await given_mentor(closed, **ENGLISH)

    there = await ask(eve, SUGGESTIONS, id=ids.encode("program", closed.id))
    not_there = await ask(eve, SUGGESTIONS, id=ids.encode("program", eve.id))

    assert (there.codes, there.data) == (["NOT_FOUND"], {})
    assert there.errors[0]["message"] == not_there.errors[0]["message"]


async def test_only_approved_mentees_get_suggestions(ask):
    otto = await given_user("Otto", **ENGLISH)
    program = await given_program(await given_organization(owner=otto))
    await given_mentor(program, **ENGLISH)
    pending = EnrollmentStatus.PENDING
    waiting = await given_enrollment(program, "Bo", ProgramRole.MENTEE, status=pending, **ENGLISH)
    others = (otto, waiting.user, (await given_coordinator(program)).user, await given_user("Eve"))

    for viewer in others:
        assert await suggested(ask, viewer, program) == []


async def test_a_suggestion_says_in_numbers_what_it_is_made_of(ask):
    program = await given_program()
    shared: dict[str, Any] = {"languages": ["en", "de"], "availability": NINE_TO_TWELVE}
    await given_mentor(program, "Ada", skills_offered=["Public  speaking", "Go"], **shared)
    bo = await given_seeker(program, skills_wanted=["public Speaking", "SQL"], **shared)

    (suggestion,) = await suggested(ask, bo, program)

    assert suggestion == {
        "score": 62,
        "mentor": {"user": {"name": "Ada"}, "placesLeft": 2},
        "reasons": [
            {
                "__typename": "SharedSkills",
                "points": 33,
                "most": 65,
                "skills": ["Public  speaking"],
            },
            {
                "__typename": "SharedLanguages",
                "points": 10,
                "most": 10,
                "languages": ["de", "en"],
            },
            {"__typename": "SharedHours", "points": 19, "most": 25, "minutesPerWeek": 180},
        ],
    }


async def test_who_suits_better_comes_first(ask):
    program = await given_program()
    for name, skills in (("None", []), ("Two", ["SQL", "Go"]), ("One", ["Go"])):
        await given_mentor(program, name, skills_offered=skills, **ENGLISH)
    bo = await given_seeker(program, skills_wanted=["Go", "SQL"])

    assert await names(ask, bo, program) == ["Two", "One", "None"]
    assert await names(ask, bo, program, first=2) == ["Two", "One"]


async def test_hours_count_on_the_clocks_people_live_by(ask):
    program, ten_to_twelve = await given_program(), [(0, 10 * 60, 12 * 60)]
    ada, bo = [
        {**ENGLISH, "time_zone": zone, "availability": ten_to_twelve}
        for zone in ("Asia/Kathmandu", "Asia/Kolkata")
    ]
    await given_mentor(program, "Ada", **ada)

    (suggestion,) = await suggested(ask, await given_seeker(program, **bo), program)

    assert suggestion["reasons"][2]["minutesPerWeek"] == 105


async def test_nobody_without_a_common_language_is_suggested(ask):
    program = await given_program()
    await given_mentor(program, languages=["fr"])
    bo = await given_seeker(program)

    assert await names(ask, bo, program) == []


async def test_whoever_could_not_be_asked_is_not_suggested(ask):
    program, other = await given_program(), await given_program()
    pending = EnrollmentStatus.PENDING
    role = ProgramRole.MENTOR
    await given_enrollment(program, "Pia", role, status=pending, capacity=1, **ENGLISH)
    await given_mentor(program, "Paul", capacity=0, **ENGLISH)
    full = await given_mentor(program, "Fay", capacity=1, **ENGLISH)
    await given_match(full, await given_mentee(program))
    await given_mentee(program, "Me", **ENGLISH)
    await given_mentor(other, "Otis", **ENGLISH)
    bo = await given_seeker(program)
    await given_mentor(program, bo)

    assert await names(ask, bo, program) == []


async def test_a_mentor_who_is_a_mentee_too_may_not_ask_themselves(empty):
    program = await given_program()
    mentee = await given_mentee(program, "Bo")
    await given_mentor(program, mentee.user)
    other = await given_mentor(program)

    assert [mentor.id for mentor in await askable_by(mentee)] == [other.id]


async def test_whom_one_has_asked_or_got_is_not_suggested_again_until_it_is_over(ask):
    program = await given_program()
    asked, got = [await given_mentor(program, name, **ENGLISH) for name in ("Asa", "Gil")]
    mentee = await given_mentee(program, "Bo", **ENGLISH)
    request, match = await given_request(asked, mentee), await given_match(got, mentee)
    while_open = await names(ask, mentee.user, program)

    await decline(ask, asked.user, request)
    await end(ask, got.user, match)

    assert while_open == []
    assert sorted(await names(ask, mentee.user, program)) == ["Asa", "Gil"]


async def test_whom_somebody_else_asked_is_suggested_all_the_same(ask):
    program = await given_program()
    mentor = await given_mentor(program, "Ada", **ENGLISH)
    await given_request(mentor, await given_mentee(program, "Cy"))
    bo = await given_seeker(program)

    assert await names(ask, bo, program) == ["Ada"]


@pytest.mark.parametrize("first", [-1, 0, 51])
async def test_one_to_fifty_can_be_asked_for(ask, first):
    program = await given_program()
    bo, id = await given_seeker(program), ids.encode("program", program.id)

    answer = await ask(bo, SUGGESTIONS, id=id, first=first)

    assert answer.codes == ["BAD_USER_INPUT"]


async def test_beyond_the_most_mentors_looked_at_those_with_the_fewest_mentees_are(
    ask, monkeypatch
):
    program = await given_program()
    busy = await given_mentor(program, "Busy", capacity=5, skills_offered=["Go"], **ENGLISH)
    await given_match(busy, await given_mentee(program))
    for name in ("Free", "Idle"):
        await given_mentor(program, name, **ENGLISH)
    bo = await given_seeker(program, skills_wanted=["Go"])
    monkeypatch.setattr(suggestions, "MOST_MENTORS", 2)

    assert sorted(await names(ask, bo, program)) == ["Free", "Idle"]


async def test_many_who_look_at_once_wait_for_each_other_and_all_get_suggestions(ask):
    program = await given_program()
    await given_mentor(program, "Ada", **ENGLISH)
    seekers = [await given_seeker(program) for _ in range(20)]

    found = await asyncio.gather(*(names(ask, seeker, program) for seeker in seekers))

    assert found == [["Ada"]] * 20


@pytest.mark.parametrize("mentors", [1, 7])
async def test_suggestions_are_one_query_per_relation_however_many_mentors(ask, queries, mentors):
    program = await given_program()
    for number in range(mentors):
        skills, slots = ["Go"], NINE_TO_TWELVE
        name = f"Ada{number}"
        await given_mentor(program, name, skills_offered=skills, availability=slots, **ENGLISH)
    bo = await given_seeker(program, skills_wanted=["Go"])
    await ask(bo, "{ __typename }")

    with queries() as count:
        found = await suggested(ask, bo, program)

    assert len(found) == mentors
    assert count.total == 11
