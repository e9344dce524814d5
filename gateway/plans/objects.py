"""Objects: their plain fields by one generated expression, the others filled in after it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, Protocol, cast

from asyncpg import Record

from gateway.plans.leaves import NAMES
from gateway.plans.run import Data, Make, Run, Surprise, all_of


class Filling(Protocol):
    """A field that is not plain: puts its answers in the places kept for them."""

    async def fill(self, sources: Sequence[Any], shown: list[Data], run: Run) -> None: ...


@dataclass(slots=True)
class Projection:
    """The plain fields of an object. `entries` tell, of a source's class, each key's expression.

    Compiled once for the rows of the driver and once for everything else.
    """

    entries: list[tuple[str, Callable[[type, dict[str, Any]], str]]]
    made: dict[type, Make] = field(default_factory=dict)

    def show(self, sources: Sequence[Any]) -> list[Data]:
        kind = type(sources[0])
        make = self.made.get(kind) or self.made.setdefault(kind, self.compiled(kind))
        return make(sources)

    def compiled(self, kind: type) -> Make:
        names = dict(NAMES)
        pairs = ", ".join(f"{key!r}: {entry(kind, names)}" for key, entry in self.entries)
        # The expressions hold nothing of a client's but the keys, which are quoted.
        make: Make = eval(f"lambda sources: [{{{pairs}}} for s in sources]", names)
        return make


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects of one type. `kind` is the class of what they are shown from."""

    kind: type
    projection: Projection
    fillings: Sequence[Filling]

    async def show(self, values: Sequence[Any], run: Run) -> list[Any]:
        if not all(isinstance(value, self.kind) for value in values):
            raise Surprise
        return await self.show_sources(values, run)

    async def show_sources(self, sources: Sequence[Any], run: Run) -> list[Data]:
        if not sources:
            return []
        shown = self.projection.show(sources)
        if self.fillings:
            await all_of([filling.fill(sources, shown, run) for filling in self.fillings])
        return shown


@dataclass(frozen=True, slots=True)
class Rows(Objects):
    """Objects that show rows: they are shown from the rows themselves."""

    async def show(self, values: Sequence[Any], run: Run) -> list[Any]:
        if not all(type(value) is self.kind for value in values):
            raise Surprise
        return await self.show_sources([value.row for value in values], run)


@dataclass(frozen=True, slots=True)
class OfRows:
    """The same objects, where the rows are at hand."""

    objects: Objects

    async def show(self, values: Sequence[Any], run: Run) -> list[Any]:
        return list(await self.objects.show_sources(values, run))


def is_stored(kind: type, name: str) -> bool:
    """Whether a source is a row of the driver that holds the column as it is shown."""
    return issubclass(kind, Record) and not hasattr(kind, name)


@cache
def reader(kind: Hashable, name: str) -> Callable[[Any], Any]:
    """Reads a column of a source of this class."""
    return itemgetter(name) if is_stored(cast(type, kind), name) else attrgetter(name)
