"""What expires while something else happens."""

import asyncio
from contextvars import copy_context

import pytest
from tortoise.transactions import in_transaction

from actions import conversations as actions
from actions.conversations import expiring
from actions.conversations.threads import NO_ROOT
from actions.safety import Complaint, report_message
from events.moments import Moment
from models import Conversation, ConversationEvent, Draft, Message, Report, ReportReason
from resolvers.conversations.listening import message_of
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_messages
from tests.conversations.expiring import EVENTS, expired, given_old, id_of, numbers
from tests.conversations.talking import change, say
from tests.documents import do
from tests.matches.waiting import PATIENCE, somebody_waits


async def reported(bo, message):
    await report_message(bo, message.id, Complaint(ReportReason.SPAM, ""))


async def about_to_be_answered(bo, message):
    await actions.save_draft(bo, actions.NewDraft(message.conversation_id, "I", message.id))


async def test_lines_that_go_while_somebody_reads_on_mean_read_anew(edge, monkeypatch):
    """Whoever was let in at a place finds the lines after it gone."""
    _, bo, where = await given_old("a", "b")
    await expired(edge, bo, where)
    monkeypatch.setattr("events.log.why_lost", lambda *_: None)

    async with edge.listen(bo, EVENTS, id=id_of(where), after=log_cursor(1, 1)) as events:
        told = [event["conversationEvents"]["__typename"] async for event in events]

    assert told == ["ResyncRequired"]


async def test_a_line_whose_message_went_just_now_means_read_anew(edge, monkeypatch):
    ada, bo, where = await given_old("a")
    await given_messages(ada, where, "b")

    async def gone(message_id):
        await ConversationEvent.filter(message_id=message_id).delete()
        await Message.filter(id=message_id).delete()
        return await message_of(message_id)

    monkeypatch.setattr(Moment, "know", lambda moment, **answers: None)
    monkeypatch.setattr("resolvers.conversations.listening.message_of", gone)
    async with edge.listen(bo, EVENTS, id=id_of(where), after=log_cursor(1, 1)) as events:
        told = [event["conversationEvents"]["__typename"] async for event in events]

    assert told == ["ResyncRequired"]


@pytest.mark.parametrize("act", [reported, about_to_be_answered])
async def test_what_somebody_does_with_it_just_then_is_kept(empty, act):
    _, bo, where = await given_old("a")
    message, outside = await Message.get(), copy_context()

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await act(bo, message)
        expiring = asyncio.create_task(actions.expire(), context=outside)
        await somebody_waits()
    await expiring

    assert await Report.all().count() + await Draft.all().count() == 1
    assert (await Message.get()).body == ""
    assert (await Conversation.get(id=where.id)).expired_number == 1


async def test_what_goes_while_somebody_changes_or_answers_it_is_not_there(ask):
    ada, bo, where = await given_old("a")
    message = await Message.get()
    for who in (ada, bo):
        await ask(who, "{ __typename }")

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await actions.expire()
        editing = asyncio.create_task(change(ask, ada, "editMessage", message, body="b"))
        await somebody_waits()
        root = ids.encode("message", message.id)
        answering = asyncio.create_task(say(ask, bo, where, rootId=root))
        await somebody_waits()

    assert (await editing)["__typename"] == "NotFound"
    assert (await answering)["reason"] == NO_ROOT
    assert await numbers(where) == []


async def test_what_goes_while_somebody_reports_it_is_not_there(ask):
    _, bo, _ = await given_old("a")
    message = await Message.get()
    await ask(bo, "{ __typename }")

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await actions.expire()
        given = {"messageId": ids.encode("message", message.id), "reason": "SPAM"}
        reporting = asyncio.create_task(do(ask, bo, "reportMessage", **given))
        await somebody_waits()

    assert (await reporting)["__typename"] == "NotFound"


async def test_one_that_cannot_just_now_keeps_no_other(empty, monkeypatch):
    [*_, first], [*_, second] = await given_old("a"), await given_old("b")
    expire_some = expiring.expire_some

    async def broken(where):
        if where == first.id:
            raise RuntimeError
        return await expire_some(where)

    monkeypatch.setattr(expiring, "expire_some", broken)
    await actions.expire()

    assert (await numbers(first), await numbers(second)) == ([1], [])
