"""On whose behalf statements are sent: PostgreSQL shows everybody the rows of their tenants only.

See `models/row_security.py` for the rows, and `models/engine.py` for how it is told.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

P = ParamSpec("P")
R = TypeVar("R")

NOBODY = ""
"""Sees what belongs to no tenant and to no person."""

SYSTEM = "system"
"""The server on its own account: signing people in, jobs, what all listeners share."""

actor: ContextVar[str] = ContextVar("actor", default=NOBODY)
"""The id of a user, or one of the two above; `user/organization` for a user within one."""


def act_for(viewer_id: UUID | None, within: UUID | None = None) -> None:
    """From here on, in this task, statements are those of this person, or of nobody.

    `within` is an organization, if what they may see ends with it.
    """
    person = NOBODY if viewer_id is None else str(viewer_id)
    actor.set(person if within is None else f"{person}/{within}")


@contextmanager
def as_system() -> Iterator[None]:
    """Statements in the block are the server's own, whoever asks: every use needs a reason."""
    token = actor.set(SYSTEM)
    try:
        yield
    finally:
        actor.reset(token)


def by_system(verb: Callable[P, Awaitable[R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """A coroutine function all of whose statements are the server's own."""

    @wraps(verb)
    async def done(*args: P.args, **kwargs: P.kwargs) -> R:
        with as_system():
            return await verb(*args, **kwargs)

    return done
