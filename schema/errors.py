"""Problems: what a caller can do wrong, as members of result unions.

The text is `reason`, never `message`: a payload's `message` is an object here, and GraphQL refuses
an operation that asks for both.
"""

import logging
from typing import Any, TypeAlias

import asyncpg
import strawberry
from strawberry.types.field import StrawberryField
from tortoise.exceptions import OperationalError

import errors
from models.lost import is_lost

log = logging.getLogger("mentorgraph.schema")


@strawberry.interface(description="Why it was not done, and what you can do about it")
class Problem:
    reason: str


@strawberry.type(description="Nobody is signed in, or what you signed in with is wrong")
class Unauthenticated(Problem):
    pass


@strawberry.type(description="You may see it, but not do this with it")
class Forbidden(Problem):
    pass


@strawberry.type(description="Not there, or not yours; the two look the same")
class NotFound(Problem):
    pass


@strawberry.type(description="A value that cannot be accepted")
class Invalid(Problem):
    field: str


@strawberry.type(description="What is wrong with one value of a document")
class DocumentProblem:
    path: str = strawberry.field(description="Such as weights.skills; empty for all of it")
    reason: str


@strawberry.type(description="A document whose values cannot be accepted; nothing of it was")
class InvalidDocument(Problem):
    problems: list[DocumentProblem]


@strawberry.type(description="It clashes with what is there already; read again and decide anew")
class Conflict(Problem):
    pass


@strawberry.type(description="No place is left")
class Full(Problem):
    pass


@strawberry.type(description="Too often, or too many at once; come back later")
class TooMany(Problem):
    retry_after: int = strawberry.field(description="Seconds until it is worth trying again")


@strawberry.type(description="What it needs is not set up here, or does not answer just now")
class Unavailable(Problem):
    pass


class WhenTooMany(strawberry.ExceptionHandler[errors.TooMany, TooMany]):
    def handle(
        self, exception: errors.TooMany, *, field: StrawberryField, info: strawberry.Info[Any, Any]
    ) -> TooMany:
        return TooMany(reason=exception.reason, retry_after=exception.retry_after)


class WhenInvalid(strawberry.ExceptionHandler[errors.Invalid, Invalid]):
    def handle(
        self, exception: errors.Invalid, *, field: StrawberryField, info: strawberry.Info[Any, Any]
    ) -> Invalid:
        return Invalid(reason=exception.reason, field=exception.field)


class WhenInvalidDocument(strawberry.ExceptionHandler[errors.InvalidDocument, InvalidDocument]):
    def handle(
        self,
        exception: errors.InvalidDocument,
        *,
        field: StrawberryField,
        info: strawberry.Info[Any, Any],
    ) -> InvalidDocument:
        problems = [DocumentProblem(path=path, reason=why) for path, why in exception.problems]
        return InvalidDocument(reason=exception.reason, problems=problems)


LostError: TypeAlias = OperationalError | asyncpg.InsufficientPrivilegeError


class WhenLost(strawberry.ExceptionHandler[LostError, NotFound]):
    def handle(
        self, exception: LostError, *, field: StrawberryField, info: strawberry.Info[Any, Any]
    ) -> NotFound | None:
        lost = as_lost(exception)
        return NotFound(reason=lost.reason) if lost else None


def as_lost(error: Exception | None) -> errors.NotFound | None:
    """What a row that went, or the right to it, between two statements is to whoever asked."""
    if not is_lost(error):
        return None
    # A statement of ours that can never find its row would look the same.
    log.warning("Something was lost while it was asked for", exc_info=error)
    return errors.NotFound()


def shows(raised: type[errors.UserError], shown: type[Problem]) -> strawberry.ExceptionHandler[Any]:
    """A handler that turns a raised error into the union member of the same name."""

    class Handler:
        exception_type = raised
        error_type = shown

        def handle(
            self, exception: errors.UserError, *, field: StrawberryField, info: Any
        ) -> Problem:
            return shown(reason=exception.reason)

    return Handler()


HANDLERS: list[strawberry.ExceptionHandler[Any]] = [
    WhenInvalid(),
    WhenInvalidDocument(),
    WhenTooMany(),
    WhenLost(),
    shows(errors.Unauthenticated, Unauthenticated),
    shows(errors.Forbidden, Forbidden),
    shows(errors.NotFound, NotFound),
    shows(errors.Conflict, Conflict),
    shows(errors.Full, Full),
    shows(errors.Unavailable, Unavailable),
]
