"""What a plan is run with, and how its parts wait for each other."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
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


Shown = dict[str, Any]


class Plan(Protocol):
    """What is made of values of one type: one answer for each, in their order."""

    async def show(self, values: Sequence[Any], run: Run) -> list[Any]: ...


async def all_of(awaitables: Sequence[Awaitable[Any]]) -> list[Any]:
    """Their results, side by side; if one fails, the others end before the failure is raised."""
    if len(awaitables) == 1:
        return [await awaitables[0]]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(coroutine(one)) for one in awaitables]
    return [task.result() for task in tasks]


def coroutine(one: Awaitable[Any]) -> Coroutine[Any, Any, Any]:
    return one if isinstance(one, Coroutine) else awaited(one)


async def awaited(one: Awaitable[Any]) -> Any:
    return await one


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


Make = Callable[[Sequence[Any]], list[Shown]]
