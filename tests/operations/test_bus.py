import asyncio
import signal
from contextlib import asynccontextmanager

import pytest

from events import bus as module
from events.bus import Bus
from models import database
from tests.processes import free_port, redis_process


@pytest.fixture(autouse=True)
def fast_pulse(monkeypatch):
    monkeypatch.setattr(module, "PULSE_SECONDS", 0.1)


class Ear:
    """What a process hears over its bus."""

    def __init__(self, url):
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.gaps: asyncio.Queue[int] = asyncio.Queue()
        self.bus = Bus(url, on_hint=self.heard.put_nowait, on_gap=lambda: self.gaps.put_nowait(1))

    async def connected(self):
        async with asyncio.timeout(20):
            await self.gaps.get()

    async def hears(self, topic):
        async with asyncio.timeout(20):
            while await self.heard.get() != topic:
                pass


@asynccontextmanager
async def two_ears(url):
    ears = Ear(url), Ear(url)
    tasks = [asyncio.create_task(ear.bus.run()) for ear in ears]
    for ear in ears:
        await ear.connected()
    yield ears
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def until_heard(speaker, listener, topic):
    """Hints may be lost while a connection is down; said again, one arrives."""
    heard = asyncio.create_task(listener.hears(topic))
    while not heard.done():
        speaker.bus.hint(topic)
        await asyncio.wait([heard], timeout=0.1)
    await heard


async def test_a_hint_reaches_the_other_process_and_not_oneself(tmp_path):
    with redis_process(tmp_path) as redis:
        async with two_ears(redis.url) as (speaker, listener):
            speaker.bus.hint("conversation:1")
            await listener.hears("conversation:1")

            assert speaker.heard.empty()


async def test_after_a_redis_that_restarted_hints_arrive_again(tmp_path):
    port = free_port()
    with redis_process(tmp_path, port) as redis:
        async with two_ears(redis.url) as (speaker, listener):
            redis.stop()
            with redis_process(tmp_path, port):
                for ear in (speaker, listener):
                    await ear.connected()
                await until_heard(speaker, listener, "conversation:2")


async def test_after_a_redis_that_hung_hints_arrive_again(tmp_path):
    with redis_process(tmp_path) as redis:
        async with two_ears(redis.url) as (speaker, listener):
            redis.running.send_signal(signal.SIGSTOP)
            await asyncio.sleep(1)
            redis.running.send_signal(signal.SIGCONT)
            await until_heard(speaker, listener, "conversation:3")


async def test_after_a_lost_database_connection_hints_arrive_again(database_url):
    async with two_ears(database_url) as (speaker, listener):
        killer = await database.direct_connection(database_url)
        await killer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query ILIKE '%pg_notify%' AND pid <> pg_backend_pid()"
        )
        await killer.close()

        await until_heard(speaker, listener, "conversation:4")


async def test_what_waits_has_a_limit(monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    ear = Ear("redis://127.0.0.1:1")

    for number in range(10):
        ear.bus.hint(f"conversation:{number}")

    assert len(ear.bus.waiting) == 3


@pytest.mark.parametrize("failures", [0, 1, 6, 100, 5_000])
def test_a_broker_that_comes_back_is_found_within_seconds(failures):
    """However long it was away: a night of tries would be too many for a float."""
    assert 0 < module.rest(failures) <= module.REST_SECONDS
