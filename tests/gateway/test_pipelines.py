"""Requests that do not wait for answers: each has its own, and a refusal comes behind them all."""

import asyncio

import pytest

from gateway import deadlines, execution, protocol
from gateway.execution import executed
from gateway.strict import MOST_PIPELINED, TOO_MANY, UNREADABLE
from tests.edge import PATIENCE, Edge
from tests.gateway.sockets import raw

BODY = b'{"query": "{ __typename }"}'
HEAD = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
POST = HEAD + b"content-length: %d\r\n\r\n" % len(BODY) + BODY
ENDING = b'"extensions":{"code":"BAD_REQUEST"}}]}'
FILLED = b'{"data":{"__typename":"Query"}'
RUBBISH = {
    "rubbish": b"\0\r\n\r\n",
    "more than was announced": b"xx\r\n\r\n",
    "a head without a host": b"GET / HTTP/1.1\r\n\r\n",
}


async def everything(reader: asyncio.StreamReader) -> bytes:
    return await asyncio.wait_for(reader.read(), PATIENCE)


@pytest.fixture
def _slow(monkeypatch):
    """Every operation takes a tenth of a second."""

    async def late(*asked):
        await asyncio.sleep(0.1)
        return await executed(*asked)

    monkeypatch.setattr(execution, "executed", late)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("rubbish", RUBBISH.values(), ids=RUBBISH.keys())
async def test_what_came_before_rubbish_is_answered_first(edge: Edge, number, rubbish):
    async with raw(edge) as (reader, writer):
        writer.write(POST * number + rubbish)
        answer = await everything(reader)

    *answered, last = answer.split(b"HTTP/1.1 ")[1:]
    assert [one[:3] for one in answered] == [b"200"] * number
    assert all(FILLED in one for one in answered)
    assert last.startswith(b"400 ")
    assert b"connection: close" in last


async def test_of_too_many_the_first_are_answered_and_the_next_is_told_so(edge: Edge):
    async with raw(edge) as (reader, writer):
        writer.write(POST * 20)
        answer = await everything(reader)

    assert answer.count(FILLED) == 1 + MOST_PIPELINED
    assert answer.endswith(b'{"errors":[{"message":"%s",' % TOO_MANY.encode() + ENDING)


@pytest.mark.usefixtures("_slow")
async def test_a_request_whose_body_is_rubbish_is_refused_behind_the_others(edge: Edge):
    chunked = HEAD + b"transfer-encoding: chunked\r\n\r\nrubbish\r\n"

    async with raw(edge) as (reader, writer):
        writer.write(POST * 2 + chunked)
        answer = await everything(reader)

    assert answer.count(FILLED) == 2
    assert answer.count(b"HTTP/1.1 ") == 3
    assert answer.endswith(b'{"errors":[{"message":"%s",' % UNREADABLE.encode() + ENDING)


@pytest.mark.usefixtures("_slow")
async def test_one_whose_body_does_not_come_is_told_so_behind_the_others(edge: Edge, monkeypatch):
    monkeypatch.setattr(deadlines, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(protocol, "BODY_SECONDS", 0.05)

    async with raw(edge) as (reader, writer):
        writer.write(POST * 2)
        writer.write(HEAD + b"content-length: 100\r\n\r\n{")
        answer = await everything(reader)

    assert answer.count(FILLED) == 2
    assert answer.count(b"HTTP/1.1 408 ") == 1
    assert answer.index(b"HTTP/1.1 408 ") > answer.rindex(FILLED)


async def test_a_connection_is_not_idle_while_a_second_request_runs(edge: Edge, monkeypatch):
    begun: list[None] = []

    async def looked_at(*asked):
        begun.append(None)
        if len(begun) == 2:
            in_a_minute = asyncio.get_running_loop().time() + 60
            for connection in tuple(deadlines.watch.watched):
                connection.look(in_a_minute)
        return await executed(*asked)

    monkeypatch.setattr(execution, "executed", looked_at)
    async with raw(edge) as (reader, writer):
        writer.write(POST + POST.replace(b"host: x", b"host: x\r\nconnection: close"))
        answer = await everything(reader)

    assert answer.count(FILLED) == 2
