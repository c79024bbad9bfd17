"""The pool of PostgreSQL sessions, which takes most of them back on the spot.

asyncpg's own gives back by a task of its own for each session, shielded, for it asks the server for a reset: thirty-six
tasks for a conversation. Nothing here changes a pooled session (no SET but LOCAL, no LISTEN, no lock that outlives its
transaction), so there is nothing to reset, and one that is at rest goes back without anything to wait for. Every other
(in a transaction that was left open, or with a cancelled statement under way) goes asyncpg's way.

Who waits for a session has the next, in the order in which they came. asyncpg's own queue wakes who waits longest, and
gives it to whoever asks before they are awake: passed over, they wait behind everybody else, time and again.
"""

import asyncio
from typing import Any, Final

import asyncpg

from chatbookr_core.errors import DatabaseUnavailable
from chatbookr_core.postgres_losses import TURNED_AWAY

STATEMENTS: Final = 256
"""So many each session knows by name, the last used: a worker has some 180, and asyncpg's 100 were made known anew."""
MOST_QUERIES: Final = 50_000
IDLE_SECONDS: Final = 300.0


class SessionPool(asyncpg.Pool):  # type: ignore[misc]  # asyncpg has no types
    """asyncpg's pool, whose sessions come back at once where they are at rest, and go to who has waited longest."""

    def __init__(self, **asked: Any) -> None:
        """Take what `asyncpg.create_pool` takes, with its defaults but for the number of statements."""
        given = {
            "max_queries": MOST_QUERIES,
            "max_inactive_connection_lifetime": IDLE_SECONDS,
            "record_class": asyncpg.Record,
            "statement_cache_size": STATEMENTS,
            **asked,
        }
        super().__init__(None, reset=_leave, **given)
        self._turns = asyncio.Semaphore(self._maxsize)  # which lets in by the order of arrival
        self._lent = set[Any]()

    async def _acquire(self, timeout: float | None) -> Any:
        if timeout is None:
            await self._turns.acquire()
        else:
            async with asyncio.timeout(timeout):
                await self._turns.acquire()
        try:
            lent = await super()._acquire(timeout)
        except TURNED_AWAY as problem:
            self._turns.release()
            raise DatabaseUnavailable() from problem
        except BaseException:
            self._turns.release()
            raise
        self._lent.add(lent)
        return lent

    async def release(self, connection: Any, *, timeout: float | None = None) -> None:
        """Give a session back; who waits for one has their turn before whoever gave it back."""
        is_lent = connection in self._lent  # else it was given back already; one that has broken still is
        self._lent.discard(connection)
        try:
            if self._is_at_rest(connection):
                self._take_back(connection)
            else:
                await super().release(connection, timeout=timeout)
        finally:
            if is_lent:
                self._turns.release()

    def _take_back(self, connection: Any) -> None:
        holder = connection._holder
        connection._con._on_release()
        holder._timeout = None
        holder._release()
        holder._setup_inactive_callback()

    def _is_at_rest(self, connection: Any) -> bool:
        """Tell whether asyncpg's own release would find nothing to do: what it looks at, in its order."""
        session, holder = connection._con, connection._holder
        return (
            session is not None
            and holder._pool is self
            and not session.is_closed()
            and session._protocol.queries_count < holder._max_queries
            and holder._generation == self._generation
            and not session._protocol._is_cancelling()
            and not session._protocol.is_in_transaction()
            and session._top_xact is None
            and not session._listeners
            and not session._log_listeners
        )


async def _leave(connection: object) -> None:
    """Leave a connection as it is; a transaction that was left open has been rolled back by asyncpg."""
