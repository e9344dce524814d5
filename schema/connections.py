"""Relay connections over keyset pages: https://relay.dev/graphql/connections.htm."""

from typing import Any, Generic, Self, TypeVar, cast

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions import FieldExtension
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from errors import Invalid
from models.pages import Page, Slice
from models.rows import value_of
from schema.scalars import Cursor, list_cursor, read_list_cursor

T = TypeVar("T")

LARGEST_PAGE = 100
USUAL_PAGE = 20


class Shown:
    """A type that shows one row: `row`, and fields that read it. A new column shows nowhere."""

    row: Any

    @classmethod
    def of(cls, row: Any) -> Self:
        return cls(row=row)  # type: ignore[call-arg]


S = TypeVar("S", bound=Shown)


@strawberry.interface(description="Anything that `node(id:)` finds")
class Node(Shown):
    id: strawberry.ID


@strawberry.type(description="Where a page stands in its list")
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: Cursor | None = strawberry.field(description="Null when the page is empty")
    end_cursor: Cursor | None = strawberry.field(description="Null when the page is empty")


@strawberry.type(description="One entry of a page, and its place in the list")
class Edge(Generic[T]):
    node: T
    cursor: Cursor


@strawberry.type(description="One page of a list")
class Connection(Generic[T]):
    slice: strawberry.Private[Slice[Any]]
    kind: strawberry.Private[type[Shown]]
    column: strawberry.Private[str]

    @strawberry.field
    def edges(self) -> list[Edge[T]]:
        return [Edge(node=self.shown(row), cursor=self.cursor_of(row)) for row in self.slice.rows]

    @strawberry.field
    def page_info(self) -> PageInfo:
        rows = self.slice.rows
        return PageInfo(
            has_next_page=self.slice.has_next,
            has_previous_page=self.slice.has_previous,
            start_cursor=self.cursor_of(rows[0]) if rows else None,
            end_cursor=self.cursor_of(rows[-1]) if rows else None,
        )

    @strawberry.field
    def nodes(self) -> list[T]:
        return [self.shown(row) for row in self.slice.rows]

    def shown(self, row: Any) -> T:
        return cast(T, self.kind.of(row))

    def cursor_of(self, row: Any) -> Cursor:
        return list_cursor(value_of(row, self.column))

    @classmethod
    def of(cls, slice: Slice[Any], kind: type[S], column: str = "id") -> "Connection[S]":
        """A page of rows as a page of types; `column` is the one the list is sorted by."""
        return Connection[S](slice=slice, kind=kind, column=column)


def page(
    first: int | None = None, after: Any = None, last: int | None = None, before: Any = None
) -> Page:
    """The page that was asked for; Invalid names the argument that cannot be."""
    if first is not None and last is not None:
        raise Invalid("last", "Ask for first or for last, not for both")
    name, limit = ("first", first) if last is None else ("last", last)
    limit = USUAL_PAGE if limit is None else limit
    if not 1 <= limit <= LARGEST_PAGE:
        raise Invalid(name, f"Ask for 1 to {LARGEST_PAGE}")
    return Page(
        limit=limit,
        after=read_list_cursor("after", after) if after is not None else None,
        before=read_list_cursor("before", before) if before is not None else None,
        is_from_end=last is not None,
    )


ARGUMENTS = {
    "first": (int | None, "At most so many from the start, 1 to 100; 20 if neither is given"),
    "after": (Cursor | None, "Only what follows this place"),
    "last": (int | None, "At most so many from the end, 1 to 100"),
    "before": (Cursor | None, "Only what comes before this place"),
}


def arguments() -> list[StrawberryArgument]:
    return [
        StrawberryArgument(name, name, StrawberryAnnotation(kind), default=None, description=text)
        for name, (kind, text) in ARGUMENTS.items()
    ]


class Paged(FieldExtension):
    """Shows first, after, last and before to clients, and hands the resolver one `page`."""

    def apply(self, field: StrawberryField) -> None:
        own = [argument for argument in field.arguments if argument.python_name != "page"]
        field.arguments = own + arguments()

    async def resolve_async(self, next_: Any, source: Any, info: Any, **kwargs: Any) -> Any:
        asked = page(*(kwargs.pop(name, None) for name in ARGUMENTS))
        return await next_(source, info, page=asked, **kwargs)
