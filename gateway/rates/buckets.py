"""Token buckets, as the time at which each is full again: one number a bucket.

A bucket that was never taken from, or is full again, is not there at all.
"""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import islice

MOST_BUCKETS = 100_000


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket holds `burst` points, and gets `per_second` back until it does."""

    burst: int
    per_second: float

    def part(self, among: int) -> "Rate":
        return Rate(self.burst // among, self.per_second / among)


@dataclass(slots=True)
class Level:
    """How full a bucket is after some points were taken, or were not there to take."""

    empty_by: float
    """Seconds until it is full."""
    wait: float
    """Seconds until the points are there; 0 if they were taken."""


class Buckets:
    """The buckets of this process. The one not taken from for longest makes room if need be."""

    def __init__(
        self, most: int = MOST_BUCKETS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.most = most
        self.clock = clock
        self.full_at: dict[Hashable, float] = {}

    def take(self, key: Hashable, points: int, rate: Rate) -> Level:
        """Take all of the points or none. More than a bucket holds are taken as all it holds."""
        now = self.clock()
        empty_by = max(self.full_at.pop(key, now) - now, 0.0)
        after = empty_by + min(points, rate.burst) / rate.per_second
        wait = after - rate.burst / rate.per_second
        if wait > 1e-9:
            self.full_at[key] = now + empty_by
            return Level(empty_by, wait)
        self.full_at[key] = now + after
        self.make_room(now)
        return Level(after, 0.0)

    def make_room(self, now: float) -> None:
        """Look at the two not taken from for longest: two go for each that comes."""
        for key in list(islice(self.full_at, 2)):
            if self.full_at[key] > now and len(self.full_at) <= self.most:
                break
            del self.full_at[key]
