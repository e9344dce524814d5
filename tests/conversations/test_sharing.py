"""One event, one execution, for all who ask the same and may hear it; and nothing crosses."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from events import moments
from events.moments import Moment
from gateway import listening
from gateway.plans import Compiled
from models import Member
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_messages, given_pair

START = log_cursor(1, 1)

SAME = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    ... on MessageSent { message { body sender { name } } }
  }
}
"""

OWN = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    ... on MessageSent { message { body conversation { unreadCount } } }
  }
}
"""

PAGED = """
subscription ($id: ID!, $after: Cursor, $most: Int) {
  conversationEvents(conversationId: $id, after: $after) {
    ... on MessageSent { message { conversation { messages(last: $most) { nodes { body } } } } }
  }
}
"""


@pytest.fixture
def executions(monkeypatch):
    """The viewers for whom a plan was run, one entry for each time."""
    viewers, data = [], Compiled.data

    async def counted(self, schema, variables, context, root=None):
        viewers.append(context.viewer.name)
        return await data(self, schema, variables, context, root)

    monkeypatch.setattr(Compiled, "data", counted)
    return viewers


async def told(listen, viewers, document, conversation, **variables):
    """What each of them hears of one message, all listening at once."""
    where = ids.encode("conversation", conversation.id)
    async with AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(
                listen(viewer, document, id=where, after=START, **variables)
            )
            for viewer in viewers
        ]
        await given_messages(viewers[0], conversation, ["Hello"])
        events = [await anext(events) for events in streams]
    return [event["conversationEvents"]["message"] for event in events]


async def test_an_event_is_executed_once_for_all_who_ask_the_same(listen, executions):
    ada, bo, conversation = await given_pair()

    heard = await told(listen, [ada, bo, ada, bo], SAME, conversation)

    assert heard == [{"body": "Hello", "sender": {"name": "Ada"}}] * 4
    assert len(executions) == 1


async def test_what_depends_on_the_viewer_is_never_shared(listen, executions):
    ada, bo, conversation = await given_pair()

    of_ada, of_bo = await told(listen, [ada, bo], OWN, conversation)

    assert of_ada["conversation"]["unreadCount"] == 0
    assert of_bo["conversation"]["unreadCount"] == 1
    assert sorted(executions) == ["Ada", "Bo"]


async def test_who_asks_with_other_variables_gets_an_execution_of_their_own(listen, executions):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, ["First"])
    where = ids.encode("conversation", conversation.id)

    async with (
        listen(ada, PAGED, id=where, after=START, most=1) as one,
        listen(bo, PAGED, id=where, after=START, most=2) as two,
    ):
        await given_messages(ada, conversation, ["Second"])
        for events in (one, two):
            await anext(events)
        pages = [await anext(events) for events in (one, two)]

    nodes = [page["conversationEvents"]["message"]["conversation"]["messages"] for page in pages]
    assert [len(page["nodes"]) for page in nodes] == [1, 2]


async def test_more_ways_to_ask_than_are_kept_are_answered_each_on_its_own(
    listen, executions, monkeypatch
):
    monkeypatch.setattr(listening, "MOST_SHARED", 1)
    ada, bo, conversation = await given_pair()
    where, other = ids.encode("conversation", conversation.id), SAME.replace("body", "id body")

    async with AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(listen(viewer, document, id=where, after=START))
            for document in (SAME, other)
            for viewer in (ada, bo)
        ]
        await given_messages(ada, conversation, ["Hello"])
        heard = [(await anext(events))["conversationEvents"]["message"] for events in streams]

    assert [message["body"] for message in heard] == ["Hello"] * 4
    assert ["id" in message for message in heard] == [False, False, True, True]
    assert len(executions) == 3


async def test_what_was_worked_out_is_forgotten_after_its_moment(monkeypatch):
    monkeypatch.setattr(moments, "FRESH_SECONDS", 0.05)
    moment = Moment()

    async def answer():
        return object()

    first, same = await moment.once("x", answer), await moment.once("x", answer)
    await asyncio.sleep(0.1)
    assert moment.answers == {}
    assert first is same is not await moment.once("x", answer)


async def test_who_was_removed_hears_nothing_that_others_share(listen):
    ada, bo, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)

    async with (
        listen(ada, SAME, id=where, after=START) as stays,
        listen(bo, SAME, id=where, after=START) as goes,
    ):
        await Member.filter(user_id=bo.id).delete()
        await given_messages(ada, conversation, ["For Ada only"])

        assert (await anext(stays))["conversationEvents"]["message"]["body"] == "For Ada only"
        with pytest.raises(LookupError) as refused:
            await anext(goes)
    assert refused.value.args[0][0]["extensions"]["code"] == "NOT_FOUND"
