"""Running an operation: within a time limit, its errors masked."""

import asyncio
from dataclasses import dataclass
from functools import cached_property
from inspect import isawaitable
from typing import Any, cast

import orjson
from graphql import (
    ExecutionResult,
    Executor,
    GraphQLError,
    default_field_resolver,
    default_type_resolver,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues, get_variable_values

from context import Context
from gateway.documents import GRAPHQL, MOST_ERRORS, Prepared, Rejected
from gateway.masking import OUR_CODES, TOO_SLOW, shown, told
from gateway.operations import Refused
from gateway.plans import Compiled, fragments_of, plan_for
from gateway.telemetry.counts import counts
from settings import get_settings

NO_VARIABLES = VariableValues({}, {})
OVER_TIME = GraphQLError(TOO_SLOW, extensions={"code": "TIMEOUT"})


@dataclass(frozen=True)
class Answer:
    """What goes to the client. A refused operation was never executed and has no data."""

    body: dict[str, Any]
    is_refused: bool = False

    @cached_property
    def encoded(self) -> bytes:
        """The body as JSON."""
        return orjson.dumps(self.body)

    @property
    def is_ours(self) -> bool:
        """Whether it holds an error that its client cannot help."""
        errors = self.body.get("errors", ())
        return any(error["extensions"]["code"] in OUR_CODES for error in errors)


def time_limit() -> asyncio.Timeout:
    """For an operation, or one event of a subscription."""
    return asyncio.timeout(get_settings().operation_timeout_seconds)


async def answer(prepared: Prepared, context: Context) -> Answer:
    """Run a query or mutation to its end, or to the time limit."""
    try:
        async with time_limit():
            found = await executed(prepared, context)
    except TimeoutError:
        found = Answer({"data": None, "errors": [told(OVER_TIME)]})
    if not found.is_refused:
        found.body["extensions"] = {"cost": prepared.price}
    return found


async def executed(prepared: Prepared, context: Context) -> Answer:
    variables = coerced(prepared)
    if isinstance(variables, list):
        return refusal(*(shown(error, context) for error in variables))
    plan = plan_for(GRAPHQL, prepared, variables)
    if plan and (data := await planned(plan, variables, context)) is not None:
        return Answer({"data": data})
    result: Any = executor_of(prepared, context, variables).execute_operation()
    return answer_of(await result if isawaitable(result) else result, context)


async def planned(
    plan: Compiled, variables: VariableValues, context: Context, root: Any = None
) -> dict[str, Any] | None:
    """The data as the plan shows it; None if anything is unusual, for it has no errors of its own.

    What was loaded by then is at hand for who answers in its place.
    """
    try:
        data = cast(dict[str, Any], await plan.data(GRAPHQL, variables, context, root))
    except Exception:
        counts.plans["surprised"] += 1
        return None
    counts.plans["kept"] += 1
    return data


def coerced(prepared: Prepared) -> VariableValues | list[GraphQLError]:
    """The variables as the operation declares them, or what is wrong with them."""
    declared = prepared.definition.variable_definitions
    if not declared:
        return NO_VARIABLES
    given, is_hidden = prepared.operation.variables, get_settings().is_production
    return get_variable_values(GRAPHQL, declared, given, MOST_ERRORS, is_hidden)


def executor_of(
    prepared: Prepared, context: Context, variables: VariableValues
) -> Executor[Context]:
    fragments = fragments_of(prepared.document)
    return Executor(
        GRAPHQL,
        fragments,
        {name: FragmentDetails(node) for name, node in fragments.items()},
        None,
        context,
        prepared.definition,
        variables,
        default_field_resolver,
        default_type_resolver,
        default_field_resolver,
        hide_suggestions=get_settings().is_production,
    )


def answer_of(result: ExecutionResult, context: Context) -> Answer:
    """A result as the client gets it. Errors without a path came before execution: refused."""
    errors = [shown(error, context) for error in result.errors or ()]
    if result.data is None and not any("path" in error for error in errors):
        return refusal(*errors)
    return Answer({"data": result.data, **({"errors": errors} if errors else {})})


def refusal(*errors: dict[str, Any]) -> Answer:
    return Answer({"errors": list(errors)}, is_refused=True)


def refused(error: Refused) -> Answer:
    return refusal(told(GraphQLError(error.reason, extensions=error.extensions)))


def rejection(rejected: Rejected) -> Answer:
    return refusal(*(told(error) for error in rejected.errors))


def failure(error: Exception, context: Context) -> Answer:
    """What the client is told of an exception that nobody expected."""
    return refusal(shown(GraphQLError(str(error), original_error=error), context))
