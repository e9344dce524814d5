"""Subscriptions over HTTP: each event as it happens, and an end that says whether to come back."""

from datetime import timedelta

import pytest

from actions import sessions
from events.hub import hub
from gateway import connections, streams
from gateway.negotiation import EVENTS
from models import Message, Session
from schema import ids
from schema.scalars import log_cursor
from settings import Settings
from tests.cast import given_messages, given_pair, given_token, given_user
from tests.edge import Edge
from tests.gateway.faults import SECRET, broken, logged
from tests.gateway.listening import WAYS, hearing
from tests.gateway.sockets import eventually

BODIES = """
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
VERIFY = 'mutation { verifyEmail(input: { token: "x", password: "y" }) { __typename } }'
BEGINNING = log_cursor(1, 1)

both_ways = pytest.mark.parametrize("accept", WAYS.values(), ids=WAYS.keys())


def where(conversation):
    return ids.encode("conversation", conversation.id)


def body_of(answer):
    return answer["data"]["conversationEvents"]["message"]["body"]


def codes(answer):
    return [error["extensions"]["code"] for error in answer["errors"]]


@both_ways
async def test_each_event_is_heard_when_it_happens(edge: Edge, accept):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "a")

    async with hearing(edge, accept, bo, BODIES, id=where(conversation), after=BEGINNING) as heard:
        first = await heard.until(1)
        await given_messages(ada, conversation, "b")
        second = await heard.until(2)

    assert [body_of(first), body_of(second)] == ["a", "b"]
    assert heard.response.headers["cache-control"] == "no-store"
    assert heard.response.headers["x-accel-buffering"] == "no"
    assert len(heard.response.headers["x-request-id"]) == 32


async def test_a_page_may_listen_by_get(edge: Edge):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "a")
    token = await given_token(bo)
    params = {
        "query": BODIES,
        "variables": f'{{"id": "{where(conversation)}", "after": "{BEGINNING}"}}',
    }
    headers = {
        "accept": EVENTS,
        "authorization": f"Bearer {token}",
        "sec-fetch-site": "same-origin",
    }

    async with edge.http.stream("GET", "/graphql", params=params, headers=headers) as response:
        lines = response.aiter_lines()
        heard = [await anext(lines) for _ in range(4)]

    assert heard[2:] == [
        "event: next",
        'data: {"data":{"conversationEvents":{"message":{"body":"a"}}}}',
    ]


async def test_a_query_is_one_event_and_the_end(edge: Edge):
    async with hearing(edge, EVENTS, None, "{ __typename }") as heard:
        await heard.end()

    opening, event, end, nothing = heard.text.split("\n\n")
    assert event.startswith('event: next\ndata: {"data":{"__typename":"Query"}')
    assert (opening, end, nothing) == (":", "event: complete\ndata:", "")


async def test_a_mutation_is_done_once_and_told(edge: Edge):
    ada, _, conversation = await given_pair()

    async with hearing(edge, EVENTS, ada, SEND, to=where(conversation)) as heard:
        await heard.end()

    [answer] = heard.answers
    assert answer["data"] == {"sendMessage": {"__typename": "SendMessagePayload"}}
    assert await Message.all().count() == 1


@both_ways
async def test_a_client_that_takes_only_a_stream_gets_one(edge: Edge, accept):
    only = accept.removesuffix(", application/json")

    async with hearing(edge, only, None, "{ __typename }") as heard:
        await heard.end()

    [answer] = heard.answers
    assert answer["data"] == {"__typename": "Query"}
    assert heard.is_complete


async def test_a_document_that_is_no_good_is_told_in_the_stream(edge: Edge):
    async with hearing(edge, EVENTS, None, "subscription { nothing }") as heard:
        await heard.end()

    assert (heard.status, codes(*heard.answers)) == (200, ["GRAPHQL_VALIDATION_FAILED"])
    assert heard.is_complete


@pytest.mark.parametrize(
    ("headers", "params", "status", "code"),
    [
        ({"authorization": "Bearer unknown"}, {"query": "{ __typename }"}, 401, "UNAUTHENTICATED"),
        ({}, {"query": VERIFY}, 405, "OPERATION_NOT_ALLOWED"),
        ({}, {"variables": "{"}, 400, "BAD_REQUEST"),
    ],
)
@both_ways
async def test_what_is_no_request_is_told_by_its_status(
    edge: Edge, accept, headers, params, status, code
):
    answer = await edge.http.get("/graphql", params=params, headers=headers | {"accept": accept})

    assert (answer.status_code, codes(answer.json())) == (status, [code])
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


async def test_with_multipart_it_is_told_in_json(edge: Edge):
    async with hearing(edge, WAYS["multipart"], None, "subscription { nothing }") as heard:
        await heard.end()

    assert heard.response.headers["content-type"] == "application/json; charset=utf-8"
    assert "GRAPHQL_VALIDATION_FAILED" in heard.text


@both_ways
async def test_what_may_not_be_heard_ends_with_its_reason(edge: Edge, accept):
    _, _, conversation = await given_pair()
    eve = await given_user("Eve")

    async with hearing(edge, accept, eve, BODIES, id=where(conversation)) as heard:
        await heard.end()

    assert [codes(answer) for answer in heard.answers] == [["NOT_FOUND"]]
    assert heard.is_complete
    assert hub.signals == {}


@both_ways
async def test_signing_out_ends_the_stream_so_that_its_client_signs_in_again(edge: Edge, accept):
    ada = await given_user()

    async with hearing(edge, accept, ada, INBOX) as heard:
        await eventually(lambda: len(hub.signals) == 2)
        await sessions.sign_out(await Session.get(user_id=ada.id))
        await heard.end()

    assert not heard.is_complete
    assert "UNAUTHENTICATED" in heard.text
    assert hub.signals == {}


@both_ways
async def test_the_end_of_the_token_ends_the_stream(edge: Edge, accept):
    token = await given_token(await given_user(), lasting=timedelta(seconds=0.5))

    async with hearing(edge, accept, token, INBOX) as heard:
        await heard.end()

    assert (heard.status, heard.is_complete) == (200, False)
    assert hub.signals == {}


@both_ways
async def test_a_client_that_leaves_leaves_nothing_running(edge: Edge, accept):
    async with hearing(edge, accept, await given_user(), INBOX):
        await eventually(lambda: len(hub.signals) == 2)
    await edge.http.aclose()

    await eventually(lambda: hub.signals == {})
    assert connections.live.places == set()


@both_ways
async def test_a_stream_in_which_nothing_happens_shows_that_it_lives(
    edge: Edge, monkeypatch, accept
):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.05)

    async with hearing(edge, accept, await given_user(), INBOX) as heard:
        for _ in range(3):
            heard.text += await anext(heard.chunks)

    assert heard.answers == []
    assert heard.text.count(":\n\n") + heard.text.count("\r\n\r\n{}\r\n--graphql") == 3


@both_ways
async def test_a_server_that_stops_has_its_clients_come_back(edge: Edge, accept):
    async with hearing(edge, accept, await given_user(), INBOX) as heard:
        await eventually(lambda: len(hub.signals) == 2)
        [place] = connections.live.places
        place.leave()
        await heard.end()

    assert not heard.is_complete
    assert "UNAVAILABLE" in heard.text


@both_ways
async def test_one_stream_too_many_is_told_to_come_back_later(
    edge: Edge, monkeypatch, settings: Settings, accept
):
    one = settings.model_copy(update={"max_live_per_viewer": 1})
    monkeypatch.setattr(connections, "get_settings", lambda: one)
    ada = await given_user()

    async with hearing(edge, accept, ada, INBOX), hearing(edge, accept, ada, INBOX) as second:
        await second.response.aread()

    assert (second.status, codes(second.response.json())) == (429, ["RATE_LIMITED"])
    assert second.response.headers["retry-after"] == "10"


@both_ways
async def test_an_error_of_ours_in_an_event_is_masked_and_breaks_off(
    edge: Edge, monkeypatch, caplog, accept
):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "a")
    monkeypatch.setattr("schema.conversations.Message.of", broken)

    async with hearing(edge, accept, bo, BODIES, id=where(conversation), after=BEGINNING) as heard:
        await heard.end()

    assert heard.answers == []
    assert not heard.is_complete
    assert "INTERNAL_SERVER_ERROR" in heard.text
    assert heard.response.headers["x-request-id"] in heard.text
    assert SECRET not in heard.text
    assert logged(caplog).exc_info


@both_ways
async def test_an_error_of_ours_beside_the_events_is_masked_too(
    edge: Edge, monkeypatch, caplog, accept
):
    monkeypatch.setattr(streams, "until_over", broken)

    async with hearing(edge, accept, await given_user(), INBOX) as heard:
        await heard.end()

    assert "INTERNAL_SERVER_ERROR" in heard.text
    assert not heard.is_complete
    assert SECRET not in heard.text
    assert logged(caplog).exc_info
