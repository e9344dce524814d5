"""A request leaves nothing for the garbage collector, whose rounds hold up everybody."""

import gc
from collections.abc import Iterator

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from tests.edge import Edge
from tests.gateway.sockets import raw

GET = b"GET /graphql?query={__typename} HTTP/1.1\r\nhost: x\r\n\r\n"
LAST = b"GET /graphql?query={__typename} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
OTHER = b"GET /nothing-here HTTP/1.1\r\nhost: x\r\n\r\n"


@pytest.fixture
def garbage() -> Iterator[list[object]]:
    """What the collector finds at the end of the test's block."""
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    yield gc.garbage
    gc.set_debug(0)
    gc.garbage.clear()
    gc.enable()


@pytest.mark.parametrize("request_of", [GET, OTHER], ids=["graphql", "another path"])
async def test_neither_requests_nor_connections_are_left(edge: Edge, garbage, request_of):
    for _ in range(3):
        async with raw(edge) as (reader, writer):
            for _ in range(3):
                writer.write(request_of)
                await reader.readuntil(b"\r\n\r\n")
            writer.write(LAST)
            await reader.read()

    gc.collect()

    kinds = (HttpToolsProtocol, RequestResponseCycle)
    assert [found for found in garbage if isinstance(found, kinds)] == []
