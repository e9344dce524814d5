"""A server that speaks LibreTranslate's API, and others that should."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

HEAD = "HTTP/1.1 {} Said\r\ncontent-length: {}\r\nconnection: close\r\n{}\r\n"


@dataclass
class LibreTranslate:
    """Translates into capitals. `status`, `said` and `headers` are what it answers instead."""

    url: str = ""
    status: int = 200
    said: bytes | None = None
    headers: str = ""
    is_silent: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    before: Callable[[], Awaitable[object]] | None = None
    """Done before it answers."""

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        assert head.startswith("POST /translate HTTP/1.1")
        length = next(line for line in head.lower().split("\r\n") if "content-length" in line)
        asked = orjson.loads(await reader.readexactly(int(length.partition(":")[2])))
        self.asked.append(asked)
        if self.is_silent:
            # Until whoever asked gives up.
            await reader.read()
        else:
            await self.answer(asked, writer)
        writer.close()

    async def answer(self, asked: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        if self.before:
            await self.before()
        body = orjson.dumps(self.translated(asked)) if self.said is None else self.said
        writer.write(HEAD.format(self.status, len(body), self.headers).encode() + body)
        await writer.drain()

    def translated(self, asked: dict[str, Any]) -> dict[str, Any]:
        if self.status != 200:
            return {"error": "No"}
        said = {"translatedText": str(asked["q"]).upper()}
        if asked["source"] == "auto":
            return said | {"detectedLanguage": {"confidence": 90.0, "language": "fr"}}
        return said


@asynccontextmanager
async def running() -> AsyncIterator[LibreTranslate]:
    it = LibreTranslate()
    server = await asyncio.start_server(it.accept, "127.0.0.1", 0)
    it.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield it
    server.close()
