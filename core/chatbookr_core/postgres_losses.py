"""Tells that a session of PostgreSQL is lost: the server has ended it, was restarted, or is away.

Whoever is given one that nobody knows to be dead yet asks another where that cannot do anything twice: what only reads,
and a transaction of which nothing was answered (its commit was never sent). Anything else is told with a code.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import asyncpg

T = TypeVar("T")
Ask = Callable[[Any], Awaitable[T]]
"""Asks something of a session."""

TRIES: Final = 3
LOST: Final = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
"""What a statement may fail with whose session is lost; `is_lost` tells whether it is."""
SAYS_SO: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InternalClientError,
)
"""What says so itself. asyncpg calls it an error of its own (the last) where the server's last word is there already,
and the end of the connection is not yet.
"""
TURNED_AWAY: Final = (*LOST, asyncpg.TooManyConnectionsError)
"""What no session is to be had with."""


def is_lost(session: Any, problem: BaseException) -> bool:
    """Tell whether a session is gone, which the end of its connection says where the error does not."""
    return isinstance(problem, SAYS_SO) or session is None or session.is_closed()


def given_up(lent: Any, problem: Exception) -> Exception:
    """Break a lent session off that is lost, or the next would be given it, and return why; raise any other problem."""
    session = lent._con  # None: the pool has noticed, and taken it back
    if not is_lost(session, problem):
        raise problem
    if session is not None:
        session.terminate()
    return problem
