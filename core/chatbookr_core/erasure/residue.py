"""What a database keeps of rows that are gone: SQLite in free pages and in its log, until they are overwritten.

PostgreSQL keeps dead rows until VACUUM; what they hold is sealed, and under keys that are gone.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from chatbookr_core.db import Transaction, current_database, current_transaction, fetch, transaction
from chatbookr_sdk import TemporaryFailure

BUSY = "readers_in_the_way"


@asynccontextmanager
async def overwriting() -> AsyncIterator[Transaction]:
    """Begin a transaction in which SQLite overwrites what it deletes with zeros."""
    async with transaction() as tx:
        await _set_secure(tx, is_on=True)
        try:
            yield tx
        finally:
            await _set_secure(tx, is_on=False)


async def _set_secure(tx: Transaction, *, is_on: bool) -> None:
    if tx.dialect == "sqlite":
        await current_transaction().connection.execute_query(f"PRAGMA secure_delete = {'ON' if is_on else 'OFF'}")


async def empty_the_log() -> None:
    """Bring SQLite's write-ahead log into the file and cut it to nothing. Raises TemporaryFailure while it is read."""
    if current_database().dialect != "sqlite":
        return
    rows = await fetch("PRAGMA wal_checkpoint(TRUNCATE)")  # busy, pages in the log, pages brought over
    if rows[0]["busy"]:
        raise TemporaryFailure("the log is being read", code=BUSY)
