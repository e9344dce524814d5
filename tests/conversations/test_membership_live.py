"""Who comes and goes, as those hear it who are there, and those who are not any more."""

import asyncio

import pytest

from actions import conversations as actions
from actions import programs
from models import Member
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_messages
from tests.conversations.gathering import (
    LINES,
    add,
    appoint,
    given_cohort,
    given_group,
    id_of,
    leave,
    remove,
)

START = log_cursor(1, 1)
SIGNALS = "subscription ($id: ID!) { conversationSignals(conversationId: $id) { typing { name } } }"
INBOX = "subscription { inboxEvents { conversationId conversation { id } } }"


async def heard(events, number):
    lines = [(await anext(events))["conversationEvents"] for _ in range(number)]
    return [{name: told for name, told in line.items() if name != "cursor"} for line in lines]


async def test_who_stays_hears_all_of_it_in_one_log(ask, listen):
    cohort = await given_cohort()
    where = await given_group(cohort)
    ada, bo, cy, mia = (cohort[name] for name in ("Ada", "Bo", "Cy", "Mia"))

    async with listen(bo, LINES, id=id_of(where), after=START) as events:
        await add(ask, ada, where, mia)
        await actions.rename_conversation(ada, where.id, "Late readers")
        await appoint(ask, ada, where, bo)
        await remove(ask, ada, where, cy)
        await leave(ask, ada, where)
        await programs.leave_program(mia, cohort.parts["Mia"].id)
        await actions.end_conversation(bo, where.id)
        lines = await heard(events, 7)

    by_ada = {"user": {"name": "Ada"}}
    assert lines == [
        {"__typename": "MemberAdded", "member": {"name": "Mia"}, **by_ada},
        {"__typename": "ConversationRenamed", "title": "Late readers", **by_ada},
        {"__typename": "HostAppointed", "member": {"name": "Bo"}, **by_ada},
        {"__typename": "MemberRemoved", "member": {"name": "Cy"}, **by_ada},
        {"__typename": "MemberLeft", "member": {"name": "Ada"}},
        {"__typename": "MemberRemoved", "member": {"name": "Mia"}, "user": None},
        {"__typename": "ConversationClosed", "user": {"name": "Bo"}},
    ]


async def test_who_is_removed_hears_that_and_nothing_later(ask, listen):
    cohort = await given_cohort()
    where = await given_group(cohort)
    bo = cohort["Bo"]

    async with listen(bo, LINES, id=id_of(where), after=START) as events:
        await remove(ask, cohort["Ada"], where, bo)
        await given_messages(cohort["Ada"], where, ["secret"])
        lines = [line async for line in events]

    assert [line["conversationEvents"]["__typename"] for line in lines] == ["MemberRemoved"]
    assert lines[0]["conversationEvents"]["member"] == {"name": "Bo"}


async def test_whatever_happens_at_once_the_removal_is_what_is_heard_last(listen):
    cohort = await given_cohort()
    where = await given_group(cohort)
    await given_messages(cohort["Ada"], where, "ab")

    async with listen(cohort["Bo"], LINES, id=id_of(where), after=log_cursor(1, 2)) as events:
        first = await heard(events, 1)
        await asyncio.gather(
            given_messages(cohort["Ada"], where, "cde"),
            actions.remove_member(cohort["Ada"], where.id, cohort["Bo"].id),
        )
        kinds = [line["conversationEvents"]["__typename"] async for line in events]

    assert first[0]["message"] == {"body": "b"}
    assert kinds == ["MessageSent"] * (len(kinds) - 1) + ["MemberRemoved"]


async def test_who_left_hears_it_on_their_other_devices(ask, listen):
    cohort = await given_cohort()
    where = await given_group(cohort)

    async with listen(cohort["Bo"], LINES, id=id_of(where), after=START) as events:
        await leave(ask, cohort["Bo"], where)
        lines = [line["conversationEvents"] async for line in events]

    assert [line["__typename"] for line in lines] == ["MemberLeft"]


async def test_who_comes_back_does_not_go_again_by_reading_of_it(ask, listen):
    cohort = await given_cohort()
    where = await given_group(cohort)
    await leave(ask, cohort["Bo"], where)
    await add(ask, cohort["Ada"], where, cohort["Bo"])

    async with listen(cohort["Bo"], LINES, id=id_of(where), after=START) as events:
        await given_messages(cohort["Ada"], where, "a")
        lines = await heard(events, 3)

    kinds = ["MemberLeft", "MemberAdded", "MessageSent"]
    assert [line["__typename"] for line in lines] == kinds


async def test_who_was_removed_is_not_let_in_with_an_old_cursor(ask, listen):
    cohort = await given_cohort()
    where = await given_group(cohort)
    await remove(ask, cohort["Ada"], where, cohort["Bo"])

    async with listen(cohort["Bo"], LINES, id=id_of(where), after=START) as events:
        with pytest.raises(LookupError, match="NOT_FOUND"):
            await anext(events)


async def test_who_was_added_hears_the_log_from_its_beginning(ask, listen):
    cohort = await given_cohort()
    where = await given_group(cohort)
    await given_messages(cohort["Bo"], where, "a")
    await add(ask, cohort["Ada"], where, cohort["Mia"])

    async with listen(cohort["Mia"], LINES, id=id_of(where), after=log_cursor(1, 0)) as events:
        lines = await heard(events, 3)

    kinds = ["ConversationOpened", "MessageSent", "MemberAdded"]
    assert [line["__typename"] for line in lines] == kinds


async def test_signals_end_for_who_is_removed(ask, listen):
    cohort = await given_cohort()
    where = await given_group(cohort)

    async with listen(cohort["Bo"], SIGNALS, id=id_of(where)) as events:
        await anext(events)
        await remove(ask, cohort["Ada"], where, cohort["Bo"])
        with pytest.raises(LookupError, match="NOT_FOUND"):
            await anext(events)


async def test_the_inbox_says_what_somebody_is_in_and_what_not_any_more(ask, listen):
    cohort = await given_cohort()
    where = await given_group(cohort)
    known = {"conversationId": id_of(where), "conversation": {"id": id_of(where)}}

    async with listen(cohort["Mia"], INBOX) as events:
        told: list[object] = []
        while known not in told:
            await remove(ask, cohort["Ada"], where, cohort["Mia"])
            await add(ask, cohort["Ada"], where, cohort["Mia"])
            told.append((await anext(events))["inboxEvents"])
        await remove(ask, cohort["Ada"], where, cohort["Mia"])
        while (last := (await anext(events))["inboxEvents"])["conversation"]:
            pass

    assert last == {"conversationId": id_of(where), "conversation": None}
    assert not await Member.exists(user_id=cohort["Mia"].id)
    assert ids.split(last["conversationId"]) == ("conversation", where.id)
