"""What was worked out for one listener a moment ago, for all others who are told of the same."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar, cast

V = TypeVar("V")

FRESH_SECONDS = 1.0
MOST = 1_000


class Moments:
    """Answers by key, each worked out once and forgotten after a second."""

    def __init__(self) -> None:
        self.held: dict[Hashable, tuple[float, asyncio.Future[Any]]] = {}

    async def once(self, key: Hashable, ask: Callable[[], Awaitable[V]]) -> V:
        """What `ask` says, or said a moment ago; a failure is told to all who wait for it."""
        now = time.monotonic()
        until, answer = self.held.get(key, (0.0, None))
        if answer is None or until < now:
            self.make_room(now)
            # In a task of its own: whoever asked first may leave before the others.
            answer = asyncio.ensure_future(ask())
            answer.add_done_callback(seen_by_now)
            self.held[key] = now + FRESH_SECONDS, answer
        if answer.done():
            return cast(V, answer.result())
        return cast(V, await asyncio.shield(answer))

    def make_room(self, now: float) -> None:
        """Forget what is over, oldest first, and the oldest of too many."""
        for key, (until, _) in list(self.held.items())[:MOST]:
            if until >= now and len(self.held) < MOST:
                break
            del self.held[key]


def seen_by_now(answer: asyncio.Future[Any]) -> None:
    """A failure that nobody waits for any more is not worth a line in the log."""
    if not answer.cancelled():
        answer.exception()


moments = Moments()
