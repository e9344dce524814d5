"""Connections on which anything can be written, and what comes back is read to its end."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

PATIENCE = 30
SILENCE = 0.03
"""Seconds without a word after which a stream that does not end is left."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of HTTP."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Wire:
    """One connection to the server; after `close` the next request opens another one."""

    def __init__(self, url: str) -> None:
        self.host, _, port = url.removeprefix("http://").partition(":")
        self.port = int(port)
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.streams is None:
            self.streams = await asyncio.open_connection(self.host, self.port)
        return self.streams

    async def close(self) -> None:
        if self.streams:
            _, writer = self.streams
            self.streams = None
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def ask(self, request: bytes, *, has_body: bool = True) -> Reply | None:
        """The answer, or None where the server gives none, or ends the connection."""
        reader, writer = await self.opened()
        try:
            async with asyncio.timeout(PATIENCE):
                writer.write(request)
                reply = await read_reply(reader, has_body=has_body)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError):
            reply = None
        if reply is None or reply.headers.get("connection") == "close":
            await self.close()
        return reply


async def read_reply(reader: asyncio.StreamReader, *, has_body: bool) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split(" ")[1])
    lines = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in lines}
    if status == 100:
        return await read_reply(reader, has_body=has_body)
    if not has_body or status in (204, 304):
        return Reply(status, headers)
    return Reply(status, headers, await read_body(reader, headers))


async def read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    """All of it; of a stream what came before it fell silent, and then the connection is left."""
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    if headers.get("transfer-encoding") != "chunked":
        return await reader.read()
    body = bytearray()
    try:
        while chunk := await asyncio.wait_for(read_chunk(reader), SILENCE):
            body += chunk
    except TimeoutError:
        headers["connection"] = "close"
    return bytes(body)


async def read_chunk(reader: asyncio.StreamReader) -> bytes:
    size = int(await reader.readuntil(b"\r\n"), 16)
    return (await reader.readexactly(size + 2))[:-2]


def post(body: bytes, *headers: str, path: str = "/graphql") -> bytes:
    """A request as clients send it."""
    lines = [f"POST {path} HTTP/1.1", "host: localhost", *headers, f"content-length: {len(body)}"]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def get(target: str, *headers: str) -> bytes:
    lines = [f"GET {target} HTTP/1.1", "host: localhost", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
