"""Loading takes seconds and the history weeks: who acts when, and how the dates come right.

A story is a generator that yields the moment of each of its acts before it does it.
"""

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import heapify, heappop, heapreplace

from tortoise import Tortoise
from tortoise.fields import DatetimeField
from tortoise.models import Model

from models.sql import fetch

Story = AsyncGenerator[datetime, None]


@dataclass
class Clock:
    """When each act really began, and its moment in the story."""

    really: list[datetime] = field(default_factory=list)
    told: list[datetime] = field(default_factory=list)

    def strike(self, moment: datetime) -> None:
        self.really.append(datetime.now(UTC))
        self.told.append(moment)


async def play(stories: Iterable[Story]) -> Clock:
    """All acts of all stories, earliest first, so that ids are in the order of the dates."""
    clock = Clock()
    waiting = [(await anext(story), number, story) for number, story in enumerate(stories)]
    heapify(waiting)
    while waiting:
        moment, number, story = waiting[0]
        clock.strike(moment)
        try:
            heapreplace(waiting, (await anext(story), number, story))
        except StopAsyncIteration:
            heappop(waiting)
    return clock


async def date_back(clock: Clock) -> None:
    """Give every time that was written during an act the act's moment, in every table."""
    really = [*clock.really, datetime.now(UTC)]
    for model in Tortoise.apps["models"].values():
        await fetch(dating(model), really, clock.told)


def dating(model: type[Model]) -> str:
    """Times from before and after, for which no act is found, stay as they are."""
    fields = model._meta.fields_map.items()
    columns = [name for name, field in fields if isinstance(field, DatetimeField)]
    moment = "coalesce(($2::timestamptz[])[width_bucket({0}, $1::timestamptz[])], {0})"
    changes = ", ".join(f"{column} = {moment.format(column)}" for column in columns)
    return f'UPDATE "{model._meta.db_table}" SET {changes}'
