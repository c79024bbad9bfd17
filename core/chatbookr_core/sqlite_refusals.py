"""Tells which of SQLite's errors are about the file, and not about what was asked of it.

It is locked by another for longer than anybody waits (or being read anew after a crash), or its disk takes nothing:
full, over a quota, or failing. Source: https://www.sqlite.org/rescode.html.
"""

import sqlite3
from typing import Final

from chatbookr_core.errors import DatabaseFull, DatabaseUnavailable

PRIMARY: Final = 0xFF
"""The bits of a result code that say what it is in general."""
BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
NOT_WRITTEN: Final = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_DIR_FSYNC,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }
)


def refusal_in(problem: BaseException | None) -> DatabaseUnavailable | None:
    """Return what is wrong with the file, by an error of SQLite's or Tortoise's around one; None for any other."""
    cause = problem
    if not isinstance(cause, sqlite3.Error) and problem is not None and problem.args:
        cause = problem.args[0]
    if not isinstance(cause, sqlite3.Error):
        return None
    code: int = getattr(cause, "sqlite_errorcode", 0)  # none where Python itself refuses
    if code in NOT_WRITTEN:
        return DatabaseFull()
    return DatabaseUnavailable() if code & PRIMARY in BUSY else None
