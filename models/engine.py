"""The ORM's way to PostgreSQL: on whose behalf, with connections at hand, and given back.

Each statement tells PostgreSQL who acts, and that is forgotten with its end or its transaction's,
so no connection carries it on to the next. Whatever is sent without telling sees nothing.

asyncpg's pool makes a task of each return, which costs as much as a short SELECT. Tortoise 1.1.9
keeps the connection of whoever is cancelled while a transaction begins, and leaves a task that was
cancelled while one ends with a connection that is not its own any more.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from functools import lru_cache
from typing import Any

from asyncpg import InterfaceError
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    ConnectionWrapper,
    NestedTransactionContext,
    PoolConnectionWrapper,
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.backends.base_postgres.client import translate_exceptions
from tortoise.connection import get_connections

from models.acting import actor

AT_HAND = 4
"""Connections that wait outside the pool for the next statement; more are busy only in a rush."""
LATE_SECONDS = 2.0
"""So late an answer may be when PostgreSQL itself has given up; then nobody is there any more."""


class Lent(PoolConnectionWrapper[Any]):
    """A connection for one statement. One that failed, or was cancelled, the pool looks after."""

    client: "Client"

    async def __aenter__(self) -> Any:
        await self.ensure_connection()
        self.connection = await self.client.take()
        self.limit = asyncio.timeout(self.client.most_seconds)
        await self.limit.__aenter__()
        return self.connection

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            await self.limit.__aexit__(kind, error, trace)
        finally:
            await self.give_back(kind, error, trace)

    async def give_back(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is not None:
            await asyncio.shield(self.client.give_back_unsure(self.connection))
        elif not self.client.keep(self.connection):
            await super().__aexit__(kind, error, trace)


class Held(ConnectionWrapper[Any]):
    """The connection of a transaction, which is told when another acts than before."""

    client: "Unit"

    async def __aenter__(self) -> Any:
        connection = await super().__aenter__()
        try:
            await self.client.act(connection)
        except BaseException:
            await self.__aexit__(None, None, None)
            raise
        return connection


class Unit(TransactionWrapper):
    """A transaction, or a part of one that can be undone alone."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.actor: str | None = None
        """Who acts, as PostgreSQL was told last; undoing a part undoes what was told in it."""

    def acquire_connection(self) -> Held:
        return Held(self._lock, self)

    async def act(self, connection: Any) -> None:
        if (acting := actor.get()) != self.actor:
            await connection.execute("SELECT act_for($1)", acting)
            self.actor = acting

    def asked(self, sql: str, values: Sequence[Any]) -> tuple[str, Any]:
        """As it is: the transaction knows who acts."""
        return sql, values

    @translate_exceptions
    async def write_at_once(self, sql: str, values: Sequence[Any]) -> Any:
        async with self.acquire_connection() as connection:
            return await connection.fetch(sql, *values, actor.get())

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(Unit(self))

    async def savepoint_rollback(self) -> None:
        await super().savepoint_rollback()
        parent: Any = self._parent
        parent.actor = None


class Block(TransactionContextPooled):
    """The outermost transaction of a task, on a connection of the pool."""

    client: Unit

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        parent: Any = self.client._parent
        async with AsyncExitStack() as undo:
            connection = self.client._connection = await parent.take()
            # To the pool, which makes sure that it is at rest.
            undo.push_async_callback(parent.pool.release, connection)
            connections = get_connections()
            undo.callback(connections.reset, connections.set(self.connection_name, self.client))
            with last_use(connection):
                await self.client.begin()
            self.undo = undo.pop_all()
        return self.client

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        async with self.undo:
            if self.client._finalized:
                return
            with last_use(self.client._connection):
                if kind is None:
                    return await self.client.commit()
                async with asyncio.timeout(LATE_SECONDS):
                    await self.client.rollback()


@contextmanager
def last_use(connection: Any) -> Iterator[None]:
    """If the block fails nobody knows whether a transaction is open, so the connection ends.

    The pool opens another when one is asked for.
    """
    try:
        yield
    except BaseException:
        end(connection)
        raise


class Client(AsyncpgDBClient):
    """Takes connections from a pool, and passes a few from one statement to the next."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.at_hand: list[Any] = []
        self.most_at_hand = AT_HAND
        self.waiting = 0
        """Those who wait for a connection; nothing is kept at hand meanwhile."""
        limit = int(self.server_settings.get("statement_timeout", 0))
        self.most_seconds = limit / 1_000 + LATE_SECONDS if limit else None
        """For a statement outside of transactions, in which others may be allowed more."""

    def acquire_connection(self) -> Lent:
        return Lent(self, self._pool_init_lock)

    def _in_transaction(self) -> TransactionContext:
        return Block(Unit(self), self._pool_init_lock)

    def asked(self, sql: str, values: Sequence[Any]) -> tuple[str, Any]:
        """A statement that reads, and tells who acts before it begins."""
        return telling(sql, len(values) + 1), (*values, actor.get())

    async def execute_query(self, query: str, values: Any = None) -> Any:
        if is_read(query):
            return await super().execute_query(*self.asked(query, values or ()))
        async with self._in_transaction() as block:
            return await block.execute_query(query, values)

    async def execute_query_dict(self, query: str, values: Any = None) -> Any:
        if is_read(query):
            return await super().execute_query_dict(*self.asked(query, values or ()))
        async with self._in_transaction() as block:
            return await block.execute_query_dict(query, values)

    @translate_exceptions
    async def write_at_once(self, sql: str, values: Sequence[Any]) -> Any:
        """A statement that tells who acts before it does anything, by its last value."""
        async with self.acquire_connection() as connection:
            return await connection.fetch(sql, *values, actor.get())

    async def execute_insert(self, query: str, values: Any) -> Any:
        async with self._in_transaction() as block:
            return await block.execute_insert(query, values)

    async def execute_many(self, query: str, values: Any) -> None:
        async with self._in_transaction() as block:
            await block.execute_many(query, values)

    @property
    def pool(self) -> Any:
        assert self._pool
        return self._pool

    async def take(self) -> Any:
        """A connection, once there is one; it goes to `keep` or back to the pool."""
        while self.at_hand:
            connection = self.at_hand.pop()
            if is_open(connection):
                return connection
            await self.pool.release(connection)
        self.waiting += 1
        try:
            return await self.pool.acquire()
        finally:
            self.waiting -= 1

    def keep(self, connection: Any) -> bool:
        """Whether it waits at hand from now on; it must be at rest."""
        is_wanted = not self.waiting and len(self.at_hand) < self.most_at_hand
        if is_wanted:
            self.at_hand.append(connection)
        return is_wanted

    async def give_back_unsure(self, connection: Any) -> None:
        """To the pool, once PostgreSQL knows that the statement is over.

        asyncpg 0.32 does not say so of one that was prepared and then cancelled. Its time would run
        on, and end a statement of whoever has the connection next. One that does not answer ends.
        """
        try:
            async with asyncio.timeout(LATE_SECONDS):
                await connection.execute("")
        except Exception:
            end(connection)
        await self.pool.release(connection)

    async def _close(self) -> None:
        self.most_at_hand = 0
        while self.at_hand:
            await self.pool.release(self.at_hand.pop())
        await super()._close()


def is_read(sql: str) -> bool:
    """Whether it can be asked of in a larger SELECT; what begins with WITH and writes cannot."""
    return sql.lstrip().startswith(("SELECT", "WITH"))


@lru_cache(maxsize=1_000)
def telling(sql: str, place: int) -> str:
    """The statement, whose last value, `$place`, is who acts.

    The condition holds for no row in particular, so PostgreSQL looks at it once, before all others:
    "One-Time Filter" in a plan. If it ever did not, nobody would act and nothing be seen.
    """
    return f"SELECT * FROM ({sql}) AS asked WHERE (SELECT act_for(${place}))"


def end(connection: Any) -> None:
    if is_open(connection):
        connection.terminate()


def is_open(connection: Any) -> bool:
    try:
        return not connection.is_closed()
    except InterfaceError:
        # The pool has seen it end, and does not hear of it any more.
        return False


client_class = Client
"""Where Tortoise looks for it, given this module's name as its engine."""
