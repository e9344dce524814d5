"""Each client that frontends use asks, says and listens, and comes back without a gap."""

import pytest

from actions import sessions
from events.hub import hub
from models import Session
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_messages, given_pair, given_token
from tests.gateway.sockets import eventually

RESUMING = ["apollo", "urql", "relay", "graphql-ws", "graphql-sse"]


@pytest.fixture
def program(run, edge, artifacts):
    """One of the clients, in a conversation; `token` gives it an access token when it wants one."""

    def started(client, conversation, token):
        where = ids.encode("conversation", conversation.id)
        url = f"{edge.url}/graphql"
        return run(client, token, url=url, conversation=where, artifacts=artifacts)

    return started


async def end_sessions(user):
    for session in await Session.filter(user_id=user.id):
        await sessions.sign_out(session)


def said(number, sender, body):
    """A message as a client hears it; the first line of the log is no message."""
    cursor = log_cursor(1, number + 1)
    return {"cursor": cursor, "number": number, "body": body, "sender": sender.name}


@pytest.mark.parametrize("client", [*RESUMING, "apollo-http"])
async def test_a_client_asks_says_and_listens(client, program):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, ["Welcome"])

    async with program(client, conversation, lambda: given_token(bo)) as running:
        read, sent = await running.hear("read"), await running.hear("sent")
        own = await running.hear("heard")
        await given_messages(ada, conversation, ["Goodbye"])
        last = await running.hear("heard")
        await running.end()

    assert read == ["Bo", "Welcome"]
    assert sent == {"number": 2, "body": "Hello"}
    assert [own, last] == [said(2, bo, "Hello"), said(3, ada, "Goodbye")]
    await eventually(lambda: hub.signals == {})


@pytest.mark.parametrize("client", RESUMING)
async def test_a_client_renews_its_session_and_misses_nothing(client, program):
    ada, bo, conversation = await given_pair()
    is_away = False

    async def token():
        if is_away:
            await given_messages(ada, conversation, ["Are you there?"])
        return await given_token(bo)

    async with program(client, conversation, token) as running:
        await running.hear("read")
        await running.hear("sent")
        own = await running.hear("heard")
        is_away = True
        await end_sessions(bo)
        missed = await running.hear("heard")
        await given_messages(ada, conversation, ["Goodbye"])
        last = await running.hear("heard")
        await running.end()

    assert own == said(1, bo, "Hello")
    assert [missed, last] == [said(2, ada, "Are you there?"), said(3, ada, "Goodbye")]


async def test_apollo_without_a_socket_is_told_why_it_hears_no_more(program):
    _, bo, conversation = await given_pair()

    async with program("apollo-http", conversation, lambda: given_token(bo)) as running:
        await running.hear("read")
        await running.hear("sent")
        await running.hear("heard")
        await end_sessions(bo)
        ended = await running.hear("ended")
        await running.end()

    assert ended == ["UNAUTHENTICATED"]
