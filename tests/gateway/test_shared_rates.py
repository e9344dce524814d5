"""Points that all processes take from one Redis, and what happens while it is away."""

import asyncio
import signal
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis

from context import Context
from gateway import rates as module
from gateway.rates import ALONE, Rates, TooOften
from gateway.rates import shared as shared_module
from tests.edge import PATIENCE
from tests.gateway.sockets import eventually
from tests.processes import free_port, redis_process
from tests.settings import settings_with

BURST = 1_000


@pytest.fixture(autouse=True)
def slowly(monkeypatch) -> None:
    """Points that do not come back within a test; a Redis that is given time and found soon."""
    changes = {"rate_limit_anonymous": BURST, "rate_limit_anonymous_per_second": 1}
    monkeypatch.setattr(module, "get_settings", settings_with(**changes))
    monkeypatch.setattr(shared_module, "REST_SECONDS", 0.05)
    monkeypatch.setattr(shared_module, "ANSWER_SECONDS", 2)


@asynccontextmanager
async def process(url: str):
    """What one process counts with, once it has found its Redis."""
    rates = Rates()
    async with rates.running(url):
        assert rates.shared
        await eventually(lambda: rates.shared.is_there)
        yield rates


async def left(rates: Rates, points: int = 0, address: str = "192.0.2.1") -> int:
    """What is left after taking some; TooOften if they are not there."""
    context = Context(address=address)
    await rates.charge(context, points)
    assert context.budget
    return context.budget.remaining


async def test_two_processes_take_from_one_bucket(tmp_path):
    with redis_process(tmp_path) as redis:
        async with process(redis.url) as one, process(redis.url) as other:
            seen = [await left(one, 400), await left(other, 400), await left(one)]
            with pytest.raises(TooOften) as refused:
                await left(other, 400)

    assert [*seen] == [600, 200, 200]
    assert 199 <= refused.value.extensions["retryAfter"] <= 200


async def test_many_at_once_take_no_more_than_there_is(tmp_path):
    with redis_process(tmp_path) as redis:
        async with process(redis.url) as one, process(redis.url) as other:
            takings = [left(rates, 9) for rates in (one, other) for _ in range(500)]
            results = await asyncio.gather(*takings, return_exceptions=True)

    assert sum(isinstance(result, int) for result in results) == BURST // 9
    assert sum(isinstance(result, TooOften) for result in results) == 1_000 - BURST // 9


async def test_one_address_twice_at_once_takes_twice(tmp_path):
    with redis_process(tmp_path) as redis:
        async with process(redis.url) as rates:
            seen = await asyncio.gather(left(rates, 400), left(rates, 400), left(rates, 0))

    assert [*seen] == [600, 200, 200]


async def test_taking_nothing_is_no_fault(tmp_path):
    with redis_process(tmp_path) as redis:
        async with process(redis.url) as rates:
            seen = [await left(rates, 0), await left(rates, 400), await left(rates, 0)]

    assert seen == [BURST, 600, 600]


async def test_a_bucket_that_is_full_again_is_not_kept(tmp_path, monkeypatch):
    changes = {"rate_limit_anonymous": BURST, "rate_limit_anonymous_per_second": 10 * BURST}
    monkeypatch.setattr(module, "get_settings", settings_with(**changes))

    with redis_process(tmp_path) as redis:
        async with process(redis.url) as rates, Redis.from_url(redis.url) as client:
            await left(rates, BURST)
            async with asyncio.timeout(PATIENCE):
                while await client.dbsize():  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            again = await left(rates, BURST)

    assert again == 0


async def test_while_redis_is_away_each_process_counts_strictly_alone(tmp_path):
    with redis_process(tmp_path) as redis:
        async with process(redis.url) as one, process(redis.url) as other:
            redis.stop()
            first = [await left(rates, 200) for rates in (one, other)]
            with pytest.raises(TooOften):
                await left(one, 100)

    assert first == [BURST // ALONE - 200] * 2


async def test_a_redis_that_comes_back_is_taken_from_again(tmp_path):
    port = free_port()
    with redis_process(tmp_path, port) as redis:
        async with process(redis.url) as one, process(redis.url) as other:
            redis.stop()
            await asyncio.gather(left(one, 100), left(other, 100))
            with redis_process(tmp_path, port):
                await eventually(lambda: one.shared.is_there and other.shared.is_there)
                seen = [await left(one, 400), await left(other, 400)]

    assert seen == [600, 200]


async def test_a_redis_that_hangs_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_module, "ANSWER_SECONDS", 0.2)

    with redis_process(tmp_path) as redis:
        async with process(redis.url) as rates:
            redis.running.send_signal(signal.SIGSTOP)
            first = await left(rates, 100)
            was_there = rates.shared.is_there
            await eventually(lambda: not rates.shared.waiting)
            redis.running.send_signal(signal.SIGCONT)
            await eventually(lambda: rates.shared.is_there)
            again = await left(rates, 100)

    assert (first, was_there) == (BURST // ALONE - 100, False)
    assert again in (BURST - 100, BURST - 200)
