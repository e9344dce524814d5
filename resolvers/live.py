"""How every subscription listens: rights asked anew and rows read anew at each event."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

from actions.conversations.presence import present
from errors import NotFound
from models.loaders import Loaders
from schema.scalars import Info

E = TypeVar("E")


def never(_: object) -> bool:
    """Nothing is old where nothing can be asked for again."""
    return False


async def live(
    info: Info,
    events: AsyncGenerator[E, None],
    allowed: Callable[[E | None], Awaitable[bool]],
    is_old: Callable[[E], bool] = never,
) -> AsyncGenerator[E, None]:
    """The events, for as long as the viewer is allowed to hear them.

    One that is old is not heard but asked for, and waits until it is paid as any question is.

    Whoever listens is here, as far as partners see.

    `allowed` is asked before the first, and again with each one. NotFound at the start, and at the
    first event after the right is gone. The end of the session closes the whole socket, which is
    the gateway's work.
    """
    await ask(allowed(None))
    with present(info.context.signed_in().id):
        async with aclosing(events):
            async for event in events:
                if is_old(event) and info.context.pay_again:
                    await info.context.pay_again()
                await ask(allowed(event))
                info.context.loaders = Loaders()
                yield event


async def ask(allowed: Awaitable[bool]) -> None:
    if not await allowed:
        raise NotFound("There is nothing here that you may listen to")
