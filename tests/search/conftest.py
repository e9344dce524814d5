"""A real Meilisearch, where there is one; and its like that do not answer."""

import asyncio
import os
import secrets
import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from search import meilisearch, sync
from search.indexes import RESOURCES
from settings import get_settings
from tests.processes import free_port, wait_for

KEY = secrets.token_urlsafe(24)

Configure = Callable[..., meilisearch.Meilisearch]


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """`configure(url, key)` makes it the search engine of this process, as if just started."""

    def apply(url: str, key: str = KEY) -> meilisearch.Meilisearch:
        monkeypatch.setenv("MEILISEARCH_URL", url)
        monkeypatch.setenv("MEILISEARCH_KEY", key)
        get_settings.cache_clear()
        meilisearch.made.cache_clear()
        engine = meilisearch.configured()
        assert engine
        return engine

    yield apply
    monkeypatch.undo()
    get_settings.cache_clear()
    meilisearch.made.cache_clear()


@pytest.fixture(scope="session")
def meilisearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = os.environ.get("MEILISEARCH_BINARY") or shutil.which("meilisearch")
    if program is None:
        pytest.skip("no meilisearch on the PATH; MEILISEARCH_BINARY can name one")
    folder, port = tmp_path_factory.mktemp("meilisearch"), free_port()
    command = [program, "--no-analytics", "--http-addr", f"127.0.0.1:{port}", "--master-key", KEY]
    frugal = ["--max-indexing-threads", "1", "--max-indexing-memory", "64MiB"]
    running = start(command + frugal, folder)
    wait_for(f"http://127.0.0.1:{port}/health", running)
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(15)


def start(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)


@pytest.fixture
async def engine(
    empty: None, meilisearch_url: str, configure: Configure
) -> meilisearch.Meilisearch:
    """An empty index on a real server."""
    engine = configure(meilisearch_url)
    assert await sync.prepare()
    await sync.perform(engine, lambda client: [client.index(RESOURCES).delete_all_documents()])
    return engine


@dataclass
class Silence:
    """A server that accepts everybody and never says a word."""

    url: str = ""
    connections: int = 0
    open: list[asyncio.StreamWriter] = field(default_factory=list)

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open.append(writer)


@pytest.fixture
async def silence() -> AsyncIterator[Silence]:
    silence = Silence()
    server = await asyncio.start_server(silence.accept, "127.0.0.1", 0)
    silence.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield silence
    for writer in silence.open:
        writer.close()
    server.close()
    await server.wait_closed()


@pytest.fixture
async def respond() -> AsyncIterator[Callable[[bytes], Awaitable[str]]]:
    """`await respond(b"…")` is the address of a server that says just that to everybody."""
    servers: list[asyncio.Server] = []

    async def start_server(response: bytes) -> str:
        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(100_000)
            writer.write(response)
            writer.close()

        servers.append(await asyncio.start_server(accept, "127.0.0.1", 0))
        return f"http://127.0.0.1:{servers[-1].sockets[0].getsockname()[1]}"

    yield start_server
    for server in servers:
        server.close()
        await server.wait_closed()
