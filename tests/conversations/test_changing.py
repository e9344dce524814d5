"""What was said, in other words or taken back."""

import asyncio

import pytest

from actions import conversations as actions
from models import (
    Conversation,
    ConversationEvent,
    EventKind,
    Member,
    Mention,
    Message,
    MessageRevision,
    Reaction,
)
from schema import ids
from tests.cast import given_user
from tests.conversations.talking import change, given_said, say

REVISIONS = """
query ($id: ID!) { node(id: $id) { ... on Message { revisions { nodes { version body } } } } }
"""


async def kinds() -> list[EventKind]:
    return [line.kind for line in await ConversationEvent.all().order_by("seq")]


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("editMessage", {"body": "Hi"}),
        ("retractMessage", {}),
        ("addReaction", {"emoji": "👍"}),
        ("removeReaction", {"emoji": "👍"}),
        ("pinMessage", {}),
        ("unpinMessage", {}),
    ],
)
async def test_an_outsider_does_nothing_with_a_message(ask, verb, given):
    _, _, [message] = await given_said("Hello")
    eve = await given_user("Eve")

    answer = await change(ask, eve, verb, message, **given)

    assert answer["__typename"] == "NotFound"
    assert await kinds() == [EventKind.OPENED, EventKind.MESSAGE_SENT]


async def test_an_edited_message_says_so_and_keeps_what_it_said(ask):
    ada, bo, [message] = await given_said("Helo")

    edited = (await change(ask, ada, "editMessage", message, body=" Hello "))["message"]
    before = await ask(bo, REVISIONS, id=ids.encode("message", message.id))

    assert (edited["body"], edited["version"], edited["number"]) == ("Hello", 2, 1)
    assert edited["editedAt"]
    assert before.data["node"]["revisions"]["nodes"] == [{"version": 1, "body": "Helo"}]
    assert (await kinds())[-1] is EventKind.MESSAGE_EDITED


async def test_the_same_words_are_no_edit(ask):
    ada, _, [message] = await given_said("Hello")

    edited = (await change(ask, ada, "editMessage", message, body="Hello"))["message"]

    assert (edited["version"], edited["editedAt"]) == (1, None)
    assert await kinds() == [EventKind.OPENED, EventKind.MESSAGE_SENT]


@pytest.mark.parametrize("verb", ["editMessage", "retractMessage"])
async def test_nobody_changes_what_others_said(ask, verb):
    _, bo, [message] = await given_said("Hello")
    given = {"body": "Bye"} if verb == "editMessage" else {}

    answer = await change(ask, bo, verb, message, **given)

    assert answer["__typename"] == "Forbidden"
    await message.refresh_from_db()
    assert (message.body, message.version) == ("Hello", 1)


async def test_who_saw_an_older_version_looks_again_before_editing(ask):
    ada, _, [message] = await given_said("Hello")
    await change(ask, ada, "editMessage", message, body="Hello Bo", version=1)

    answer = await change(ask, ada, "editMessage", message, body="Hi", version=1)

    assert answer["__typename"] == "Conflict"
    await message.refresh_from_db()
    assert message.body == "Hello Bo"


async def test_of_edits_at_once_each_is_a_version(empty):
    ada, _, [message] = await given_said("0")

    await asyncio.gather(*(actions.edit_message(ada, message.id, f"{n}") for n in range(1, 9)))

    await message.refresh_from_db()
    versions = await MessageRevision.all().order_by("version").values_list("version", flat=True)
    assert message.version == 9
    assert versions == [*range(1, 9)]
    assert (await Conversation.get()).last_seq == 10


async def test_a_message_is_not_changed_for_ever(ask, monkeypatch):
    monkeypatch.setattr("actions.conversations.changing.MOST_VERSIONS", 2)
    ada, _, [message] = await given_said("1")
    await change(ask, ada, "editMessage", message, body="2")

    answer = await change(ask, ada, "editMessage", message, body="3")

    assert answer["__typename"] == "Conflict"
    await message.refresh_from_db()
    assert message.body == "2"


async def test_of_a_retracted_message_nothing_is_left_but_its_place(ask):
    ada, bo, [message, _] = await given_said("Secret", "More")
    await change(ask, ada, "editMessage", message, body="Very secret")
    await change(ask, bo, "addReaction", message, emoji="👍")
    await change(ask, bo, "pinMessage", message)

    retracted = (await change(ask, ada, "retractMessage", message))["message"]

    assert (retracted["number"], retracted["body"], retracted["pinnedAt"]) == (1, "", None)
    assert retracted["reactionCounts"] == []
    assert retracted["retractedAt"]
    assert not await MessageRevision.exists()
    assert (await kinds())[-1] is EventKind.MESSAGE_RETRACTED


async def test_whom_a_retracted_message_named_is_forgotten(ask):
    ada, bo, _ = await given_said()
    named = [ids.encode("user", bo.id)]
    await say(ask, ada, await Conversation.get(), "Hi Bo", mentionIds=named)

    await change(ask, ada, "retractMessage", await Message.get())

    assert not await Mention.exists()


async def test_what_was_retracted_is_retracted_once_and_not_edited(ask):
    ada, bo, [message] = await given_said("Hello")
    await change(ask, ada, "retractMessage", message)

    again = await change(ask, ada, "retractMessage", message)
    edited = await change(ask, ada, "editMessage", message, body="Hi")
    liked = await change(ask, bo, "addReaction", message, emoji="👍")
    pinned = await change(ask, bo, "pinMessage", message)

    assert again["__typename"] == "RetractMessagePayload"
    assert {one["__typename"] for one in (edited, liked, pinned)} == {"Conflict"}
    assert not await Reaction.exists()
    assert (await kinds()).count(EventKind.MESSAGE_RETRACTED) == 1


async def test_in_a_closed_conversation_messages_are_taken_back_and_not_changed(ask):
    ada, _, [message] = await given_said("Hello")
    await Conversation.all().update(closed_at=message.created_at)

    edited = await change(ask, ada, "editMessage", message, body="Hi")
    retracted = await change(ask, ada, "retractMessage", message)

    assert edited["__typename"] == "Conflict"
    assert retracted["message"]["body"] == ""


async def test_a_retry_of_what_was_edited_since_says_nothing_twice(ask):
    ada, _, _ = await given_said()
    where = await Conversation.get()
    await say(ask, ada, where, "Hello")
    await change(ask, ada, "editMessage", await Message.get(), body="Hello Bo")

    again = await say(ask, ada, where, "Hello")

    assert again["message"]["body"] == "Hello Bo"
    assert await Message.all().count() == 1


async def test_whoever_lost_their_seat_changes_nothing(ask):
    ada, _, [message] = await given_said("Hello")
    await Member.filter(user_id=ada.id).delete()

    answer = await change(ask, ada, "retractMessage", message)

    assert answer["__typename"] == "NotFound"
    await message.refresh_from_db()
    assert message.body == "Hello"
