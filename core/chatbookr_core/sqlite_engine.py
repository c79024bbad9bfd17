"""Tortoise's SQLite client with the two manners a server needs: writers begin IMMEDIATE, readers never wait.

Stock Tortoise opens one connection with deferred transactions: two writers can both read and then both write, and
every read waits behind an open transaction. Here transactions take the write lock at once, and reads outside of a
transaction use a connection of their own (WAL lets them see the last commit meanwhile).

What waits (for the lock, for the disk) does so in the connection's thread. A statement between BEGIN and COMMIT waits
for nothing, and takes microseconds where the way to a thread and back takes a hundred: it runs where it is asked for.
"""

import asyncio
import contextlib
import os
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import aiosqlite
from tortoise.backends.base.client import ConnectionWrapper, TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError, TransactionManagementError

from chatbookr_core.sqlite_refusals import refusal_in

TURN_SECONDS = 0.005


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that holds the write lock from its first statement.

    Its statements run on the thread of the loop, which others have their turn on after TURN_SECONDS.
    """

    _turn_ends = 0.0

    async def begin(self) -> None:
        try:
            if not _has_begun(self._connection._conn):
                await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as problem:  # another process held the lock for the whole busy_timeout
            raise refusal_in(problem) or OperationalError(problem) from problem
        self._turn_ends = time.monotonic() + TURN_SECONDS

    async def _ready(self, query: str, values: object) -> sqlite3.Connection:
        """Give the connection, which nobody else uses until the transaction ends; let others go first now and then."""
        self.log.debug("%s: %s", query, values)
        if time.monotonic() > self._turn_ends:
            await asyncio.sleep(0)
            self._turn_ends = time.monotonic() + TURN_SECONDS
        connection: sqlite3.Connection = self._connection._conn  # private, as in `commit_after`
        return connection

    @translate_exceptions
    async def execute_insert(self, query: str, values: list[Any]) -> int:
        cursor = (await self._ready(query, values)).execute(query, values)
        return cursor.lastrowid or 0

    @translate_exceptions
    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        (await self._ready(query, values)).executemany(query, values)

    @translate_exceptions
    async def write_each(self, query: str, rows: Sequence[Sequence[object]]) -> int:
        """Run a statement for each row of values, and return how many rows it wrote or touched.

        It is prepared once: one long statement for all of them takes twice as long, most of it to be read.
        """
        connection = await self._ready(query, rows)
        before = connection.total_changes
        connection.executemany(query, rows)
        return connection.total_changes - before

    @translate_exceptions
    async def write_all(self, writings: Sequence[tuple[str, Sequence[Sequence[object]]]]) -> bool:
        """Run statements, each for its rows of values, up to one that writes nothing; return whether all wrote."""
        connection = await self._ready(writings[0][0], writings)
        for query, rows in writings:
            before = connection.total_changes
            connection.executemany(query, rows)
            if rows and connection.total_changes == before:
                return False
        return True

    @translate_exceptions
    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Sequence[Any]]:
        connection = await self._ready(query, values)
        before = connection.total_changes
        rows = connection.execute(_without_nul(query), values or ()).fetchall()
        return (connection.total_changes - before) or len(rows), rows

    @translate_exceptions
    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        connection = await self._ready(query, values)
        return [dict(row) for row in connection.execute(_without_nul(query), values or ())]

    async def execute_script(self, query: str) -> None:
        """Run statements one by one within this transaction; sqlite3's own executescript would commit it first."""
        for statement in statements_of(query):
            await self.execute_query(statement)

    @translate_exceptions
    async def commit_after(self, statements: Sequence[tuple[str, Sequence[object]]]) -> list[list[sqlite3.Row]]:
        """Run the last statements and commit, on one visit to the connection's thread; return the rows of each."""
        if self._finalized:
            raise TransactionManagementError("Transaction already finalised")
        async with self.acquire_connection() as connection:
            # private: aiosqlite's own methods visit once a statement, which takes longer than the statement does
            ran: list[list[sqlite3.Row]] = await connection._execute(_finish, connection._conn, statements)
        self._finalized = True
        return ran


def _run(connection: sqlite3.Connection, statements: Sequence[tuple[str, Sequence[object]]]) -> list[list[sqlite3.Row]]:
    return [connection.execute(sql, values).fetchall() for sql, values in statements]


def _has_begun(connection: sqlite3.Connection) -> bool:
    """Take the write lock here and now, which it nearly always can be; who has to wait for it does so elsewhere."""
    timeout = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout=0")
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout={timeout}")
    return True


def _without_nul(query: str) -> str:
    """Write a NUL in a statement as Tortoise's own client does: SQLite would stop reading there."""
    return query.replace("\x00", "'||CHAR(0)||'") if "\x00" in query else query


def _finish(
    connection: sqlite3.Connection, statements: Sequence[tuple[str, Sequence[object]]]
) -> list[list[sqlite3.Row]]:
    ran = _run(connection, statements)
    connection.commit()
    return ran


class ImmediateTransactionContext(SqliteTransactionContext):
    """Gives the connection back when the transaction cannot begin: the lock is busy, or the task is cancelled."""

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        token = None
        try:
            await self.ensure_connection()
            token = get_connections().set(self.connection_name, self.connection)
            await self.connection.begin()
        except BaseException:
            if token is not None:
                get_connections().reset(token)
                with contextlib.suppress(sqlite3.Error):  # a cancelled BEGIN may still succeed in its thread
                    await self.connection._connection.rollback()
            self._trxlock.release()
            raise
        self.token = token
        connection: TransactionalDBClient = self.connection
        return connection

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        try:
            if not self.connection._finalized:
                await (self._commit() if exc_type is None else self.connection.rollback())
        finally:
            get_connections().reset(self.token)
            self._trxlock.release()
        refusal = refusal_in(exc_val)
        if refusal is not None:
            raise refusal from exc_val

    async def _commit(self) -> None:
        """Commit, or else roll back: a commit that fails leaves its transaction open, and no other could begin."""
        try:
            await self.connection.commit()
        except sqlite3.OperationalError as problem:
            await self.connection.rollback()
            refusal = refusal_in(problem)
            if refusal is None:
                raise
            raise refusal from problem


def statements_of(script: str) -> Iterator[str]:
    """Cut a script into statements where SQLite says that one ends: a trigger's inner semicolons do not count."""
    statement = ""
    for piece in re.split(r"(?<=;)", script):
        statement += piece
        if statement.strip() and sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if statement.strip():
        yield statement.strip()


def make_private(path: str) -> None:
    """Make a new database file readable by its owner alone; its log takes the same mode. An old file keeps its own."""
    if path == ":memory:" or path.startswith("file:"):
        return
    with suppress(FileExistsError, FileNotFoundError):  # without its folder, SQLite says what is wrong
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


class QuickSqliteClient(SqliteClient):
    """Sets a connection up on one visit to its thread; stock Tortoise makes two for each pragma."""

    async def create_connection(self, with_db: bool) -> None:
        if self._connection is None:
            opened: Any = await aiosqlite.connect(self.filename, isolation_level=None, check_same_thread=False)
            self._connection = opened
            await opened._execute(_set_up, opened._conn, self.pragmas)  # private, as in `commit_after`
            await self._post_connect()


def _set_up(connection: sqlite3.Connection, pragmas: Mapping[str, object]) -> None:
    connection.row_factory = sqlite3.Row
    for name, value in pragmas.items():
        connection.execute(f"PRAGMA {name}={value}").close()


class ChatbookrSqliteClient(QuickSqliteClient):
    """One writing and one reading connection to the same file."""

    def __init__(self, file_path: str, **kwargs: Any) -> None:
        super().__init__(file_path, **kwargs)
        self._reader: QuickSqliteClient | None = None
        if file_path != ":memory:":  # a second connection to :memory: would be another database
            self._reader = QuickSqliteClient(file_path, **kwargs)
        self._open_lock = asyncio.Lock()

    async def create_connection(self, with_db: bool) -> None:
        async with self._open_lock:
            make_private(self.filename)
            await super().create_connection(with_db)
            if self._reader is not None:
                await self._reader.create_connection(with_db)

    async def close(self) -> None:
        await super().close()
        if self._reader is not None:
            await self._reader.close()

    def _in_transaction(self) -> TransactionContext:
        return ImmediateTransactionContext(ImmediateTransaction(self), self._lock)

    def acquire_reader(self) -> ConnectionWrapper[Any]:
        """Lend the reading connection (or the only one, for :memory:)."""
        if self._reader is None:
            return super().acquire_connection()
        return ConnectionWrapper(self._reader._lock, self._reader)

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Sequence[Any]]:
        try:
            if self._reader is not None and query.lstrip()[:6].upper() == "SELECT":
                await self._open()
                result: tuple[int, Sequence[Any]] = await self._reader.execute_query(query, values)
            else:
                result = await super().execute_query(query, values)
        except OperationalError as problem:
            raise (refusal_in(problem) or problem) from problem.__context__
        return result

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        try:
            if self._reader is not None and query.lstrip()[:6].upper() == "SELECT":
                await self._open()
                rows: list[dict[str, Any]] = await self._reader.execute_query_dict(query, values)
            else:
                rows = await super().execute_query_dict(query, values)
        except OperationalError as problem:
            raise (refusal_in(problem) or problem) from problem.__context__
        return rows

    async def _open(self) -> None:
        if self._connection is None:
            await self.create_connection(with_db=True)


client_class = ChatbookrSqliteClient
