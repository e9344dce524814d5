"""A client that has asked may say that it sends nothing more, and is answered all the same."""

import asyncio

import pytest

from gateway import connections, http, peers
from gateway.execution import Answer
from gateway.strict import UNREADABLE
from tests.edge import PATIENCE, Edge
from tests.gateway.listening import WAYS
from tests.gateway.sockets import eventually, raw

HERE = "127.0.0.9"
BODY = b'{"query": "{ __typename }"}'
HEAD = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
POST = HEAD + b"content-length: %d\r\n\r\n" % len(BODY) + BODY
FILLED = b'{"data":{"__typename":"Query"}'
SUBSCRIPTION = (
    b"GET /graphql?query=subscription{inboxEvents{conversation{id}}} HTTP/1.1\r\nhost: x\r\n"
    b"accept: %s\r\n\r\n"
)


pytestmark = pytest.mark.usefixtures("_slow")


async def answers_to(edge: Edge, asked: bytes) -> bytes:
    """All that is said to one who says that this is all, until the connection is gone."""
    async with raw(edge, HERE) as (reader, writer):
        writer.write(asked)
        writer.write_eof()
        answer: bytes = await asyncio.wait_for(reader.read(), PATIENCE)
        await eventually(lambda: HERE not in peers.peers.by_address)
    return answer


@pytest.mark.parametrize("number", [1, 3])
async def test_all_that_was_asked_is_answered(edge: Edge, number):
    answer = await answers_to(edge, POST * number)

    assert answer.count(b"HTTP/1.1 200 ") == number
    assert answer.count(FILLED) == number
    assert answer.count(b"connection: close") == 1


async def test_an_answer_of_any_length_comes_whole(edge: Edge, monkeypatch):
    async def answer(*arguments):
        return Answer({"data": "x" * 10_000_000})

    monkeypatch.setattr(http, "answer", answer)

    answers = await answers_to(edge, POST * 2)

    assert len(answers) > 20_000_000


@pytest.mark.parametrize("before", [0, 2])
async def test_what_is_half_is_refused_behind_the_others(edge: Edge, before):
    answer = await answers_to(edge, POST * before + POST[:-5])

    assert answer.count(FILLED) == before
    assert answer.count(b"HTTP/1.1 ") == before + 1
    assert UNREADABLE.encode() in answer.rpartition(b"\r\n\r\n")[2]


@pytest.mark.parametrize("before", [0, 2])
async def test_half_a_head_is_no_request(edge: Edge, before):
    answer = await answers_to(edge, POST * before + HEAD)

    assert answer.count(FILLED) == before
    assert answer.count(b"HTTP/1.1 ") == before


async def test_rubbish_is_told_so_behind_the_others(edge: Edge):
    answer = await answers_to(edge, POST * 2 + b"\0\r\n\r\n")

    assert answer.count(FILLED) == 2
    assert UNREADABLE.encode() in answer.rpartition(b"\r\n\r\n")[2]


@pytest.mark.parametrize("accept", WAYS.values(), ids=WAYS.keys())
async def test_one_who_hears_a_stream_has_left(edge: Edge, monkeypatch, accept):
    async def answers(*arguments):
        yield Answer({"data": None})
        await asyncio.Event().wait()

    monkeypatch.setattr(http, "answers", answers)

    async with raw(edge, HERE) as (reader, writer):
        writer.write(SUBSCRIPTION % accept.encode())
        await reader.readuntil(b'{"data":null}')
        writer.write_eof()
        await eventually(lambda: HERE not in peers.peers.by_address)

    assert connections.live.places == set()
