"""Each client that frontends use asks, says and listens, and comes back without a gap."""

import pytest

from actions import sessions
from events.hub import hub
from models import Session
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_messages, given_pair, given_token
from tests.gateway.sockets import eventually


@pytest.fixture(params=["apollo", "urql", "relay", "graphql-ws"])
def client(request, run, edge, artifacts):
    """`client(conversation, token)`: one of the clients, with a conversation and with tokens."""

    def started(conversation, token):
        where = ids.encode("conversation", conversation.id)
        url = f"{edge.url}/graphql"
        return run(request.param, token, url=url, conversation=where, artifacts=artifacts)

    return started


def said(number, sender, body):
    """A message as a client hears it; the first line of the log is no message."""
    cursor = log_cursor(1, number + 1)
    return {"cursor": cursor, "number": number, "body": body, "sender": sender.name}


async def test_a_client_asks_says_and_listens(client):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, ["Welcome"])

    async with client(conversation, lambda: given_token(bo)) as program:
        read, sent = await program.hear("read"), await program.hear("sent")
        own = await program.hear("heard")
        await given_messages(ada, conversation, ["Goodbye"])
        last = await program.hear("heard")
        await program.end()

    assert read == ["Bo", "Welcome"]
    assert sent == {"number": 2, "body": "Hello"}
    assert [own, last] == [said(2, bo, "Hello"), said(3, ada, "Goodbye")]
    await eventually(lambda: hub.signals == {})


async def test_a_client_renews_its_session_and_misses_nothing(client):
    ada, bo, conversation = await given_pair()
    is_away = False

    async def token():
        if is_away:
            await given_messages(ada, conversation, ["Are you there?"])
        return await given_token(bo)

    async with client(conversation, token) as program:
        await program.hear("read")
        await program.hear("sent")
        own = await program.hear("heard")
        is_away = True
        for session in await Session.filter(user_id=bo.id):
            await sessions.sign_out(session)
        missed = await program.hear("heard")
        await given_messages(ada, conversation, ["Goodbye"])
        last = await program.hear("heard")
        await program.end()

    assert own == said(1, bo, "Hello")
    assert [missed, last] == [said(2, ada, "Are you there?"), said(3, ada, "Goodbye")]
