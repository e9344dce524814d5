"""A server with production's limits, and the rule that no client makes it log an error."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator

import pytest
import uvicorn

from gateway.app import create_app
from gateway.protocol import server_options
from settings import Settings
from tests.conftest import Server


@pytest.fixture(scope="session")
async def server(server: str, settings: Settings) -> AsyncIterator[str]:
    """Beside the usual one, and over the same database: as `server.py` runs it."""
    listener = socket.create_server(("127.0.0.1", 0))
    # asyncio forgets this for a socket made here; each answer would take 40 ms longer.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    options = server_options(settings)
    running = Server(uvicorn.Config(create_app(), log_config=None, lifespan="off", **options))
    serving = asyncio.create_task(running.serve([listener]))
    await running.is_up.wait()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    running.should_exit = True
    await serving


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails the test if anything was logged as an error; who expects one clears it."""
    yield
    errors = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR or r.exc_info]
    assert [f"{record.name}: {record.getMessage()}" for record in errors] == []
