"""Fields that are not plain: rows related to the object's row, pages of them, and resolvers."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from inspect import isawaitable
from itertools import repeat
from typing import Any, cast

from graphql import FieldNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path, is_awaitable

from gateway.plans.objects import Columns, Objects, OfRows, class_of_all, reader, union
from gateway.plans.run import Data, Plan, Run, all_of, flat, split
from schema.connections import Connection, page
from schema.fields import Pages, Related

Arguments = Callable[[Run], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """Each related row is shown once, however many objects it is related to."""

    key: str
    spec: Related
    plan: Plan

    @property
    def columns(self) -> Columns:
        return frozenset({self.spec.by})

    async def fill(self, sources: Sequence[Any], shown: list[Data], run: Run) -> None:
        ids = column(sources, self.spec.by)
        # By their bytes: each row has an id object of its own, and to hash it costs more.
        keys = [id and id.bytes for id in ids]
        wanted = dict(zip(keys, ids, strict=True))
        loaded = await self.spec.loader_of(run.context.loaders).load_all(
            id for id in wanted.values() if id
        )
        rows = [id and loaded[id] for id in wanted.values()]
        answers = dict(zip(wanted, await self.plan.show(rows, run), strict=True))
        for one, key in zip(shown, keys, strict=True):
            one[self.key] = answers[key]


@dataclass(frozen=True, slots=True)
class RelatedValues:
    """What is read of an object's row and of what was loaded for it."""

    key: str
    spec: Related
    read: Callable[[Any, Any], Any]
    plan: Plan
    columns: Columns = None

    async def fill(self, sources: Sequence[Any], shown: list[Data], run: Run) -> None:
        keys = column(sources, self.spec.by)
        loaded = await self.spec.loader_of(run.context.loaders).load_all(keys)
        values = [self.read(row, loaded[key]) for row, key in zip(sources, keys, strict=True)]
        for one, answer in zip(shown, await self.plan.show(values, run), strict=True):
            one[self.key] = answer


@dataclass(frozen=True, slots=True)
class PagesOfRows:
    """The same page of every object's children."""

    key: str
    spec: Pages
    kind: Any
    arguments: Arguments
    plan: Plan
    columns: Columns = frozenset({"id"})

    async def fill(self, sources: Sequence[Any], shown: list[Data], run: Run) -> None:
        asked = page(**self.arguments(run))
        wanted = self.plan.columns if isinstance(self.plan, Objects) else None
        loader = self.spec.loader_of(run.context.loaders, asked, wanted)
        ids = column(sources, "id")
        slices = await loader.load_all(ids)
        pages = [Connection.of(slices[id], self.kind, self.spec.order.column) for id in ids]
        for one, answer in zip(shown, await self.plan.show(pages, run), strict=True):
            one[self.key] = answer


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of many pages, shown together."""

    key: str
    plan: OfRows

    @property
    def columns(self) -> Columns:
        return self.plan.columns

    async def fill(self, sources: Sequence[Any], shown: list[Data], run: Run) -> None:
        pages = [source.slice.rows for source in sources]
        rows = flat(pages)
        answers = await self.plan.show(rows, run) if rows else []
        for one, few in zip(shown, split(answers, pages), strict=True):
            one[self.key] = few


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of many pages, each column of them shown together."""

    key: str
    typename: str
    parts: list[tuple[str, OfRows | str]]
    """What stands under each key: a plan of the node, or the name of another field."""

    @property
    def columns(self) -> Columns:
        return union(what.columns for _, what in self.parts if isinstance(what, OfRows))

    async def fill(self, sources: Sequence[Any], shown: list[Data], run: Run) -> None:
        pages = [source.slice.rows for source in sources]
        keys = [key for key, _ in self.parts]
        columns = [await self.column(what, sources, run) for _, what in self.parts]
        entries = zip(*columns, strict=True) if columns else repeat((), len(flat(pages)))
        edges = [dict(zip(keys, values, strict=True)) for values in entries]
        for one, few in zip(shown, split(edges, pages), strict=True):
            one[self.key] = few

    async def column(self, what: OfRows | str, pages: Sequence[Connection[Any]], run: Run) -> Any:
        rows = flat([page.slice.rows for page in pages])
        if what == "__typename":
            return [self.typename] * len(rows)
        if isinstance(what, str):
            return [page.cursor_of(row) for page in pages for row in page.slice.rows]
        return await what.show(rows, run) if rows else []


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolver of our own: called for each object, with one `info` for all of them."""

    key: str
    name: str
    parent: GraphQLObjectType
    field: GraphQLField
    nodes: list[FieldNode]
    arguments: Arguments
    instance: Callable[[Any], Any]
    plan: Plan
    columns: Columns

    async def fill(self, sources: Sequence[Any], shown: list[Data], run: Run) -> None:
        info, arguments = self.info(run), self.arguments(run)
        resolve: Any = self.field.resolve
        values = [resolve(self.instance(source), info, **arguments) for source in sources]
        waiting = [place for place, value in enumerate(values) if isawaitable(value)]
        if waiting:
            results = await all_of([values[place] for place in waiting])
            for place, result in zip(waiting, results, strict=True):
                values[place] = result
        for one, answer in zip(shown, await self.plan.show(values, run), strict=True):
            one[self.key] = answer

    def info(self, run: Run) -> GraphQLResolveInfo[Any]:
        """As the standard executor gives it; its path does not tell entries of a list apart."""
        return GraphQLResolveInfo(
            self.name,
            self.nodes,
            self.field.type,
            self.parent,
            Path(None, self.key, self.parent.name),
            run.schema,
            run.fragments,
            run.root,
            run.operation,
            run.variables,
            run.context,
            is_awaitable,
            None,
            NO_HELPERS,
        )


def column(sources: Sequence[Any], name: str) -> list[Any]:
    """A column of all sources."""
    return list(map(reader(cast(Hashable, class_of_all(sources)), name), sources))


NO_HELPERS: Any = None
"""Nothing of ours asks the executor to gather or to track."""


def arguments_of(field: GraphQLField, node: FieldNode) -> Arguments:
    """A field's arguments in a run: worked out once if no variable is among them."""
    if not field.args:
        return lambda run: {}
    if not any(variables_in(argument.value) for argument in node.arguments or ()):
        constant = get_argument_values(field, node)
        return lambda run: dict(constant)
    return lambda run: get_argument_values(field, node, run.variables)


def variables_in(value: Any) -> set[str]:
    """The variables that stand anywhere in an argument's value."""
    found, waiting = set[str](), [value]
    while waiting:
        node = waiting.pop()
        if node.kind == "variable":
            found.add(node.name.value)
        waiting += getattr(node, "values", None) or ()
        waiting += [field.value for field in getattr(node, "fields", None) or ()]
    return found
