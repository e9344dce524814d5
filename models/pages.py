"""Lists by keyset: a page starts where the last one ended, whatever was inserted meanwhile."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from tortoise.models import Model

from errors import Invalid
from models.sources import Source

R = TypeVar("R", bound=Model)

Key = UUID | int

PLACE = "place_of_parent"
"""The column that says whose child a row is, from 1. Numbers are looked up faster than ids."""


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


async def page_of(source: Source[R], order: Order, page: Page) -> Slice[R]:
    """One page of a source, in one SELECT."""
    check(order, page)
    conditions, bounds = between(order, page, first=source.next)
    limit = source.next + len(bounds)
    sql = f"{source.select(*conditions)} ORDER BY {sorting(order, page)} LIMIT ${limit}"
    found = await source.read(sql, *source.values, *bounds, page.limit + 1)
    return cut(found, page)


def children(
    source: Source[R], parent: str, order: Order, page: Page
) -> Callable[[list[UUID]], Coroutine[Any, Any, list[Slice[R]]]]:
    """A batch function: the same page of many parents' children, in one SELECT.

    `parent` is the foreign key column; an index on (parent, order column) makes each lateral
    subquery read `limit` + 1 entries.
    """
    check(order, page)
    conditions, bounds = between(order, page, first=source.next + 2)
    values, parents, limit = source.values, source.next, source.next + 1
    sql = (
        f"SELECT child.*, place AS {PLACE} FROM unnest(${parents}::uuid[])"
        " WITH ORDINALITY AS parent (id, place) CROSS JOIN LATERAL ("
        f"{source.select(f'{parent} = parent.id', *conditions)}"
        f" ORDER BY {sorting(order, page)} LIMIT ${limit}) AS child"
    )

    async def load(ids: list[UUID]) -> list[Slice[R]]:
        found: list[list[R]] = [[] for _ in ids]
        for row in await source.read(sql, *values, ids, page.limit + 1, *bounds):
            found[row[PLACE] - 1].append(row)  # type: ignore[index]
        # SQL does not promise that the order within each parent outlives the join.
        key: Any = itemgetter(order.column)
        falls = order.descending != page.is_from_end
        return [cut(sorted(few, key=key, reverse=falls), page) for few in found]

    return load


def between(order: Order, page: Page, *, first: int) -> tuple[list[str], list[Key]]:
    """The conditions that bound a page, and their values; `first` numbers the placeholders."""
    beyond, short_of = ("<", ">") if order.descending else (">", "<")
    asked = [(beyond, page.after), (short_of, page.before)]
    bounds = [(sign, key) for sign, key in asked if key is not None]
    places = enumerate(bounds, start=first)
    conditions = [f"{order.column} {sign} ${place}" for place, (sign, _) in places]
    return conditions, [key for _, key in bounds]


def sorting(order: Order, page: Page) -> str:
    """In the direction in which the page is read."""
    return f"{order.column} {'DESC' if order.descending != page.is_from_end else 'ASC'}"
