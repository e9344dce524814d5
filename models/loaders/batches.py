"""Related rows, fetched once per level of a query however many parents ask."""

from asyncio import Future, shield
from collections.abc import Callable, Coroutine, Hashable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar, cast
from uuid import UUID

from aiodataloader import DataLoader

from models.base import Record
from models.pages import Order, Page, Slice, children
from models.rows import rows
from models.sources import Source, table

R = TypeVar("R", bound=Record)
V = TypeVar("V")


Load = Callable[[list[UUID]], Coroutine[Any, Any, list[V]]]

watch: Callable[[str, int], AbstractContextManager[None]] | None = None
"""Entered for each batch, with what is loaded and for how many ids; None where nobody watches."""


class Abandoned(Exception):
    """Whoever was to fetch it for all who wait for it was cancelled."""


class Loader(DataLoader[UUID, V]):
    """Values by id, fetched once per level of a query: one by one as they are asked for, or all.

    What is fetched is shared by all who ask for it, so it is shielded from those who stop waiting.
    """

    def __init__(self, load: Load[V], name: str) -> None:
        super().__init__(watched(load, name) if watch else load)

    async def load_all(self, ids: Iterable[UUID]) -> dict[UUID, V]:
        """The value of each id. Those not at hand are fetched at once, without a task for each."""
        wanted = dict.fromkeys(ids)
        missing = [id for id in wanted if id not in self._cache]
        if missing:
            await self.fetch({id: self._cache.setdefault(id, Future()) for id in missing})
        found = {id: self._cache[id] for id in wanted}
        return {id: one.result() if one.done() else await shield(one) for id, one in found.items()}

    def load(self, key: UUID) -> Future[V]:
        return shield(super().load(key))

    async def fetch(self, promised: dict[UUID, Future[V]]) -> None:
        """Keep what was promised to whoever asks for the same ids meanwhile."""
        try:
            values = await self.batch_load_fn([*promised])
        except BaseException as error:
            for id, future in promised.items():
                self.clear(id)
                future.set_exception(error if isinstance(error, Exception) else Abandoned())
                # Nobody may be waiting, which is no reason to warn.
                future.exception()
            raise
        for future, value in zip(promised.values(), values, strict=True):
            future.set_result(value)


def watched(load: Load[V], name: str) -> Load[V]:
    async def load_watched(ids: list[UUID]) -> list[V]:
        with watch(name, len(ids)) if watch else nullcontext():
            return await load(ids)

    return load_watched


def by_id(model: type[R]) -> Loader[R | None]:
    return among(table(model))


def among(source: Source[R]) -> Loader[R | None]:
    async def load(ids: list[UUID]) -> list[R | None]:
        found = await source.among(ids)
        return [found.get(id) for id in ids]

    return Loader(load, source.model.__name__)


def by_key(source: Source[R], key: str) -> Loader[R | None]:
    """The one row that points back, for relations that are unique in the database."""
    sql = source.select(f"{key} = ANY(${source.next}::uuid[])")

    async def load(ids: list[UUID]) -> list[R | None]:
        asked = await rows(source.model, sql, *source.values, ids)
        found = {getattr(row, key): row for row in asked}
        return [found.get(id) for id in ids]

    return Loader(load, f"{source.model.__name__} by {key}")


def many(source: Source[R], key: str, *, order: tuple[str, ...]) -> Loader[list[R]]:
    """All children, for sets that an action keeps small."""
    condition = source.select(f"{key} = ANY(${source.next}::uuid[])")
    sql = f"{condition} ORDER BY {', '.join(order)}"

    async def load(ids: list[UUID]) -> list[list[R]]:
        found: dict[UUID, list[R]] = {id: [] for id in ids}
        for row in await rows(source.model, sql, *source.values, ids):
            found[getattr(row, key)].append(row)
        return [found[id] for id in ids]

    return Loader(load, f"{source.model.__name__} by {key}")


class Keyed:
    """Loaders that are made when they are asked for, one of each kind."""

    def __init__(self) -> None:
        self.made: dict[Hashable, Loader[Any]] = {}

    def pages(self, source: Source[R], parent: str, order: Order, page: Page) -> Loader[Slice[R]]:
        """The same page of each parent's children among the rows of a source."""
        key = (source, parent, order, page)
        name = f"{source.model.__name__} by {parent}"
        return self.keyed(key, lambda: Loader(children(*key), name))

    def among(self, source: Source[R]) -> Loader[R | None]:
        """Rows by id, where they are among those of a source."""
        return self.keyed(source, lambda: among(source))

    def keyed(self, key: Hashable, make: Callable[[], Loader[V]]) -> Loader[V]:
        """One loader per key, for what depends on a field's arguments or on the viewer."""
        if key not in self.made:
            self.made[key] = make()
        return cast(Loader[V], self.made[key])
