"""A few connections pass from one statement to the next without the pool, and only sound ones."""

import asyncio
import os
import signal
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import asyncpg
import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import OperationalError

from actions.transaction import transaction
from models import database, engine
from models.engine import AT_HAND
from models.sql import fetch, fetch_one

pytestmark = pytest.mark.usefixtures("empty")


async def backend() -> int:
    [row] = await fetch("SELECT pg_backend_pid() AS pid")
    return int(row["pid"])


async def nap(seconds: float = 0.05):
    await fetch("SELECT pg_sleep($1)", seconds)


def pool() -> database.Pool:
    found = database.pool()
    assert found
    return found


def client() -> Any:
    return get_connection("default")


def at_hand() -> int:
    kept: list[Any] = client().at_hand
    return len(kept)


async def end_all_of_ours(url):
    """As an administrator, or a restart of PostgreSQL, ends the connections of the pool."""
    own = await database.direct_connection(url)
    await own.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'mentorgraph' AND query NOT LIKE 'LISTEN%'"
    )
    await own.close()
    # Time to hear of it.
    await asyncio.sleep(0.2)


async def test_the_next_statement_has_the_same_connection():
    assert len({await backend() for _ in range(5)}) == 1
    assert at_hand() >= 1


async def test_after_a_rush_the_pool_has_all_but_a_few():
    await asyncio.gather(*(nap() for _ in range(3 * AT_HAND)))
    assert at_hand() <= AT_HAND
    assert pool().idle == pool().size
    assert pool().waiting == 0


async def test_more_statements_than_connections_wait_for_their_turn():
    size = client().pool.get_max_size()
    rush = [asyncio.create_task(nap(0.2)) for _ in range(3 * size)]
    await asyncio.sleep(0.1)
    assert pool().waiting >= size
    async with asyncio.timeout(10):
        await asyncio.gather(*rush)
    assert pool().waiting == 0


async def test_a_connection_whose_statement_failed_goes_to_the_pool():
    await backend()
    before = at_hand()
    with pytest.raises(OperationalError):
        await fetch("SELECT 1 / 0 FROM nowhere")
    assert at_hand() == before - 1


async def test_a_statement_cancelled_midway_leaves_nothing_to_the_next():
    for _ in range(2 * AT_HAND):
        task = asyncio.create_task(nap(30))
        await asyncio.sleep(0.01)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert await fetch_one("SELECT 7 AS n") == {"n": 7}
    assert pool().idle == pool().size


IN_THE_MIDDLE = (
    "SELECT count(*) AS number FROM pg_stat_activity"
    " WHERE datname = current_database() AND state = 'active' AND wait_event = 'ClientRead'"
)
"""Connections that PostgreSQL waits for, to go on with a statement that it was told to prepare."""


async def test_a_statement_cancelled_before_it_ran_is_over_for_the_database_too(
    database_url, monkeypatch
):
    """Otherwise its time runs on, and ends a statement of whoever has the connection next."""
    prepare = asyncpg.Connection._get_statement

    async def prepare_and_be_cancelled(self, *arguments, **options):
        await prepare(self, *arguments, **options)
        raise asyncio.CancelledError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(asyncpg.Connection, "_get_statement", prepare_and_be_cancelled)
        with pytest.raises(asyncio.CancelledError):
            await fetch("SELECT 'never prepared before'")

    own = await database.direct_connection(database_url)
    assert await own.fetchval(IN_THE_MIDDLE) == 0
    await own.close()
    assert pool().idle == pool().size


async def test_connections_that_ended_at_hand_are_replaced(database_url):
    await asyncio.gather(*(nap() for _ in range(2 * AT_HAND)))
    assert at_hand() == AT_HAND
    await end_all_of_ours(database_url)
    assert len({await backend() for _ in range(5)}) == 1


async def test_a_transaction_leaves_no_settings_to_the_next_statement():
    async with transaction():
        await fetch("SET LOCAL statement_timeout = '7s'")
    for _ in range(AT_HAND + 1):
        assert await fetch_one("SHOW statement_timeout") != {"statement_timeout": "7s"}


@contextmanager
def frozen(pid):
    """It keeps its connection and never answers, like a machine that is gone."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(client(), "most_seconds", 0.2)
    monkeypatch.setattr(engine, "LATE_SECONDS", 0.2)


async def test_a_statement_that_is_never_answered_ends_and_so_does_its_connection(impatient):
    pid = await backend()

    with frozen(pid):
        async with asyncio.timeout(20):
            with pytest.raises(TimeoutError):
                await fetch("SELECT 1")
            assert await backend() != pid

    assert pool().idle == pool().size


async def test_a_transaction_that_is_never_answered_ends_with_its_time(impatient):
    pids = []

    async def ask_who_is_frozen(until):
        async with transaction(), asyncio.timeout(0.2):
            pids.append(await backend())
            until.enter_context(frozen(*pids))
            await fetch("SELECT 1")

    with ExitStack() as later:
        async with asyncio.timeout(20):
            with pytest.raises(TimeoutError):
                await ask_who_is_frozen(later)

    assert await backend() not in pids
    assert pool().idle == pool().size
