"""A circuit breaker: what failed a few times in a row is left alone for a while."""

import time
from collections.abc import Callable

FAILURES = 3
REST_SECONDS = 10.0


class Breaker:
    """Open after three failures in a row. Every ten seconds it lets one call through to see."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.failures = 0
        self.next_try_at = 0.0

    @property
    def is_open(self) -> bool:
        return self.failures >= FAILURES

    def lets_through(self) -> bool:
        if not self.is_open:
            return True
        if self.clock() < self.next_try_at:
            return False
        self.rest()
        return True

    def succeeded(self) -> None:
        self.failures = 0

    def failed(self) -> None:
        self.failures += 1
        self.rest()

    def rest(self) -> None:
        self.next_try_at = self.clock() + REST_SECONDS
