"""Emojis under messages, and messages kept at hand."""

import asyncio

import pytest

from actions import conversations as actions
from models import Conversation, Pin, Reaction
from schema import ids
from tests.conversations.talking import change, given_said

PINNED = "query ($id: ID!) { conversation(id: $id) { pinnedMessages { body } } }"
REACTIONS = """
query ($id: ID!) { node(id: $id) { ... on Message {
  reactionCounts { emoji count } reactions { nodes { emoji user { name } } }
} } }
"""


async def test_reactions_are_counted_by_emoji_and_known_by_person(ask):
    ada, bo, [message] = await given_said("Hello")
    await change(ask, bo, "addReaction", message, emoji="🎉")
    await change(ask, ada, "addReaction", message, emoji="👍")
    await change(ask, bo, "addReaction", message, emoji="👍")

    shown = (await ask(ada, REACTIONS, id=ids.encode("message", message.id))).data["node"]

    assert shown["reactionCounts"] == [{"emoji": "🎉", "count": 1}, {"emoji": "👍", "count": 2}]
    assert shown["reactions"]["nodes"] == [
        {"emoji": "🎉", "user": {"name": "Bo"}},
        {"emoji": "👍", "user": {"name": "Ada"}},
        {"emoji": "👍", "user": {"name": "Bo"}},
    ]


async def test_the_same_reaction_again_changes_nothing(empty):
    _, bo, [message] = await given_said("Hello")

    await asyncio.gather(*(actions.add_reaction(bo, message.id, "👍") for _ in range(9)))

    assert await Reaction.all().count() == 1
    assert (await Conversation.get()).last_seq == 3


async def test_a_reaction_is_taken_back_once(ask):
    ada, bo, [message] = await given_said("Hello")
    for who in (ada, bo):
        await change(ask, who, "addReaction", message, emoji="👍")

    for _ in range(2):
        left = await change(ask, bo, "removeReaction", message, emoji="👍")

    assert left["message"]["reactionCounts"] == [{"emoji": "👍", "count": 1}]
    assert (await Conversation.get()).last_seq == 5


@pytest.mark.parametrize("text", ["", "x", "👍👍", "👍 ", ":thumbs_up:", "1", "👍" * 1_000])
async def test_what_is_no_emoji_is_no_reaction(ask, text):
    _, bo, [message] = await given_said("Hello")

    answer = await change(ask, bo, "addReaction", message, emoji=text)

    assert (answer["__typename"], answer["field"]) == ("Invalid", "emoji")
    assert not await Reaction.exists()


async def test_a_message_has_twenty_different_emojis_at_most(ask, monkeypatch):
    monkeypatch.setattr("actions.conversations.reacting.MOST_EMOJIS", 2)
    ada, bo, [message] = await given_said("Hello")
    for emoji in ("👍", "🎉"):
        await change(ask, ada, "addReaction", message, emoji=emoji)

    more = await change(ask, bo, "addReaction", message, emoji="🦀")
    same = await change(ask, bo, "addReaction", message, emoji="👍")

    assert more["__typename"] == "Conflict"
    assert same["message"]["reactionCounts"][0] == {"emoji": "👍", "count": 2}


async def test_pinned_messages_are_at_hand_for_all_in_the_order_they_were_pinned(ask):
    ada, bo, [first, second, third] = await given_said("a", "b", "c")
    for who, message in ((bo, third), (ada, first), (ada, second), (ada, third)):
        await change(ask, who, "pinMessage", message)
    await change(ask, bo, "unpinMessage", second)

    where = ids.encode("conversation", first.conversation_id)
    shown = (await ask(ada, PINNED, id=where)).data["conversation"]["pinnedMessages"]

    assert shown == [{"body": "c"}, {"body": "a"}]
    assert (await Conversation.get()).last_seq == 8


async def test_fifty_are_pinned_at_most(ask, monkeypatch):
    monkeypatch.setattr("actions.conversations.pinning.MOST_PINS", 1)
    ada, _, [first, second] = await given_said("a", "b")
    await change(ask, ada, "pinMessage", first)

    answer = await change(ask, ada, "pinMessage", second)

    assert answer["__typename"] == "Conflict"
    assert (await Pin.get()).message_id == first.id
