"""Looks twice a second whose time is over: timers for each step of each request would cost more."""

import asyncio
from itertools import islice
from typing import Protocol

LOOK_SECONDS = 0.5
LINGER_SECONDS = 15
"""For a client to take what was sent last: longer than uvicorn waits for an answer to its close."""
MOST_AT_ONCE = 20
"""Connections ended without a pause: a thousand would hold everybody up for 50 ms."""
PAUSE_SECONDS = 0.005


class Watched(Protocol):
    def look(self, now: float) -> bool:
        """End what has taken too long, and say whether anything had; `now` is the loop's time."""


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
        now = loop.time()
        late = (connection for connection in tuple(self.watched) if connection.look(now))
        is_much = sum(1 for _ in islice(late, MOST_AT_ONCE)) == MOST_AT_ONCE
        loop.call_later(PAUSE_SECONDS if is_much else LOOK_SECONDS, self.look, loop)


watch = Watch()
