"""The ORM's way to PostgreSQL, with transactions that always give their connection back.

Tortoise 1.1.9 keeps the connection of whoever is cancelled while a transaction begins, and leaves a
task that was cancelled while one ends with a connection that is not its own any more.
"""

from contextlib import AsyncExitStack
from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections


class Block(TransactionContextPooled):
    """The outermost transaction of a task, on a connection of the pool."""

    client: TransactionWrapper

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        pool: Any = self.client._parent._pool
        async with AsyncExitStack() as undo:
            connection = self.client._connection = await pool.acquire()
            undo.push_async_callback(pool.release, connection)
            connections = get_connections()
            undo.callback(connections.reset, connections.set(self.connection_name, self.client))
            await self.begin(connection)
            self.undo = undo.pop_all()
        return self.client

    async def begin(self, connection: Any) -> None:
        try:
            await self.client.begin()
        except BaseException:
            # Nobody knows whether it has begun. The pool opens another when one is asked for.
            connection.terminate()
            raise

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        async with self.undo:
            if self.client._finalized:
                return
            if kind is None:
                await self.client.commit()
            else:
                await self.client.rollback()


class Client(AsyncpgDBClient):
    def _in_transaction(self) -> TransactionContext:
        return Block(TransactionWrapper(self), self._pool_init_lock)


client_class = Client
"""Where Tortoise looks for it, given this module's name as its engine."""
