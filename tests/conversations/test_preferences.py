"""What members set for themselves: to be left in peace, and what to be notified of."""

from datetime import UTC, datetime, timedelta

import pytest

from actions import conversations as actions
from models import Conversation, Member
from schema import ids
from tests.cast import (
    given_match,
    given_mentee,
    given_mentor,
    given_messages,
    given_pair,
    given_program,
    given_user,
)
from tests.conversations.gathering import id_of
from tests.conversations.talking import say
from tests.documents import do

SEAT = """conversation { viewerSeat {
  role lastReadNumber unreadCount unreadMentionCount
  isMuted mutedUntil isArchived notificationLevel
} }"""
UNSET = {
    "role": "MEMBER",
    "lastReadNumber": 0,
    "unreadCount": 0,
    "unreadMentionCount": 0,
    "isMuted": False,
    "mutedUntil": None,
    "isArchived": False,
    "notificationLevel": "ALL",
}
LIST = """
query ($isArchived: Boolean) { viewer { conversations(isArchived: $isArchived) { nodes { id } } } }
"""
INBOX = "subscription { inboxEvents { conversation { viewerSeat { isArchived isMuted } } } }"


async def prefer(ask, who, where, fields=SEAT, **wanted):
    name = "setConversationPreferences"
    return await do(ask, who, name, fields, conversationId=id_of(where), **wanted)


def soon(days=1.0):
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


async def test_an_outsider_sets_nothing_and_cannot_tell_the_conversation_is_there(ask):
    _, _, where = await given_pair()
    eve = await given_user("Eve")

    foreign = await prefer(ask, eve, where, isArchived=True)
    missing = await prefer(ask, eve, Conversation(id=eve.id), isArchived=True)

    assert foreign == missing
    assert foreign["__typename"] == "NotFound"
    assert not await Member.exists(is_archived=True)


async def test_what_is_set_is_ones_own_and_what_is_left_out_stays(ask):
    ada, bo, where = await given_pair()

    await prefer(ask, bo, where, isArchived=True)
    after = await prefer(ask, bo, where, notificationLevel="MENTIONS")
    others = await prefer(ask, ada, where)

    wanted = {"isArchived": True, "notificationLevel": "MENTIONS"}
    assert after["conversation"]["viewerSeat"] == {**UNSET, **wanted}
    assert others["conversation"]["viewerSeat"] == UNSET


async def test_it_is_muted_until_a_moment_or_for_good_and_not_any_more(ask):
    _, bo, where = await given_pair()
    until = soon()

    seen = [
        (await prefer(ask, bo, where, **wanted))["conversation"]["viewerSeat"]
        for wanted in (
            {"isMuted": True, "mutedUntil": until},
            {"isArchived": True},
            {"isMuted": True},
            {"isMuted": False},
        )
    ]

    muted = [(seat["isMuted"], seat["mutedUntil"]) for seat in seen]
    assert muted == [(True, until), (True, until), (True, None), (False, None)]


async def test_once_the_moment_has_passed_it_is_muted_no_more(ask):
    _, bo, where = await given_pair()
    await prefer(ask, bo, where, isMuted=True, mutedUntil=soon())
    past = datetime.now(UTC) - timedelta(seconds=1)
    await Member.filter(user_id=bo.id).update(muted_until=past)

    seen = await prefer(ask, bo, where)

    assert seen["conversation"]["viewerSeat"] == UNSET


@pytest.mark.parametrize(
    "wanted",
    [
        {"isMuted": True, "mutedUntil": soon(-1)},
        {"isMuted": True, "mutedUntil": soon(800)},
        {"mutedUntil": soon()},
        {"isMuted": False, "mutedUntil": soon()},
    ],
    ids=["the past", "far ahead", "not muted", "unmuted"],
)
async def test_a_moment_that_cannot_be_is_named(ask, wanted):
    _, bo, where = await given_pair()

    refused = await prefer(ask, bo, where, **wanted)

    assert (refused["__typename"], refused["field"]) == ("Invalid", "mutedUntil")
    assert not await Member.exists(is_muted=True)


async def test_what_names_somebody_is_counted_whatever_they_muted(ask):
    ada, bo, where = await given_pair()
    await prefer(ask, bo, where, isMuted=True, isArchived=True, notificationLevel="NONE")
    await given_messages(ada, where, "a")
    bos = [ids.encode("user", bo.id)]
    await say(ask, ada, where, "Bo!", mentionIds=bos)
    await say(ask, ada, where, "Bo?", mentionIds=bos)

    seen = [await prefer(ask, bo, where)]
    await actions.mark_read(bo, where.id, 2)
    seen.append(await prefer(ask, bo, where))

    counts = [one["conversation"]["viewerSeat"] for one in seen]
    assert [(one["unreadCount"], one["unreadMentionCount"]) for one in counts] == [(3, 2), (1, 1)]


async def test_the_list_is_of_what_was_archived_or_was_not_or_of_all(ask):
    _, bo, kept = await given_pair()
    program = await given_program()
    match = await given_match(await given_mentor(program), await given_mentee(program, bo))
    archived = await Conversation.get(match_id=match.id)
    await prefer(ask, bo, archived, isArchived=True)

    lists = [
        (await ask(bo, LIST, isArchived=asked)).data["viewer"]["conversations"]["nodes"]
        for asked in (True, False, None)
    ]

    names = {id_of(kept): "kept", id_of(archived): "archived"}
    found = [[names[one["id"]] for one in few] for few in lists]
    assert found == [["archived"], ["kept"], ["archived", "kept"]]


async def test_other_devices_are_told(ask, listen):
    _, bo, where = await given_pair()

    async with listen(bo, INBOX) as events:
        told = None
        while told != {"isArchived": True, "isMuted": True}:
            for is_set in (False, True):
                await prefer(ask, bo, where, isArchived=is_set, isMuted=is_set)
            told = (await anext(events))["inboxEvents"]["conversation"]["viewerSeat"]

    assert told == {"isArchived": True, "isMuted": True}
