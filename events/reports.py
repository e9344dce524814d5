"""The reports of a program as a stream of states: the newest, never a backlog."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from events import topics
from events.hub import hub

S = TypeVar("S")


async def follow(program_id: UUID, read: Callable[[], Awaitable[S]]) -> AsyncGenerator[S, None]:
    """What `read` finds, as it is now and whenever it is another: all read what they may."""
    with hub.listen(topics.reports(program_id)) as signal:
        told = None
        while True:
            signal.clear()
            now = await read()
            if now != told:
                told = now
                yield now
            else:
                await signal.wait()
