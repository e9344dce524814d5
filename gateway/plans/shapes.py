"""Values by the shape of their type: nullable, a list, an object, one of several objects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.plans.run import Plan, Run, Surprise, flat, split


@dataclass(frozen=True, slots=True)
class Leaf:
    """Values that are shown one by one."""

    shower: Callable[[Any], Any]

    async def show(self, values: Sequence[Any], run: Run) -> list[Any]:
        return [self.shower(value) for value in values]


@dataclass(frozen=True, slots=True)
class Nullable:
    """Null stays null; the others are shown."""

    inner: Plan

    async def show(self, values: Sequence[Any], run: Run) -> list[Any]:
        present = [value for value in values if value is not None]
        shown = iter(await self.inner.show(present, run) if present else ())
        return [None if value is None else next(shown) for value in values]


@dataclass(frozen=True, slots=True)
class Listed:
    """All entries of all lists are shown together."""

    inner: Plan

    async def show(self, values: Sequence[Any], run: Run) -> list[Any]:
        if not all(type(value) in (list, tuple) for value in values):
            raise Surprise
        entries = flat(values)
        shown = await self.inner.show(entries, run) if entries else []
        return list(split(shown, values))


@dataclass(frozen=True, slots=True)
class Abstract:
    """Objects of several types, each type's together; `plans` are by the objects' class."""

    plans: dict[type, Plan]

    async def show(self, values: Sequence[Any], run: Run) -> list[Any]:
        shown: list[Any] = [None] * len(values)
        for kind in dict.fromkeys(map(type, values)):
            places = [place for place, value in enumerate(values) if type(value) is kind]
            answers = await self.plans[kind].show([values[place] for place in places], run)
            for place, answer in zip(places, answers, strict=True):
                shown[place] = answer
        return shown
