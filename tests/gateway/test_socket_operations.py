"""Operations on a socket: many side by side, each with its own end."""

import asyncio
from uuid import UUID

import pytest
from asyncpg import QueryCanceledError
from tortoise.exceptions import OperationalError

from actions.conversations.sending import write_message
from events.hub import hub
from gateway import execution, running
from models import Message
from policies import conversations as policy
from schema import ids
from schema.scalars import log_cursor
from settings import get_settings
from tests.cast import given_messages, given_pair, given_user
from tests.edge import Edge, hear, say
from tests.gateway.faults import broken, logged
from tests.gateway.sockets import acknowledged, closing, eventually, heard, subscribe

EVENTS = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    ... on MessageSent { message { body } }
  }
}
"""
INBOX = "subscription { inboxEvents { conversation { id } } }"
SEND = """
mutation ($to: ID!) {
  sendMessage(input: { conversationId: $to, clientId: "c", body: "Hi" }) { __typename }
}
"""
BEGINNING = log_cursor(1, 1)

TWO = "query A { a: __typename } query B { b: __typename }"
NOWHERE = ids.encode("conversation", UUID(int=0))

REFUSED = {
    "a syntax error": ("{", {}, "GRAPHQL_PARSE_FAILED"),
    "5,000 levels": ("{a" * 5_000, {}, "GRAPHQL_PARSE_FAILED"),
    "an unknown field": ("{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
    "two operations": (TWO, {}, "OPERATION_RESOLUTION_FAILURE"),
    "a variable left out": ("query ($id: ID!) { node(id: $id) { id } }", {}, "BAD_USER_INPUT"),
    "an id of another kind": (EVENTS, {"id": "user_1"}, "BAD_USER_INPUT"),
    "an id that is a list": (EVENTS, {"id": []}, "BAD_USER_INPUT"),
    "a cursor that is none": (EVENTS, {"id": NOWHERE, "after": "x"}, "BAD_USER_INPUT"),
    "a conversation there is not": (EVENTS, {"id": NOWHERE}, "NOT_FOUND"),
}


def where(conversation):
    return ids.encode("conversation", conversation.id)


def codes(message):
    return [error["extensions"]["code"] for error in message["payload"]]


def body_of(message):
    return message["payload"]["data"]["conversationEvents"]["message"]["body"]


async def test_a_query_gets_its_answer_and_its_end(edge: Edge):
    async with acknowledged(edge) as socket:
        await subscribe(socket, "q", "{ __typename }")

        [answer, end] = await heard(socket, "q")

    assert answer == {
        "id": "q",
        "type": "next",
        "payload": {
            "data": {"__typename": "Query"},
            "extensions": {"cost": {"requested": 1, "limit": 2_000}},
        },
    }
    assert end == {"id": "q", "type": "complete"}


async def test_a_mutation_is_done_once(edge: Edge):
    ada, _, conversation = await given_pair()

    async with acknowledged(edge, ada) as socket:
        await subscribe(socket, "m", SEND, to=where(conversation))
        [answer, _] = await heard(socket, "m")

    assert answer["payload"]["data"] == {"sendMessage": {"__typename": "SendMessagePayload"}}
    assert await Message.all().count() == 1


async def test_the_named_operation_is_run(edge: Edge):
    payload = {"query": "query A { __typename } query B { b: __typename }", "operationName": "B"}

    async with acknowledged(edge) as socket:
        await say(socket, id="1", type="subscribe", payload=payload)
        [answer, _] = await heard(socket, "1")

    assert answer["payload"]["data"] == {"b": "Query"}


@pytest.mark.parametrize(("query", "variables", "code"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_is_refused_ends_with_an_error_and_ends_nothing_else(
    edge: Edge, query, variables, code
):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "a")

    async with acknowledged(edge, bo) as socket:
        await subscribe(socket, "good", EVENTS, id=where(conversation), after=BEGINNING)
        first = await hear(socket)
        await subscribe(socket, "bad", query, **variables)
        [refused] = await heard(socket, "bad")
        await given_messages(ada, conversation, "b")
        second = await hear(socket)

    assert (refused["type"], codes(refused)) == ("error", [code])
    assert [body_of(message) for message in (first, second)] == ["a", "b"]


async def test_nobody_hears_nothing(edge: Edge):
    _, _, conversation = await given_pair()

    async with acknowledged(edge) as socket:
        await subscribe(socket, "1", EVENTS, id=where(conversation))
        [refused] = await heard(socket, "1")

    assert codes(refused) == ["UNAUTHENTICATED"]
    await eventually(lambda: hub.signals == {})


async def test_an_error_of_a_field_is_no_end_of_the_operation(edge: Edge):
    async with acknowledged(edge) as socket:
        await subscribe(socket, "1", '{ node(id: "x") { id } __typename }')
        [answer, end] = await heard(socket, "1")

    assert answer["payload"]["data"] == {"node": None, "__typename": "Query"}
    assert end["type"] == "complete"


async def test_completing_a_subscription_stops_it_at_once(edge: Edge):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "a")

    async with acknowledged(edge, bo) as socket:
        await subscribe(socket, "1", EVENTS, id=where(conversation), after=BEGINNING)
        await hear(socket)
        await say(socket, id="1", type="complete")
        await eventually(lambda: f"conversation:{conversation.id}" not in hub.signals)
        await given_messages(ada, conversation, "b")
        await subscribe(socket, "2", "{ __typename }")

        assert len(await heard(socket, "2")) == 2


async def test_an_id_can_be_used_again_once_its_operation_has_ended(edge: Edge):
    async with acknowledged(edge, await given_user()) as socket:
        for _ in range(3):
            await subscribe(socket, "1", "{ __typename }")
            ended = await heard(socket, "1")
        await subscribe(socket, "1", "{")
        failed = await heard(socket, "1")
        await subscribe(socket, "1", INBOX)
        await say(socket, id="1", type="complete")
        await subscribe(socket, "1", "{ __typename }")
        again = await heard(socket, "1")

    assert [len(messages) for messages in (ended, failed, again)] == [2, 1, 2]


async def test_many_operations_run_side_by_side(edge: Edge):
    async with acknowledged(edge) as socket:
        for number in range(40):
            await subscribe(socket, f"{number}", "{ __typename }")
        answers = [await hear(socket) for _ in range(80)]

    assert {message["id"] for message in answers} == {f"{number}" for number in range(40)}


async def test_one_operation_too_many_is_refused_and_the_others_go_on(edge: Edge, monkeypatch):
    monkeypatch.setattr(running, "MOST_OPERATIONS", 3)

    async with acknowledged(edge, await given_user()) as socket:
        for id in "abc":
            await subscribe(socket, id, INBOX)
        await subscribe(socket, "d", "{ __typename }")
        [refused] = await heard(socket, "d")
        await say(socket, id="a", type="complete")
        await subscribe(socket, "d", "{ __typename }")
        answered = await heard(socket, "d")

    assert codes(refused) == ["RATE_LIMITED"]
    assert len(answered) == 2


async def test_after_an_error_of_ours_in_an_event_its_client_comes_back(
    edge: Edge, monkeypatch, caplog
):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "a")
    monkeypatch.setattr("schema.conversations.Message.of", broken)

    async with acknowledged(edge, bo) as socket:
        await subscribe(socket, "1", EVENTS, id=where(conversation), after=BEGINNING)
        assert await closing(socket) == (1013, running.FAILED)

    assert logged(caplog).exc_info


async def too_slow(*arguments):
    raise OperationalError(QueryCanceledError("canceling statement due to statement timeout"))


async def test_who_comes_back_hears_what_the_database_did_not_say_in_time(edge: Edge, monkeypatch):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "a")

    async with acknowledged(edge, bo) as socket:
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(policy, "readers_of", too_slow)
            await subscribe(socket, "1", EVENTS, id=where(conversation), after=BEGINNING)
            assert await closing(socket) == (1013, running.FAILED)
    async with acknowledged(edge, bo) as socket:
        await subscribe(socket, "1", EVENTS, id=where(conversation), after=BEGINNING)
        assert body_of(await hear(socket)) == "a"


async def unwritable(*arguments):
    return execution.Answer({"data": object()})


@pytest.mark.parametrize("fault", [broken, unwritable])
async def test_an_error_of_ours_around_an_operation_ends_only_it(
    edge: Edge, monkeypatch, caplog, fault
):
    monkeypatch.setattr(running, "answer", fault)

    async with acknowledged(edge) as socket:
        await subscribe(socket, "1", "{ __typename }")
        [refused] = await heard(socket, "1")
        await say(socket, type="ping")
        alive = await hear(socket)

    assert codes(refused) == ["INTERNAL_SERVER_ERROR"]
    assert "secret" not in str(refused)
    assert alive == {"type": "pong"}
    assert logged(caplog).exc_info


async def test_a_query_that_takes_too_long_is_stopped(edge: Edge, monkeypatch):
    async def nothing(*_):
        """As where a message has parts: then there is a transaction to be undone."""

    async def slow(*arguments):
        await write_message(*arguments)
        await asyncio.sleep(30)

    ada, _, conversation = await given_pair()
    brief = get_settings().model_copy(update={"operation_timeout_seconds": 0.2})
    monkeypatch.setattr(execution, "get_settings", lambda: brief)
    monkeypatch.setattr("actions.conversations.sending.say_at_once", nothing)
    monkeypatch.setattr("actions.conversations.sending.write_message", slow)

    async with acknowledged(edge, ada) as socket:
        await subscribe(socket, "1", SEND, to=where(conversation))
        [answer, _] = await heard(socket, "1")

    assert answer["payload"]["data"] is None
    assert answer["payload"]["errors"][0]["extensions"] == {"code": "TIMEOUT"}
    assert await Message.all().count() == 0
