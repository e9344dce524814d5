"""Running an operation: within a time limit, its errors masked."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from functools import cached_property
from inspect import isawaitable
from typing import Any, cast

import orjson
from graphql import ExecutionResult, GraphQLError, execute, subscribe

from context import Context
from gateway.documents import GRAPHQL, MOST_ERRORS, Prepared, Rejected
from gateway.masking import shown, told
from resolvers import schema
from settings import get_settings

EXECUTOR = schema.execution_context_class


@dataclass(frozen=True)
class Answer:
    """What goes to the client. A refused operation was never executed and has no data."""

    body: dict[str, Any]
    is_refused: bool = False

    @cached_property
    def encoded(self) -> bytes:
        """The body as JSON."""
        return orjson.dumps(self.body)


async def answer(prepared: Prepared, context: Context) -> Answer:
    """Run a query or mutation to its end, or to the time limit."""
    try:
        async with asyncio.timeout(get_settings().operation_timeout_seconds):
            result = execute(GRAPHQL, prepared.document.node, **arguments(prepared, context))
            found = answer_of(await result if isawaitable(result) else result, context)
    except TimeoutError:
        code = {"code": "TIMEOUT"}
        slow = GraphQLError("This took too long; ask for less at once", extensions=code)
        found = Answer({"data": None, "errors": [told(slow)]})
    if not found.is_refused:
        found.body["extensions"] = {"cost": prepared.price}
    return found


async def answers(prepared: Prepared, context: Context) -> AsyncGenerator[Answer, None]:
    """Each event of a subscription, executed; a refusal if it cannot begin.

    Raises what its source raises: a UserError when the viewer may not hear it, or not any more.
    """
    stream = subscribe(GRAPHQL, prepared.document.node, **arguments(prepared, context))
    if isawaitable(stream):
        stream = await stream
    if isinstance(stream, ExecutionResult):
        yield refusal(*(shown(error, context) for error in stream.errors or ()))
        return
    async with aclosing(cast(AsyncGenerator[ExecutionResult, None], stream)) as results:
        async for result in results:
            yield answer_of(result, context)


def arguments(prepared: Prepared, context: Context) -> dict[str, Any]:
    return {
        "variable_values": prepared.operation.variables,
        "operation_name": prepared.operation.name,
        "context_value": context,
        "executor_class": EXECUTOR,
        "max_coercion_errors": MOST_ERRORS,
        "hide_suggestions": get_settings().is_production,
    }


def answer_of(result: ExecutionResult, context: Context) -> Answer:
    """A result as the client gets it. Errors without a path came before execution: refused."""
    errors = [shown(error, context) for error in result.errors or ()]
    if result.data is None and not any("path" in error for error in errors):
        return refusal(*errors)
    return Answer({"data": result.data, **({"errors": errors} if errors else {})})


def refusal(*errors: dict[str, Any]) -> Answer:
    return Answer({"errors": list(errors)}, is_refused=True)


def rejection(rejected: Rejected) -> Answer:
    return refusal(*(told(error) for error in rejected.errors))


def failure(error: Exception, context: Context) -> Answer:
    """What the client is told of an exception that nobody expected."""
    return refusal(shown(GraphQLError(str(error), original_error=error), context))
