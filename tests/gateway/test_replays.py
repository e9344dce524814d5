"""What happened before somebody listened is asked for, and paid like any other question."""

import asyncio

import pytest

from context import Context
from gateway import rates as module
from gateway.rates import Rates
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_messages, given_pair, given_user
from tests.settings import settings_with

EVENTS = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    ... on MessageSent { message { body } }
  }
}
"""
COST = 3
BURST = len(EVENTS) // 2 + 10 * COST
FAST = 10_000


pytestmark = pytest.mark.usefixtures("empty")


@pytest.fixture
def rates(monkeypatch) -> Rates:
    """A bucket that holds ten events and refills at once."""
    limits = {"rate_limit": BURST, "rate_limit_per_second": FAST}
    monkeypatch.setattr(module, "get_settings", settings_with(**limits))
    made = Rates()
    monkeypatch.setattr("gateway.admission.rates", made)
    return made


@pytest.fixture
def taken(monkeypatch, rates) -> list[int]:
    """The points that were taken."""
    points, take = list[int](), rates.own.take

    def noted(key, wanted, rate):
        level = take(key, wanted, rate)
        points.extend([] if level.wait else [wanted])
        return level

    monkeypatch.setattr(rates.own, "take", noted)
    return points


async def heard(events, number: int) -> list[str]:
    lines = [(await anext(events))["conversationEvents"] for _ in range(number)]
    return [line["message"]["body"] for line in lines]


async def test_each_event_that_is_replayed_is_paid_and_waits_for_its_points(listen, taken):
    ada, bo, conversation = await given_pair()
    bodies = [f"{n}" for n in range(60)]
    await given_messages(ada, conversation, bodies)
    where = ids.encode("conversation", conversation.id)

    async with listen(bo, EVENTS, id=where, after=log_cursor(1, 1)) as events:
        arrived = await heard(events, 60)

    assert arrived == bodies
    assert taken[-61:] == [COST] * 61


async def test_those_who_wait_for_points_come_in_turn_and_look_for_none_in_vain(taken, rates):
    context, asked = Context(viewer=await given_user()), []
    take = rates.own.take

    def counted(*arguments):
        asked.append(arguments)
        return take(*arguments)

    rates.own.take = counted
    order = []

    async def wait(number):
        await rates.wait_for(context, BURST // 2)
        order.append(number)

    await asyncio.gather(*(wait(number) for number in range(50)))

    assert order == [*range(50)]
    assert len(asked) < 150


async def test_who_waits_for_points_leaves_those_for_questions(taken, rates):
    context = Context(viewer=await given_user())

    waiting = asyncio.create_task(rates.wait_for(context, BURST))
    await rates.wait_for(context, BURST)
    await rates.charge(context, BURST // 2)
    await waiting

    assert context.budget
    assert context.budget.remaining > 0


async def test_an_event_that_is_heard_as_it_happens_is_free(listen, taken):
    ada, bo, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)

    async with listen(bo, EVENTS, id=where, after=log_cursor(1, 1)) as events:
        await given_messages(ada, conversation, "abc")
        arrived = await heard(events, 3)

    assert arrived == ["a", "b", "c"]
    assert taken[-1:] == [COST]
    assert taken.count(COST) == 1
