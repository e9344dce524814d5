"""The rule that no client makes the server log an error, and what several files look through."""

import asyncio
import logging
from collections.abc import Iterator

import pytest

from gateway import execution, strict
from gateway.execution import executed


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails the test if anything was logged as an error; who expects one clears it."""
    yield
    errors = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR or r.exc_info]
    assert [f"{record.name}: {record.getMessage()}" for record in errors] == []


@pytest.fixture
def seen(monkeypatch) -> list[bytes]:
    """The names of all headers and trailers that are looked at."""
    names: list[bytes] = []

    def on_header(self, name, value):
        names.append(name)
        weighed(self, name, value)

    weighed = strict.StrictProtocol.on_header
    monkeypatch.setattr(strict.StrictProtocol, "on_header", on_header)
    return names


@pytest.fixture
def _slow(monkeypatch):
    """Every operation takes a tenth of a second."""

    async def late(*asked):
        await asyncio.sleep(0.1)
        return await executed(*asked)

    monkeypatch.setattr(execution, "executed", late)
