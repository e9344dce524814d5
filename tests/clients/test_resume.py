"""What is in clients/ hears every line once, whatever happens to its connection."""

import asyncio
from contextlib import aclosing, asynccontextmanager
from urllib.parse import urlsplit

import pytest
from gql import gql
from gql.transport.exceptions import TransportQueryError

from clients.resume import resume
from events import log
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_messages, given_pair, given_token, given_user
from tests.clients.doubling import doubling
from tests.clients.programs import FOLDER
from tests.conversations.history.lines import Line
from tests.gateway.sockets import eventually
from tests.processes import free_port, server_process

START = log_cursor(1, 1)
IMPATIENT = 1.0
"""Seconds after which a server that says nothing is gone."""
SOME = [f"{number}" for number in range(60)]
LISTEN = (FOLDER / "documents.mjs").read_text().partition("LISTEN = `")[2].partition("`")[0]


def by_graphql_ws(request):
    """As pages do it, with npm's package."""
    run = request.getfixturevalue("run")

    @asynccontextmanager
    async def listening(port, conversation, token):
        where = ids.encode("conversation", conversation.id)
        task = {"url": f"http://127.0.0.1:{port}/graphql", "conversation": where, "after": START}
        async with run(
            "listen", token, patience=IMPATIENT * 1_000, isBrief=True, **task
        ) as program:
            yield lambda: program.hear("heard")

    return listening


def by_gql(request):
    """As programs in Python do it."""

    @asynccontextmanager
    async def listening(port, conversation, token):
        where = ids.encode("conversation", conversation.id)
        asked = gql(LISTEN)
        asked.variable_values = {"id": where, "after": START}
        url = f"ws://127.0.0.1:{port}/graphql"
        async with aclosing(resume(url, token, asked, IMPATIENT)) as events:

            async def hear():
                event = await anext(events)
                return event["message"]["body"] if "message" in event else event["__typename"]

            yield hear

    return listening


@pytest.fixture(params=[by_graphql_ws, by_gql])
def listening(request, empty):
    """`async with listening(port, conversation, token) as hear`, from its beginning on."""
    return request.param(request)


@pytest.fixture
def port(server):
    return urlsplit(server).port


async def heard(hear, number):
    async with asyncio.timeout(60):
        return [await hear() for _ in range(number)]


async def test_a_server_that_is_killed_while_much_is_said(listening, database_url):
    ada, bo, conversation = await given_pair()
    port, tokens = free_port(), []

    async def token():
        tokens.append(await given_token(bo))
        return tokens[-1]

    with server_process(database_url, port=port) as first:
        async with listening(port, conversation, token) as hear:
            saying = asyncio.create_task(given_messages(ada, conversation, SOME))
            before = await heard(hear, 10)
            first.kill()
            with server_process(database_url, port=port):
                after = await heard(hear, len(SOME) - 10)
            await saying

    assert before + after == SOME
    assert len(set(tokens)) > 1


async def test_a_connection_that_stalls_and_nobody_is_told(listening, port):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, ["a"])

    async with (
        Line(port).open() as line,
        listening(line.port, conversation, lambda: given_token(bo)) as hear,
    ):
        before = await heard(hear, 1)
        line.stall()
        await given_messages(ada, conversation, "bc")
        coming = asyncio.create_task(heard(hear, 2))
        await eventually(lambda: line.carried > 1)
        line.go_on()
        after = await coming

    assert before + after == ["a", "b", "c"]


async def test_a_line_that_comes_twice_is_heard_once(listening, port):
    ada, bo, conversation = await given_pair()

    async with (
        doubling(port) as way,
        listening(way, conversation, lambda: given_token(bo)) as hear,
    ):
        await given_messages(ada, conversation, SOME)
        once = await heard(hear, len(SOME))

    assert once == SOME


async def test_who_is_too_far_behind_is_told_and_goes_on(listening, port, monkeypatch):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "abcd")
    monkeypatch.setattr(log, "MOST_BEHIND", 3)

    async with listening(port, conversation, lambda: given_token(bo)) as hear:
        lost = await heard(hear, 1)
        await given_messages(ada, conversation, "ef")
        after = await heard(hear, 2)

    assert lost + after == ["ResyncRequired", "e", "f"]


async def test_gql_does_not_ask_again_for_what_is_not_there(port, empty):
    _, _, conversation = await given_pair()
    eve = await given_user("Eve")

    async with by_gql(None)(port, conversation, lambda: given_token(eve)) as hear:
        with pytest.raises(TransportQueryError) as refused:
            await hear()

    [error] = refused.value.errors or []
    assert error["extensions"]["code"] == "NOT_FOUND"
