"""What a process remembers of a log, and for how long."""

import asyncio

import pytest

from events import moments, ring
from events.hub import hub
from events.ring import Ring, members_in
from gateway.telemetry.counts import counts
from models.rows import records
from schema.scalars import log_cursor
from tests.cast import given_messages, given_pair
from tests.conversations.expiring import EVENTS
from tests.conversations.gathering import given_cohort, given_group, id_of

EVERYBODY = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    ... on MessageSent {
      message { sender { name } conversation { members { nodes { user { name } } } } }
    }
  }
}
"""


@pytest.fixture
async def followed(edge):
    """A ring of a conversation in which something was said, and who said it."""
    ada, _, where = await given_pair()
    await given_messages(ada, where, ["secret"])
    return Ring(where.id, where.epoch), ada, where


async def test_of_what_was_said_nothing_is_kept_longer_than_a_moment(followed, monkeypatch):
    monkeypatch.setattr(moments, "FRESH_SECONDS", 0.01)
    here, ada, _ = followed

    [_, line] = await here.after(0)
    known = dict(line.moment.known)
    await asyncio.sleep(0.05)

    assert known["message"].body == "secret"
    assert known["people"][ada.id].name == "Ada"
    assert line.moment.known == {}
    assert "secret" not in repr(vars(line.row))


async def test_what_is_read_without_being_told_of_wakes_who_waits_there(followed):
    here, ada, where = followed
    with hub.listen(here.topic) as waiting:
        await here.after(0)
        hub.swept_at, swept_at = -1.0, hub.swept_at
        await unheard(ada, where)
        waiting.clear()

        is_the_end = await here.ends_at(2, since=0.0)
        hub.swept_at = swept_at

        assert not is_the_end
        assert waiting.is_set()


async def unheard(ada, where):
    """Something is said, and the hint of it is lost."""
    told, hub.announce = hub.announce, lambda fact: None  # type: ignore[method-assign]
    try:
        await given_messages(ada, where, ["lost"])
    finally:
        hub.announce = told  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("members", "count", "known"),
    [([1, 2], 2, {1, 2}), ([1], 2, None), (None, 31, None)],
    ids=["all", "somebody came meanwhile", "many"],
)
def test_members_are_known_if_they_are_all_of_them(members, count, known):
    assert members_in({"members": members, "member_count": count}) == known


async def test_who_said_it_may_stand_among_others_in_one_plan(edge):
    cohort = await given_cohort()
    where = await given_group(cohort)
    surprised = counts.plans["surprised"]

    async with edge.listen(
        cohort["Bo"], EVERYBODY, id=id_of(where), after=log_cursor(1, 1)
    ) as told:
        await given_messages(cohort["Ada"], where, ["a"])
        event = await anext(told)

    message = event["conversationEvents"]["message"]
    people = [seat["user"]["name"] for seat in message["conversation"]["members"]["nodes"]]
    assert sorted(people) == ["Ada", "Bo", "Cy"]
    assert counts.plans["surprised"] == surprised


async def test_what_was_said_here_is_not_read_again(edge, monkeypatch):
    ada, bo, where = await given_pair()
    read = []

    async def reading(*given):
        read.append(given)
        return await records(*given)

    async with edge.listen(bo, EVENTS, id=id_of(where), after=log_cursor(1, 1)) as told:
        await given_messages(ada, where, ["a"])
        await anext(told)
        monkeypatch.setattr(ring, "records", reading)
        await given_messages(ada, where, ["b"])
        event = await anext(told)

    assert event["conversationEvents"]["message"]["body"] == "b"
    assert read == []
