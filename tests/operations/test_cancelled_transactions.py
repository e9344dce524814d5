"""Whoever leaves in the middle of a transaction leaves nothing of it behind."""

import asyncio
from contextlib import suppress
from uuid import uuid4

import pytest
from tortoise.backends.asyncpg.client import TransactionWrapper

from actions.transaction import transaction
from events import topics
from events.facts import SessionEnded
from events.hub import hub
from models import User, database
from models.sql import fetch

MOST_TURNS = 30

pytestmark = pytest.mark.usefixtures("empty")


async def add_somebody():
    async with transaction():
        await User.create(name="Eve", email="eve@example.org")
        raise LookupError


async def change_nobody():
    async with transaction():
        await fetch("SELECT 1")


async def try_and_go_on(work):
    with suppress(asyncio.CancelledError, LookupError):
        await work()
    await fetch("SELECT 1")


async def cancelled(work, turns: int, *, is_slow: bool):
    """Cancel it after so many turns of the loop, in each of which the database may answer."""
    task = asyncio.create_task(try_and_go_on(work))
    for _ in range(turns):
        await (fetch("SELECT 1") if is_slow else asyncio.sleep(0))
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("work", [add_somebody, change_nobody])
async def test_a_transaction_cancelled_at_any_moment_gives_its_connection_back(work):
    for turns in range(MOST_TURNS):
        await cancelled(work, turns, is_slow=False)
        await cancelled(work, turns // 3, is_slow=True)

    pool = database.pool()
    assert pool
    assert pool.idle == pool.size
    assert await User.all().count() == 0


async def add_somebody_and_tell(session_id, *, fails=False):
    async with transaction() as current:
        await User.create(name="Eve", email="eve@example.org")
        current.announce(SessionEnded(session_id))
        if fails:
            raise LookupError


async def test_a_commit_cut_short_is_heard_of_because_it_may_have_come_through(monkeypatch):
    async def commit_and_be_cancelled(self):
        await self.transaction.commit()
        raise asyncio.CancelledError

    monkeypatch.setattr(TransactionWrapper, "commit", commit_and_be_cancelled)
    session_id = uuid4()
    with hub.listen(topics.session(session_id)) as signal:
        with pytest.raises(asyncio.CancelledError):
            await add_somebody_and_tell(session_id)
        async with asyncio.timeout(5):
            await signal.wait()
    assert await User.all().count() == 1


async def test_nothing_is_heard_of_a_block_that_failed():
    session_id = uuid4()
    with hub.listen(topics.session(session_id)) as signal:
        with pytest.raises(LookupError):
            await add_somebody_and_tell(session_id, fails=True)
        await fetch("SELECT 1")
        assert not signal.is_set()
