"""What a plan is run with, and how its parts wait for each other."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graphql import FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode
from graphql.execution.values import VariableValues

from context import Context


class Surprise(Exception):
    """Nothing the plan has a rule for."""


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a plan: who asks, with which coerced variables, from which root value."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    variables: VariableValues
    context: Context
    root: Any = None


Data = dict[str, Any]


class Plan(Protocol):
    """What is made of values of one type: one answer for each, in their order."""

    async def show(self, values: Sequence[Any], run: Run) -> list[Any]: ...


async def all_of(awaitables: Sequence[Awaitable[Any]]) -> list[Any]:
    """Their results, side by side; if one fails, the others end before the failure is raised.

    They end by themselves: what they load will be asked for again, and to cancel a statement costs
    PostgreSQL a process.
    """
    if len(awaitables) == 1:
        return [await awaitables[0]]
    # Not a TaskGroup: in Python 3.11 one that fails leaves its caller marked as cancelled, and then
    # the time limit around it ends in a cancellation instead of a TimeoutError.
    tasks = [asyncio.ensure_future(one) for one in awaitables]
    try:
        results = await asyncio.gather(*tasks, return_exceptions=True)
    except asyncio.CancelledError:
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


def flat(lists: Iterable[Sequence[Any]]) -> list[Any]:
    return [value for few in lists for value in few]


def split(values: Sequence[Any], like: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """A flat list cut again into pieces as long as those it was made of."""
    pieces, begin = [], 0
    for few in like:
        end = begin + len(few)
        pieces.append(values[begin:end])
        begin = end
    return pieces


Make = Callable[[Sequence[Any]], list[Data]]
