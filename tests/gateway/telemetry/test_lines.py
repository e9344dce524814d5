"""Whoever reads the log, or does not, the server goes on."""

import os
import subprocess
from collections.abc import Iterator
from io import BufferedReader

import pytest

from gateway.telemetry import lines as writing
from gateway.telemetry.lines import Lines
from tests.edge import Edge
from tests.processes import server_process

MORE_THAN_A_PIPE_HOLDS = 500
"""Lines, of about 250 bytes; a pipe holds 64 KiB."""


@pytest.fixture
def piped() -> Iterator[tuple[BufferedReader, Lines]]:
    """The end of a pipe to read from, and lines that go into the other."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as reader, os.fdopen(writing, "wb") as writer:
        yield reader, Lines(writer.fileno())


def read(reader: BufferedReader) -> bytes:
    return reader.read1(1_000_000)


def test_what_was_said_is_written_in_its_order(piped):
    reader, lines = piped

    lines.start()
    for number in range(1_000):
        lines.put(b"%d\n" % number)
    lines.close()

    assert read(reader) == b"".join(b"%d\n" % number for number in range(1_000))


def test_what_there_is_no_room_for_is_dropped_and_counted(piped, monkeypatch):
    monkeypatch.setattr(writing, "MOST_WAITING", 2)
    reader, lines = piped

    for number in range(5):
        lines.put(b"%d\n" % number)
    lines.write()

    assert read(reader) == b"0\n1\n"
    assert lines.dropped == 3


def test_a_reader_that_is_gone_ends_nothing(piped):
    reader, lines = piped
    reader.close()

    lines.put(b"a\n")
    lines.write()

    assert not lines.waiting


async def test_a_server_whose_log_nobody_reads_answers(empty, database_url):
    with server_process(database_url, stderr=subprocess.PIPE, LOG_OPERATIONS="all") as server:
        async with Edge(server.url) as edge:
            for _ in range(MORE_THAN_A_PIPE_HOLDS):
                answer = await edge.ask(None, "{ __typename }")
        server.running.terminate()
        code = server.running.wait(10)

    assert answer.data == {"__typename": "Query"}
    assert code == 0
    assert server.running.stderr is not None
    server.running.stderr.close()


async def test_what_is_said_last_is_read_all_the_same(empty, database_url):
    with server_process(database_url, stderr=subprocess.PIPE, LOG_OPERATIONS="all") as server:
        async with Edge(server.url) as edge:
            await edge.ask(None, "query Last { __typename }")
        server.running.terminate()
        _, told = server.running.communicate(timeout=10)

    assert b"operation=Last" in told
