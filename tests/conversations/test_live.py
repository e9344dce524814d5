import asyncio

import pytest

from actions import conversations as actions
from actions.transaction import transaction
from events import log
from events.hub import hub
from models import Conversation, Member, Message
from schema import ids
from schema.scalars import log_cursor
from tests.cast import (
    given_messages,
    given_pair,
    given_user,
)
from tests.gateway.faults import broken

EVENTS = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    __typename
    ... on LogLine { cursor }
    ... on MessageSent { message { number body sender { name } } }
    ... on ResyncRequired { cursor reason }
    ... on Heartbeat { cursor }
  }
}
"""


START = log_cursor(1, 1)
"""After ConversationOpened. Without a cursor it is the server who says when "from now on" is."""


def id_of(conversation):
    return ids.encode("conversation", conversation.id)


async def heard(events, number):
    """The next events, without their subscription's name around them."""
    return [(await anext(events))["conversationEvents"] for _ in range(number)]


def codes(refused):
    return [problem["extensions"]["code"] for problem in refused.value.args[0]]


def bodies(events):
    return [event["message"]["body"] for event in events]


async def test_an_outsider_hears_nothing(listen):
    ada, _, conversation = await given_pair()
    eve = await given_user("Eve")

    async with listen(eve, EVENTS, id=id_of(conversation), after=START) as events:
        await given_messages(ada, conversation, ["secret"])
        with pytest.raises(LookupError) as refused:
            await anext(events)

    assert codes(refused) == ["NOT_FOUND"]


async def test_messages_arrive_in_order_while_listening(listen):
    ada, bo, conversation = await given_pair()

    async with listen(bo, EVENTS, id=id_of(conversation), after=START) as events:
        await given_messages(ada, conversation, "abc")
        arrived = await heard(events, 3)

    assert bodies(arrived) == ["a", "b", "c"]
    assert arrived[0]["message"]["sender"] == {"name": "Ada"}


async def test_a_cursor_resumes_without_a_gap_or_a_repeat(listen):
    ada, bo, conversation = await given_pair()
    async with listen(bo, EVENTS, id=id_of(conversation), after=START) as events:
        await given_messages(ada, conversation, "ab")
        cursor = (await heard(events, 2))[-1]["cursor"]
    await given_messages(ada, conversation, "cd")

    async with listen(bo, EVENTS, id=id_of(conversation), after=cursor) as events:
        await given_messages(ada, conversation, "e")
        arrived = await heard(events, 3)

    assert bodies(arrived) == ["c", "d", "e"]


async def test_from_the_first_cursor_the_whole_log_is_heard(listen):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, [f"{n}" for n in range(450)])

    async with listen(bo, EVENTS, id=id_of(conversation), after=log_cursor(1, 0)) as events:
        arrived = await heard(events, 451)

    assert arrived[0]["__typename"] == "ConversationOpened"
    assert bodies(arrived[1:]) == [f"{n}" for n in range(450)]


async def test_too_far_behind_means_read_anew(listen, monkeypatch):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "abcd")
    monkeypatch.setattr(log, "MOST_BEHIND", 3)

    async with listen(bo, EVENTS, id=id_of(conversation), after=log_cursor(1, 1)) as events:
        (lost,) = await heard(events, 1)
        rest = [event async for event in events]

    assert lost["__typename"] == "ResyncRequired"
    assert lost["cursor"] == log_cursor(1, 5)
    assert rest == []


async def test_a_cursor_from_before_a_restore_is_not_trusted(listen):
    _, bo, conversation = await given_pair()
    await Conversation.filter(id=conversation.id).update(epoch=2)

    async with listen(bo, EVENTS, id=id_of(conversation), after=log_cursor(1, 1)) as events:
        (lost,) = await heard(events, 1)

    assert lost["__typename"] == "ResyncRequired"
    assert lost["cursor"] == log_cursor(2, 1)


async def test_a_removed_member_hears_nothing_more(listen):
    ada, bo, conversation = await given_pair()

    async with listen(bo, EVENTS, id=id_of(conversation), after=START) as events:
        await given_messages(ada, conversation, "a")
        first = await heard(events, 1)
        await Member.filter(user_id=bo.id).delete()
        await given_messages(ada, conversation, ["secret"])
        with pytest.raises(LookupError) as refused:
            await anext(events)

    assert bodies(first) == ["a"]
    assert codes(refused) == ["NOT_FOUND"]


async def test_names_are_fresh_at_each_event(listen):
    ada, bo, conversation = await given_pair()

    async with listen(bo, EVENTS, id=id_of(conversation), after=START) as events:
        await given_messages(ada, conversation, "a")
        before = await heard(events, 1)
        ada.name = "Grace"
        await ada.save()
        await given_messages(ada, conversation, "b")
        after = await heard(events, 1)

    assert before[0]["message"]["sender"] == {"name": "Ada"}
    assert after[0]["message"]["sender"] == {"name": "Grace"}


async def test_a_lost_hint_costs_time_not_a_message(listen, monkeypatch):
    ada, bo, conversation = await given_pair()

    async with listen(bo, EVENTS, id=id_of(conversation), after=START) as events:
        monkeypatch.setattr(hub, "announce", lambda fact: None)
        await given_messages(ada, conversation, "ab")
        arrived = await heard(events, 2)

    assert bodies(arrived) == ["a", "b"]


async def test_silence_is_told_with_the_end_of_the_log(listen, monkeypatch):
    _, bo, conversation = await given_pair()
    settings = "resolvers.conversations.listening.get_settings"
    monkeypatch.setattr(settings, lambda: type("Short", (), {"heartbeat_seconds": 0.1}))

    async with listen(bo, EVENTS, id=id_of(conversation), after=START) as events:
        (quiet,) = await heard(events, 1)

    assert quiet == {"__typename": "Heartbeat", "cursor": log_cursor(1, 1)}


async def test_the_end_of_a_match_closes_the_conversation_live(listen):
    _, bo, conversation = await given_pair()

    async with listen(bo, EVENTS, id=id_of(conversation), after=START) as events:
        async with transaction() as current:
            await actions.close_conversation(current, conversation.id)
        (closed,) = await heard(events, 1)

    assert closed["__typename"] == "ConversationClosed"


async def followed(conversation, until):
    seqs = []
    async for line in log.follow(conversation.id, (1, 1), heartbeat_seconds=30):
        seqs.append(line.seq)
        if len(seqs) == until:
            return seqs


async def test_a_hundred_listeners_read_a_burst_together(empty, queries):
    ada, _, conversation = await given_pair()

    with queries() as count:
        listeners = [asyncio.create_task(followed(conversation, 50)) for _ in range(100)]
        await given_messages(ada, conversation, [f"{n}" for n in range(50)])
        heard_by_all = await asyncio.gather(*listeners)

    reads = [s for s in count.statements if s.startswith("SELECT") and "conversation_event" in s]
    assert heard_by_all == [list(range(2, 52))] * 100
    assert len(reads) < 200, len(reads)


CHANGES = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    __typename
    ... on MessageLine { message { body } }
    ... on MessagePinned { user { name } }
    ... on MessageUnpinned { user { name } }
    ... on ReactionAdded { user { name } emoji }
    ... on ReactionRemoved { user { name } emoji }
  }
}
"""


async def test_whatever_becomes_of_a_message_is_heard_in_the_same_log(listen):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, ["Helo"])
    message = (await Message.get()).id

    async with listen(bo, CHANGES, id=id_of(conversation), after=log_cursor(1, 2)) as events:
        await actions.edit_message(ada, message, "Hello")
        edited = await heard(events, 1)
        await actions.add_reaction(bo, message, "👍")
        await actions.remove_reaction(bo, message, "👍")
        await actions.pin_message(ada, message)
        await actions.unpin_message(bo, message)
        changed = await heard(events, 4)
        await actions.retract_message(ada, message)
        retracted = await heard(events, 1)

    said = {"message": {"body": "Hello"}}
    bos, adas = {"user": {"name": "Bo"}}, {"user": {"name": "Ada"}}
    assert edited == [{"__typename": "MessageEdited", **said}]
    assert changed == [
        {"__typename": "ReactionAdded", **said, **bos, "emoji": "👍"},
        {"__typename": "ReactionRemoved", **said, **bos, "emoji": "👍"},
        {"__typename": "MessagePinned", **said, **adas},
        {"__typename": "MessageUnpinned", **said, **bos},
    ]
    assert retracted == [{"__typename": "MessageRetracted", "message": {"body": ""}}]


async def test_who_reads_on_later_never_sees_what_was_retracted(listen):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, ["Secret"])
    await actions.retract_message(ada, (await Message.get()).id)

    async with listen(bo, EVENTS, id=id_of(conversation), after=START) as events:
        [sent] = await heard(events, 1)

    assert (sent["__typename"], sent["message"]["body"]) == ("MessageSent", "")


async def test_nobody_is_told_that_all_is_quiet_while_it_is_not(listen, monkeypatch):
    """Hints are lost and no sweep comes to its end: then the log itself is asked."""
    ada, _, conversation = await given_pair()
    settings = "resolvers.conversations.listening.get_settings"
    monkeypatch.setattr(settings, lambda: type("Short", (), {"heartbeat_seconds": 0.1}))
    monkeypatch.setattr(hub, "announce", lambda fact: None)

    async with listen(ada, EVENTS, id=id_of(conversation), after=START) as events:
        monkeypatch.setattr(hub, "sweep", broken)
        [event] = await heard(events, 1)
        await given_messages(ada, conversation, ["a"])
        async with asyncio.timeout(20):
            while event["__typename"] == "Heartbeat":
                [event] = await heard(events, 1)

    assert bodies([event]) == ["a"]


async def test_who_is_behind_hears_the_rest_beside_somebody_who_has_it_all(listen, monkeypatch):
    """After a restart, say: of what was said before, the server has nothing at hand."""
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "ab")
    settings = "resolvers.conversations.listening.get_settings"
    monkeypatch.setattr(settings, lambda: type("Short", (), {"heartbeat_seconds": 0.5}))

    where, end = id_of(conversation), log_cursor(1, 3)
    async with listen(ada, EVENTS, id=where, after=end) as of_ada:
        [quiet] = await heard(of_ada, 1)
        async with listen(bo, EVENTS, id=where, after=START) as of_bo:
            rest = await heard(of_bo, 2)

    assert quiet == {"__typename": "Heartbeat", "cursor": end}
    assert bodies(rest) == ["a", "b"]
