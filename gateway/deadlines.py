"""Looks twice a second whose time is over: timers for each step of each request would cost more."""

import asyncio
import logging
from itertools import islice
from typing import Protocol

log = logging.getLogger("mentorgraph.gateway")

LOOK_SECONDS = 0.5
LINGER_SECONDS = 15
"""For a client to take what was sent last: longer than uvicorn waits for an answer to its close."""
MOST_AT_ONCE = 20
"""Connections ended without a pause: a thousand would hold everybody up for 50 ms."""
PAUSE_SECONDS = 0.005


class Watched(Protocol):
    def look(self, now: float) -> bool:
        """End what has taken too long, and say whether anything had; `now` is the loop's time."""

    def abort(self) -> None:
        """End it at once."""


class Watch:
    """The connections of the event loop. It sleeps while there are none."""

    def __init__(self) -> None:
        self.watched: set[Watched] = set()
        self.loop: asyncio.AbstractEventLoop | None = None
        """The one it is awake in."""

    def add(self, connection: Watched) -> None:
        self.watched.add(connection)
        loop = asyncio.get_running_loop()
        if self.loop is not loop:
            self.loop = loop
            loop.call_later(LOOK_SECONDS, self.look, loop)

    def discard(self, connection: Watched) -> None:
        self.watched.discard(connection)

    def look(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self.watched:
            self.loop = None
            return
        is_much = False
        try:
            is_much = self.end_late(loop.time())
        finally:
            loop.call_later(PAUSE_SECONDS if is_much else LOOK_SECONDS, self.look, loop)

    def end_late(self, now: float) -> bool:
        """Whether there may be more of them than are ended at once."""
        late = (connection for connection in tuple(self.watched) if self.is_ended(connection, now))
        return sum(1 for _ in islice(late, MOST_AT_ONCE)) == MOST_AT_ONCE

    def is_ended(self, connection: Watched, now: float) -> bool:
        """One that goes wrong is the only one that does."""
        try:
            return connection.look(now)
        except Exception:
            log.exception("A connection whose time was looked at went wrong")
            # First, for what goes wrong in the next line would do so each time.
            self.discard(connection)
            connection.abort()
            return True


watch = Watch()
