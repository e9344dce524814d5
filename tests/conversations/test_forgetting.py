"""What is left in conversations of somebody whose account was deleted."""

from actions import conversations as actions
from actions.sessions import erasing
from models import (
    Conversation,
    ConversationEvent,
    EventKind,
    Member,
    Mention,
    Message,
    MessageRevision,
    Pin,
    Reaction,
    Translation,
    User,
)
from schema import ids
from tests.cast import given_messages
from tests.conversations.talking import given_said

LISTEN = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    ... on MessageLine { message { number body retractedAt sender { name } } }
  }
}
"""

HISTORY = """
query ($id: ID!) {
  conversation(id: $id) {
    cursor unreadCount
    messages { nodes { number body retractedAt sender { name } root { number } } }
  }
}
"""


async def given_much_said() -> tuple[User, User, Message]:
    """Ada's message, with all that can be attached to one, and Bo's answer to it."""
    ada, bo, [message] = await given_said("Secret")
    await actions.edit_message(ada, message.id, "Very secret")
    await actions.add_reaction(bo, message.id, "👍")
    await actions.pin_message(bo, message.id)
    place = message.conversation_id
    await actions.send_message(ada, actions.NewMessage(place, "m", "Bo?", mentions=[bo.id]))
    await actions.send_message(bo, actions.NewMessage(place, "a", "Yes", message.id))
    await Translation.create(
        organization_id=message.organization_id,
        message_id=message.id,
        language="de",
        body="Sehr geheim",
    )
    return ada, bo, message


async def test_nothing_of_their_words_is_left(empty):
    ada, _, _ = await given_much_said()

    await erasing.erase(ada.id)

    parts = (MessageRevision, Mention, Reaction, Pin, Translation)
    assert [part.__name__ for part in parts if await part.exists()] == []
    assert [one.body for one in await Message.filter(sender_id=ada.id)] == ["", ""]


async def test_others_see_no_gap_and_what_they_answered_stays(ask):
    ada, bo, message = await given_much_said()
    where = ids.encode("conversation", message.conversation_id)
    before = (await ask(bo, HISTORY, id=where)).data["conversation"]["unreadCount"]

    await erasing.erase(ada.id)

    now = (await ask(bo, HISTORY, id=where)).data["conversation"]
    assert [node["number"] for node in now["messages"]["nodes"]] == [1, 2, 3]
    assert [node["body"] for node in now["messages"]["nodes"]] == ["", "", "Yes"]
    assert now["messages"]["nodes"][2]["root"] == {"number": 1}
    assert now["messages"]["nodes"][0]["sender"] == {"name": ""}
    assert now["unreadCount"] == before


async def test_who_listens_hears_of_each_and_knows_what_a_fresh_reader_sees(edge):
    ada, bo, message = await given_much_said()
    where = ids.encode("conversation", message.conversation_id)
    fresh = (await edge.ask(bo, HISTORY, id=where)).data["conversation"]
    known = {node["number"]: node["body"] for node in fresh["messages"]["nodes"]}

    async with edge.listen(bo, LISTEN, id=where, after=fresh["cursor"]) as events:
        await erasing.erase(ada.id)
        while any(known[number] for number in (1, 2)):
            told = (await anext(events))["conversationEvents"]
            if "message" in told:
                known[told["message"]["number"]] = told["message"]["body"]

    again = (await edge.ask(bo, HISTORY, id=where)).data["conversation"]
    assert known == {node["number"]: node["body"] for node in again["messages"]["nodes"]}


async def test_the_log_has_no_gap_however_much_was_said(empty, monkeypatch):
    monkeypatch.setattr("actions.conversations.forgetting.MOST_AT_ONCE", 2)
    ada, bo, _ = await given_said(*"abcde")
    where = await Conversation.get()
    await given_messages(bo, where, ["f"])

    await actions.forget_words(ada.id)

    lines = await ConversationEvent.all().order_by("seq")
    await where.refresh_from_db()
    assert [line.seq for line in lines] == [*range(1, where.last_seq + 1)]
    assert [line.kind for line in lines].count(EventKind.MESSAGE_RETRACTED) == 5
    assert [one.body for one in await Message.filter(retracted_at=None)] == ["f"]


async def test_it_is_the_same_where_they_have_no_seat_and_nothing_more_is_said(empty):
    ada, _, [message] = await given_said("Secret")
    await Conversation.all().update(closed_at=message.created_at)
    await Member.filter(user_id=ada.id).delete()

    await actions.forget_words(ada.id)
    await actions.forget_words(ada.id)

    [line] = await ConversationEvent.filter(kind=EventKind.MESSAGE_RETRACTED)
    assert (await Message.get()).body == ""
    assert line.seq == 3
