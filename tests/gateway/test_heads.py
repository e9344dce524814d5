"""The head of a request comes soon and is of a size, or the connection ends."""

import asyncio

import pytest

from gateway import protocol, strict
from models import database
from settings import get_settings
from tests.edge import Edge
from tests.gateway.sockets import everything, raw

QUERY = b"GET /graphql?query={__typename} HTTP/1.1\r\nhost: x\r\n"

HEADS = {
    "nothing": b"",
    "half a line": b"GET /liv",
    "half a head": QUERY,
    "half a head after a whole one": b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n" + QUERY,
    "half a handshake": QUERY + b"connection: upgrade\r\nupgrade: websocket\r\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
async def test_a_head_that_does_not_come_is_not_waited_for(edge: Edge, monkeypatch, head):
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)

    async with raw(edge) as (reader, writer):
        writer.write(head)
        answer = await everything(reader)

    assert answer.count(b"HTTP/1.1 200 ") == head.count(b"\r\n\r\n")
    assert answer.count(b"HTTP/1.1 408 ") == (head != b"")


async def test_a_head_has_no_more_time_for_coming_in_pieces(edge: Edge, monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)

    async with raw(edge) as (reader, writer):
        answer = asyncio.create_task(everything(reader))
        writer.write(b"GET /")
        while not answer.done():
            writer.write(b"x")
            await asyncio.sleep(0.02)

    assert answer.result().startswith(b"HTTP/1.1 408 ")


async def test_a_head_that_comes_in_time_is_answered_however_long_that_takes(
    edge: Edge, monkeypatch
):
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(database, "fetch", lambda sql: asyncio.sleep(0.4, []))

    answer = await edge.http.get("/readyz")

    assert answer.json()["database"] == "behind"


@pytest.mark.parametrize(
    ("start", "status"), [(b"GET /", b"414"), (QUERY + b"x: ", b"431"), (QUERY + b"x", b"431")]
)
async def test_a_head_that_does_not_end_is_not_read_for_ever(edge: Edge, start, status):
    async with raw(edge) as (reader, writer):
        writer.write(start + b"x" * 2 * get_settings().max_head_bytes)
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 %s " % status)
    assert b'"code":"BAD_REQUEST"' in answer


async def test_many_headers_are_no_way_around_it(edge: Edge, seen):
    async with raw(edge) as (reader, writer):
        writer.write(QUERY + b"x: y\r\n" * get_settings().max_head_bytes)
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 431 ")
    assert len(seen) == strict.MOST_FIELDS + 1


@pytest.mark.parametrize("more", [0, 1])
async def test_a_head_has_at_most_so_many_headers(edge: Edge, more):
    number = strict.MOST_FIELDS - 2 + more

    async with raw(edge) as (reader, writer):
        writer.write(QUERY + b"connection: close\r\n" + b"x: y\r\n" * number + b"\r\n")
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 431 " if more else b"HTTP/1.1 200 ")


async def test_the_body_before_it_is_no_part_of_a_head(edge: Edge):
    length = 2 * get_settings().max_head_bytes
    post = b"POST /livez HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % length

    async with raw(edge) as (reader, writer):
        writer.write(post + b" " * length)
        await reader.readuntil(b"Method Not Allowed")
        writer.write(QUERY)
        await edge.http.get("/livez")
        writer.write(b"connection: close\r\n\r\n")
        answer = await everything(reader)

    assert b'\r\n\r\n{"data":{"__typename":"Query"}' in answer


@pytest.mark.parametrize("cut", [0, 30, len(QUERY)])
async def test_the_body_before_it_is_no_part_of_a_head_in_two_pieces_either(edge: Edge, cut):
    length = 3 * get_settings().max_head_bytes
    post = b"POST /livez HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % length
    more = QUERY + b"x-more: " + b"x" * (get_settings().max_head_bytes // 2)

    async with raw(edge) as (reader, writer):
        writer.write(post + b" " * (length - 1))
        await reader.readuntil(b"Method Not Allowed")
        writer.write(b" " + more[:cut])
        await edge.http.get("/livez")
        writer.write(more[cut:])
        await edge.http.get("/livez")
        writer.write(b"\r\nconnection: close\r\n\r\n")
        answer = await everything(reader)

    assert b'\r\n\r\n{"data":{"__typename":"Query"}' in answer


@pytest.mark.parametrize("before", [b"", QUERY + b"\r\n"], ids=["first", "behind another"])
@pytest.mark.parametrize(
    ("start", "status"),
    [
        (b"GET /graphql?", b"414"),
        (b"GET /livez?", b"414"),
        (QUERY + b"x: ", b"431"),
        (QUERY + b"x: y\r\n" * 12_000, b"431"),
    ],
)
async def test_a_head_is_no_longer_for_coming_whole(edge: Edge, before, start, status):
    size = max(get_settings().max_head_bytes + 4_000 - len(start), 0)
    end = b" HTTP/1.1\r\nhost: x\r\n\r\n" if status == b"414" else b"\r\n\r\n"

    async with raw(edge) as (reader, writer):
        writer.write(before + start + b"x" * size + end)
        answer = await everything(reader)

    assert answer.count(b"HTTP/1.1 200 ") == bool(before)
    assert answer.count(b"HTTP/1.1 %s " % status) == 1


async def test_a_head_that_is_nearly_too_large_is_read(edge: Edge):
    size = get_settings().max_head_bytes - 500

    answer = await edge.http.get("/livez", headers={"x": "x" * size})

    assert answer.status_code == 200


@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
@pytest.mark.parametrize("hosts", [0, 1, 2])
@pytest.mark.parametrize("path", [b"/livez", b"/graphql?query={__typename}"])
async def test_a_host_is_named_once(edge: Edge, version, hosts, path):
    head = b"GET %s HTTP/%s\r\nconnection: close\r\n" % (path, version)

    async with raw(edge) as (reader, writer):
        writer.write(head + b"Host: x\r\n" * hosts + b"\r\n")
        answer = await everything(reader)

    is_known = hosts == 1 or (hosts == 0 and version == b"1.0")
    assert answer.startswith(b"HTTP/1.1 200 " if is_known else b"HTTP/1.1 400 ")
    assert (b"the header `Host` once" in answer) != is_known


@pytest.mark.parametrize("path", [b"/livez", b"/graphql?query={__typename}"])
@pytest.mark.parametrize("host", [b"a.example:443", b"[::1]:8000", b"[2001:db8::1]", b"a_b:", b"x"])
async def test_a_host_is_a_name_or_an_address_with_or_without_a_port(edge: Edge, path, host):
    async with raw(edge) as (reader, writer):
        writer.write(b"GET %s HTTP/1.1\r\nhost: %s \t\r\nconnection: close\r\n\r\n" % (path, host))
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "host", [b"", b" ", b"a b", b"a/b", b"a@b", b"a:b", b"a:1:2", b"[::1", b"::1", b"x?", b"\xff"]
)
async def test_what_is_none_is_no_host(edge: Edge, host):
    async with raw(edge) as (reader, writer):
        writer.write(b"GET /livez HTTP/1.1\r\nhost: %s\r\n\r\n" % host)
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert strict.BAD_HOST.encode() in answer


@pytest.mark.parametrize(
    "line",
    [
        b"GET /livez HTTP/1.2",
        b"GET /livez HTTP/2.0",
        b"GET /livez HTTP/0.9",
        b"GET /livez",
        b"PRI * HTTP/2.0",
    ],
)
async def test_other_versions_are_not_spoken(edge: Edge, line):
    async with raw(edge) as (reader, writer):
        writer.write(QUERY + b"\r\n" + line + b"\r\n\r\nSM\r\n\r\n")
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1 505 ") == 1
    assert b'"message":"Speak HTTP/1.1"' in answer
