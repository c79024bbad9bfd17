"""How a statement is sent to PostgreSQL: what Tortoise's client does, in one step in place of six.

Tortoise wraps each in two translations of errors and a lender of the connection, and writes all of it in capitals to
see whether it begins with UPDATE. A conversation sends some hundred and twenty.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.exceptions import BaseORMException, IntegrityError, OperationalError, TransactionManagementError

from chatbookr_core.errors import DatabaseFull, DatabaseUnavailable
from chatbookr_core.postgres_losses import LOST, TRIES, Ask, T, given_up

READING: Final = ("SELECT", "WITH")
WRITING: Final = ("UPDATE", "DELETE", "INSERT")
TRANSLATED: Final[dict[type[Exception], type[BaseORMException]]] = {
    asyncpg.SyntaxOrAccessError: OperationalError,
    asyncpg.DataError: OperationalError,
    asyncpg.IntegrityConstraintViolationError: IntegrityError,
    asyncpg.InvalidTransactionStateError: TransactionManagementError,
}
_REFUSALS: Final = (*TRANSLATED, asyncpg.DiskFullError)
Answer = tuple[int, list[Any]]
"""How many rows were touched or found, and those found."""


class Sending(AsyncpgDBClient):
    """A client that sends statements in one step, on a connection that it takes and gives back itself.

    One whose session is lost is asked of another where that may be (`postgres_losses`).
    """

    async def execute_query(self, query: str, values: Sequence[object] | None = None) -> Answer:
        return await self._asked(query, values, partial(_answer, query=query, values=values or ()))

    async def execute_query_dict(self, query: str, values: Sequence[object] | None = None) -> list[dict[str, Any]]:
        found = await self._asked(query, values, lambda session: session.fetch(query, *(values or ())))
        return list(map(dict, found))

    async def execute_insert(self, query: str, values: Sequence[object]) -> Any:
        return await self._asked(query, values, lambda session: session.fetchrow(query, *values))

    async def _asked(self, query: str, values: Sequence[object] | None, ask: Ask[T]) -> T:
        self.log.debug("%s: %s", query, values)
        try:
            connection = await self._taken()
            try:
                return await ask(connection)
            except LOST as problem:
                lost = given_up(connection, problem)
            finally:
                await self._give_back(connection)
            return await self._elsewhere(lost, query, ask)
        except _REFUSALS as problem:
            raise _translation(problem) from problem

    async def _elsewhere(self, problem: Exception, query: str, ask: Ask[T]) -> T:
        """Ask another session, and another. Raises DatabaseUnavailable where none answers, or none may be asked."""
        for _ in range(TRIES - 1):
            connection = await self._another(query)
            if connection is None:
                break
            try:
                return await ask(connection)
            except LOST as again:
                problem = given_up(connection, again)
            finally:
                await self._give_back(connection)
        raise DatabaseUnavailable() from problem

    async def _another(self, query: str) -> Any:
        """Take another session for a statement that one was lost with; None where it may have been done."""
        return await self._taken() if query.lstrip()[:6].upper().startswith(READING) else None

    async def _taken(self) -> Any:
        """Take a session of the pool, which is made where it is not there yet."""
        if self._pool is None:
            await self.acquire_connection().ensure_connection()
        pool: Any = self._pool
        return await pool.acquire()

    async def _give_back(self, connection: Any) -> None:
        pool: Any = self._pool
        await pool.release(connection)


async def _answer(connection: Any, query: str, values: Sequence[object]) -> Answer:
    if query.lstrip()[:6].upper() in WRITING:
        status: str = await connection.execute(query, *values)
        touched = status.split(" ")[1:2]  # of an INSERT this is 0: `Transaction.execute` knows
        return int(touched[0]) if touched and touched[0].isdigit() else 0, []
    rows = await connection.fetch(query, *values)
    return len(rows), rows


def _translation(problem: Exception) -> Exception:
    """Say what PostgreSQL refuses as Tortoise says it, with the driver's error as its argument."""
    if isinstance(problem, asyncpg.DiskFullError):
        return DatabaseFull()
    return next(ours for theirs, ours in TRANSLATED.items() if isinstance(problem, theirs))(problem)
