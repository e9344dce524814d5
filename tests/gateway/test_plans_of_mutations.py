"""Mutations have plans, too: what is done is never done again, whoever tells of it."""

import pytest

from gateway import execution
from gateway.plans import Compiled
from gateway.plans.run import Surprise
from gateway.telemetry.counts import counts
from models import Message
from schema import ids
from tests.cast import given_pair
from tests.gateway.faults import SECRET, broken, logged

SEND = """
mutation ($id: ID!, $clientId: String!, $body: String = "Hello") {
  said: sendMessage(input: { conversationId: $id, clientId: $clientId, body: $body }) {
    __typename
    ... on SendMessagePayload { message { number body sender { name } } }
    ... on Problem { reason }
  }
}
"""
TWICE = """
mutation ($id: ID!) {
  one: sendMessage(input: { conversationId: $id, clientId: "1", body: "one" }) { ...Said }
  two: sendMessage(input: { conversationId: $id, clientId: "2", body: "two" }) { ...Said }
}
fragment Said on SendMessagePayload { message { number } }
"""


@pytest.fixture
async def sending(ask):
    """Asks one document again and again, so that there is a plan."""
    ada, _, conversation = await given_pair()
    place = ids.encode("conversation", conversation.id)

    async def send(client_id, document=SEND, **given):
        answer = await ask(ada, document, id=place, clientId=client_id, **given)
        return answer.data

    await send("first")
    return send


@pytest.fixture
def surprised(monkeypatch):
    """Plans are run to their end, and then give up."""
    run = Compiled.data

    async def surprising(plan, *given):
        await run(plan, *given)
        raise Surprise

    monkeypatch.setattr(Compiled, "data", surprising)


async def test_a_mutation_asked_again_is_answered_by_its_plan(sending):
    before = counts.plans["kept"]

    told = await sending("second")

    assert counts.plans["kept"] == before + 1
    message = {"number": 2, "body": "Hello", "sender": {"name": "Ada"}}
    assert told["said"] == {"__typename": "SendMessagePayload", "message": message}


async def test_where_the_plan_gives_up_it_is_told_again_and_not_done_again(sending, surprised):
    before = counts.plans["surprised"]

    told = await sending("second")

    assert counts.plans["surprised"] == before + 1
    assert told["said"]["message"]["number"] == 2
    assert await Message.all().count() == 2


@pytest.mark.parametrize("wrong", [{"body": ""}, {"body": "x" * 8_001}], ids=["empty", "long"])
async def test_a_problem_is_the_same_by_either_way(sending, monkeypatch, wrong):
    planned = await sending("second", **wrong)
    monkeypatch.setattr(execution, "plan_for", lambda *_: None)
    standard = await sending("third", **wrong)

    assert planned == standard
    assert planned["said"]["__typename"] == "Invalid"
    assert await Message.all().count() == 1


async def test_an_error_is_told_once_and_nothing_tried_twice(sending, monkeypatch, caplog):
    tried = []

    async def failing(*given):
        tried.append(given)
        broken()

    monkeypatch.setattr("actions.conversations.send_message", failing)

    assert not await sending("second")
    assert str(logged(caplog).exc_info[1]) == SECRET
    assert len(tried) == 1


async def test_two_in_one_document_are_done_one_after_the_other(sending):
    for _ in range(2):
        before = counts.plans["kept"]
        told = await sending("unused", document=TWICE)

    assert counts.plans["kept"] == before
    assert [told[key]["message"]["number"] for key in ("one", "two")] == [2, 3]
    assert await Message.all().count() == 3
