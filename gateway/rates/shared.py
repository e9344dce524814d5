"""Buckets that all processes take from, in Redis.

Requests never wait for a Redis that is away: whether it is there is found out beside them. What
they ask for while an answer is on its way goes out together: one connection, and no crowd.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import cast

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from gateway.rates.buckets import Level, Rate

log = logging.getLogger("mentorgraph.rates")

ANSWER_SECONDS = 0.05
"""How late one may be. One that is gives up for all who wait, for it is not the last of them."""
CONNECT_SECONDS = 1.0
REST_SECONDS = 1.0
MOST_AT_ONCE = 100

TAKE = """
local now = redis.call('TIME')
now = now[1] * 1e6 + now[2]
local levels = {}
for i, key in ipairs(KEYS) do
  local empty_by = math.max(tonumber(redis.call('GET', key) or '0') - now, 0)
  local after = empty_by + ARGV[2 * i - 1]
  local wait = math.max(after - ARGV[2 * i], 0)
  if wait == 0 then
    empty_by = after
    local milliseconds = math.max(math.ceil(after / 1e3), 1)
    redis.call('SET', key, string.format('%.0f', now + after), 'PX', milliseconds)
  end
  levels[2 * i - 1], levels[2 * i] = empty_by, wait
end
return levels
"""
"""KEYS are buckets. ARGV has for each what to take and what it holds, in microseconds of refilling.
The answer has for each how empty it is, and how long until there is enough.
"""


class Away(Exception):
    """Redis does not answer, or not in time."""


@dataclass(eq=False, slots=True)
class Taking:
    """Points that somebody waits for."""

    key: str
    points: int
    rate: Rate
    level: asyncio.Future[Level]

    @property
    def microseconds(self) -> tuple[int, int]:
        """In which the points, and a whole bucket, are filled again."""
        points = min(self.points, self.rate.burst)
        return micro(points, self.rate), micro(self.rate.burst, self.rate)


class SharedBuckets:
    def __init__(self, url: str) -> None:
        self.url = url
        self.is_there = False
        self.waiting: list[Taking] = []
        self.is_asked = asyncio.Event()

    async def take(self, key: str, points: int, rate: Rate) -> Level:
        """As `Buckets.take`; Away as soon as an answer, this or one before it, is late."""
        if not self.is_there:
            raise Away
        taking = Taking(key, points, rate, asyncio.get_running_loop().create_future())
        self.waiting.append(taking)
        self.is_asked.set()
        return await taking.level

    async def run(self) -> None:
        """Stay connected until cancelled, whatever Redis does."""
        while True:
            try:
                await self.connection()
            except Exception as error:
                if self.is_there:
                    log.warning("Redis is away (%r); rates are counted here alone", error)
            finally:
                self.give_up()
            await asyncio.sleep(REST_SECONDS)

    async def connection(self) -> None:
        """One connection's life; raises when it cannot be relied on any more."""
        async with connected(self.url) as redis:
            # Again, now that it is connected: who answers late is no help.
            await answers(redis, ANSWER_SECONDS)
            self.is_there = True
            while True:
                await self.is_asked.wait()
                await self.ask(redis)

    async def ask(self, redis: Redis) -> None:
        """One round trip for all that wait; they wait on if it raises, for `give_up`."""
        takings = self.waiting[:MOST_AT_ONCE]
        keys = [taking.key for taking in takings]
        sizes = [size for taking in takings for size in taking.microseconds]
        async with asyncio.timeout(ANSWER_SECONDS):
            asked = redis.eval(TAKE, len(keys), *keys, *sizes)
            levels = await cast(Awaitable[list[int]], asked)
        del self.waiting[: len(takings)]
        if not self.waiting:
            self.is_asked.clear()
        for taking, empty_by, wait in zip(takings, levels[::2], levels[1::2], strict=True):
            if not taking.level.done():
                taking.level.set_result(Level(empty_by / 1e6, wait / 1e6))

    def give_up(self) -> None:
        """Nobody waits for what is away."""
        self.is_there = False
        for taking in self.waiting:
            if not taking.level.done():
                taking.level.set_exception(Away())
        self.waiting.clear()
        self.is_asked.clear()


def micro(points: int, rate: Rate) -> int:
    return round(points * 1e6 / rate.per_second)


async def answers(redis: Redis, seconds: float) -> None:
    """Returns if it does; TimeoutError, or what its client raises."""
    async with asyncio.timeout(seconds):
        await cast(Awaitable[bool], redis.ping())


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Redis]:
    never = Retry(NoBackoff(), 0)
    redis = Redis.from_url(url, single_connection_client=True, retry=never)
    try:
        await answers(redis, CONNECT_SECONDS)
        yield redis
    finally:
        with suppress(Exception):
            async with asyncio.timeout(CONNECT_SECONDS):
                await redis.aclose()
