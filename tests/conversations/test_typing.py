"""Who is writing, as the others see it, and how far they have read."""

import asyncio

import pytest

from actions import conversations as actions
from events import bus, signals
from events.bus import Bus
from events.facts import Fact
from events.hub import hub
from events.signals import Typing
from models import Conversation, ConversationEvent, Member
from schema import ids
from tests.cast import given_messages, given_pair, given_user
from tests.documents import do
from tests.edge import Edge
from tests.processes import server_processes

SIGNALS = """
subscription ($id: ID!) { conversationSignals(conversationId: $id) {
  typing { name } conversation { members { nodes { user { name } lastReadNumber } } }
} }
"""


def id_of(conversation):
    return ids.encode("conversation", conversation.id)


async def set_typing(ask, who, conversation, is_typing=True):
    return await do(ask, who, "setTyping", conversationId=id_of(conversation), isTyping=is_typing)


async def typing(events):
    return [one["name"] for one in (await anext(events))["conversationSignals"]["typing"]]


async def test_an_outsider_neither_writes_nor_sees_who_does(ask, listen):
    _, bo, conversation = await given_pair()
    eve = await given_user("Eve")

    async with listen(bo, SIGNALS, id=id_of(conversation)) as events:
        before = await typing(events)
        refused = await set_typing(ask, eve, conversation)
    async with listen(eve, SIGNALS, id=id_of(conversation)) as theirs:
        with pytest.raises(LookupError, match="NOT_FOUND"):
            await anext(theirs)

    assert (before, refused["__typename"]) == ([], "NotFound")
    assert signals.typing.now(conversation.id, bo.id) == {}


async def test_the_others_see_who_begins_to_write_and_who_stops(ask, listen):
    ada, bo, conversation = await given_pair()

    async with listen(bo, SIGNALS, id=id_of(conversation)) as events:
        seen = [await typing(events)]
        for is_typing in (True, False):
            await set_typing(ask, ada, conversation, is_typing)
            seen.append(await typing(events))

    assert seen == [[], ["Ada"], []]


async def test_who_stops_saying_so_is_seen_writing_no_longer(ask, listen, monkeypatch):
    ada, bo, conversation = await given_pair()
    monkeypatch.setattr(signals, "TYPING_SECONDS", 1)

    async with listen(bo, SIGNALS, id=id_of(conversation)) as events:
        await anext(events)
        await set_typing(ask, ada, conversation)
        seen = [await typing(events), await typing(events)]

    assert seen == [["Ada"], []]


async def test_nobody_sees_themselves_writing(ask, listen):
    ada, bo, conversation = await given_pair()
    await set_typing(ask, ada, conversation)
    await set_typing(ask, bo, conversation)

    async with listen(bo, SIGNALS, id=id_of(conversation)) as events:
        seen = await typing(events)

    assert seen == ["Ada"]


async def test_the_others_see_how_far_somebody_has_read(listen):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "abc")

    async with listen(ada, SIGNALS, id=id_of(conversation)) as events:
        await anext(events)
        await actions.mark_read(bo, conversation.id, 2)
        seen = (await anext(events))["conversationSignals"]["conversation"]["members"]

    assert {"user": {"name": "Bo"}, "lastReadNumber": 2} in seen["nodes"]


async def test_writing_is_stored_nowhere(ask):
    ada, _, conversation = await given_pair()
    lines = await ConversationEvent.all().count()

    await set_typing(ask, ada, conversation)

    assert await ConversationEvent.all().count() == lines
    assert (await Conversation.get(id=conversation.id)).last_seq == conversation.last_seq


async def test_where_nothing_more_is_said_nobody_is_writing(ask):
    ada, _, conversation = await given_pair()
    await Conversation.filter(id=conversation.id).update(closed_at=conversation.created_at)

    assert (await set_typing(ask, ada, conversation))["__typename"] == "Conflict"


async def test_a_removed_member_sees_nothing_more(ask, listen):
    ada, bo, conversation = await given_pair()

    async with listen(bo, SIGNALS, id=id_of(conversation)) as events:
        await anext(events)
        await Member.filter(user_id=bo.id).delete()
        await set_typing(ask, ada, conversation)
        with pytest.raises(LookupError, match="NOT_FOUND"):
            await anext(events)


async def test_what_is_known_already_is_not_told_again(ask, monkeypatch):
    ada, _, conversation = await given_pair()
    told: list[Fact] = []
    monkeypatch.setattr(hub, "announce", told.append)

    await set_typing(ask, ada, conversation)
    signals.typing.change(conversation.id, ada.id, True)
    await set_typing(ask, ada, conversation)

    assert len(told) == 1


async def test_no_more_is_kept_of_who_writes_than_fits(monkeypatch):
    people = [await given_user(name) for name in ("Ada", "Bo", "Cy")]
    monkeypatch.setattr(signals, "MOST_CONVERSATIONS", 2)
    monkeypatch.setattr(signals, "MOST_AT_ONCE", 1)
    kept = Typing()

    for where in people:
        for who in people:
            kept.change(where.id, who.id, True)

    assert [(where, [*there]) for where, there in kept.until.items()] == [
        (where.id, [people[0].id]) for where in people[1:]
    ]


async def test_where_much_waits_who_is_writing_is_dropped_first(monkeypatch):
    monkeypatch.setattr(bus, "MOST_PASSING", 2)
    full = Bus("redis://127.0.0.1:1", on_hint=lambda _: None, on_gap=lambda: None)

    for topic in ("conversation:1", "conversation:2", "typing:1:2:on", "conversation:3"):
        full.hint(topic)

    assert full.waiting == {"conversation:1", "conversation:2", "conversation:3"}


async def test_who_writes_on_one_server_is_seen_on_the_other(empty, database_url):
    ada, bo, conversation = await given_pair()

    with server_processes(2, database_url) as (here, there):
        async with (
            Edge(here.url) as ours,
            Edge(there.url) as theirs,
            theirs.listen(bo, SIGNALS, id=id_of(conversation)) as events,
        ):
            seen = [await typing(events)]
            heard = asyncio.ensure_future(typing(events))
            while not heard.done():
                await set_typing(ours.ask, ada, conversation)
                await asyncio.wait([heard], timeout=0.2)
            seen.append(await heard)

    assert seen == [[], ["Ada"]]
