"""Where rows are read from: a table, or what a policy shows of it to somebody.

A policy's query is made into SQL once, with the viewer as a parameter of it: building it anew costs
the ORM ten times what PostgreSQL takes to answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.rows import are_stored, records, row_class
from models.users import User

R = TypeVar("R", bound=Model)

Policy = Callable[[User], QuerySet[R]]

STAND_IN = UUID("00000000-0000-7000-8000-5ee5ee5ee5ee")
SPELLED = str(STAND_IN)
"""As the ORM hands ids to the driver."""


@dataclass(frozen=True, slots=True)
class Source(Generic[R]):
    """The rows of `sql`, a name or a query in brackets, where each `condition` holds.

    `values` are those of `sql`'s placeholders followed by those of the conditions. With `columns`,
    rows are the driver's own records of just these.
    """

    model: type[R]
    sql: str
    values: tuple[Any, ...] = ()
    conditions: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def where(self, **columns: Any) -> "Source[R]":
        """Only rows with these values; None asks for nothing."""
        asked = {name: value for name, value in columns.items() if value is not None}
        places = enumerate(asked, start=len(self.values) + 1)
        return replace(
            self,
            values=(*self.values, *map(stored, asked.values())),
            conditions=(*self.conditions, *(f"{name} = ${place}" for place, name in places)),
        )

    def only(self, columns: frozenset[str]) -> "Source[R]":
        """No more than these columns, if all of them are shown as they are stored."""
        if not are_stored(self.model, columns):
            return self
        return replace(self, columns=(*sorted(columns),))

    async def read(self, sql: str, *values: Any) -> list[R]:
        """The rows that a SELECT made from `select` finds."""
        return await records(None if self.columns else row_class(self.model), sql, *values)

    def select(self, *more: str) -> str:
        """A SELECT of the columns; `more` conditions may follow."""
        conditions = (*self.conditions, *more)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        columns = ", ".join(f'"{name}"' for name in self.columns) or "*"
        return f"SELECT {columns} FROM {self.sql}{where}"

    async def get(self, id: UUID) -> R | None:
        """The row with this id, if it is among them."""
        found = await self.read(self.select(f"id = ${self.next}"), *self.values, id)
        return found[0] if found else None

    async def all(self) -> list[R]:
        """Every row of them, for sets that are known to be small."""
        return await self.read(self.select(), *self.values)

    async def among(self, ids: list[UUID]) -> dict[UUID, R]:
        """Those of the ids that are among them, by id."""
        sql = self.select(f"id = ANY(${self.next}::uuid[])")
        return {row["id"]: row for row in await self.read(sql, *self.values, ids)}  # type: ignore[index]

    @property
    def next(self) -> int:
        """The number of the first placeholder that is free."""
        return len(self.values) + 1


def stored(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


@cache
def table(model: type[R]) -> Source[R]:
    """All rows of a model, whose table has its name once the database is connected."""
    assert model._meta.db_table
    return Source(model, f'"{model._meta.db_table}"')


def seen(policy: Policy[R], viewer: User) -> Source[R]:
    """What the policy shows of its model to the viewer."""
    source = template(policy)
    values = tuple(viewer.id if value == SPELLED else value for value in source.values)
    return replace(source, values=values)


@dataclass(frozen=True, slots=True)
class StandIn:
    """A viewer of whom a query may use the id only: then one SQL serves everybody."""

    id: UUID = STAND_IN


@lru_cache(maxsize=256)
def template(policy: Policy[R]) -> Source[R]:
    query = policy(cast(User, StandIn()))
    # Placeholders are numbered only once the SQL was made.
    sql = query.sql()
    _, values = query.query.get_parameterized_sql()
    return Source(query.model, f"({sql}) AS seen", tuple(values))
