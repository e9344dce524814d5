"""Lists by keyset: a page starts where the last one ended, whatever was inserted meanwhile."""

from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from tortoise.models import Model
from tortoise.queryset import QuerySet

from errors import Invalid
from models.sql import fetch, row_of

R = TypeVar("R", bound=Model)

Key = UUID | int


@dataclass(frozen=True, slots=True)
class Order:
    """The unique column a list is sorted by, which is also what its cursors hold."""

    column: str = "id"
    descending: bool = False


NEWEST_FIRST = Order("id", descending=True)
OLDEST_FIRST = Order("id")


@dataclass(frozen=True, slots=True)
class Page:
    """At most `limit` rows strictly between `after` and `before`, from the start or the end."""

    limit: int
    after: Key | None = None
    before: Key | None = None
    is_from_end: bool = False


@dataclass(frozen=True, slots=True)
class Slice(Generic[R]):
    """One page of rows in the list's order, and whether there is more on either side."""

    rows: Sequence[R]
    has_previous: bool
    has_next: bool


def cut(rows: list[R], page: Page) -> Slice[R]:
    """A slice from up to `limit` + 1 rows, read in the direction of the page."""
    is_more = len(rows) > page.limit
    kept = rows[: page.limit]
    if page.is_from_end:
        return Slice(kept[::-1], has_previous=is_more, has_next=page.before is not None)
    return Slice(kept, has_previous=page.after is not None, has_next=is_more)


def check(order: Order, page: Page) -> None:
    """Invalid for a cursor of another list: it holds another kind of key."""
    expected = UUID if order.column == "id" else int
    for field, key in (("after", page.after), ("before", page.before)):
        if key is not None and not isinstance(key, expected):
            raise Invalid(field, "This cursor is of another list; pass one of this list")


async def page_of(query: QuerySet[R], order: Order, page: Page) -> Slice[R]:
    """One page of a query, in one SELECT."""
    check(order, page)
    beyond, short_of = ("lt", "gt") if order.descending else ("gt", "lt")
    if page.after is not None:
        query = query.filter(**{f"{order.column}__{beyond}": page.after})
    if page.before is not None:
        query = query.filter(**{f"{order.column}__{short_of}": page.before})
    sign = "-" if order.descending != page.is_from_end else ""
    return cut(await query.order_by(sign + order.column).limit(page.limit + 1), page)


def where(query: QuerySet[R], **values: Any) -> QuerySet[R]:
    """Only rows with these values; None asks for nothing."""
    return query.filter(**{name: value for name, value in values.items() if value is not None})


def children(
    model: type[R], parent: str, order: Order, page: Page
) -> Callable[[list[UUID]], Coroutine[Any, Any, list[Slice[R]]]]:
    """A batch function: the same page of many parents' children, in one SELECT.

    `parent` is the foreign key column; an index on (parent, order column) makes each lateral
    subquery read `limit` + 1 entries.
    """
    check(order, page)
    sql = lateral_sql(f'"{model._meta.db_table}"', parent, order, page)

    async def load(parents: list[UUID]) -> list[Slice[R]]:
        rows = await fetch(sql, *arguments(parents, page))
        return cut_by_parent(model, parent, page, parents, rows)

    return load


def children_among(
    query: Callable[[], QuerySet[R]], parent: str, order: Order, page: Page
) -> Callable[[list[UUID]], Coroutine[Any, Any, list[Slice[R]]]]:
    """As `children`, of the rows of a query: those that a policy shows, say."""
    check(order, page)

    async def load(parents: list[UUID]) -> list[Slice[R]]:
        among = query()
        source = f"({among.sql()}) AS among"
        _, values = among.query.get_parameterized_sql()
        sql = lateral_sql(source, parent, order, page, taken=len(values))
        rows = await fetch(sql, *values, *arguments(parents, page))
        return cut_by_parent(among.model, parent, page, parents, rows)

    return load


def arguments(parents: list[UUID], page: Page) -> list[Any]:
    """What `lateral_sql` has placeholders for."""
    bounds = [key for key in (page.after, page.before) if key is not None]
    return [parents, page.limit + 1, *bounds]


def cut_by_parent(
    model: type[R], parent: str, page: Page, parents: list[UUID], rows: Sequence[Mapping[str, Any]]
) -> list[Slice[R]]:
    found: dict[UUID, list[R]] = defaultdict(list)
    for columns in rows:
        found[columns[parent]].append(row_of(model, columns))
    return [cut(found[id], page) for id in parents]


def lateral_sql(source: str, parent: str, order: Order, page: Page, taken: int = 0) -> str:
    """`source` is a table or a query in brackets that has `taken` placeholders of its own."""
    beyond, short_of = ("<", ">") if order.descending else (">", "<")
    bounds = ""
    if page.after is not None:
        bounds += f" AND {order.column} {beyond} ${taken + 3}"
    if page.before is not None:
        bounds += f" AND {order.column} {short_of} ${taken + (4 if page.after is not None else 3)}"
    direction = "DESC" if order.descending != page.is_from_end else "ASC"
    return (
        f"SELECT child.* FROM unnest(${taken + 1}::uuid[]) AS parent (id) CROSS JOIN LATERAL ("
        f"SELECT * FROM {source} WHERE {parent} = parent.id{bounds}"
        f" ORDER BY {order.column} {direction} LIMIT ${taken + 2}) AS child"
        f" ORDER BY child.{parent}, child.{order.column} {direction}"
    )
