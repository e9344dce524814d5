"""Having nothing to do with somebody: what stops at once, and what they are not told."""

import asyncio
from typing import Any

import pytest
from tortoise.transactions import in_transaction

from actions.matches import accept_match_request
from actions.safety import block_user, unblock_user
from models import Block, Conversation, ConversationEvent, MatchRequest, Member, Message
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
from tests.conversations.talking import change, given_said, say
from tests.documents import do
from tests.matches.asking import accept, given_request, request
from tests.matches.waiting import PATIENCE, somebody_waits

BLOCKED = """
{ viewer { blockedUsers(first: 5) { nodes { id blockedAt user { name } } } } }
"""
SIGNALS = """
subscription ($id: ID!) { conversationSignals(conversationId: $id) {
  typing { name } conversation { members { nodes { user { name } presence { status } } } }
} }
"""
SUGGESTED = "query ($id: ID!) { suggestions(programId: $id) { mentor { user { name } } } }"
UNREAD = "query ($id: ID!) { conversation(id: $id) { unreadCount } }"


def person(user):
    return {"userId": ids.encode("user", user.id)}


async def block(ask, viewer, whom, fields="block { user { name } }"):
    return await do(ask, viewer, "blockUser", fields, **person(whom))


async def blocked_by(ask, viewer):
    nodes = (await ask(viewer, BLOCKED)).data["viewer"]["blockedUsers"]["nodes"]
    return [node["user"]["name"] for node in nodes]


async def given_blocked():
    """Ada, who has blocked Bo, and where they talked."""
    ada, bo, conversation = await given_pair()
    await given_messages(bo, conversation, ["Hello"])
    await block_user(ada, bo.id)
    return ada, bo, conversation


async def test_a_stranger_blocks_nobody_they_do_not_see(ask):
    ada, _, _ = await given_pair()

    answer = await block(ask, await given_user("Zoe"), ada)

    assert answer["__typename"] == "NotFound"
    assert not await Block.all().exists()


async def test_whom_one_has_blocked_one_sees_and_they_do_not(ask):
    ada, bo, _ = await given_pair()

    once, again = [await block(ask, ada, bo) for _ in range(2)]

    assert once == again == {"__typename": "BlockUserPayload", "block": {"user": {"name": "Bo"}}}
    assert await blocked_by(ask, ada) == ["Bo"]
    assert await blocked_by(ask, bo) == []


async def test_nobody_blocks_themselves(ask):
    ada, _, _ = await given_pair()

    answer = await block(ask, ada, ada)

    assert (answer["__typename"], answer["field"]) == ("Invalid", "userId")


async def test_neither_writes_to_the_other_and_the_words_do_not_tell_who_wanted_it(ask):
    ada, bo, conversation = await given_blocked()

    answers = [await say(ask, who, conversation) for who in (ada, bo)]

    assert [answer["__typename"] for answer in answers] == ["Conflict", "Conflict"]
    assert answers[0]["reason"] == answers[1]["reason"]
    assert await Message.all().count() == 1


@pytest.mark.parametrize("verb", ["editMessage", "addReaction", "pinMessage"])
async def test_nothing_is_said_by_what_was_said_before(ask, verb):
    ada, bo, [message] = await given_said("Hello")
    await block_user(bo, ada.id)
    given = {"editMessage": {"body": "Words"}, "addReaction": {"emoji": "👍"}}

    answer = await change(ask, ada, verb, message, **given.get(verb, {}))

    assert answer["__typename"] == "Conflict"
    assert await ConversationEvent.all().count() == 2


async def test_what_one_said_is_taken_back_all_the_same(ask):
    ada, bo, [message] = await given_said("Hello")
    await block_user(bo, ada.id)

    answer = await change(ask, ada, "retractMessage", message)

    assert answer["message"]["body"] == ""


async def test_neither_is_seen_writing_or_being_here(ask, listen):
    ada, bo, conversation = await given_pair()
    where = {"conversationId": ids.encode("conversation", conversation.id)}

    async with listen(bo, SIGNALS, id=where["conversationId"]) as events:
        await do(ask, ada, "setTyping", **where, isTyping=True)
        while not (seen := (await anext(events))["conversationSignals"])["typing"]:
            pass
        await block(ask, ada, bo)
        while (seen := (await anext(events))["conversationSignals"])["typing"]:
            pass

    refused = await do(ask, ada, "setTyping", **where, isTyping=True)
    assert refused["__typename"] == "Conflict"
    assert [member["presence"] for member in seen["conversation"]["members"]["nodes"]] == [
        None,
        None,
    ]


async def test_how_far_one_reads_is_not_seen_and_nothing_is_unread(ask):
    ada, _, conversation = await given_blocked()
    where = ids.encode("conversation", conversation.id)

    read = await do(ask, ada, "markRead", conversationId=where, number=1)

    assert read["__typename"] == "MarkReadPayload"
    assert (await Member.get(user_id=ada.id)).last_read_number == 0
    assert (await ask(ada, UNREAD, id=where)).data["conversation"]["unreadCount"] == 0


async def test_they_talk_again_once_neither_has_blocked_the_other(ask):
    ada, bo, conversation = await given_blocked()
    await block_user(bo, ada.id)
    said = []

    for one, other in ((ada, bo), (bo, ada)):
        await do(ask, one, "unblockUser", **person(other))
        said.append((await say(ask, bo, conversation))["__typename"])

    assert said == ["Conflict", "SendMessagePayload"]


async def test_who_was_blocked_unblocks_nobody_by_it(ask):
    ada, bo, conversation = await given_blocked()

    await do(ask, bo, "unblockUser", **person(ada))

    assert await blocked_by(ask, ada) == ["Bo"]
    assert (await say(ask, bo, conversation))["__typename"] == "Conflict"


@pytest.mark.parametrize("is_mentor", [True, False])
async def test_neither_is_suggested_to_or_asks_the_other(ask, is_mentor):
    program = await given_program()
    languages: dict[str, Any] = {"languages": ["en"]}
    ada = await given_mentor(program, **languages)
    bo = await given_mentee(program, **languages)
    one, other = (ada, bo) if is_mentor else (bo, ada)
    await block_user(one.user, other.user_id)

    found = await ask(bo.user, SUGGESTED, id=ids.encode("program", program.id))
    answer = await request(ask, bo.user, ada)

    assert found.data["suggestions"] == []
    assert answer["__typename"] == "Conflict"
    assert not await MatchRequest.all().exists()


@pytest.mark.parametrize(("is_mentor", "status"), [(True, "DECLINED"), (False, "WITHDRAWN")])
async def test_what_was_asked_is_over(ask, is_mentor, status):
    program = await given_program()
    ada, bo = await given_mentor(program), await given_mentee(program)
    asked = await given_request(ada, bo)
    waiting = await given_request(ada, await given_mentee(program, "Cy"))
    one, other = (ada, bo) if is_mentor else (bo, ada)

    await block(ask, one.user, other.user)

    assert (await accept(ask, ada.user, asked))["__typename"] == "Conflict"
    assert (await MatchRequest.get(id=asked.id)).status.value == status
    assert (await MatchRequest.get(id=waiting.id)).status.value == "PENDING"


async def test_conversations_with_others_go_on(ask):
    program = await given_program()
    ada, bo, cy = [await given_mentor(program), *[await given_mentee(program, n) for n in "BC"]]
    for mentee in (bo, cy):
        await given_match(ada, mentee)
    await block_user(ada.user, bo.user_id)
    where = await Conversation.get(match__mentee_id=cy.id)

    assert (await say(ask, ada.user, where))["__typename"] == "SendMessagePayload"
    assert (await say(ask, cy.user, where, "Yes"))["__typename"] == "SendMessagePayload"


async def test_who_waits_to_write_while_they_are_blocked_writes_nothing(ask):
    ada, bo, conversation = await given_pair()
    await ask(bo, "{ __typename }")

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await block_user(ada, bo.id)
        writing = asyncio.create_task(say(ask, bo, conversation))
        await somebody_waits()

    assert (await writing)["__typename"] == "Conflict"
    assert not await Message.all().exists()
    assert (await Conversation.get()).last_seq == await ConversationEvent.all().count() == 1


async def test_who_waits_to_ask_while_they_are_blocked_has_not_asked(ask):
    program = await given_program()
    ada, bo = await given_mentor(program), await given_mentee(program)
    await ask(bo.user, "{ __typename }")

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await block_user(ada.user, bo.user_id)
        asking = asyncio.create_task(request(ask, bo.user, ada))
        await somebody_waits()

    assert (await asking)["__typename"] == "Conflict"
    assert not await MatchRequest.all().exists()


async def test_who_is_accepted_while_they_are_blocked_talks_to_nobody(ask):
    program = await given_program()
    ada, bo = await given_mentor(program), await given_mentee(program)
    asked = await given_request(ada, bo)
    await ask(bo.user, "{ __typename }")

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await accept_match_request(ada.user, asked.id)
        blocking = asyncio.create_task(block(ask, bo.user, ada.user))
        await somebody_waits()

    assert (await blocking)["__typename"] == "BlockUserPayload"
    assert (await say(ask, ada.user, await Conversation.get()))["__typename"] == "Conflict"


async def test_of_two_who_block_each_other_at_once_both_have(empty):
    ada, bo, _ = await given_pair()

    await asyncio.gather(block_user(ada, bo.id), block_user(bo, ada.id))
    await unblock_user(ada, bo.id)

    assert (await Conversation.get()).is_blocked
    await unblock_user(bo, ada.id)
    assert not (await Conversation.get()).is_blocked
