"""A line for each operation that somebody will ask about, and nothing in it of a person."""

import hashlib

import pytest

from context import Context
from gateway.telemetry.observing import Observation
from gateway.telemetry.operation_log import OperationLog
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_messages, given_pair, given_user
from tests.edge import Edge
from tests.gateway.faults import SECRET, broken
from tests.gateway.listening import WAYS, hearing
from tests.gateway.sockets import acknowledged, eventually, heard, subscribe
from tests.settings import settings_with

GATEWAY, OPERATIONS = "mentorgraph.gateway", "mentorgraph.operations"
SENDERS = """
query ($id: ID!) {
  node(id: $id) { ... on Conversation { messages(first: 10) { nodes { sender { name } } } } }
}
"""
NAME = "query Name { viewer { user { name } } }"
SEND = """
mutation ($to: ID!) {
  sendMessage(input: { conversationId: $to, clientId: "c", body: "Hi" }) { __typename }
}
"""
BODIES = f"""
subscription Bodies ($id: ID!, $after: Cursor = "{log_cursor(1, 1)}") {{
  conversationEvents(conversationId: $id, after: $after) {{
    ... on MessageSent {{ message {{ body }} }}
  }}
}}
"""
"""From the beginning: without a cursor the server says when 'from now on' is."""
FIELDS = {
    "time", "level", "logger", "message", "request_id", "kind", "outcome", "transport", "ms",
    "signed_in", "document", "cost", "operation",
}  # fmt: skip


async def test_an_operation_is_told_with_what_it_was(edge: Edge, said):
    ada = await given_user()

    await edge.ask(ada, NAME)

    [line] = said.operations
    assert line.keys() == FIELDS
    assert line["document"] == hashlib.sha256(NAME.encode()).hexdigest()[:12]
    told = (line["operation"], line["kind"], line["outcome"], line["transport"], line["signed_in"])
    assert told == ("Name", "query", "ok", "http", True)
    assert line["time"].endswith("Z")


async def test_its_request_id_is_the_one_that_was_answered(edge: Edge, said):
    answer = await edge.http.post("/graphql", json={"query": "{ __typename }"})

    assert said.operations[0]["request_id"] == answer.headers["x-request-id"]


async def test_a_request_id_from_outside_is_not_taken_over(edge: Edge, said):
    headers = {"x-request-id": "0" * 32}

    answer = await edge.http.post("/graphql", json={"query": "{ __typename }"}, headers=headers)

    assert answer.headers["x-request-id"] != "0" * 32
    assert said.operations[0]["request_id"] == answer.headers["x-request-id"]


async def test_a_refusal_is_told_by_its_code_and_without_its_words(edge: Edge, said):
    body = {"query": "query secretive { secretive }", "operationName": "secretive"}

    await edge.http.post("/graphql", json=body)

    [line] = said.operations
    assert (line["outcome"], line["codes"]) == ("refused", ["GRAPHQL_VALIDATION_FAILED"])
    assert "secretive" not in str(line)


@pytest.mark.parametrize("name", ["Missing", "a\nb", '","level":"error', "x" * 10_000])
async def test_a_name_that_no_operation_has_is_not_told(edge: Edge, said, name):
    await edge.http.post("/graphql", json={"query": NAME, "operationName": name})

    [line] = said.operations
    assert line["codes"] == ["OPERATION_RESOLUTION_FAILURE"]
    assert "operation" not in line


async def test_a_long_name_is_told_in_part(ask, said):
    await ask(None, f"query {'N' * 1_000} {{ __typename }}")

    assert said.operations[0]["operation"] == "N" * 64


async def test_an_error_of_ours_is_told_by_where_it_came_from(ask, said, monkeypatch, caplog):
    ada, _, conversation = await given_pair()
    monkeypatch.setattr("actions.conversations.send_message", broken)

    answer = await ask(ada, SEND, to=ids.encode("conversation", conversation.id))

    failed, operation = said.all
    assert failed["request_id"] == operation["request_id"]
    assert failed["request_id"] == answer.errors[0]["extensions"]["requestId"]
    assert (failed["field"], operation["outcome"]) == ("sendMessage", "failed")
    assert failed["error"][0]["type"] == "builtins.RuntimeError"
    assert failed["error"][0]["at"][-1].startswith("tests/gateway/faults.py:")
    assert SECRET not in str(said.lines)
    caplog.clear()


async def test_what_many_rows_waited_for_is_told_once(ask, said, monkeypatch, caplog):
    ada, _, conversation = await given_pair()
    await given_messages(ada, conversation, "abc")
    monkeypatch.setattr("models.sources.Source.among", broken)

    answer = await ask(ada, SENDERS, id=ids.encode("conversation", conversation.id))

    assert len(answer.errors) == 3
    assert [line["logger"] for line in said.all] == [GATEWAY, OPERATIONS]
    caplog.clear()


async def test_operations_of_a_socket_are_told_one_by_one(edge: Edge, said):
    async with acknowledged(edge, await given_user()) as socket:
        await subscribe(socket, "1", NAME)
        await heard(socket, "1")
        await subscribe(socket, "2", "{ nothing }")
        await heard(socket, "2")

    told = [(line["transport"], line["outcome"]) for line in said.operations]
    assert told == [("ws", "ok"), ("ws", "refused")]


async def test_a_subscription_is_told_when_its_client_has_left(edge: Edge, listen, said):
    ada, bo, conversation = await given_pair()

    async with listen(bo, BODIES, id=ids.encode("conversation", conversation.id)) as events:
        await given_messages(ada, conversation, "a")
        await anext(events)
        during = list(said.operations)

    await eventually(lambda: said.operations)
    [line] = said.operations
    assert during == []
    assert (line["kind"], line["outcome"], line["transport"]) == ("subscription", "cancelled", "ws")


@pytest.mark.parametrize("way", WAYS)
async def test_a_stream_is_told_by_its_own_name(edge: Edge, said, way):
    ada, bo, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)

    async with hearing(edge, WAYS[way], bo, BODIES, id=where) as stream:
        await given_messages(ada, conversation, "a")
        await stream.until(1)

    await eventually(lambda: said.operations)
    [line] = said.operations
    assert (line["outcome"], line["operation"]) == ("cancelled", "Bodies")
    assert line["transport"] == {"server-sent events": "sse", "multipart": "multipart"}[way]


@pytest.mark.parametrize(
    ("choice", "told"), [("all", "fast slow failed"), ("slow", "slow failed"), ("failed", "failed")]
)
def test_the_setting_says_which_are_told(seen, choice, told):
    log = OperationLog()
    log.configure(settings_with(log_operations=choice, slow_operation_seconds=0.5)())

    ends = {"fast": seen("ok", 0.4), "slow": seen("ok", 0.5), "failed": seen("failed", 0.4)}

    assert " ".join(name for name, one in ends.items() if log.wants(one)) == told


def test_what_clients_do_wrong_is_told_only_if_all_is(seen):
    log = OperationLog()

    outcomes = ["errors", "refused", "cancelled"]

    assert [log.wants(seen(outcome, 0.1)) for outcome in outcomes] == [False] * 3


def test_to_listen_for_long_is_not_slow(seen):
    listened = seen("cancelled", 3_600.0)
    listened.is_streaming = True

    assert not OperationLog().wants(listened)


@pytest.fixture
def seen():
    def ended(outcome, seconds):
        one = Observation("http", Context())
        one.outcome, one.seconds = outcome, seconds
        return one

    return ended
