"""What clients are told of an error: what they can act on, and otherwise only a request id."""

import logging
from typing import Any

import asyncpg
from graphql import FieldNode, GraphQLError
from tortoise.exceptions import OperationalError

from context import Context
from errors import Invalid, TooMany, UserError
from gateway.wording import worded
from schema.errors import as_lost

log = logging.getLogger("mentorgraph.gateway")

LONGEST_MESSAGE = 500

OUR_CODES = frozenset({"INTERNAL_SERVER_ERROR", "TIMEOUT"})
"""Codes of errors that no client can help."""

UNSTORABLE = "One of the values cannot be stored; check its length, range and characters"
TOO_SLOW = "This took too long; ask for less at once"
LOGGED = "This is logged"
OURS = "Something went wrong on our side; tell us the request id"


def told(error: GraphQLError) -> dict[str, Any]:
    """An error about the request itself, which the client may read as it is."""
    return formatted(
        error, worded(error.message), {"code": "BAD_USER_INPUT", **(error.extensions or {})}
    )


def shown(error: GraphQLError, context: Context) -> dict[str, Any]:
    """An error met while executing, with `extensions.code` always."""
    cause = root_of(error)
    cause = as_lost(cause) or cause
    if isinstance(cause, UserError):
        return formatted(error, cause.reason, {"code": cause.code, **details(cause)})
    if is_about_request(error, cause):
        return told(error)
    if is_caused_by(cause, asyncpg.DataError):
        # A value PostgreSQL cannot hold: a NUL, a number out of range. Nothing was written.
        return formatted(error, UNSTORABLE, {"code": "BAD_USER_INPUT"})
    if isinstance(cause, TimeoutError) or is_caused_by(cause, asyncpg.QueryCanceledError):
        log_lateness(error, cause, context.request_id)
        return formatted(error, TOO_SLOW, {"code": "TIMEOUT"})
    return masked(error, cause, context)


def root_of(error: GraphQLError) -> Exception | None:
    """What was raised, below any number of wrappings."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def is_about_request(error: GraphQLError, cause: Exception | None) -> bool:
    """Whether it lies in a variable or an argument, or came before any field was asked."""
    if error.nodes and not isinstance(error.nodes[0], FieldNode):
        return True
    return cause is None and error.path is None


def details(cause: UserError) -> dict[str, Any]:
    if isinstance(cause, Invalid):
        return {"field": cause.field}
    if isinstance(cause, TooMany):
        return {"retryAfter": cause.retry_after}
    return {}


def is_caused_by(cause: Exception | None, kind: type[Exception]) -> bool:
    """Whether PostgreSQL said so, to the ORM or to us."""
    if isinstance(cause, OperationalError) and cause.args:
        return isinstance(cause.args[0], kind)
    return isinstance(cause, kind)


def masked(error: GraphQLError, cause: Exception | None, context: Context) -> dict[str, Any]:
    request_id = context.request_id
    if LOGGED not in getattr(cause, "__notes__", ()):
        log_failure(error, cause, request_id)
    return formatted(error, OURS, {"code": "INTERNAL_SERVER_ERROR", "requestId": request_id})


def log_failure(error: GraphQLError, cause: Exception | None, request_id: str) -> None:
    """Once, though a hundred rows may wait for the one batch that failed."""
    fields = {"request_id": request_id, "field": field_of(error)}
    told = {"fields": fields, "detail": error.message}
    log.error("Request %s failed", request_id, exc_info=cause, extra=told)
    if cause:
        cause.add_note(LOGGED)


def log_lateness(error: GraphQLError, cause: Exception | None, request_id: str) -> None:
    """Which field it was, and whether a lock, a limit or somebody else ended its statement."""
    fields = {"request_id": request_id, "field": field_of(error)}
    log.warning("Request %s was too slow: %s", request_id, cause, extra={"fields": fields})


def field_of(error: GraphQLError) -> str | None:
    """By its name in the schema: the path has aliases, which are the client's own words."""
    node = error.nodes[0] if error.nodes else None
    return node.name.value if isinstance(node, FieldNode) else None


def formatted(error: GraphQLError, message: str, extensions: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {"message": message[:LONGEST_MESSAGE], "extensions": extensions}
    if error.locations:
        result["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        result["path"] = error.path
    return result
