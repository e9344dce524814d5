"""Traces go to a real collector, and one that hangs holds nobody up."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from tests.edge import Edge
from tests.gateway.sockets import eventually
from tests.processes import server_process

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"


class Collector:
    def __init__(self, answers: bool) -> None:
        self.answers = answers
        self.heard = b""

    async def serve(self, reader, writer):
        while piece := await reader.read(65_536):
            self.heard += piece
            if self.answers:
                writer.write(ANSWER)
        writer.close()


@asynccontextmanager
async def collecting(*, answers: bool):
    """A collector, and the address of it."""
    collector = Collector(answers)
    server = await asyncio.start_server(collector.serve, "127.0.0.1", 0)
    try:
        yield collector, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@pytest.fixture
async def traced(empty, database_url):
    """A server process whose traces go there."""

    @asynccontextmanager
    async def serving(url):
        with server_process(database_url, OTEL_EXPORTER_OTLP_ENDPOINT=url) as server:
            async with Edge(server.url) as edge:
                yield server, edge

    return serving


async def test_spans_arrive_at_the_latest_when_the_server_stops(traced):
    async with collecting(answers=True) as (collector, url), traced(url) as (server, edge):
        await edge.ask(None, "query Heard_of { __typename }")
        server.running.terminate()
        code = await asyncio.to_thread(server.running.wait, 10)
        await eventually(lambda: b"Heard_of" in collector.heard)

    assert code == 0
    assert b"POST /v1/traces" in collector.heard


async def test_a_collector_that_does_not_answer_delays_the_end_by_seconds_only(traced):
    async with collecting(answers=False) as (_, url), traced(url) as (server, edge):
        answer = await edge.ask(None, "{ __typename }")
        server.running.terminate()
        code = await asyncio.to_thread(server.running.wait, 10)

    assert answer.data == {"__typename": "Query"}
    assert code == 0
