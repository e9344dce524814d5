"""Objects: their plain fields by one generated expression, the others filled in after it."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, Protocol, cast

from asyncpg import Record

from gateway.plans.leaves import NAMES
from gateway.plans.run import Data, Make, Run, Surprise, all_of

Columns = frozenset[str] | None
"""The columns that are read of the rows at hand; None if that cannot be told."""


def union(some: Iterable[Columns]) -> Columns:
    found = frozenset[str]()
    for columns in some:
        if columns is None:
            return None
        found |= columns
    return found


class Filling(Protocol):
    """A field that is not plain: puts its answers in the places kept for them."""

    @property
    def columns(self) -> Columns: ...

    async def fill(self, sources: Sequence[Any], shown: list[Data], run: Run) -> None: ...


@dataclass(frozen=True, slots=True)
class Plain:
    """A field shown by an expression, made for a class of sources; it adds what it refers to."""

    expression: Callable[[type, dict[str, Any]], str]
    columns: Columns


@dataclass(slots=True)
class Projection:
    """The plain fields of an object, and places for the others.

    Compiled once for each class of sources: rows of the driver, of the model, and others.
    """

    parts: Mapping[str, Plain | Filling]
    made: dict[type, Make] = field(default_factory=dict)

    def show(self, sources: Sequence[Any]) -> list[Data]:
        kind = class_of_all(sources)
        make = self.made.get(kind) or self.made.setdefault(kind, self.compiled(kind))
        return make(sources)

    def compiled(self, kind: type) -> Make:
        names = dict(NAMES)
        entries = {
            key: part.expression(kind, names) if isinstance(part, Plain) else "None"
            for key, part in self.parts.items()
        }
        pairs = ", ".join(f"{key!r}: {entry}" for key, entry in entries.items())
        # The expressions hold nothing of a client's but the keys, which are quoted.
        make: Make = eval(f"lambda sources: [{{{pairs}}} for s in sources]", names)
        return make


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects of one type. `kind` is the class of what they are shown from.

    The rows at hand of a page are its own, and of whatever shows a row that row.
    """

    kind: type
    projection: Projection
    fillings: Sequence[Filling]
    columns: Columns

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

    @property
    def columns(self) -> Columns:
        return self.objects.columns

    async def show(self, values: Sequence[Any], run: Run) -> list[Any]:
        return list(await self.objects.show_sources(values, run))


def is_stored(kind: type, name: str) -> bool:
    """Whether a source is a row of the driver that holds the column as it is shown."""
    return issubclass(kind, Record) and not hasattr(kind, name)


def class_of_all(sources: Sequence[Any]) -> type:
    """Their class; object if they are of several: rows of the driver read like their model, too."""
    kinds = set(map(type, sources))
    return kinds.pop() if len(kinds) == 1 else object


@cache
def reader(kind: Hashable, name: str) -> Callable[[Any], Any]:
    """Reads a column of a source of this class."""
    return itemgetter(name) if is_stored(cast(type, kind), name) else attrgetter(name)
