"""What was said longer ago than its program keeps it."""

import random
from typing import Any

import pytest

from actions import conversations as actions
from actions.safety import Complaint, report_message
from models import (
    Attachment,
    Conversation,
    ConversationEvent,
    Draft,
    EventKind,
    Mention,
    Message,
    MessageRevision,
    Pin,
    Reaction,
    Report,
    ReportReason,
    Translation,
)
from schema.scalars import log_cursor
from tests.attachments.sending import given_file
from tests.cast import given_messages, given_pair
from tests.conversations.expiring import (
    EVENTS,
    KEPT_DAYS,
    age,
    expired,
    given_old,
    id_of,
    keep_for,
    numbers,
    read,
    seqs,
)


async def given_answer(bo, root, text="Yes"):
    new = actions.NewMessage(root.conversation_id, text, text, root.id)
    return await actions.send_message(bo, new)


async def test_what_is_kept_no_longer_is_gone_and_the_rest_is_as_it_was(edge):
    ada, bo, where = await given_old("a", "b")
    await given_messages(ada, where, "cd")

    seen = await expired(edge, bo, where)

    left = {one["number"]: one["body"] for one in seen["messages"]["nodes"]}
    assert left == {3: "c", 4: "d"}
    assert (seen["expiredNumber"], seen["messageCount"]) == (2, 4)
    assert await numbers(where) == [3, 4]


async def test_all_goes_that_was_attached_to_it(edge):
    ada, bo, file = await given_file(edge)
    message = await Message.get()
    where = await Conversation.get()
    await actions.edit_message(ada, message.id, "Bo?")
    await actions.add_reaction(bo, message.id, "👍")
    await actions.pin_message(bo, message.id)
    await actions.send_message(ada, actions.NewMessage(where.id, "m", "Bo?", mentions=[bo.id]))
    parts: dict[str, Any] = {"organization_id": message.organization_id, "message_id": message.id}
    await Translation.create(**parts, language="de", body="Bo?")
    await keep_for(KEPT_DAYS)
    await age(where)

    await expired(edge, bo, where)

    gone = (Message, MessageRevision, Mention, Reaction, Pin, Translation, Attachment)
    assert [kind.__name__ for kind in gone if await kind.exists()] == []
    assert (
        await edge.ask(bo, "query ($id: ID!) { node(id: $id) { id } }", id=file["id"])
    ).data == {"node": None}


@pytest.mark.parametrize("days", [None, KEPT_DAYS + 3])
async def test_where_it_is_kept_for_longer_nothing_goes(edge, days):
    _, bo, where = await given_old("a")
    await keep_for(days)

    seen = await expired(edge, bo, where)

    assert [one["body"] for one in seen["messages"]["nodes"]] == ["a"]
    assert await seqs(where) == [1, 2]


async def test_the_log_begins_later_and_has_no_gap(edge, monkeypatch):
    monkeypatch.setattr("actions.conversations.expiring.MOST_AT_ONCE", 2)
    ada, bo, where = await given_old(*"abcde")
    await given_messages(ada, where, "fg")

    await expired(edge, bo, where)

    await where.refresh_from_db()
    assert await seqs(where) == [*range(where.expired_seq + 1, where.last_seq + 1)]
    assert (where.expired_seq, where.expired_number) == (6, 5)
    expirings = ConversationEvent.filter(kind=EventKind.MESSAGES_EXPIRED)
    assert await expirings.count() == 3


async def test_what_is_too_much_for_a_round_waits_for_the_next(edge, monkeypatch):
    monkeypatch.setattr("actions.conversations.expiring.MOST_AT_ONCE", 2)
    monkeypatch.setattr("actions.conversations.expiring.MOST_IN_A_ROUND", 1)
    _, bo, where = await given_old(*"abc")

    rounds = [(await expired(edge, bo, where))["expiredNumber"] for _ in range(2)]

    assert rounds == [2, 3]


async def test_the_last_line_stays_however_old_and_nothing_is_done_twice(edge):
    _, bo, where = await given_old("a")
    await expired(edge, bo, where)
    await age(where, 400)

    first = await expired(edge, bo, where)

    assert await expired(edge, bo, where) == first
    assert await seqs(where) == [3]


async def test_who_listens_is_told_up_to_where(edge):
    _, bo, where = await given_old("a", "b")
    cursor = (await read(edge, bo, where))["cursor"]

    async with edge.listen(bo, EVENTS, id=id_of(where), after=cursor) as events:
        await actions.expire()
        told = (await anext(events))["conversationEvents"]

    expired = {"__typename": "MessagesExpired", "upToNumber": 2}
    assert told == {**expired, "cursor": log_cursor(1, 4)}


async def test_a_cursor_before_what_is_kept_means_read_anew(edge):
    ada, bo, where = await given_old("a", "b")
    await given_messages(ada, where, "c")
    await expired(edge, bo, where)

    async with edge.listen(bo, EVENTS, id=id_of(where), after=log_cursor(1, 2)) as events:
        told = [event["conversationEvents"] async for event in events]
    async with edge.listen(bo, EVENTS, id=id_of(where), after=log_cursor(1, 3)) as events:
        kept = [(await anext(events))["conversationEvents"]["__typename"] for _ in range(2)]

    assert [(one["__typename"], one["cursor"]) for one in told] == [
        ("ResyncRequired", log_cursor(1, 5))
    ]
    assert kept == ["MessageSent", "MessagesExpired"]


async def test_of_what_is_answered_the_place_stays_until_the_answer_goes(edge):
    ada, bo, where = await given_old("Why?")
    root = await Message.get()
    await given_answer(bo, root, "Old answer")
    await age(where)
    await given_answer(bo, root)

    [place, answer] = (await expired(edge, ada, where))["messages"]["nodes"]
    await age(where)
    later = await expired(edge, ada, where)

    assert (place["number"], place["body"], place["replyCount"]) == (1, "", 1)
    assert place["retractedAt"]
    assert (answer["body"], answer["root"]) == ("Yes", {"number": 1})
    assert later["messages"]["nodes"] == []


async def edited(ada, bo, message):
    await actions.edit_message(ada, message.id, "New words")


async def reported(ada, bo, message):
    await report_message(bo, message.id, Complaint(ReportReason.SPAM, ""))


async def about_to_be_answered(ada, bo, message):
    await actions.save_draft(bo, actions.NewDraft(message.conversation_id, "I", message.id))


@pytest.mark.parametrize("act", [edited, reported, about_to_be_answered])
async def test_of_what_something_is_about_the_place_stays_as_long_as_that(edge, act):
    ada, bo, where = await given_old("a")
    await act(ada, bo, await Message.get())

    [place] = (await expired(edge, ada, where))["messages"]["nodes"]
    await age(where)
    await Report.all().delete()
    await Draft.all().delete()
    later = await expired(edge, ada, where)

    assert (place["number"], place["body"]) == (1, "")
    assert place["revisions"]["nodes"] == []
    assert later["messages"]["nodes"] == []


async def test_what_went_unread_counts_no_more(edge):
    ada, bo, where = await given_old("a", "b")
    new = actions.NewMessage(where.id, "m", "Bo?", mentions=[bo.id])
    await actions.send_message(ada, new)
    await age(where)
    await given_messages(ada, where, "c")

    before = (await read(edge, bo, where))["viewerSeat"]
    seen = (await expired(edge, bo, where))["viewerSeat"]

    assert before == {"unreadCount": 4, "unreadMentionCount": 1}
    assert seen == {"unreadCount": 1, "unreadMentionCount": 0}


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happened_there_what_is_left_is_what_is_kept(edge, seed):
    """Beside a plain recomputation: which messages have words, and which a place."""
    chance = random.Random(seed)
    _, bo, where = await given_talk(chance)
    cut = chance.randrange(1, where.last_seq + 1)
    await age(where, seq=cut)
    later = await ConversationEvent.filter(seq__gt=cut)
    kept = {line.message_id for line in later if line.kind is EventKind.MESSAGE_SENT}
    said = {message.id: message for message in await Message.all()}
    told = {said[line.message_id] for line in later if line.message_id}
    left = told | {said[message.root_id] for message in told if message.root_id}

    seen = (await expired(edge, bo, where))["messages"]["nodes"]

    expected = [(one.number, one.body if one.id in kept else "") for one in left]
    assert [(one["number"], one["body"]) for one in seen] == sorted(expected)
    await where.refresh_from_db()
    assert await seqs(where) == [*range(min(cut, where.last_seq - 1) + 1, where.last_seq + 1)]


async def given_talk(chance):
    """Messages, answers to some, and reactions to some, in any order."""
    ada, bo, where = await given_pair()
    await keep_for(KEPT_DAYS)
    for number in range(20):
        said = await Message.all()
        if said and chance.random() < 0.4:
            await given_answer(chance.choice([ada, bo]), chance.choice(said), f"{number}")
        else:
            await given_messages(ada, where, [f"{number}"])
        if chance.random() < 0.3:
            await actions.add_reaction(bo, chance.choice(await Message.all()).id, "👍")
    await where.refresh_from_db()
    return ada, bo, where
