"""Groups and announcements, and who may begin them."""

import asyncio
from dataclasses import replace

import pytest

from actions.conversations import starting
from models import Conversation, ConversationKind, EnrollmentStatus, Member, ProgramRole
from schema import ids
from tests.cast import (
    given_enrollment,
    given_organization,
    given_pair,
    given_program,
    given_staff,
    given_user,
)
from tests.conversations.gathering import given_cohort, given_group, log_of, seats, start, user_ids


async def test_a_stranger_cannot_tell_the_program_is_there(ask):
    eve = await given_user("Eve")
    closed = await given_program(is_open=False)

    foreign = await start(ask, eve, closed)
    closed.id = eve.id
    missing = await start(ask, eve, closed)

    assert foreign == missing
    assert foreign["__typename"] == "NotFound"
    assert await Conversation.all().count() == 0


async def test_beyond_so_many_in_a_day_none_is_started(ask, monkeypatch):
    cohort = await given_cohort()
    monkeypatch.setattr(starting, "A_DAY", replace(starting.A_DAY, most=2))
    await start(ask, cohort["Bo"], cohort.program, title="")

    begun = [await start(ask, cohort["Bo"], cohort.program) for _ in range(3)]
    others = await start(ask, cohort["Cy"], cohort.program)

    payload = "StartConversationPayload"
    assert [one["__typename"] for one in (*begun, others)] == [
        payload,
        payload,
        "TooMany",
        payload,
    ]
    assert begun[2]["reason"] == starting.A_DAY.reason
    assert await Conversation.all().count() == 3


@pytest.mark.parametrize("status", set(EnrollmentStatus) - {EnrollmentStatus.APPROVED})
async def test_who_does_not_take_part_starts_nothing(ask, status):
    program = await given_program()
    part = await given_enrollment(program, "Ali", ProgramRole.MENTEE, status=status)

    refused = await start(ask, part.user, program)

    assert refused["__typename"] == "Forbidden"
    assert await Conversation.all().count() == 0


async def test_who_takes_part_starts_a_group_and_is_its_host(ask):
    cohort = await given_cohort()

    started = await start(
        ask, cohort["Bo"], cohort.program, memberIds=user_ids(cohort["Cy"], cohort["Ada"])
    )

    where = await Conversation.get()
    assert started["conversation"] == {
        "kind": "GROUP",
        "title": "Readers",
        "memberCount": 3,
        "closedAt": None,
    }
    assert await seats(where) == {"Bo": "HOST", "Ada": "MEMBER", "Cy": "MEMBER"}
    assert await log_of(where) == ["OPENED"]


async def test_only_who_runs_the_program_announces(ask):
    cohort = await given_cohort()
    owner = await given_staff(await cohort.program.organization)

    refused = await start(ask, cohort["Ada"], cohort.program, kind="ANNOUNCEMENT")
    started = [
        await start(ask, who, cohort.program, kind="ANNOUNCEMENT")
        for who in (cohort["Coco"], owner)
    ]

    assert refused["__typename"] == "Forbidden"
    assert [one["conversation"]["kind"] for one in started] == ["ANNOUNCEMENT"] * 2


async def test_an_announcement_for_everybody_has_all_who_take_part(ask):
    cohort = await given_cohort()
    pending = EnrollmentStatus.PENDING
    await given_enrollment(cohort.program, "Ali", ProgramRole.MENTEE, status=pending)

    await start(ask, cohort["Coco"], cohort.program, kind="ANNOUNCEMENT", isForEverybody=True)

    assert await seats(await Conversation.get()) == {
        "Coco": "HOST",
        **dict.fromkeys(("Ada", "Mia", "Bo", "Cy"), "MEMBER"),
    }


async def test_however_many_are_in_it_starting_costs_the_same(ask, queries):
    small, large = await given_cohort(), await given_cohort()
    for number in range(30):
        await given_enrollment(large.program, f"M{number}", ProgramRole.MENTEE)

    costs = []
    for one in (small, large):
        with queries() as count:
            await start(ask, one["Coco"], one.program, kind="ANNOUNCEMENT", isForEverybody=True)
        costs.append(count.total)

    assert costs[0] == costs[1]
    assert await Member.all().count() == 5 + 35


async def test_nobody_is_in_it_who_does_not_take_part(ask):
    cohort, eve = await given_cohort(), await given_user("Eve")
    left = EnrollmentStatus.LEFT
    gone = await given_enrollment(cohort.program, "Lee", ProgramRole.MENTEE, status=left)
    elsewhere = await given_staff(await given_organization("Umbra"))

    refused = [
        await start(ask, cohort["Ada"], cohort.program, memberIds=user_ids(cohort["Bo"], other))
        for other in (eve, gone.user, elsewhere)
    ]

    assert {(one["__typename"], one["field"]) for one in refused} == {("Invalid", "memberIds")}
    assert await Conversation.all().count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"title": "two\nlines"}, "title"),
        ({"kind": "MATCH"}, "kind"),
        ({"isForEverybody": True}, "isForEverybody"),
        ({"memberIds": ["Bo"]}, "memberIds"),
    ],
    ids=["no title", "long title", "lines", "a match", "a group for all", "no people"],
)
async def test_what_cannot_be_is_named(ask, given, field):
    cohort = await given_cohort()

    refused = await start(ask, cohort["Ada"], cohort.program, **given)

    assert (refused["__typename"], refused["field"]) == ("Invalid", field)
    assert await Conversation.all().count() == 0


async def test_a_hundred_are_named_at_once_and_no_more(ask):
    cohort = await given_cohort()
    bo = user_ids(cohort["Bo"])

    many = await start(ask, cohort["Ada"], cohort.program, memberIds=bo * 101)
    most = await start(ask, cohort["Ada"], cohort.program, memberIds=bo * 100)

    assert (many["field"], most["conversation"]["memberCount"]) == ("memberIds", 2)


async def test_twenty_retries_at_once_start_it_once(ask):
    cohort = await given_cohort()

    answers = await asyncio.gather(
        *(start(ask, cohort["Ada"], cohort.program, idempotencyKey="k") for _ in range(20))
    )
    other = await start(ask, cohort["Ada"], cohort.program, idempotencyKey="k", title="Other")

    assert {answer["__typename"] for answer in answers} == {"StartConversationPayload"}
    assert other["__typename"] == "Conflict"
    assert await Conversation.all().count() == 1


async def test_a_group_says_what_it_is_and_whose(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)

    answer = await ask(
        cohort["Bo"],
        "{ viewer { conversations { nodes { kind title program { name } match { id } } } } }",
    )

    [seen] = answer.data["viewer"]["conversations"]["nodes"]
    assert seen == {
        "kind": "GROUP",
        "title": where.title,
        "program": {"name": cohort.program.name},
        "match": None,
    }
    assert where.kind is ConversationKind.GROUP


PAGE = """
query ($id: ID!, $after: Cursor) { conversation(id: $id) {
  members(first: 2, after: $after) {
    nodes { role user { name } } pageInfo { hasNextPage endCursor }
  }
} }
"""


async def test_members_are_listed_in_the_order_they_came(ask):
    cohort = await given_cohort()
    where = ids.encode("conversation", (await given_group(cohort)).id)

    first = (await ask(cohort["Cy"], PAGE, id=where)).data["conversation"]["members"]
    after = first["pageInfo"]["endCursor"]
    rest = (await ask(cohort["Cy"], PAGE, id=where, after=after)).data["conversation"]["members"]

    people = [(one["user"]["name"], one["role"]) for one in first["nodes"] + rest["nodes"]]
    assert people == [("Ada", "HOST"), ("Bo", "MEMBER"), ("Cy", "MEMBER")]
    assert rest["pageInfo"]["hasNextPage"] is False


async def test_a_match_talks_in_a_conversation_without_hosts():
    _, _, where = await given_pair()

    assert (where.kind, where.title) == (ConversationKind.MATCH, None)
    assert await seats(where) == {"Ada": "MEMBER", "Bo": "MEMBER"}
