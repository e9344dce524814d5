"""Relay connections over keyset pages: https://relay.dev/graphql/connections.htm."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions import FieldExtension
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from errors import Invalid
from models.pages import Page, R, Slice
from schema.scalars import Cursor, list_cursor, read_list_cursor

T = TypeVar("T")

LARGEST_PAGE = 100
USUAL_PAGE = 20


@strawberry.interface(description="Anything that `node(id:)` finds")
class Node:
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
    edges: list[Edge[T]]
    page_info: PageInfo

    @strawberry.field
    def nodes(self) -> list[T]:
        return [edge.node for edge in self.edges]

    @classmethod
    def of(cls, slice: Slice[R], node_of: Callable[[R], T], column: str = "id") -> "Connection[T]":
        """A page of rows as a page of types; `column` is the one the list is sorted by."""
        edges = [
            Edge(node=node_of(row), cursor=list_cursor(getattr(row, column))) for row in slice.rows
        ]
        info = PageInfo(
            has_next_page=slice.has_next,
            has_previous_page=slice.has_previous,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        )
        return Connection(edges=edges, page_info=info)


def page(first: int | None, after: Any, last: int | None, before: Any) -> Page:
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


class Paged(FieldExtension):
    """Shows first, after, last and before to clients, and hands the resolver one `page`."""

    def apply(self, field: StrawberryField) -> None:
        own = [argument for argument in field.arguments if argument.python_name != "page"]
        field.arguments = own + [
            StrawberryArgument(
                name, name, StrawberryAnnotation(kind), default=None, description=text
            )
            for name, (kind, text) in ARGUMENTS.items()
        ]

    async def resolve_async(self, next_: Any, source: Any, info: Any, **kwargs: Any) -> Any:
        asked = page(*(kwargs.pop(name, None) for name in ARGUMENTS))
        return await next_(source, info, page=asked, **kwargs)
