"""SQL by hand, where the query says more than the ORM can."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pypika_tortoise.context import SqlContext
from tortoise.backends.base.client import TransactionalDBClient
from tortoise.connection import get_connection
from tortoise.expressions import Subquery
from tortoise.models import Model
from tortoise.queryset import AwaitableQuery

R = TypeVar("R", bound=Model)

# The ORM's own log, so that whoever counts statements counts these, too.
log = logging.getLogger("tortoise.db_client")


async def fetch(sql: str, *values: Any) -> Sequence[Mapping[str, Any]]:
    """Rows as mappings; `$1`, `$2`, … stand for the values. Joins the transaction around it.

    What begins with WITH and writes needs one around it.
    """
    # Not execute_query: it gives no rows for a statement that begins with UPDATE, RETURNING or not.
    rows: list[dict[str, Any]] = await get_connection("default").execute_query_dict(
        sql, list(values)
    )
    return rows


async def fetch_one(sql: str, *values: Any) -> Mapping[str, Any] | None:
    rows = await fetch(sql, *values)
    return rows[0] if rows else None


async def write_at_once(sql: str, *values: Any) -> Any:
    """The driver's record of what a statement gives that is a transaction by itself, or None.

    Where there is one around it, it joins that. Its last placeholder is who acts: it must say
    `(SELECT act_for($n))` as a condition of all that it writes, which PostgreSQL looks at before
    anything else, as in `models.engine.telling`.
    """
    found = await write_all_at_once(sql, *values)
    return found[0] if found else None


async def write_all_at_once(sql: str, *values: Any) -> list[Any]:
    """The same, of many rows."""
    client: Any = get_connection("default")
    log.debug("%s: %s", sql, values)
    found: list[Any] = await client.write_at_once(sql, values)
    return found


def is_in_transaction() -> bool:
    """Whether there is one around what is sent."""
    return isinstance(get_connection("default"), TransactionalDBClient)


def row_of(model: type[R], columns: Mapping[str, Any]) -> R:
    """A row of the model from all of its columns, as the database returned them."""
    return model._init_from_db(**columns)


class Either(Subquery):
    """The rows of several queries, as `id__in=Either(a.values("id"), b.values("id"))`.

    Each query finds its rows by its own index, where one query with OR over joins reads the table.
    """

    def __init__(self, *queries: AwaitableQuery[Any]) -> None:
        super().__init__(queries[0])
        self.queries = queries

    def get_sql(self, ctx: SqlContext) -> str:
        return f"({' UNION ALL '.join(Subquery(query).get_sql(ctx) for query in self.queries)})"
