"""Lends one test after the other the same sessions to the emptied PostgreSQL database: they know its tables already.

A new session reads from the catalogue what every table, index, policy and type is, and parses and plans every
statement, before it does anything. That, for some four sessions of each of thousands of tests, took the server's
processor as long as the tests took theirs. Nothing the product does changes a pooled session
(`chatbookr_core.postgres_pool`), so one that is at rest when its pool is closed is kept, and lent to the next pool that
asks for the same. One that has been spoken to meanwhile, or was ended, is not lent again.

Each test has a loop of its own, and a session lives in the loop it was made in: it is moved from one to the other.
"""

import asyncio
import selectors
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Self
from weakref import WeakSet

import pytest

from chatbookr_core.postgres_engine import ScopedConnection
from chatbookr_core.postgres_pool import SessionPool

MOST_KEPT: Final = 4
"""So many sessions stay with a process of tests, of the hundred that a server has for all of them."""
MOST_QUERIES: Final = 20_000
"""Of a session that is kept: its pool would end it at 50,000, in the middle of a test."""
UNLIMITED: Final = 1 << 30
"""Bytes to be written before a session's writers wait, by an event that can belong to one loop alone."""


class RunningLoop:
    """Whichever loop is running: what a session's protocol, which cannot be told of another, takes for its own."""

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.get_running_loop().create_future()

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio.get_running_loop(), name)


class SessionsAgain:
    """Sessions to one database that no pool has at present."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._kept = list[tuple[Mapping[str, Any], Any]]()
        self._movable = WeakSet[Any]()

    @property
    def kept(self) -> list[Any]:
        """The sessions that no pool has at present."""
        return [session for _, session in self._kept]

    @contextmanager
    def put_up(self) -> Iterator[Self]:
        """Have this process's pools borrow sessions to the database and give them back, for a block."""
        make, close = SessionPool._get_new_connection, ScopedConnection.close

        async def lent(pool: Any) -> Any:
            if not self._serves(pool):
                return await make(pool)
            return self._lent(pool._connect_kwargs) or await self._made(pool)

        async def given_back(session: Any, *, timeout: float | None = None) -> None:
            if not self._takes_back(session):
                await close(session, timeout=timeout)

        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(SessionPool, "_get_new_connection", lent, raising=False)
            monkeypatch.setattr(ScopedConnection, "close", given_back, raising=False)
            yield self
        while self._kept:
            _end(self._kept.pop()[1])

    def _serves(self, pool: Any) -> bool:
        is_this: bool = pool._connect_kwargs.get("database") == self._database and not pool._connect_kwargs.get("ssl")
        return is_this and pool._connection_class is ScopedConnection and _is_stock(asyncio.get_running_loop())

    async def _made(self, pool: Any) -> Any:
        session = await pool._connect(
            *pool._connect_args,
            loop=RunningLoop(),
            connection_class=pool._connection_class,
            record_class=pool._record_class,
            **pool._connect_kwargs,
        )
        session._stmt_cache.set_max_lifetime(0)  # or each statement would have a timer in the loop
        session._transport.set_write_buffer_limits(UNLIMITED)
        session._loop = asyncio.get_running_loop()
        self._movable.add(session)
        return session

    def _lent(self, asked: Mapping[str, Any]) -> Any:
        while (found := next((one for one in reversed(self._kept) if one[0] == asked), None)) is not None:
            self._kept.remove(found)
            session = found[1]
            if not _has_heard(session):
                _move(session, asyncio.get_running_loop())
                return session
            _end(session)
        return None

    def _takes_back(self, session: Any) -> bool:
        holder = session._pool_holder() if session._pool_holder is not None else None
        if holder is None or session not in self._movable or len(self._kept) >= MOST_KEPT or not _is_at_rest(session):
            return False
        session._pool_holder = None
        session._call_termination_listeners()
        holder._release_on_close()
        _move(session, None)
        self._kept.append((dict(holder._pool._connect_kwargs), session))
        return True


def _is_stock(loop: Any) -> bool:
    return isinstance(loop, asyncio.SelectorEventLoop)


def _is_at_rest(session: Any) -> bool:
    """Tell whether a session is as it was made, but for what it knows."""
    return not (
        session.is_closed()
        or session._protocol._is_cancelling()
        or session._protocol.is_in_transaction()
        or session._protocol.queries_count > MOST_QUERIES
        or session._top_xact is not None
        or session._listeners
        or session._log_listeners
        or session._cancellations
        or session._query_loggers
        or session._transport.get_write_buffer_size()
        or session._transport.is_closing()
        or not session._transport.is_reading()
    )


def _move(session: Any, loop: Any) -> None:
    """Take a session out of the loop it is in, and into another."""
    transport = session._transport
    if transport._loop is not None:
        transport._loop._remove_reader(transport._sock_fd)
        transport._loop._transports.pop(transport._sock_fd, None)
    transport._loop = session._loop = loop
    if loop is not None:
        loop._transports[transport._sock_fd] = transport
        loop._add_reader(transport._sock_fd, transport._read_ready)


def _has_heard(session: Any) -> bool:
    """Tell whether the server has said something to a session that nobody had, or has ended it."""
    with selectors.DefaultSelector() as selector:
        selector.register(session._transport._sock_fd, selectors.EVENT_READ)
        return bool(selector.select(0))


def _end(session: Any) -> None:
    """Hang up, without a loop in which it could be done in more words."""
    session._transport._sock.close()
    session._transport._sock = None
    session._aborted = True
    session._protocol = None
