"""Rows as the driver gives them, without a model made of each, for whatever is only read."""

import logging
from collections.abc import Collection
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

import asyncpg
from tortoise.connection import get_connection
from tortoise.models import Model

R = TypeVar("R", bound=Model)

# The ORM's own log, so that whoever counts statements counts these, too.
log = logging.getLogger("tortoise.db_client")


class Row(asyncpg.Record):  # type: ignore[misc]
    """Columns by name: `row["status"]` as it is stored, `row.status` as the model has it."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"{type(self).__name__} has no {name}") from None


async def rows(model: type[R], sql: str, *values: Any) -> list[R]:
    """What a SELECT of the model's columns finds; `$1`, `$2`, … stand for the values.

    Joins the transaction around it. A row reads like its model, and is typed as one: it has the
    columns, enumerations, properties and methods, and nothing that writes.
    """
    return cast(list[R], await records(row_class(model), sql, *values))


async def records(kind: type[asyncpg.Record] | None, sql: str, *values: Any) -> list[Any]:
    """As `rows`, of a class of the driver's records. Its own, for None, is made fastest."""
    log.debug("%s: %s", sql, values)
    client: Any = get_connection("default")
    asked, given = client.asked(sql, values)
    async with client.acquire_connection() as connection:
        found: list[Any] = await connection.fetch(asked, *given, record_class=kind)
        return found


def value_of(row: Any, column: str) -> Any:
    """A column of a row, of a model or of one of the driver's own records."""
    return row[column] if type(row) is asyncpg.Record else getattr(row, column)


@cache
def row_class(model: type[Model]) -> type[Row]:
    answers = {name: value for name, value in vars(model).items() if not name.startswith("_")}
    fields = model._meta.fields_map.items()
    kinds = {name: kind for name, field in fields if (kind := enum_of(field))}
    members = {name: property(member_of(name, kind)) for name, kind in kinds.items()}
    return type(f"{model.__name__}Row", (Row,), {"__slots__": (), **answers, **members})


def are_stored(model: type[Model], names: Collection[str]) -> bool:
    """Whether all of these are columns that are read as they are stored."""
    kind, columns = row_class(model), model._meta.fields_db_projection
    return all(name in columns and not hasattr(kind, name) for name in names)


def enum_of(field: Any) -> type[Enum] | None:
    kind: type[Enum] | None = getattr(field, "enum_type", None)
    return kind


def member_of(name: str, kind: type[Enum]) -> Any:
    """Reads a column that is stored as the value of an enumeration."""

    def read(row: Row) -> Enum | None:
        value = row[name]
        return None if value is None else kind(value)

    return read
