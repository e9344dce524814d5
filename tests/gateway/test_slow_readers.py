"""A client that does not read what it asked for holds nothing here for long."""

import socket as sockets_of_the_system

import pytest

from events.hub import hub
from gateway import execution, frames, running, socket_protocol
from gateway.admission import admitted
from gateway.operations import Operation
from gateway.socket_protocol import SocketProtocol
from gateway.websocket import PROTOCOL
from tests.cast import given_user
from tests.edge import Edge
from tests.gateway.sockets import acknowledged, closing, eventually, everything, raw, subscribe

INBOX = "subscription { inboxEvents { conversation { id } } }"
BIG = "{" + " ".join(f"a{n}: __schema {{ types {{ name description }} }}" for n in range(10)) + "}"


@pytest.fixture
def impatient(monkeypatch) -> set[tuple[str, int]]:
    """Makes the server wait for nobody; the addresses of the clients it is rid of."""
    rid_of: set[tuple[str, int]] = set()
    lost = SocketProtocol.connection_lost

    def connection_lost(self, exception):
        rid_of.add(self.client)
        lost(self, exception)

    monkeypatch.setattr(SocketProtocol, "connection_lost", connection_lost)
    monkeypatch.setattr(frames, "SEND_SECONDS", 0.2)
    monkeypatch.setattr(frames, "CLOSE_SECONDS", 0.2)
    monkeypatch.setattr(socket_protocol, "LINGER_SECONDS", 0.2)
    return rid_of


async def test_a_client_that_does_not_read_is_closed_and_may_resume(edge: Edge, monkeypatch):
    monkeypatch.setattr(frames, "SEND_SECONDS", 0.2)
    small = sockets_of_the_system.socket()
    small.setsockopt(sockets_of_the_system.SOL_SOCKET, sockets_of_the_system.SO_RCVBUF, 4_096)
    small.connect(("127.0.0.1", int(edge.url.rpartition(":")[2])))

    async with acknowledged(edge, await given_user(), sock=small, max_queue=1) as socket:
        await subscribe(socket, "1", INBOX)
        await eventually(lambda: len(hub.signals) == 2)
        for number in range(100):
            await subscribe(socket, f"big {number}", BIG)
        await eventually(lambda: hub.signals == {})
        code, _ = await closing(socket)

    assert code == 1013


async def huge(*arguments):
    return execution.Answer({"data": "x" * 20_000_000})


async def test_a_client_that_never_reads_again_is_dropped(edge: Edge, impatient, monkeypatch):
    monkeypatch.setattr(running, "answer", huge)

    async with acknowledged(edge) as socket:
        socket.transport.pause_reading()
        await subscribe(socket, "1", "{ __typename }")
        await eventually(lambda: socket.local_address in impatient)
        socket.transport.abort()


async def test_a_client_that_does_not_read_piles_up_no_refusals(edge: Edge, impatient, monkeypatch):
    async def counted(operation, context):
        prepared.append(operation)
        return await admitted(operation, context)

    prepared: list[Operation] = []
    monkeypatch.setattr(frames, "SEND_SECONDS", 1)
    monkeypatch.setattr(running, "answer", huge)
    monkeypatch.setattr(running, "MOST_OPERATIONS", 3)
    monkeypatch.setattr(running, "admitted", counted)

    async with acknowledged(edge) as socket:
        socket.transport.pause_reading()
        await subscribe(socket, "huge", "{ __typename }")
        for number in range(5):
            await eventually(lambda so_far=number: len(prepared) == so_far + 1)
            await subscribe(socket, f"{number}", "{")
        for number in range(5, 20):
            await subscribe(socket, f"{number}", "{")
        await eventually(lambda: socket.local_address in impatient)
        socket.transport.abort()

    assert len(prepared) == 6


SOCKET = (
    b"GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"sec-websocket-protocol: " + PROTOCOL.encode() + b"\r\n\r\n"
)
PINGS = (b"\x89\xfd" + bytes(4) + b"x" * 125) * 100_000
PONGS = (b"\x8a\x7d" + b"x" * 125) * 100_000


@pytest.fixture
def unread(monkeypatch) -> list[int]:
    """So many bytes of answers are kept for a client, after each piece that was read of it."""
    sizes: list[int] = []

    def data_received(self, data):
        received(self, data)
        sizes.append(self.transport.get_write_buffer_size())

    received = SocketProtocol.data_received
    monkeypatch.setattr(SocketProtocol, "data_received", data_received)
    return sizes


async def test_pings_are_not_read_while_the_answers_to_them_are_not(edge: Edge, unread):
    async with raw(edge) as (reader, writer):
        writer.write(SOCKET)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(PINGS)
        await eventually(lambda: max(unread) > 65_536)
        await edge.http.get("/livez")
        pongs = await reader.readexactly(len(PONGS))

    assert pongs == PONGS
    assert max(unread) < 1_000_000


async def test_after_pings_it_is_first_the_turn_of_others(edge: Edge, monkeypatch):
    def data_received(self, data):
        received(self, data)
        is_reading.append(self.transport.is_reading())

    is_reading: list[bool] = []
    received = SocketProtocol.data_received
    monkeypatch.setattr(SocketProtocol, "data_received", data_received)

    async with acknowledged(edge) as socket:
        is_reading.clear()
        for _ in range(2):
            await (await socket.ping())
        held = tuple(is_reading)

    assert held == (False, False)


@pytest.mark.parametrize("frame", [b"\x89\x80", b"\x8a\x80", b"\x00\x80"])
async def test_nobody_is_read_who_sends_nothing_but_empty_frames(edge: Edge, unread, frame):
    async with raw(edge) as (reader, writer):
        writer.write(SOCKET)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"\x01\x80" + bytes(4) + (frame + bytes(4)) * 50_000)
        answer = await everything(reader)

    assert b"\x03\xf0" + socket_protocol.TOO_SMALL.encode() in answer
    assert len(unread) < 20
