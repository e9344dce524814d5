"""Listening: each event executed, once for all who ask the same and may hear the same."""

import asyncio
from collections.abc import AsyncGenerator, Hashable
from contextlib import aclosing
from dataclasses import dataclass
from functools import cached_property
from inspect import isawaitable
from typing import Any, cast

import orjson
from graphql import (
    ExecutionResult,
    Executor,
    create_source_event_stream,
    execute_subscription_event,
)

from context import Context
from gateway.documents import GRAPHQL, Prepared
from gateway.execution import (
    Answer,
    answer_of,
    coerced,
    executor_of,
    planned,
    refusal,
    time_limit,
)
from gateway.masking import shown
from gateway.plans import Compiled, plan_for
from gateway.telemetry.counts import counts
from models.acting import by_system
from schema.events import Told

MOST_SHARED = 16
"""Different answers to one event that are kept for others; people who look alike ask alike."""


async def answers(prepared: Prepared, context: Context) -> AsyncGenerator[Answer, None]:
    """Each event of a subscription, executed; a refusal if it cannot begin.

    Raises what its source raises: a UserError when the viewer may not hear it, or not any more.
    """
    variables = coerced(prepared)
    if isinstance(variables, list):
        yield refusal(*(shown(error, context) for error in variables))
        return
    executor = executor_of(prepared, context, variables)
    source = create_source_event_stream(executor)
    events = await source if isawaitable(source) else source
    if isinstance(events, ExecutionResult):
        yield refusal(*(shown(error, context) for error in events.errors or ()))
        return
    listener = Listener(executor, plan_for(GRAPHQL, prepared, variables, at_once=True), prepared)
    async with aclosing(cast(AsyncGenerator[Any, None], events)):
        async for event in events:
            yield await listener.answer(event)


@dataclass(frozen=True)
class Listener:
    """How one subscription answers its events."""

    executor: Executor[Context]
    plan: Compiled | None
    prepared: Prepared

    async def answer(self, event: Any) -> Answer:
        if self.plan and self.plan.is_same_for_all and isinstance(event, Told):
            answer = await self.shared(event)
        else:
            answer = await self.own(event)
        return answer or await self.standard(event)

    async def shared(self, event: Told) -> Answer | None:
        """Worked out, and encoded, by whoever asks first. What surprises a plan is not shared."""
        key = self.key
        answer = event.answers.get(key)
        if answer is None:
            if len(event.answers) >= MOST_SHARED:
                return await self.own(event)
            # In a task of its own: whoever asked first may leave before the others. It is the same
            # for all who were let in, so it is nobody's of them.
            answer = event.answers[key] = asyncio.ensure_future(by_system(self.own)(event))
        else:
            counts.plans["shared"] += 1
        found: Answer | None = answer.result() if answer.done() else await asyncio.shield(answer)
        return found

    @cached_property
    def key(self) -> Hashable:
        """What two operations have in common that say the same of an event.

        One plan, which is one document, one operation and one choice of what to skip, and the same
        values of the variables that it uses; where to listen, and from which cursor, is aside.
        """
        given, used = self.prepared.operation.variables, self.plan.used if self.plan else ()
        return self.plan, orjson.dumps([[name in given, given.get(name)] for name in used])

    async def own(self, event: Any) -> Answer | None:
        executor = self.executor
        if self.plan is None:
            return None
        async with time_limit():
            data = await planned(self.plan, executor.variable_values, executor.context_value, event)
        return None if data is None else Answer({"data": data})

    async def standard(self, event: Any) -> Answer:
        found: Any = execute_subscription_event(self.executor.build_per_event_executor(event))
        async with time_limit():
            result = await found if isawaitable(found) else found
        return answer_of(result, self.executor.context_value)
