"""What went wrong on our side is logged here and only named there."""

import asyncio

import asyncpg
import pytest

from actions import conversations as actions
from actions.conversations.sending import write_message
from actions.transaction import transaction
from gateway import execution, http
from gateway.negotiation import GRAPHQL
from models import Message
from models.sql import fetch
from schema import ids
from tests.cast import given_pair, given_user, token_of
from tests.edge import Edge
from tests.gateway.faults import SECRET, broken, logged
from tests.settings import settings_with

SEND = """
mutation ($to: ID!) {
  sendMessage(input: { conversationId: $to, clientId: "c", body: "Hi" }) { __typename }
}
"""


@pytest.fixture
async def sending(edge: Edge):
    """Posts a message that somebody may send."""
    ada, _, conversation = await given_pair()
    headers = {"authorization": f"Bearer {await token_of(ada)}", "accept": GRAPHQL}
    body = {"query": SEND, "variables": {"to": ids.encode("conversation", conversation.id)}}
    return lambda: edge.http.post("/graphql", json=body, headers=headers)


async def test_an_error_of_ours_shows_only_the_request_s_id(sending, monkeypatch, caplog):
    monkeypatch.setattr(actions, "send_message", broken)

    answer = await sending()

    [error] = answer.json()["errors"]
    request_id = answer.headers["x-request-id"]
    assert answer.status_code == 200
    assert error["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "requestId": request_id}
    assert error["path"] == ["sendMessage"]
    assert "secret" not in answer.text
    record = logged(caplog)
    assert request_id in record.getMessage()
    assert str(record.exc_info[1]) == SECRET


async def not_at_once(*_):
    """As where a message has parts: then there is a transaction to be undone."""


async def test_what_was_written_before_an_error_of_ours_is_taken_back(sending, monkeypatch, caplog):
    monkeypatch.setattr("actions.conversations.sending.say_at_once", not_at_once)
    monkeypatch.setattr("actions.conversations.sending.ConversationAdvanced", broken)

    answer = await sending()

    assert answer.json()["data"] is None
    assert await Message.all().count() == 0
    assert str(logged(caplog).exc_info[1]) == SECRET


async def test_an_error_of_ours_before_the_execution_is_masked_too(sending, monkeypatch, caplog):
    monkeypatch.setattr(http, "identify", broken)

    answer = await sending()

    [error] = answer.json()["errors"]
    assert answer.status_code == 500
    assert error["extensions"]["requestId"] == answer.headers["x-request-id"]
    assert "secret" not in answer.text
    assert str(logged(caplog).exc_info[1]) == SECRET


async def test_what_takes_too_long_is_stopped_and_nothing_of_it_kept(sending, monkeypatch):
    async def slow(*arguments):
        await write_message(*arguments)
        await asyncio.sleep(30)

    monkeypatch.setattr(execution, "get_settings", settings_with(operation_timeout_seconds=0.2))
    monkeypatch.setattr("actions.conversations.sending.say_at_once", not_at_once)
    monkeypatch.setattr("actions.conversations.sending.write_message", slow)

    answer = await sending()

    [error] = answer.json()["errors"]
    assert (answer.status_code, answer.json()["data"]) == (200, None)
    assert error["extensions"] == {"code": "TIMEOUT"}
    assert await Message.all().count() == 0


async def test_a_value_the_database_refuses_is_the_client_s_error(sending, monkeypatch):
    async def overflowing(*arguments):
        raise asyncpg.NumericValueOutOfRangeError("secret column is too small")

    monkeypatch.setattr(actions, "send_message", overflowing)

    answer = await sending()

    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert "secret" not in answer.text


async def test_production_gives_no_hints_and_no_page(edge: Edge, monkeypatch):
    monkeypatch.setattr("gateway.reading.get_settings", settings_with(environment="production"))
    monkeypatch.setattr(http, "get_settings", settings_with(environment="production"))

    answer = await edge.ask(await given_user(), "{ viewr { __typename } }")
    page = await edge.http.get("/graphql", headers={"accept": "text/html"})

    assert answer.errors[0]["message"] == "Cannot query field 'viewr' on type 'Query'."
    assert page.status_code == 406


async def test_a_statement_that_takes_too_long_is_not_our_fault(sending, monkeypatch):
    async def slow(*_):
        async with transaction():
            await fetch("SET LOCAL statement_timeout = 10")
            await fetch("SELECT pg_sleep(10)")

    monkeypatch.setattr(actions, "send_message", slow)

    answer = await sending()

    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "TIMEOUT"}
