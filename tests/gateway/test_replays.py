"""What happened before somebody listened is asked for, and paid like any other question."""

import pytest

from gateway import rates as module
from gateway.rates import Rates
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_messages, given_pair
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


@pytest.fixture
def taken(monkeypatch) -> list[int]:
    """The points that were taken, in a bucket that holds ten events and refills at once."""
    limits = {"rate_limit": BURST, "rate_limit_per_second": FAST}
    monkeypatch.setattr(module, "get_settings", settings_with(**limits))
    rates, points = Rates(), list[int]()
    take = rates.own.take

    def noted(key, wanted, rate):
        level = take(key, wanted, rate)
        points.extend([] if level.wait else [wanted])
        return level

    monkeypatch.setattr(rates.own, "take", noted)
    monkeypatch.setattr("gateway.admission.rates", rates)
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


async def test_an_event_that_is_heard_as_it_happens_is_free(listen, taken):
    ada, bo, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)

    async with listen(bo, EVENTS, id=where, after=log_cursor(1, 1)) as events:
        await given_messages(ada, conversation, "abc")
        arrived = await heard(events, 3)

    assert arrived == ["a", "b", "c"]
    assert taken[-1:] == [COST]
    assert taken.count(COST) == 1
