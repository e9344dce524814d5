"""How every subscription listens: rights asked anew and rows read anew at each event."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

from errors import NotFound
from models.loaders import Loaders
from schema.scalars import Info

E = TypeVar("E")


async def live(
    info: Info, events: AsyncGenerator[E, None], allowed: Callable[[E | None], Awaitable[bool]]
) -> AsyncGenerator[E, None]:
    """The events, for as long as the viewer is allowed to hear them.

    `allowed` is asked before the first, and again with each one. NotFound at the start, and at the
    first event after the right is gone. The end of the session closes the whole socket, which is
    the gateway's work.
    """
    await ask(allowed(None))
    async with aclosing(events):
        async for event in events:
            await ask(allowed(event))
            info.context.loaders = Loaders()
            yield event


async def ask(allowed: Awaitable[bool]) -> None:
    if not await allowed:
        raise NotFound("There is nothing here that you may listen to")
