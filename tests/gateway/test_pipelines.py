"""Requests that do not wait for answers: each has its own, and a refusal comes behind them all."""

import asyncio

import pytest

from gateway import deadlines, execution, protocol
from gateway.execution import executed
from gateway.strict import MOST_PIPELINED, TOO_MANY, UNREADABLE
from settings import get_settings
from tests.edge import Edge
from tests.gateway.sockets import everything, raw

BODY = b'{"query": "{ __typename }"}'
HEAD = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
POST = HEAD + b"content-length: %d\r\n\r\n" % len(BODY) + BODY
LAST = POST.replace(b"host: x", b"host: x\r\nconnection: close")
ENDING = b'"extensions":{"code":"BAD_REQUEST"}}]}'
FILLED = b'{"data":{"__typename":"Query"}'
RUBBISH = {
    "rubbish": b"\0\r\n\r\n",
    "more than was announced": b"xx\r\n\r\n",
    "a head without a host": b"GET / HTTP/1.1\r\n\r\n",
}


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


@pytest.fixture
def _looked_at(monkeypatch):
    """While the second operation runs, all connections are looked at as if a minute had passed."""
    begun: list[None] = []

    async def looked_at(*asked):
        begun.append(None)
        if len(begun) == 2:
            in_a_minute = asyncio.get_running_loop().time() + 60
            for connection in tuple(deadlines.watch.watched):
                connection.look(in_a_minute)
        return await executed(*asked)

    monkeypatch.setattr(execution, "executed", looked_at)


@pytest.mark.usefixtures("_looked_at")
async def test_a_connection_is_not_idle_while_a_second_request_runs(edge: Edge):
    async with raw(edge) as (reader, writer):
        writer.write(POST + LAST)
        answer = await everything(reader)

    assert answer.count(FILLED) == 2


@pytest.mark.usefixtures("_looked_at")
@pytest.mark.parametrize("part", [1, len(HEAD), len(LAST) - 1])
async def test_nor_while_one_runs_that_began_before_the_answer_to_the_first(edge: Edge, part):
    async with raw(edge) as (reader, writer):
        writer.write(POST + LAST[:part])
        first = await reader.readuntil(b"}}}")
        writer.write(LAST[part:])
        answer = await everything(reader)

    assert FILLED in first
    assert answer.count(FILLED) == 1


async def test_it_is_idle_once_a_body_has_come_that_nobody_waited_for(edge: Edge, monkeypatch):
    brief = get_settings().model_copy(update={"keep_alive_seconds": 0.1})
    monkeypatch.setattr(protocol, "get_settings", lambda: brief)
    monkeypatch.setattr(deadlines, "LOOK_SECONDS", 0.02)

    async with raw(edge) as (reader, writer):
        writer.write(b"POST /livez HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n1")
        head = await reader.readuntil(b"\r\n")
        writer.write(b"2")
        answer = await everything(reader)

    assert head.startswith(b"HTTP/1.1 405 ")
    assert b"HTTP/1.1 " not in answer
