"""The client of docs/clients.md comes back after every loss that another try may mend."""

from contextlib import ExitStack

import pytest

from actions import sessions
from events import log
from events.hub import hub
from gateway import expiry
from models import Session
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_messages, given_pair, given_token
from tests.gateway.faults import broken, logged
from tests.processes import free_port, server_process

START = log_cursor(1, 1)


@pytest.fixture
def listening(run, empty):
    """A listener to a conversation, from its beginning, on the server at an address."""

    def started(url, conversation, token, **task):
        where = ids.encode("conversation", conversation.id)
        task = {"url": f"{url}/graphql", "conversation": where, "after": START, **task}
        return run("listen", token, **task)

    return started


async def heard(program, number):
    return [await program.hear("heard") for _ in range(number)]


async def test_an_error_of_ours_is_survived(listening, server, monkeypatch, caplog):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, ["a"])

    async with listening(server, conversation, lambda: given_token(bo)) as program:
        before = await heard(program, 1)
        with monkeypatch.context() as faulty:
            faulty.setattr(expiry, "is_living", broken)
            hub.wake_all()
            closed = await program.hear("closed")
        await given_messages(ada, conversation, "bc")
        after = await heard(program, 2)

    assert logged(caplog)
    assert closed == 1013
    assert before + after == ["a", "b", "c"]


@pytest.mark.parametrize(("is_killed", "code"), [(False, 1012), (True, 1006)])
async def test_a_restart_is_survived(listening, database_url, is_killed, code):
    ada, bo, conversation = await given_pair()
    port = free_port()
    await given_messages(ada, conversation, ["a"])

    with ExitStack() as stack:
        first = stack.enter_context(server_process(database_url, port=port))
        async with listening(first.url, conversation, lambda: given_token(bo)) as program:
            before = await heard(program, 1)
            if is_killed:
                first.kill()
            stack.close()
            closed = await program.hear("closed")
            await given_messages(ada, conversation, ["b"])
            with server_process(database_url, port=port):
                missed = await heard(program, 1)
                await given_messages(ada, conversation, ["c"])
                after = await heard(program, 1)

    assert closed == code
    assert before + missed + after == ["a", "b", "c"]


async def test_a_token_that_has_ended_is_asked_for_again(listening, server):
    ada, bo, conversation = await given_pair()
    ended = await given_token(bo)
    await sessions.sign_out(await Session.get())
    await given_messages(ada, conversation, ["a"])
    tokens = [ended, ended, await given_token(bo)]

    async def token():
        return tokens.pop(0)

    async with listening(server, conversation, token) as program:
        arrived = await heard(program, 1)

    assert arrived == ["a"]
    assert tokens == []


async def test_who_cannot_sign_in_again_is_told_and_hears_nothing_more(listening, server):
    ada, bo, conversation = await given_pair()
    tokens = [await given_token(bo), None]

    async def token():
        return tokens.pop(0)

    async with listening(server, conversation, token) as program:
        await given_messages(ada, conversation, ["a"])
        before = await heard(program, 1)
        await sessions.sign_out(await Session.get())
        closed = await program.hear("closed")
        await given_messages(ada, conversation, ["secret"])
        ended = await program.hear("ended")

    assert (before, closed, ended) == (["a"], 4403, "Sign in again")


async def test_who_is_too_far_behind_reads_anew_and_goes_on(listening, server, monkeypatch):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "abcd")
    monkeypatch.setattr(log, "MOST_BEHIND", 3)

    async with listening(server, conversation, lambda: given_token(bo)) as program:
        lost = await heard(program, 1)
        await given_messages(ada, conversation, "ef")
        after = await heard(program, 2)

    assert lost == ["ResyncRequired"]
    assert after == ["e", "f"]


@pytest.mark.parametrize(
    ("payload", "code"),
    [({"query": ""}, 4400), ({"variables": {"id": "x" * 70_000}}, 1009)],
    ids=["no document", "too large"],
)
async def test_a_client_does_not_repeat_its_own_mistake(listening, server, payload, code):
    _, bo, conversation = await given_pair()

    async with listening(server, conversation, lambda: given_token(bo), payload=payload) as program:
        closed, ended = await program.hear("closed"), await program.hear("ended")

    assert (closed, ended) == (code, code)


async def test_what_the_client_itself_refuses_ends_at_once(listening, server):
    _, bo, conversation = await given_pair()
    payload = {"query": 5}

    async with listening(server, conversation, lambda: given_token(bo), payload=payload) as program:
        ended = await program.hear("ended")

    assert "'query' property" in ended
