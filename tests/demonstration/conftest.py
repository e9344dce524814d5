from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from jobs import demonstration
from models.sql import fetch
from tests.cast import forget_sessions
from tests.edge import Answer, Edge


@pytest.fixture(scope="module")
async def loaded(emptying: str) -> None:
    """The demonstration program, loaded once for all tests of a file: they only look at it."""
    await fetch(emptying)
    forget_sessions()
    assert await demonstration.load()


@pytest.fixture
async def visit(server: str, loaded: None) -> AsyncIterator[Callable[..., Awaitable[Answer]]]:
    """`ask`, of the demonstration program."""
    async with Edge(server) as edge:
        yield edge.ask
