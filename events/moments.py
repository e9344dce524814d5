"""What is worked out for one listener, for all others who are told of the same."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from models.acting import by_system

V = TypeVar("V")

FRESH_SECONDS = 1.0


class Moment:
    """Answers about one event by what was asked, each kept for a second and then worked out anew.

    Nothing is kept longer: a log remembers events for as long as somebody follows it.
    """

    __slots__ = ("answers", "known")

    def __init__(self) -> None:
        self.answers: dict[str, asyncio.Future[Any]] = {}
        self.known: dict[str, Any] = {}
        """What was read together with the event, or made of that."""

    def know(self, **answers: Any) -> None:
        """What need not be asked for a second from now on."""
        self.known = answers
        asyncio.get_running_loop().call_later(FRESH_SECONDS, answers.clear)

    async def once(self, question: str, ask: Callable[[], Awaitable[V]]) -> V:
        """What `ask` says, or said a moment ago; a failure is told to all who wait for it."""
        answer = self.answers.get(question) or self.asked(question, ask)
        if answer.done():
            return cast(V, answer.result())
        return cast(V, await asyncio.shield(answer))

    def asked(self, question: str, ask: Callable[[], Awaitable[V]]) -> asyncio.Future[V]:
        # In a task of its own: whoever asked first may leave before the others.
        # Nor is it theirs: each of whom hears it was let in by a right of their own.
        answer = asyncio.ensure_future(by_system(ask)())
        answer.add_done_callback(seen_by_now)
        self.answers[question] = answer
        answer.get_loop().call_later(FRESH_SECONDS, self.answers.pop, question)
        return answer


def seen_by_now(answer: asyncio.Future[Any]) -> None:
    """A failure that nobody waits for any more is not worth a line in the log."""
    if not answer.cancelled():
        answer.exception()
