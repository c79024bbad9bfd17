"""Tortoise's PostgreSQL client, which gives a connection back to its pool whatever ends a transaction.

Stock Tortoise loses the connection where a task is cancelled (a request that timed out) before BEGIN is through: a few
of those and nobody gets one any more. And one cancelled while it gives the connection back goes on writing to it.
"""

from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient, TransactionContext, TransactionContextPooled
from tortoise.connection import get_connections


class PooledTransactionContext(TransactionContextPooled):
    """Releases its connection, once, in every case; asyncpg resets what was begun on it."""

    async def __aenter__(self) -> TransactionalDBClient:
        try:
            return await super().__aenter__()
        except BaseException:
            if hasattr(self, "token"):
                get_connections().reset(self.token)
            if self.client._connection is not None:
                await self.client._parent._pool.release(self.client._connection)
            raise

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        get_connections().reset(self.token)  # first: a task cancelled below must not keep a connection that is gone
        try:
            if not self.client._finalized:
                await (self.client.commit() if exc_type is None else self.client.rollback())
        finally:
            if self.client._parent._pool:
                await self.client._parent._pool.release(self.client._connection)


async def _leave(connection: object) -> None:
    """Leave a connection as it is."""


class ChatbookrPostgresClient(AsyncpgDBClient):
    """A pool of connections that are handed on as they come back.

    asyncpg's pool asks the server for a reset each time: a second round trip for every statement. Nothing here changes
    a pooled session (no SET but LOCAL, no LISTEN, no lock that outlives its transaction), so there is nothing to reset;
    a transaction that was left open is rolled back by asyncpg before `_leave` is called.
    """

    async def create_pool(self, **kwargs: Any) -> asyncpg.Pool:
        return await asyncpg.create_pool(None, reset=_leave, **kwargs)

    def _in_transaction(self) -> TransactionContext:
        return PooledTransactionContext(TransactionWrapper(self), self._pool_init_lock)


client_class = ChatbookrPostgresClient
