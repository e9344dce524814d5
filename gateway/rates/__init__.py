"""How often somebody may ask: each has a bucket of points, and an operation takes what it costs."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from functools import lru_cache
from math import ceil
from weakref import WeakValueDictionary

from context import Budget, Context
from gateway.operations import Refused
from gateway.rates.buckets import Buckets, Level, Rate
from gateway.rates.shared import Away, SharedBuckets
from settings import Settings, get_settings

TOO_OFTEN = "Too much was asked for in too short a time; come back in %s s, or ask for less at once"

ALONE = 4
"""While Redis is away, a process gives what it would if it were one of four."""


class TooOften(Refused):
    """The points are not there; says when they will be."""

    def __init__(self, level: Level, budget: Budget) -> None:
        seconds = ceil(level.wait)
        left = {name.decode(): value.decode() for name, value in headers_of(budget)}
        later = {"retry-after": str(seconds), **left}
        super().__init__(TOO_OFTEN % seconds, 429, "RATE_LIMITED", **later)
        self.extensions["retryAfter"] = seconds


class Rates:
    """One per process. Without Redis its buckets are its own."""

    def __init__(self) -> None:
        self.own = Buckets()
        self.turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        """Of those who wait for points, by their bucket."""
        self.shared: SharedBuckets | None = None

    @asynccontextmanager
    async def running(self, url: str | None) -> AsyncIterator[None]:
        """Take from the buckets in this Redis, if one is given, for as long as the block lasts."""
        if url is None:
            yield
            return
        self.shared = SharedBuckets(url)
        task = asyncio.create_task(self.shared.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self.shared = None

    async def charge(self, context: Context, points: int) -> None:
        """Take points of the viewer, or of the address; Refused if there are not so many.

        `context.budget` says what is left.
        """
        rate, key = bucket_of(context, get_settings())
        if rate.burst == 0:
            return
        level, rate = await self.take(key, points, rate)
        before = context.budget.cost if context.budget else 0
        context.budget = budget_of(level, rate, before + points)
        if level.wait:
            raise TooOften(level, context.budget)

    async def wait_for(self, context: Context, points: int) -> None:
        """Take the points as soon as they are there, of a bucket for those who wait.

        They would leave nothing to the same person's questions, which do not wait. One of them at a
        time looks for its points: all others would look in vain.
        """
        rate, key = bucket_of(context, get_settings())
        key = f"{key}:waiting"
        if rate.burst == 0:
            return
        async with self.turns.setdefault(key, asyncio.Lock()):
            while True:
                level, _ = await self.take(key, points, rate)
                if not level.wait:
                    return
                await asyncio.sleep(level.wait)

    async def take(self, key: Hashable, points: int, rate: Rate) -> tuple[Level, Rate]:
        """What is left after taking them, and of which rate."""
        if self.shared is None:
            return self.own.take(key, points, rate), rate
        try:
            return await self.shared.take(f"mentorgraph:rate:{key}", points, rate), rate
        except Away:
            alone = rate.part(ALONE)
            return self.own.take(key, points, alone), alone


def bucket_of(context: Context, settings: Settings) -> tuple[Rate, Hashable]:
    """How much it holds, and whose it is."""
    if who := context.key or context.viewer:
        return rate_of(settings.rate_limit, settings.rate_limit_per_second), who.id
    burst, per_second = settings.rate_limit_anonymous, settings.rate_limit_anonymous_per_second
    return rate_of(burst, per_second), context.address


@lru_cache(maxsize=16)
def rate_of(burst: int, per_second: int) -> Rate:
    return Rate(burst, per_second)


def budget_of(level: Level, rate: Rate, cost: int) -> Budget:
    remaining = max(int(rate.burst - level.empty_by * rate.per_second), 0)
    return Budget(rate.burst, remaining, level.empty_by, cost)


def headers_of(budget: Budget) -> list[tuple[bytes, bytes]]:
    """What every answer says of it over HTTP; the seconds until all is back are rounded up."""
    return [
        (b"ratelimit-limit", b"%d" % budget.limit),
        (b"ratelimit-remaining", b"%d" % budget.remaining),
        (b"ratelimit-reset", b"%d" % ceil(budget.full_in)),
    ]


rates = Rates()
