"""Looks twice a second whose time is over: timers for each step of each request would cost more."""

import asyncio
from typing import Protocol

LOOK_SECONDS = 0.5


class Watched(Protocol):
    def look(self, now: float) -> None:
        """End what has taken too long; `now` is the loop's time."""


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
        now = loop.time()
        for connection in tuple(self.watched):
            connection.look(now)
        if self.watched:
            loop.call_later(LOOK_SECONDS, self.look, loop)
        else:
            self.loop = None


watch = Watch()
