"""The world every test starts in: a real PostgreSQL, emptied, and a real server on loopback."""

import asyncio
import hashlib
import os
import shutil
import socket
import tempfile
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from contextvars import Context, copy_context
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from aiosmtpd.smtp import SMTP

from adapters.embedded_postgres import EmbeddedPostgres
from events.hub import hub
from gateway.app import create_app
from gateway.authentication import fresh
from gateway.protocol import server_options
from models import database
from models.acting import NOBODY, SYSTEM, actor
from models.sql import fetch
from settings import Settings, get_settings
from tests.cast import forget_sessions
from tests.counting import Count, counting
from tests.databases import TEMPLATE, copied_database
from tests.edge import Answer, Edge
from tests.smtp import Mailbox

# Tests set scenes and look behind them; what people may see, they ask the server for.
actor.set(SYSTEM)


# What runs as in production does not start without one; processes inherit it.
os.environ["SECRET_KEY"] = b64encode(bytes(range(32))).decode()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """One PostgreSQL for the run, shared by its processes: the one that is set, or our own."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    own = EmbeddedPostgres(folder_of_run(tmp_path_factory, worker_id), durable=False)
    yield own.start()
    own.stop()
    if not own.is_alive():
        shutil.rmtree(own.home, ignore_errors=True)


def folder_of_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One for all processes of this run. Root's PostgreSQL is not root: it needs a way in."""
    base = tmp_path_factory.getbasetemp()
    run = base if worker_id == "main" else base.parent
    name = hashlib.sha256(str(run).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"mentorgraph-{name}"


@pytest.fixture(scope="session")
async def database_url(postgres: str, worker_id: str) -> str:
    """An empty, migrated database for this process alone."""
    return await copied_database(postgres, f"{TEMPLATE}_{worker_id}")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    os.environ["DATA_FOLDER"] = str(tmp_path_factory.mktemp("data"))
    os.environ["SWEEP_SECONDS"] = "0.2"
    # All tests come from one address; those that are about rates set their own.
    os.environ["RATE_LIMIT"] = os.environ["RATE_LIMIT_ANONYMOUS"] = "1000000000"
    get_settings.cache_clear()
    return get_settings()


class Server(uvicorn.Server):
    """Says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()


def context_of(acting: str) -> Context:
    context = copy_context()
    context.run(actor.set, acting)
    return context


@pytest.fixture(scope="session")
async def server(database_url: str, settings: Settings) -> AsyncIterator[str]:
    """A server in this process, so that tests see its database; its address."""
    await database.connect(database_url)
    listener = socket.create_server(("127.0.0.1", 0))
    # asyncio forgets this for a socket made here; each answer would take 40 ms longer.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    options = server_options(settings)
    config = uvicorn.Config(create_app(), log_config=None, lifespan="off", **options)
    running = Server(config)
    async with hub.running(database_url, settings.sweep_seconds):
        # What is sent there is nobody's until it is found out who asks.
        serving = context_of(NOBODY).run(asyncio.create_task, running.serve([listener]))
        await running.is_up.wait()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        await serving
    await database.disconnect()


@pytest.fixture(scope="session")
async def emptying(server: str) -> str:
    """Deletes every row; a hundred times faster than TRUNCATE, for tables of a few rows."""
    rows = await fetch(
        "SELECT relname AS name FROM pg_class WHERE relkind = 'r'"
        " AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'tortoise%'"
    )
    # Most rows belong to these and go with them; what is left belongs to nobody.
    first = ["organization", "user_account"]
    names = first + sorted({row["name"] for row in rows} - {*first})
    return "DO $$ BEGIN " + " ".join(f'DELETE FROM "{name}";' for name in names) + " END $$"


@pytest.fixture
async def empty(emptying: str) -> None:
    await fetch(emptying)
    forget_sessions()


@pytest.fixture
async def edge(server: str, empty: None) -> AsyncIterator[Edge]:
    async with Edge(server) as edge:
        yield edge


@pytest.fixture
def ask(edge: Edge) -> Callable[..., Awaitable[Answer]]:
    """`await ask(viewer_or_None, DOCUMENT, **variables)`, over HTTP."""
    return edge.ask


@pytest.fixture
def listen(edge: Edge) -> Callable[..., AbstractAsyncContextManager[Any]]:
    """`async with listen(viewer, DOCUMENT, **variables) as events`, over a WebSocket."""
    return edge.listen


@pytest.fixture
def queries() -> Callable[[], AbstractContextManager[Count]]:
    """`with queries() as count: …` and then `count.total` statements were sent.

    The first of them finds the session, for nobody was asked about before.
    """

    def counted() -> AbstractContextManager[Count]:
        fresh.found.clear()
        return counting()

    return counted


@pytest.fixture
def mail_folder(settings: Settings) -> Path:
    return settings.data_folder / "mail"


@pytest.fixture
async def smtp(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mailbox]:
    """Mails go to a real SMTP server, which keeps them."""
    mailbox = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, loop=loop), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{port}")
    get_settings.cache_clear()
    yield mailbox
    monkeypatch.undo()
    get_settings.cache_clear()
    server.close()
    await server.wait_closed()
