import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models import AvailabilitySlot, EnrollmentStatus, Skill
from schema import ids
from tests.cast import (
    given_coordinator,
    given_enrollment,
    given_mentee,
    given_mentor,
    given_program,
    given_user,
)

SEE = "query ($id: ID!) { user(id: $id) { name skillsOffered { name } } }"

ELEVEN = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "fi", "pl")

UPDATE = """
mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) {
    __typename
    ... on UpdateProfilePayload { user {
      name headline bio timeZone
      languages { code level } skillsOffered { name level } skillsWanted { name level }
      availability { weekday startMinute endMinute }
      timesAway { startsOn endsOn } extraTimes { day startMinute endMinute }
    } }
    ... on Invalid { field reason }
  }
}
"""


def in_days(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


async def test_a_stranger_sees_nobody_and_changes_nothing(ask):
    ada = await given_user("Ada")
    eve = await given_user("Eve")

    foreign = await ask(eve, SEE, id=ids.encode("user", ada.id))
    anonymous = await ask(None, SEE, id=ids.encode("user", ada.id))
    changed = await ask(None, UPDATE, input={"name": "Mallory"})

    assert foreign.data == {"user": None}
    assert anonymous.codes == ["UNAUTHENTICATED"]
    assert changed.codes == ["UNAUTHENTICATED"]


async def test_people_of_one_program_see_each_other(ask):
    program = await given_program()
    ada = await given_mentor(program, "Ada", skills_offered=["Python"])
    bo = await given_mentee(program, "Bo")

    seen = await ask(bo.user, SEE, id=ids.encode("user", ada.user_id))

    assert seen.data["user"] == {"name": "Ada", "skillsOffered": [{"name": "Python"}]}


async def test_an_applicant_sees_nobody_and_is_seen_by_the_coordinator_only(ask):
    program = await given_program()
    ada = await given_mentor(program, "Ada")
    coco = await given_coordinator(program)
    applied = await given_enrollment(program, "Bo", ada.role, status=EnrollmentStatus.PENDING)

    by_coordinator = await ask(coco.user, SEE, id=ids.encode("user", applied.user_id))
    by_mentor = await ask(ada.user, SEE, id=ids.encode("user", applied.user_id))
    by_applicant = await ask(applied.user, SEE, id=ids.encode("user", ada.user_id))

    assert by_coordinator.data["user"]["name"] == "Bo"
    assert by_mentor.data == {"user": None}
    assert by_applicant.data == {"user": None}


async def test_a_profile_is_changed_as_a_whole(ask):
    ada = await given_user("Ada")
    profile = {
        "name": "Ada L.",
        "headline": "Engines",
        "bio": "I like numbers",
        "timeZone": "Asia/Kathmandu",
        "languages": [{"code": "EN", "level": "C1"}, {"code": "fr"}, {"code": "en"}],
        "skillsOffered": [{"name": " Machine  Learning ", "level": "EXPERT"}, {"name": "Go"}],
        "skillsWanted": [{"name": "go", "level": "BEGINNER"}],
        "availability": [{"weekday": 0, "startMinute": 540, "endMinute": 600}],
        "timesAway": [{"startsOn": in_days(1), "endsOn": in_days(8)}],
        "extraTimes": [{"day": in_days(3), "startMinute": 0, "endMinute": 1440}],
    }

    answer = await ask(ada, UPDATE, input=profile)

    assert answer.data["updateProfile"]["user"] == {
        **profile,
        "languages": [{"code": "en", "level": "C1"}, {"code": "fr", "level": None}],
        "skillsOffered": [
            {"name": "Go", "level": None},
            {"name": "Machine  Learning", "level": "EXPERT"},
        ],
        "skillsWanted": [{"name": "Go", "level": "BEGINNER"}],
    }


async def test_what_is_left_out_stays(ask):
    ada = await given_user("Ada", skills_offered=["Go"], languages=["en"])

    answer = await ask(ada, UPDATE, input={"headline": "Engines"})

    user = answer.data["updateProfile"]["user"]
    assert user["name"] == "Ada"
    assert user["skillsOffered"] == [{"name": "Go", "level": None}]
    assert user["languages"] == [{"code": "en", "level": None}]


async def test_people_who_name_the_same_new_skills_at_once_share_them(edge):
    people = [await given_user(f"P{n}") for n in range(10)]
    skills = [{"name": name} for name in sorted((f"skill {n}" for n in range(30)), key=hash)]

    answers = await asyncio.gather(
        *(edge.ask(p, UPDATE, input={"skillsWanted": skills}) for p in people)
    )

    assert {len(a.data["updateProfile"]["user"]["skillsWanted"]) for a in answers} == {30}
    assert await Skill.all().count() == 30


async def test_the_same_change_made_many_times_at_once_is_made(edge):
    ada = await given_user("Ada")
    profile = {
        "skillsOffered": [{"name": "Go"}, {"name": "Rust"}],
        "availability": [{"weekday": 1, "startMinute": 60, "endMinute": 120}],
    }

    answers = await asyncio.gather(*(edge.ask(ada, UPDATE, input=profile) for _ in range(8)))

    assert [answer.errors for answer in answers] == [[]] * 8
    assert await AvailabilitySlot.filter(user_id=ada.id).count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("headline", "x" * 201),
        ("bio", "x" * 4_001),
        ("timeZone", "Berlin"),
        ("languages", [{"code": "english"}]),
        ("languages", [{"code": "xx"}]),
        (
            "languages",
            [
                {"code": code}
                for code in ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "fi", "pl"]
            ],
        ),
        ("skillsOffered", [{"name": f"{n}"} for n in range(31)]),
        ("skillsWanted", [{"name": "x" * 81}]),
        ("skillsWanted", [{"name": ""}]),
        ("timesAway", [{"startsOn": in_days(2), "endsOn": in_days(1)}]),
        ("timesAway", [{"startsOn": in_days(1), "endsOn": in_days(368)}]),
        ("timesAway", [{"startsOn": "9999-12-31", "endsOn": "9999-12-31"}]),
        ("timesAway", [{"startsOn": in_days(700), "endsOn": in_days(740)}]),
        ("timesAway", [{"startsOn": in_days(n), "endsOn": in_days(n)} for n in range(51)]),
        ("extraTimes", [{"day": in_days(1), "startMinute": 60, "endMinute": 60}]),
        ("extraTimes", [{"day": in_days(740), "startMinute": 0, "endMinute": 60}]),
        ("availability", [{"weekday": 7, "startMinute": 0, "endMinute": 60}]),
        ("availability", [{"weekday": 0, "startMinute": 60, "endMinute": 60}]),
        ("availability", [{"weekday": 0, "startMinute": 0, "endMinute": 1441}]),
    ],
)
async def test_a_value_that_cannot_be_is_named_and_nothing_is_changed(ask, field, value):
    ada = await given_user("Ada")

    answer = await ask(ada, UPDATE, input={"headline": "Changed", field: value})

    after = await ask(
        ada, "query ($id: ID!) { user(id: $id) { headline } }", id=ids.encode("user", ada.id)
    )
    assert answer.data["updateProfile"]["field"] == field
    assert after.data["user"]["headline"] == ""
