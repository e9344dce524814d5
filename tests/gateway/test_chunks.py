"""A body in chunks: what is wrapped around it and follows it is of a size, and no header."""

import pytest

from gateway import strict
from settings import get_settings
from tests.edge import Edge
from tests.gateway.sockets import everything, raw


@pytest.mark.parametrize("coding", [b"gzip, chunked", b"gzip", b"identity"])
async def test_a_body_that_is_packed_on_its_way_is_not_taken(edge: Edge, coding):
    head = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"

    async with raw(edge) as (reader, writer):
        writer.write(head + b"transfer-encoding: %s\r\n\r\n0\r\n\r\n" % coding)
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 501 ")
    assert b'"code":"BAD_REQUEST"' in answer
    assert answer.count(b"HTTP/1.1 ") == 1


TRAILED = b"POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n0\r\n"


async def test_what_follows_a_body_is_not_looked_at_for_ever(edge: Edge, seen):
    async with raw(edge) as (reader, writer):
        writer.write(TRAILED + b"abc:ab\r\n" * 50_000)
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 431 ")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert len(seen) == 2 + strict.MOST_TRAILERS + 1


async def test_each_body_may_be_followed_by_as_much(edge: Edge):
    one = TRAILED + b"abc:ab\r\n" * strict.MOST_TRAILERS + b"\r\n"

    async with raw(edge) as (reader, writer):
        writer.write(one + one.replace(b"host: x", b"host: x\r\nconnection: close"))
        answer = await everything(reader)

    assert answer.count(b"HTTP/1.1 415 ") == 2


@pytest.mark.parametrize("endless", [b"0\r\nx: ", b"1;x=", b"1\r\n{\r\n0\r\nx: "])
async def test_what_is_wrapped_around_a_body_has_an_end(edge: Edge, endless):
    head = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"

    async with raw(edge) as (reader, writer):
        writer.write(head + b"transfer-encoding: chunked\r\n\r\n" + endless)
        await edge.http.get("/livez")
        writer.write(b"x" * (get_settings().max_head_bytes + 1))
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.count(b"HTTP/1.1 ") == 1


async def test_a_body_is_long_or_in_tiny_chunks_but_not_both(edge: Edge, monkeypatch):
    monkeypatch.setattr(strict, "MOST_WRAPPING", 0.1)
    head = b"POST /livez HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"

    async with raw(edge) as (reader, writer):
        writer.write(head)
        answered = await reader.readuntil(b"Method Not Allowed")
        writer.write(b"1\r\n \r\n" * 50_000)
        rest = await everything(reader)

    assert answered.startswith(b"HTTP/1.1 405 ")
    assert b"HTTP/1.1 " not in rest


async def test_a_body_in_very_small_chunks_is_taken(edge: Edge):
    async def bytewise():
        for byte in b'{"query": "{ __typename }"}'.ljust(5_000):
            yield bytes([byte])

    headers = {"content-type": "application/json"}
    answer = await edge.http.post("/graphql", content=bytewise(), headers=headers)

    assert answer.json()["data"] == {"__typename": "Query"}


async def test_what_follows_a_body_in_chunks_is_no_header(edge: Edge):
    head = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    body = b"1b\r\n" + b'{"query": "{ __typename }"}' + b"\r\n0\r\n"
    trailers = b"authorization: Bearer x\r\nhost: y\r\n\r\n"

    async with raw(edge) as (reader, writer):
        writer.write(head + b"connection: close\r\ntransfer-encoding: chunked\r\n\r\n")
        writer.write(body + trailers)
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'{"data":{"__typename":"Query"}' in answer


async def test_blanks_behind_a_header_are_no_part_of_it(edge: Edge):
    lines = b"host: x\r\ncontent-type: application/json \t\r\nconnection: close\r\n"
    body = b"1b\r\n" + b'{"query": "{ __typename }"}' + b"\r\n0\r\n\r\n"

    async with raw(edge) as (reader, writer):
        writer.write(b"POST /graphql HTTP/1.1\r\n" + lines + b"expect: 100-continue \r\n")
        writer.write(b"transfer-encoding: chunked \r\n\r\n")
        go_on = await reader.readuntil(b"\r\n\r\n")
        writer.write(body)
        answer = await everything(reader)

    assert go_on.startswith(b"HTTP/1.1 100 ")
    assert b'{"data":{"__typename":"Query"}' in answer
