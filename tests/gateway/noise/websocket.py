"""A WebSocket by hand, that keeps to no rule: https://www.rfc-editor.org/rfc/rfc6455#section-5."""

import asyncio
import os
import struct
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.gateway.noise.wire import PATIENCE

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10

HANDSHAKE = (
    "GET /graphql HTTP/1.1",
    "host: localhost",
    "upgrade: websocket",
    "connection: Upgrade",
    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-version: 13",
    "sec-websocket-protocol: graphql-transport-ws",
)


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    is_last: bool = True,
    is_masked: bool = True,
    reserved: int = 0,
    length: int | None = None,
) -> bytes:
    """One frame; `length` is what it says of itself, if that is not so."""
    size = len(payload) if length is None else length
    head = bytes([is_last << 7 | reserved << 4 | opcode])
    bit = is_masked << 7
    if size < 126:
        head += bytes([bit | size])
    elif size < 65_536:
        head += bytes([bit | 126]) + struct.pack("!H", size)
    else:
        head += bytes([bit | 127]) + struct.pack("!Q", size)
    if not is_masked:
        return head + payload
    mask = os.urandom(4)
    return head + mask + masked(payload, mask)


def masked(payload: bytes, mask: bytes) -> bytes:
    size = len(payload)
    key = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
    return (int.from_bytes(payload, "big") ^ key).to_bytes(size, "big")


@dataclass(frozen=True, slots=True)
class End:
    """How a socket ended: its close frame, if there was one, and the messages before."""

    code: int | None
    reason: str
    messages: list[bytes]
    status: int = 101
    """Of the handshake."""


async def end_of(
    url: str, data: bytes, *, is_cut: bool, handshake: Sequence[str] = HANDSHAKE
) -> End:
    """Say all of it on a new socket, and read to the end of the connection."""
    host, _, port = url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        async with asyncio.timeout(PATIENCE):
            writer.write("\r\n".join(handshake).encode("latin-1") + b"\r\n\r\n")
            status = await handshaken(reader)
            if status != 101:
                return End(None, "", [], status)
            return await said(reader, writer, data, is_cut)
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def handshaken(reader: asyncio.StreamReader) -> int:
    """The status of the answer; 0 where there is none."""
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        return int((await reader.readuntil(b"\r\n\r\n")).split(b" ")[1])
    return 0


async def said(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, data: bytes, is_cut: bool
) -> End:
    writer.write(data)
    if is_cut:
        writer.write_eof()
    messages: list[bytes] = []
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            opcode, payload = await read_frame(reader)
            if opcode == CLOSE:
                await goodbye(reader, writer, payload)
                code = struct.unpack("!H", payload[:2])[0] if payload else 1005
                return End(code, payload[2:].decode(), messages)
            if opcode == TEXT:
                messages.append(payload)
    return End(None, "", messages)


async def goodbye(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, payload: bytes
) -> None:
    """Answer a close frame, after which the server ends the connection."""
    with suppress(ConnectionError):
        writer.write(frame(CLOSE, payload[:2]))
        assert await reader.read() == b"", "something came after the close frame"


async def read_frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    first, second = await reader.readexactly(2)
    size = second & 127
    if size == 126:
        size = struct.unpack("!H", await reader.readexactly(2))[0]
    elif size == 127:
        size = struct.unpack("!Q", await reader.readexactly(8))[0]
    return first & 15, await reader.readexactly(size)
