"""A request with an Upgrade is a WebSocket's handshake or a request; its body is never another."""

import asyncio
import json

import pytest

from gateway import execution, protocol
from gateway.execution import executed
from gateway.negotiation import PLAIN
from gateway.strict import NO_HANDSHAKE, NO_PROXY, NOT_YET
from gateway.websocket import PROTOCOL
from tests.edge import PATIENCE, Edge
from tests.gateway.sockets import raw

TYPENAME = b'{"query": "{ __typename }"}'
SMUGGLED = b"GET /graphql?query={smuggled:__typename} HTTP/1.1\r\nhost: x\r\n\r\n"
POST = b"POST /graphql HTTP/1.%d\r\nhost: x\r\ncontent-type: application/json\r\n"
H2C = b"connection: upgrade, http2-settings%s\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n"
LAST = b"GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
SOCKET = (
    b"GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"sec-websocket-protocol: " + PROTOCOL.encode() + b"\r\n"
)


def posted(body: bytes, lines: bytes, minor: int = 1) -> bytes:
    return POST % minor + lines + b"content-length: %d\r\n\r\n" % len(body) + body


async def answers_to(edge: Edge, *pieces: bytes) -> bytes:
    """All that the server says until it ends the connection."""
    async with raw(edge) as (reader, writer):
        for piece in pieces:
            writer.write(piece)
            # By the time this is answered, the piece was read.
            await edge.http.get("/livez")
        return await asyncio.wait_for(reader.read(), PATIENCE)


def in_halves(data: bytes, at: bytes) -> list[bytes]:
    head, end, rest = data.partition(at)
    return [head + end, rest]


@pytest.mark.parametrize("minor", [0, 1])
@pytest.mark.parametrize("line", [b"", b"\r\nconnection: close, upgrade"])
async def test_a_request_that_would_rather_speak_http_2_is_answered(edge: Edge, minor, line):
    answer = await answers_to(edge, posted(TYPENAME, H2C % line, minor), LAST)

    # One that closes its connection is the last that is heard on it.
    is_last = minor == 0 or line != b""
    assert answer.count(b'{"data":{"__typename":"Query"}') == 1
    assert answer.count(b"alive\n") == (not is_last)
    assert answer.count(b"HTTP/1.1 200 ") == 2 - is_last


@pytest.mark.parametrize("at", [b"upgr", b"\r\n\r\n", b"smug"])
@pytest.mark.parametrize("upgrade", [b"h2c", b"websocket, h2c", b"TLS/1.0", b""])
async def test_the_body_of_a_request_with_an_upgrade_is_no_request(edge: Edge, upgrade, at):
    request = posted(SMUGGLED, H2C.replace(b"h2c", upgrade) % b"")

    answer = await answers_to(edge, *in_halves(request, at), LAST)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 2
    assert b"smuggled" not in answer
    assert answer.endswith(b"alive\n")


async def test_a_body_in_chunks_is_read_too(edge: Edge):
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(TYPENAME), TYPENAME)
    request = POST % 1 + H2C % b"" + b"transfer-encoding: chunked\r\n\r\n" + chunks

    answer = await answers_to(edge, request, LAST)

    assert answer.count(b'{"data":{"__typename":"Query"}') == 1
    assert answer.endswith(b"alive\n")


IN_CHUNKS = b"transfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (
    len(SMUGGLED),
    SMUGGLED,
)
ANNOUNCED = b"content-length: %d\r\n\r\n" % len(SMUGGLED) + SMUGGLED
WITH_BODIES = {
    "announced": [SOCKET + ANNOUNCED],
    "announced, and sent later": in_halves(SOCKET + ANNOUNCED, b"\r\n\r\n"),
    "in chunks": [SOCKET + IN_CHUNKS],
    "in chunks that are sent later": in_halves(SOCKET + IN_CHUNKS, b"\r\n\r\n"),
    "not announced": [SOCKET + b"\r\n" + SMUGGLED],
}


@pytest.mark.parametrize("pieces", WITH_BODIES.values(), ids=WITH_BODIES.keys())
async def test_a_handshake_with_a_body_opens_no_socket_and_its_body_is_nothing(edge: Edge, pieces):
    answer = await answers_to(edge, *pieces)

    head, _, said = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(said)["errors"][0]["message"] == NO_HANDSHAKE


async def test_no_socket_is_opened_while_an_answer_is_owed(edge: Edge, monkeypatch):
    is_refused = asyncio.Event()

    async def late(*asked):
        await is_refused.wait()
        return await executed(*asked)

    def refuse(self, refusal):
        refused(self, refusal)
        is_refused.set()

    refused = protocol.HttpProtocol.refuse
    monkeypatch.setattr(execution, "executed", late)
    monkeypatch.setattr(protocol.HttpProtocol, "refuse", refuse)

    answer = await answers_to(edge, posted(TYPENAME, b""), SOCKET + b"\r\n")

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'{"data":{"__typename":"Query"}' in answer
    assert b" 101 " not in answer
    assert NOT_YET.encode() in answer.rpartition(b"\r\n\r\n")[2]


async def test_no_other_server_is_connected_to(edge: Edge):
    target = b"CONNECT elsewhere.example:443 HTTP/1.1\r\nhost: elsewhere.example\r\n\r\n"

    answer = await answers_to(edge, target + LAST)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert PLAIN.encode() in answer
    assert NO_PROXY.encode() in answer
    assert answer.count(b"HTTP/1.1 ") == 1
