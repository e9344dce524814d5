"""What many say at the same time: stored by one statement, and answered as if each were alone."""

import asyncio
from contextlib import suppress
from contextvars import copy_context

import pytest
from tortoise.transactions import in_transaction

from actions import conversations as actions
from actions.conversations import together
from actions.conversations.together import SAY_ALL
from actions.transaction import transaction
from models import Conversation, ConversationEvent, Member, Message
from models.acting import act_for
from models.sql import fetch, write_all_at_once
from schema.scalars import log_cursor
from tests.cast import given_mentor, given_pair, given_user
from tests.conversations.expiring import EVENTS
from tests.conversations.gathering import given_announcement, given_cohort, given_group, id_of
from tests.conversations.talking import say
from tests.gateway.sockets import eventually

PAIRS = 12


@pytest.fixture(autouse=True)
def busy(monkeypatch):
    """So much is said that nobody has a statement of their own."""
    monkeypatch.setattr(together, "MOST_ALONE", 0)


async def given_groups(count=PAIRS):
    """Each with a host of its own, and Bo."""
    cohort = await given_cohort()
    for number in range(count):
        name = f"Host {number}"
        cohort.parts[name] = await given_mentor(cohort.program, name)
    hosts = [cohort[f"Host {number}"] for number in range(count)]
    return cohort, [(host, await given_group(cohort, host.name, ["Bo"])) for host in hosts]


def sent_by(count):
    return [sent for sent in count.statements if sent.lstrip().startswith("WITH new AS")]


async def logs():
    """Of each conversation, the numbers of its messages, and the places of its lines."""
    found = []
    for one in await Conversation.all().order_by("id"):
        lines = await ConversationEvent.filter(conversation_id=one.id).order_by("seq")
        said = await Message.filter(conversation_id=one.id).order_by("number")
        assert [line.seq for line in lines] == list(range(1, one.last_seq + 1))
        found.append([message.number for message in said])
    return found


async def test_who_comes_while_a_statement_is_under_way_shares_the_next(ask, monkeypatch):
    _, talks = await given_groups()
    sizes = []

    async def writing(sql, *values):
        sizes.append(len(values[0]))
        if len(sizes) == 1:
            await eventually(lambda: len(together.together.waiting) == PAIRS - sizes[0])
        return await write_all_at_once(sql, *values)

    monkeypatch.setattr(together, "write_all_at_once", writing)

    told = await asyncio.gather(*(say(ask, host, where) for host, where in talks))

    assert [each["message"]["number"] for each in told] == [1] * PAIRS
    assert (len(sizes), sum(sizes)) == (2, PAIRS)
    assert await logs() == [[1]] * PAIRS


async def test_what_one_says_at_once_is_said_in_their_order(edge):
    _, [(host, where)] = await given_groups(1)
    texts = [f"{number}" for number in range(20)]
    act_for(host.id)

    said = (actions.send_message(host, actions.NewMessage(where.id, text, text)) for text in texts)
    told = await asyncio.gather(*said)

    assert [message.number for message in told] == list(range(1, 21))
    assert [message.body for message in told] == texts
    assert (await Member.get(conversation_id=where.id, user_id=host.id)).last_read_number == 20


async def test_what_goes_alone_waits_for_what_the_same_person_shares(edge, monkeypatch):
    _, [(host, where)] = await given_groups(1)
    act_for(host.id)
    is_free = asyncio.Event()

    async def writing(sql, *values):
        await is_free.wait()
        return await write_all_at_once(sql, *values)

    monkeypatch.setattr(together, "write_all_at_once", writing)
    one, two = (actions.NewMessage(where.id, text, text) for text in ("one", "two"))
    first = asyncio.create_task(actions.send_message(host, one))
    await eventually(lambda: together.together.writers)
    monkeypatch.setattr(together, "MOST_ALONE", 1)
    second = asyncio.create_task(actions.send_message(host, two))
    await asyncio.wait([second], timeout=0.2)
    is_free.set()

    assert [(await first).number, (await second).number] == [1, 2]


async def test_who_is_gone_before_their_turn_has_said_nothing(ask, monkeypatch):
    _, [(host, where), (other, there)] = await given_groups(2)
    is_free = asyncio.Event()

    async def writing(sql, *values):
        await is_free.wait()
        return await write_all_at_once(sql, *values)

    monkeypatch.setattr(together, "write_all_at_once", writing)
    first = asyncio.create_task(say(ask, other, there))
    await eventually(lambda: together.together.writers and not together.together.waiting)
    act_for(host.id)
    leaving = asyncio.create_task(
        actions.send_message(host, actions.NewMessage(where.id, "1", "Never"))
    )
    await eventually(lambda: together.together.waiting)

    leaving.cancel()
    is_free.set()

    assert (await first)["message"]["number"] == 1
    assert [message.body for message in await Message.all()] == ["Hi"]


async def test_one_who_repeats_themselves_elsewhere_does_not_undo_the_others(ask, monkeypatch):
    cohort, talks = await given_groups(4)
    failed = []

    async def writing(sql, *values):
        try:
            return await write_all_at_once(sql, *values)
        except Exception as error:
            failed.append(error)
            raise

    monkeypatch.setattr(together, "write_all_at_once", writing)
    repeating = (say(ask, cohort["Bo"], where, "Same") for _, where in talks)
    saying = (say(ask, host, where) for host, where in talks)

    told = await asyncio.gather(*repeating, *saying)

    kinds = [each["__typename"] for each in told]
    assert sorted(kinds[:4]) == ["Conflict"] * 3 + ["SendMessagePayload"]
    assert kinds[4:] == ["SendMessagePayload"] * 4
    assert not failed


async def test_the_same_at_the_same_time_is_said_once(ask):
    _, [(host, where), *_] = await given_groups(2)

    told = await asyncio.gather(*(say(ask, host, where, "Hello") for _ in range(5)))

    assert {each["message"]["id"] for each in told} == {told[0]["message"]["id"]}
    assert await Message.all().count() == 1


async def test_who_may_not_is_told_why_and_keeps_nobody_up(ask):
    cohort, [(host, where), (other, closed), (third, blocked)] = await given_groups(3)
    news, eve = await given_announcement(cohort, "Bo"), await given_user("Eve")
    async with transaction() as current:
        await actions.close_conversation(current, closed.id)
    await Conversation.filter(id=blocked.id).update(is_blocked=True)
    await say(ask, host, where, "used")

    told = await asyncio.gather(
        say(ask, cohort["Coco"], news),
        say(ask, cohort["Bo"], news),
        say(ask, eve, where),
        say(ask, other, closed),
        say(ask, third, blocked),
        say(ask, host, where, "another", clientId="used"),
        say(ask, cohort["Bo"], where, "Hello"),
    )

    kinds = ["Payload", "Forbidden", "NotFound", "Conflict", "Conflict", "Conflict", "Payload"]
    assert [each["__typename"].removeprefix("SendMessage") for each in told] == kinds
    assert await Message.all().count() == 3
    await logs()


async def test_who_sees_the_tenant_no_more_says_nothing_there(ask):
    _, [(host, where), (other, there)] = await given_groups(2)
    await fetch("UPDATE user_account SET tenants = '{}' WHERE id = $1", host.id)

    told = await asyncio.gather(say(ask, host, where), say(ask, other, there))

    assert [each["__typename"] for each in told] == ["NotFound", "SendMessagePayload"]
    assert await Message.all().count() == 1


@pytest.mark.parametrize("model", [Conversation, Member], ids=["conversation", "seat"])
async def test_where_somebody_holds_it_the_others_do_not_wait(ask, model):
    _, [(host, where), (other, there)] = await given_groups(2)
    column = "id" if model is Conversation else "conversation_id"
    for one in (host, other):
        await ask(one, "{ __typename }")
    outside = copy_context()

    async with in_transaction():
        await model.filter(**{column: where.id}).select_for_update()
        held, free = [
            asyncio.create_task(say(ask, *one), context=outside.copy())
            for one in ((host, where), (other, there))
        ]
        assert (await free)["message"]["number"] == 1
        assert not held.done()

    assert (await held)["message"]["number"] == 1


async def test_if_something_is_wrong_each_is_tried_alone(ask, monkeypatch):
    _, talks = await given_groups(4)
    stopped = []

    async def failing(sql, *values):
        assert sql is SAY_ALL
        stopped.append(len(values[0]))
        raise ConnectionError("cut")

    monkeypatch.setattr(together, "write_all_at_once", failing)

    told = await asyncio.gather(*(say(ask, host, where) for host, where in talks))

    assert sum(stopped) == 4
    assert [each["message"]["number"] for each in told] == [1] * 4
    assert await logs() == [[1]] * 4


async def test_what_was_stored_all_the_same_is_not_said_again(ask, monkeypatch):
    """The statement came through, and its answer did not."""
    _, talks = await given_groups(4)

    async def cut(sql, *values):
        await write_all_at_once(sql, *values)
        raise ConnectionError("cut")

    monkeypatch.setattr(together, "write_all_at_once", cut)

    told = await asyncio.gather(*(say(ask, host, where) for host, where in talks))

    assert [each["message"]["number"] for each in told] == [1] * 4
    assert await logs() == [[1]] * 4


async def test_what_somebody_said_who_is_gone_is_heard(ask, listen, monkeypatch):
    cohort, [(host, where)] = await given_groups(1)
    is_under_way = asyncio.Event()

    async def writing(sql, *values):
        is_under_way.set()
        await asyncio.sleep(0.05)
        return await write_all_at_once(sql, *values)

    monkeypatch.setattr(together, "write_all_at_once", writing)

    now = log_cursor(*(await Conversation.get(id=where.id)).place)
    async with listen(cohort["Bo"], EVENTS, id=id_of(where), after=now) as events:
        leaving = asyncio.create_task(say(ask, host, where, "Bye"))
        await is_under_way.wait()
        leaving.cancel()
        heard = await anext(events)

    with suppress(asyncio.CancelledError):
        await leaving
    assert heard["conversationEvents"]["message"]["body"] == "Bye"


async def test_beyond_the_limit_each_has_a_statement_of_its_own(ask, queries, monkeypatch):
    monkeypatch.setattr(together, "MOST_WAITING", 0)
    _, talks = await given_groups(3)

    with queries() as count:
        told = await asyncio.gather(*(say(ask, host, where) for host, where in talks))

    assert [each["message"]["number"] for each in told] == [1] * 3
    assert not sent_by(count)


async def test_whoever_is_in_a_transaction_stays_in_it(edge):
    ada, _, where = await given_pair()
    act_for(ada.id)

    async def say_and_fail():
        async with in_transaction():
            await actions.send_message(ada, actions.NewMessage(where.id, "1", "Hello"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await say_and_fail()
    assert await Message.all().count() == 0
