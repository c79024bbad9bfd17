"""Tortoise's PostgreSQL client: each statement is for a scope, and a connection comes back whatever ends a transaction.

Stock Tortoise loses the connection where a task is cancelled (a request that timed out) before BEGIN is through: a few
of those and nobody gets one any more. And one cancelled while it gives the connection back goes on writing to it.
"""

from collections.abc import Awaitable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient, TransactionContext, TransactionContextPooled
from tortoise.backends.base_postgres.client import translate_exceptions
from tortoise.connection import get_connections

from chatbookr_core.bell import NOTIFY_CHANNEL
from chatbookr_core.errors import DatabaseFull, DatabaseUnavailable
from chatbookr_core.postgres_losses import LOST, given_up, is_lost
from chatbookr_core.postgres_pool import SessionPool
from chatbookr_core.postgres_statements import READING, Sending
from chatbookr_core.scope import PARAMETER, current_scope

BEGIN = "BEGIN;"  # as asyncpg writes it
COMMIT = "COMMIT;"
ENDS = (COMMIT, "ROLLBACK;", "ROLLBACK")  # the last is the pool's
CONTROL = ("COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
TELL = f"SELECT set_config('{PARAMETER}', $1, true)"


def for_scope(query: str, values: int) -> str:
    """Write a reading statement as one that sets its scope first, as parameter `values` + 1, for itself alone.

    A statement outside of a transaction is one of its own, so the setting ends with it. The outer side of the join is
    evaluated first: the inner one depends on it, and `OFFSET 0` keeps the planner from merging either. Policies read
    the parameter by a sub-select, which is evaluated when the first row is looked at. Were any of this not so, the
    parameter would be empty, and nothing seen.
    """
    scope = f"(SELECT set_config('{PARAMETER}', ${values + 1}, true) AS clinics OFFSET 0) AS scope"
    asked = f"(SELECT * FROM (\n{query}\n) AS statement WHERE scope.clinics IS NOT NULL OFFSET 0) AS asked"  # noqa: S608  # the caller's, whose values stay parameters
    return f"SELECT asked.* FROM {scope} CROSS JOIN LATERAL {asked}"  # noqa: S608  # the two above


def opening(setting: str) -> tuple[str, str]:
    """Write the beginning of a transaction that is told its scope: hexadecimal digits, and `-,{}*`."""
    return "BEGIN", f"SET LOCAL {PARAMETER} = '{setting}'"


def unanswered(statement: str) -> bytes:
    """Write a statement in PostgreSQL's extended protocol, without the Sync at which the server answers.

    Parse, Bind and Execute, each with its own length: the unnamed statement, no parameters, all rows.
    """
    query = statement.encode()
    parse = b"P" + (len(query) + 8).to_bytes(4, "big") + b"\0" + query + b"\0\0\0"
    return parse + b"B\0\0\0\x0c" + bytes(8) + b"E\0\0\0\x09" + bytes(5)


def put_ahead(transport: Any, sent_before: bytes) -> None:
    """Send bytes along with what is written next, as one piece: each is a call to the system, and wakes the server.

    A fifth of this process's CPU for a booking was that of a piece more. The transport is one of asyncio's own.
    """

    def write(piece: bytes | memoryview) -> None:
        del transport.write  # the transport's own again
        transport.write(sent_before + piece)

    transport.write = write


def quoted(text: str | None) -> str:
    """Write a value into a statement. Raises ValueError for what could end its quotation: nothing here needs that."""
    if text is None:
        return "NULL"
    if "'" in text or "\\" in text or "\0" in text:
        raise ValueError("a value that a commit takes along has no quotes")
    return f"'{text}'"


class ScopedConnection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg has no types
    """A session whose every statement is for the scope of the task that sends it (`chatbookr_core.scope`).

    The scope is told by SET LOCAL and nothing else: PostgreSQL itself forgets it with the transaction, however that
    ends, so a pooled session hands nothing on. A transaction is told with its BEGIN, and both travel with its first
    statement: one without statements sends nothing.
    """

    _is_owed: bool = False  # whether the transaction under way has not been begun on the server, as far as we know

    _told: str | None = None  # what the transaction under way was told; None: not known

    _last: tuple[str, Sequence[str | None]] | None = None  # what the commit of the transaction under way takes along
    _kept: Mapping[str, Any] = MappingProxyType({})  # what commits took along before, as the server knows it

    def take_along(self, statement: str, values: Sequence[str | None]) -> None:
        """Run a statement with the next commit, in one message, values as texts; it fails with it."""
        self._last = statement, values

    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> Any:
        if query == BEGIN:
            current_scope()  # without one no transaction
            self._told, self._last, self._is_owed = None, None, True
            return query
        if query == COMMIT and self._last is not None:
            return await self._commit(*self._last, timeout)
        if query in ENDS and self._is_owed:
            self._is_owed = False
            return query
        if args and self._can_be_first(query):
            return await self._first(super().execute(query, *args, timeout=timeout))
        if await self._is_ready(query):
            return await super().execute(query, *args, timeout=timeout)
        async with self.transaction():
            return await self.execute(query, *args, timeout=timeout)

    async def fetch(self, query: str, *args: Any, timeout: float | None = None, record_class: Any = None) -> Any:
        if self._can_be_first(query, record_class):
            return await self._first(super().fetch(query, *args, timeout=timeout, record_class=record_class))
        if await self._is_ready(query):
            return await super().fetch(query, *args, timeout=timeout, record_class=record_class)
        if query.lstrip()[:6].upper().startswith(READING):
            stated, setting = for_scope(query, len(args)), current_scope().setting
            return await super().fetch(stated, *args, setting, timeout=timeout, record_class=record_class)
        async with self.transaction():
            return await self.fetch(query, *args, timeout=timeout, record_class=record_class)

    async def fetchrow(self, query: str, *args: Any, timeout: float | None = None, record_class: Any = None) -> Any:
        found = await self.fetch(query, *args, timeout=timeout, record_class=record_class)
        return found[0] if found else None

    async def fetchval(self, query: str, *args: Any, column: int = 0, timeout: float | None = None) -> Any:
        found = await self.fetch(query, *args, timeout=timeout)
        return found[0][column] if found else None

    async def notify(self, channel: str, said: str) -> None:
        """Notify whoever listens, outside of a transaction and for no scope: it says nothing of anybody."""
        await super().execute(f"NOTIFY {channel}, {quoted(said)}")

    async def executemany(self, command: str, args: Iterable[Any], *, timeout: float | None = None) -> None:
        if await self._is_ready(command):
            await super().executemany(command, args, timeout=timeout)
            return
        async with self.transaction():
            await self.executemany(command, args, timeout=timeout)

    def _can_be_first(self, query: str, record_class: Any = None) -> bool:
        """Tell whether a transaction can begin along with this statement: one that the server knows by name.

        To make one known, asyncpg expects other answers. Nor must it wait for a cancelled one before it sends, and of
        another loop than asyncio's the transport takes nothing ahead.
        """
        if not self._is_owed or self._protocol._is_cancelling() or not hasattr(self._transport, "__dict__"):
            return False
        known: bool = self._stmt_cache.has((query, record_class or self._protocol.get_record_class(), False))
        return known

    async def _first(self, asked: Awaitable[Any]) -> Any:
        """Begin, tell the scope and ask, in one journey: the answer to what is asked ends that to all three.

        asyncpg reads over what it has not sent itself (`_process__bind_execute`). It sends before it waits for
        anything, so nothing comes between; where it refuses to send, values of another type, nothing has begun.
        """
        setting, transport = current_scope().setting, self._transport
        self._is_owed, self._told = False, setting
        put_ahead(transport, b"".join(map(unanswered, opening(setting))))
        try:
            return await asked
        except LOST as problem:
            self._is_owed = is_lost(self, problem)
            raise
        finally:
            if transport.__dict__.pop("write", None) is not None:  # the piece was never written
                self._is_owed, self._told = True, None

    async def _begin(self) -> None:
        self._is_owed, self._told, setting = False, None, current_scope().setting
        try:
            await super().execute("; ".join(opening(setting)))
        except LOST as problem:
            self._is_owed = is_lost(self, problem)
            raise
        self._told = setting

    async def _commit(self, statement: str, values: Sequence[str | None], timeout: float | None) -> Any:
        """Commit by the simple protocol, the only one that takes two statements: parameters are quoted in it."""
        self._last, kept, begun = None, self._kept.get(statement), ""
        if self._is_owed and kept is not None:
            self._is_owed, begun = False, "; ".join((*opening(current_scope().setting), ""))
        else:
            await self._is_ready(statement)
        try:
            if kept is None:
                prepared = await self.prepare(statement)
                kept = prepared.get_name(), prepared  # held: let go, the server is told to forget it
                self._kept = {**self._kept, statement: kept}
            called = f'{begun}EXECUTE "{kept[0]}" ({", ".join(map(quoted, values))}); {COMMIT}'
            return await super().execute(called, timeout=timeout)
        except (asyncpg.PostgresError, ValueError):
            await super().execute("ROLLBACK;", timeout=timeout)
            raise

    async def _is_ready(self, query: str) -> bool:
        """Tell the transaction under way its scope where it is another by now; return False where there is none."""
        if self._is_owed:
            await self._begin()
        control = query.lstrip()[:9].upper()
        if control.startswith(CONTROL):
            if control.startswith("ROLLBACK"):
                self._told = None  # what was told since the savepoint is undone with it
            return True
        if not self.is_in_transaction():
            return False
        setting = current_scope().setting
        if self._told != setting:
            self._told = None
            await super().fetch(TELL, setting)
            self._told = setting
        return True


class ScopedTransaction(Sending, TransactionWrapper):
    """A transaction whose last statement may go with its commit."""

    async def _taken(self) -> Any:
        await self._lock.acquire()  # tasks that share a transaction take turns
        return self._connection

    async def _give_back(self, connection: Any) -> None:
        self._lock.release()

    async def _another(self, query: str) -> Any:
        """Begin anew in another session, where nothing was answered by the one that is lost."""
        await self._lock.acquire()
        try:
            if self._finalized or not self.is_owed:
                self._lock.release()
                return None
            pool: Any = self._parent._pool
            await pool.release(self._connection)
            self._connection = await pool.acquire()
            await self.begin()
        except BaseException:
            self._lock.release()
            raise
        return self._connection

    @property
    def is_owed(self) -> bool:
        """Whether the server has begun nothing of it, or will undo what it has."""
        begun: Any = self.transaction  # which knows its session, also when the pool has taken that back
        return bool(begun._connection._is_owed)

    @translate_exceptions
    async def commit_after(self, statement: str, values: Sequence[str | None]) -> None:
        """Run a last statement and commit: one journey to the server instead of two."""
        connection: Any = self._connection
        connection.take_along(statement, values)
        try:
            await self.commit()
        finally:
            self._finalized = True  # what failed has been rolled back already, or its connection is lost


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
        connection = self.client._connection
        has_lost = isinstance(exc_val, LOST) and is_lost(connection._con, exc_val)
        try:
            if not self.client._finalized:
                await (self.client.commit() if exc_type is None else self.client.rollback())
        except asyncpg.DiskFullError as problem:
            raise DatabaseFull() from problem
        except LOST as problem:
            given_up(connection, problem)
            if exc_type is None:
                raise DatabaseUnavailable() from problem
        finally:
            if self.client._parent._pool:
                await self.client._parent._pool.release(connection)
        if isinstance(exc_val, asyncpg.DiskFullError):  # what went with the commit
            raise DatabaseFull() from exc_val
        if has_lost:
            raise DatabaseUnavailable() from exc_val


class ChatbookrPostgresClient(Sending):
    """A pool of connections that are handed on as they come back."""

    connection_class = ScopedConnection

    async def create_pool(self, **kwargs: Any) -> asyncpg.Pool:
        return await SessionPool(**kwargs)

    async def notify(self, said: str) -> None:
        """Ring the bell of this database (`bell`)."""
        connection = await self._taken()
        try:
            await connection.notify(NOTIFY_CHANNEL, said)
        finally:
            await self._give_back(connection)

    def _in_transaction(self) -> TransactionContext:
        return PooledTransactionContext(ScopedTransaction(self), self._pool_init_lock)


client_class = ChatbookrPostgresClient
