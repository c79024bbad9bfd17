"""Takes all rows out of a database of tests, on a connection that knows its tables and how to delete from them already.

A table of some pages is emptied by deleting: TRUNCATE would give it, its indexes and every table that refers to it new
files, and wait for the disk. Deleted rows leave their places behind: a table that has grown is truncated. What does it
is a function of the session's own, with every statement written out: PostgreSQL plans those once, where it would parse
and plan a statement put together for each of a hundred tables anew before each of thousands of tests.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import asyncpg

GROWN: Final = 131_072
"""Bytes of a table beyond which it is truncated."""
TABLES: Final = """
SELECT array_agg(relname::text ORDER BY relname) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'aerich'
"""
HEAD: Final = """
CREATE OR REPLACE FUNCTION pg_temp.empty_all(known text[]) RETURNS boolean LANGUAGE plpgsql AS $empty$
DECLARE size bigint; grown text[] := '{{}}';
BEGIN
    IF known IS DISTINCT FROM ({tables}) THEN RETURN false; END IF;
"""
ONE: Final = """
    size := pg_relation_size('public.{name}');
    IF size > {grown} THEN grown := grown || 'public.{name}'::text;
    ELSIF size > 0 THEN DELETE FROM public.{name};
    END IF;
"""
TAIL: Final = """
    IF cardinality(grown) > 0 THEN EXECUTE 'TRUNCATE ' || array_to_string(grown, ', ') || ' CASCADE'; END IF;
    RETURN true;
END $empty$
"""


class Emptying:
    """A connection of a superuser, and the tables it can empty."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Any = None
        self._tables: list[str] | None = None

    async def empty(self) -> None:
        """Leave no row in any table there is, but what was migrated."""
        try:
            await self._emptied()
        except (asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError, asyncpg.InterfaceError):
            self._connection.terminate()  # some tests end all connections there are
            self._connection = self._tables = None
            await self._emptied()

    async def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            await self._connection.close()

    async def _emptied(self) -> None:
        if self._connection is None:
            self._connection = await asyncpg.connect(self._url)
            # the audit log refuses it otherwise; once, for whoever changes it forgets all plans
            await self._connection.execute("SET session_replication_role = replica")
        if self._tables is not None and await self._done():
            return
        self._tables = await self._connection.fetchval(TABLES)  # some tests make one, or take one away
        assert self._tables is not None
        parts = [ONE.format(name='"' + name.replace('"', '""') + '"', grown=GROWN) for name in self._tables]
        await self._connection.execute("".join((HEAD.format(tables=TABLES), *parts, TAIL)))
        assert await self._done()

    async def _done(self) -> bool:
        done: bool = await self._connection.fetchval("SELECT pg_temp.empty_all($1)", self._tables)
        return done


@contextmanager
def emptying(url: str) -> Iterator[Callable[[], None]]:
    """Lend what takes all rows out of the database that a superuser's URL names, in a loop of its own."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        connection = Emptying(url)
        yield lambda: runner.run(connection.empty())
        runner.run(connection.close())
