"""Fields that say where in a row, or in rows related to it, their value stands.

Because they say it instead of computing it, whoever executes an operation can ask for all rows of a
level at once. They depend on the row and on nothing else: whoever sees the row sees the same value.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, cast

from strawberry.types.base import StrawberryContainer, StrawberryOptional
from strawberry.types.field import StrawberryField
from strawberry.types.lazy_type import LazyType

from errors import NotFound
from models.base import Record
from models.loaders import Loader, Loaders
from models.pages import Order, Page, Slice
from models.sources import table
from schema import ids
from schema.connections import Connection, Shown, arguments, page

log = logging.getLogger("mentorgraph.schema")

SPEC = "spec"

LoaderOf = Callable[[Loaders], Loader[Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column or property of the row; `read` makes what is shown of what is stored."""

    name: str
    read: Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class Related:
    """What a loader has for the key that stands in the column `by`.

    That is a row, a list of rows, or whatever `read` makes of this row and of what was loaded.
    """

    loader_of: LoaderOf
    by: str
    read: Callable[[Any, Any], Any] | None


@dataclass(frozen=True, slots=True)
class Pages:
    """A page of the rows of a model whose column `parent` holds this row's id."""

    model: type[Record]
    parent: str
    order: Order

    def loader_of(
        self, loaders: Loaders, page: Page, columns: frozenset[str] | None = None
    ) -> Loader[Slice[Any]]:
        """With only these columns of the rows, if given, and the one that they are in order of."""
        rows = table(self.model)
        if columns is not None:
            rows = rows.only(columns | {self.order.column})
        return loaders.pages(rows, self.parent, self.order, page)


class RowField(StrawberryField):
    """A field whose value stands in a row; `spec` says where."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.init = self.repr = self.compare = False

    @property
    def spec(self) -> Any:
        return self.metadata[SPEC]


class ColumnField(RowField):
    """A plain attribute to whoever executes: no resolver, nothing awaited."""

    @property
    def column(self) -> str:
        return self.spec.name or self.python_name

    def get_result(self, source: Any, info: Any, args: list[Any], kwargs: Any) -> Any:
        value, read = getattr(source.row, self.column), self.spec.read
        return value if value is None or read is None else read(value)


class LoadedField(RowField):
    """Awaited, one row at a time where nobody asks for many at once."""

    is_basic_field = False
    load: Callable[..., Awaitable[Any]]
    """Of a row, with the loaders of the request and the field's arguments."""

    def get_result(self, source: Any, info: Any, args: list[Any], kwargs: Any) -> Any:
        return self.load(source.row, info.context.loaders, **kwargs)


class RelatedField(LoadedField):
    async def load(self, row: Any, loaders: Loaders, **arguments: Any) -> Any:
        key = getattr(row, self.spec.by)
        loaded = None if key is None else await self.spec.loader_of(loaders).load(key)
        value = self.spec.read(row, loaded) if self.spec.read else loaded
        if value is None and self.is_required:
            log.warning(
                "The %s of a %s is not there any more", self.python_name, type(row).__name__
            )
            raise NotFound
        return self.shown(value)

    def shown(self, value: Any) -> Any:
        kind = self.kind
        if kind is None or value is None:
            return value
        return [kind.of(row) for row in value] if isinstance(value, list) else kind.of(value)

    @cached_property
    def is_required(self) -> bool:
        """What it shows is always there, unless the right to it was lost after the row's."""
        return not isinstance(self.type, StrawberryOptional)

    @cached_property
    def kind(self) -> type[Shown] | None:
        """The type that shows the related rows; None for plain values."""
        return shown_type(self.type)


class PagesField(LoadedField):
    async def load(self, row: Any, loaders: Loaders, **arguments: Any) -> Any:
        loader = self.spec.loader_of(loaders, page(**arguments))
        return Connection.of(await loader.load(row.id), self.kind, self.spec.order.column)

    @cached_property
    def kind(self) -> type[Shown]:
        """The type of the connection's nodes."""
        of_connection: Any = self.type
        [node] = of_connection.__strawberry_definition__.type_var_map.values()
        kind = shown_type(node)
        assert kind is not None
        return kind


def shown_type(kind: Any) -> type[Shown] | None:
    """The type below lists, nullability and laziness, if it shows rows."""
    while isinstance(kind, StrawberryContainer | LazyType):
        kind = kind.resolve_type() if isinstance(kind, LazyType) else kind.of_type
    return kind if isinstance(kind, type) and issubclass(kind, Shown) else None


def column(
    name: str = "", read: Callable[[Any], Any] | None = None, description: str | None = None
) -> Any:
    """A column or property of the row, called `name` there if not the same as here."""
    return ColumnField(metadata={SPEC: Column(name, read)}, description=description)


def identity(kind: str) -> Any:
    """The row's id, as clients see it."""
    return column("id", ids.encoder(kind))


def related(
    loader: LoaderOf,
    by: str = "id",
    read: Callable[[Any, Any], Any] | None = None,
    description: str | None = None,
) -> Any:
    """What a loader has for the key in the column `by`; see `Related`.

    Loaders are named as `Loaders.users`, which is a property while nobody holds the loaders.
    """
    loader_of = attrgetter(str(cast(Any, loader).attrname))
    return RelatedField(metadata={SPEC: Related(loader_of, by, read)}, description=description)


def pages(model: type[Record], parent: str, order: Order, description: str | None = None) -> Any:
    """A connection of the model's rows whose column `parent` holds this row's id."""
    field = PagesField(metadata={SPEC: Pages(model, parent, order)}, description=description)
    field.arguments = arguments()
    return field
