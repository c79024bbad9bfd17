"""Gives one test after the other the same SQLite file, emptied, and the two connections that know its tables already.

A connection reads what tables, indexes and triggers there are, and prepares each statement, before it does anything:
that, twice for each of thousands of tests, takes longer than what they ask of it. Here the file's content is written
over by that of a migrated one while nobody reads it, and one small commit tells the connections that what they
remember of its pages is no longer so; the tables are the same, so they stay known. A connection is lent to whoever
opens the file first, set up anew each time; who opens it meanwhile has connections of their own, as ever.

What waits for nothing runs where it is asked for, and others have their turn afterwards: reading, and committing where
no disk is waited for, take microseconds, where the way to the connection's thread and back takes a hundred.
"""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import aiosqlite
import pytest
from tests.no_way_outside import APART

from chatbookr_core.sqlite_engine import ChatbookrSqliteClient, QuickSqliteClient, _finish, _set_up

STATEMENTS = 1024  # that a connection remembers: all the product has
OWN = APART - {"exhaustive", "nightly"}
"""The marks of tests whose processes and threads may outlive them and write to their file: each has its own."""


def is_alone(test: pytest.Item) -> bool:
    """Tell whether a test can have the file after others and before others."""
    return OWN.isdisjoint(mark.name for mark in test.iter_markers())


class FileAgain:
    """A migrated file without rows, time and again, and the connections to it: one that writes, one that reads."""

    def __init__(self, template: Path, path: Path) -> None:
        self.path = path
        self._template = template.read_bytes()
        self._version = int.from_bytes(self._template[40:44])  # of the tables: SQLite's "schema cookie"
        self._file: int | None = None
        self._teller: sqlite3.Connection | None = None
        self._idle = dict[bool, aiosqlite.Connection]()
        self._lent = dict[bool, aiosqlite.Connection]()

    def emptied(self) -> str:
        """Name the file, without what the last test has left in it."""
        if self._lent or not self._is_emptied():
            self._make()
        return f"sqlite://{self.path}"

    @property
    def idle(self) -> list[aiosqlite.Connection]:
        """The connections that nobody has at present."""
        return list(self._idle.values())

    @contextmanager
    def put_up(self) -> Iterator[Self]:
        """Have this process's clients borrow the connections to the file and give them back, for a block."""
        create, close = QuickSqliteClient.create_connection, QuickSqliteClient.close

        async def borrowed(client: QuickSqliteClient, with_db: bool) -> None:
            if client._connection is None and client.filename == str(self.path):
                await self._lend(client)
            await create(client, with_db)

        async def given_back(client: QuickSqliteClient) -> None:
            if not await self._take_back(client):
                await close(client)

        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(QuickSqliteClient, "create_connection", borrowed)
            monkeypatch.setattr(QuickSqliteClient, "close", given_back, raising=False)
            yield self
        self.stop()

    def stop(self) -> None:
        """End the connections and their threads."""
        for connection in (*self._idle.values(), *self._lent.values()):
            connection.stop()
            connection._thread.join(10)
        self._idle.clear()
        self._lent.clear()
        if self._teller is not None:
            self._teller.close()
            self._teller = None
        if self._file is not None:
            os.close(self._file)  # last: it would take away the locks of all who are at the file
            self._file = None

    async def _lend(self, client: QuickSqliteClient) -> None:
        writes = isinstance(client, ChatbookrSqliteClient)
        if writes in self._lent:
            return
        connection: Any = self._idle.pop(writes, None)
        if connection is None:
            connection = aiosqlite.connect(
                self.path, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS
            )
            connection._thread.daemon = True
            await connection
            _run_here_what_never_waits(connection, is_read=not writes)
        _set_up(connection._conn, client.pragmas)
        self._lent[writes] = client._connection = connection

    async def _take_back(self, client: QuickSqliteClient) -> bool:
        for writes, lent in self._lent.items():
            if lent is client._connection:
                connection: Any = lent
                await connection._execute(_settle, connection._conn)  # after all that its thread has still to do
                self._idle[writes] = self._lent.pop(writes)
                client._connection = None
                return True
        return False

    def _is_emptied(self) -> bool:
        """Write the file over, unless somebody is at it or nobody knows it anyway; tell whether that was done."""
        connections = [connection._connection for connection in self._idle.values()]
        if self._file is None or self._teller is None or not connections or connections[0] is None:
            return False
        with suppress(sqlite3.Error):
            (version,) = connections[0].execute("PRAGMA schema_version").fetchone()
            connections[0].execute("PRAGMA busy_timeout=0")  # who is at it may stay there
            is_busy, *_ = connections[0].execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if is_busy or version != self._version:  # other tables: a number may come again and mean others still
                return False
            os.pwrite(self._file, self._template, 0)
            os.ftruncate(self._file, len(self._template))
            # another's checkpoint has told who tells this to remember no page of before; who made it would
            self._teller.execute("PRAGMA user_version=0")
            return True
        return False

    def _make(self) -> None:
        self.stop()
        for ending in ("", "-wal", "-shm", ".migrating"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self.path.write_bytes(self._template)
        self._file = os.open(self.path, os.O_RDWR)
        self._teller = sqlite3.connect(self.path, timeout=0, isolation_level=None, check_same_thread=False)
        self._teller.execute("PRAGMA synchronous=OFF")


def _run_here_what_never_waits(connection: Any, is_read: bool) -> None:
    in_its_thread, conn = connection._execute, connection._conn
    never_waits = [connection._execute_fetchall] if is_read else [conn.commit, _finish]

    async def execute(function: Any, *given: Any, **named: Any) -> Any:
        if function not in never_waits:
            return await in_its_thread(function, *given, **named)
        done = function(*given, **named)
        await asyncio.sleep(0)
        return done

    connection._execute = execute


def _settle(connection: sqlite3.Connection) -> None:
    connection.rollback()
    connection.set_trace_callback(None)
    connection.set_progress_handler(None, 0)
    connection.set_authorizer(None)
