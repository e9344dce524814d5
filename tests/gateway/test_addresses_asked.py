"""What stands in the first line of a request is an address, or it is refused behind the others."""

import pytest

from gateway.strict import NO_ADDRESS
from tests.edge import Edge
from tests.gateway.sockets import everything, raw

FIRST = b"GET /graphql?query={__typename} HTTP/1.1\r\nhost: x\r\n\r\n"
FILLED = b'{"data":{"__typename":"Query"}'
LAST = b"GET %s HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
NO_ADDRESSES = [
    b"http://a:99999/",
    b"http://a:99999",
    b"http://@/",
    b"http:///x",
    b"http://[::1/",
    b"http://a:b:c@d:e/",
    b"somewhere://",
]


@pytest.mark.parametrize("address", NO_ADDRESSES)
async def test_what_is_no_address_is_refused(edge: Edge, address):
    async with raw(edge) as (reader, writer):
        writer.write(LAST % address)
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert NO_ADDRESS.encode() in answer


@pytest.mark.parametrize("address", NO_ADDRESSES)
async def test_so_it_is_behind_a_request_that_is_answered(edge: Edge, address):
    async with raw(edge) as (reader, writer):
        writer.write(FIRST)
        first = await reader.readuntil(b"}}}")
        writer.write(LAST % address)
        answer = await everything(reader)

    assert FILLED in first
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert NO_ADDRESS.encode() in answer


@pytest.mark.usefixtures("_slow")
@pytest.mark.parametrize("address", NO_ADDRESSES)
async def test_it_is_no_answer_to_the_request_before_it(edge: Edge, address):
    async with raw(edge) as (reader, writer):
        writer.write(FIRST + LAST % address)
        answer = await everything(reader)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(FILLED) == 1
    assert answer.count(b"HTTP/1.1 400 ") == 1
    assert NO_ADDRESS.encode() in answer.rpartition(b"\r\n\r\n")[2]


@pytest.mark.parametrize("tail", [b"", b"?x=1", b"/"])
async def test_an_address_with_a_host_and_no_path_is_that_of_the_first_page(edge: Edge, tail):
    async with raw(edge) as (reader, writer):
        writer.write(LAST % b"/")
        plain = await everything(reader)
    async with raw(edge) as (reader, writer):
        writer.write(LAST % (b"http://localhost:8000" + tail))
        answer = await everything(reader)

    assert answer.partition(b"\r\n\r\n")[2] == plain.partition(b"\r\n\r\n")[2]
    assert answer.partition(b"\r\n")[0] == plain.partition(b"\r\n")[0]


async def test_an_address_with_a_host_is_answered_as_one_without(edge: Edge):
    async with raw(edge) as (reader, writer):
        writer.write(LAST % b"http://localhost/livez")
        answer = await everything(reader)

    assert answer.endswith(b"alive\n")
