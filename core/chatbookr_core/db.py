"""The database: one connection set for each event loop, one transaction for each request or task.

A `Database` belongs to the loop that opened it. Tasks enter it with `database.entered()`; inside, `transaction()`
begins the one transaction, and what it tells (`tell`; `wake_relays` of `jobs`) reaches others only if it commits.
Neither reads nor transactions begin without a scope (`chatbookr_core.scope`): whose rows they may touch.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext, _current_context  # private: __enter__ keeps its token on the instance
from tortoise.transactions import in_transaction

from chatbookr_core.audit.entries import Entry
from chatbookr_core.audit.writing import write_entries
from chatbookr_core.bell import Bell
from chatbookr_core.change_telling import rung_by, tell_postgres, tell_sqlite
from chatbookr_core.database_urls import Dialect as Dialect  # who writes a statement for each asks here
from chatbookr_core.database_urls import credentials_of, dialect_of
from chatbookr_core.events import Change, forget_standing, publish
from chatbookr_core.ids import read_id
from chatbookr_core.scope import current_scope, every_clinic
from chatbookr_core.unreachable import reaching

T = TypeVar("T")
MODELS = "chatbookr_core.models"
JSON_ROWS: Final[Mapping[Dialect, str]] = {
    "postgres": "json_agg(json_build_array",
    "sqlite": "json_group_array(json_array",
}
"""Writes the rows of a sub-select as one list of lists, so that much of different kinds is read by one statement."""
AS_THEY_ARE: Final = frozenset({str, int, float, bytes, type(None)})
"""The types that SQLite takes itself."""
OVERTAKEN: Final = frozenset({"40P01", "40001", "23P01"})
"""PostgreSQL's codes for a deadlock, what cannot be put in an order, and a time that another took at that moment."""


def tortoise_config(
    database_url: str, *, modules: Sequence[str] = (MODELS,), statement_seconds: float | None = None
) -> dict[str, Any]:
    """Describe the connection and the models to Tortoise; migrations add aerich's own, which is slow to import.

    PostgreSQL itself ends a statement after `statement_seconds`, also one whose process no longer waits for it.
    """
    name = dialect_of(database_url)  # Tortoise keeps statements by connection name: not one name for both dialects
    engine = {"sqlite": "chatbookr_core.sqlite_engine", "postgres": "chatbookr_core.postgres_engine"}[name]
    credentials = credentials_of(database_url)
    if name == "postgres" and statement_seconds is not None:
        credentials["server_settings"] = {"statement_timeout": str(round(statement_seconds * 1000))}
    return {
        "connections": {name: {"engine": engine, "credentials": credentials}},
        "apps": {"models": {"models": list(modules), "default_connection": name}},
        "use_tz": True,
        "timezone": "UTC",
    }


class Database:
    """The open database of one event loop."""

    def __init__(self, url: str, *, modules: Sequence[str] = (MODELS,), statement_seconds: float | None = None) -> None:
        self.url = url
        self.modules = tuple(modules)
        self.statement_seconds = statement_seconds
        self.dialect: Dialect = dialect_of(url)
        self._context = TortoiseContext()
        self.bell = Bell(self._notify)

    async def open(self, *, is_offline: bool = False) -> None:
        """Make the connections, so that half-made ones are not seen by the first two tasks.

        Raises InvalidSettings where the server does not let us in; offline none is asked, for who wants models alone.
        """
        with self.entered(), reaching(self.url):
            seconds = self.statement_seconds
            await self._context.init(config=tortoise_config(self.url, modules=self.modules, statement_seconds=seconds))
            if not is_offline:
                await self._context.db().create_connection(with_db=True)

    async def close(self) -> None:
        await self.bell.close()
        with self.entered():
            await self._context.close_connections()

    async def _notify(self, said: str) -> None:
        client: Any = self._context.db()
        await client.notify(said)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Make this the database of the running task and of the tasks it starts."""
        token = _current_context.set(self._context)
        database = _database.set(self)
        try:
            yield
        finally:
            _database.reset(database)
            _current_context.reset(token)


@asynccontextmanager
async def opened(
    url: str, *, modules: Sequence[str] = (MODELS,), work: str | None = None, is_offline: bool = False
) -> AsyncIterator[Database]:
    """Open a database for the length of a block, entered; for a work of the host (`every_clinic`) with its scope."""
    database = Database(url, modules=modules)
    try:
        await database.open(is_offline=is_offline)
        with ExitStack() as stack:
            stack.enter_context(database.entered())
            if work is not None:
                stack.enter_context(every_clinic(work))
            yield database
    finally:
        await database.close()


_database: ContextVar[Database] = ContextVar("chatbookr_database")
_transaction: ContextVar["Transaction | None"] = ContextVar("chatbookr_transaction", default=None)
_is_again: ContextVar[bool] = ContextVar("chatbookr_is_again", default=False)


def current_database() -> Database:
    """Return the database the task has entered; a LookupError means that nobody did."""
    return _database.get()


@dataclass(slots=True)
class Transaction:
    """The one transaction of a request or task."""

    connection: BaseDBAsyncClient
    dialect: Dialect
    changes: list[Change] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)  # of the audit log, written with the commit
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    logged: list[Change] = field(default_factory=list)  # of `changes`, what stands in the log already
    is_again: bool = False  # it was overtaken once, and takes no way any more on which it might be again

    async def fetch(self, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Run one statement (placeholders `$1` …) and return its rows as dicts."""
        return await self.connection.execute_query_dict(placeholders(sql, self.dialect), bound(values, self.dialect))

    async def write_each(self, sql: str, rows: Sequence[Sequence[object]]) -> int:
        """Run one statement of SQLite's for each row, its values written as it takes them; return how many it wrote."""
        client: Any = self.connection
        count: int = await client.write_each(sql, rows)
        return count

    async def write_all(self, writings: Sequence[tuple[str, Sequence[Sequence[object]]]]) -> bool:
        """Do so with statements of SQLite's one after the other, up to one that writes nothing: False then."""
        client: Any = self.connection
        has_written: bool = await client.write_all(writings)
        return has_written

    async def execute(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one INSERT, UPDATE or DELETE (placeholders `$1` …) and return how many rows it touched."""
        if (
            sql.lstrip()[:6].upper() == "INSERT" and " RETURNING " not in sql
        ):  # asyncpg's tag is "INSERT 0 n", of which Tortoise reads the 0
            return len(await self.fetch(f"{sql} RETURNING 1", values))
        count, _ = await self.connection.execute_query(placeholders(sql, self.dialect), bound(values, self.dialect))
        return count

    async def execute_each(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one UPDATE or DELETE (placeholders `$1` …) for each row of values."""
        if rows:
            each = [bound(row, self.dialect) for row in rows]
            await self.connection.execute_many(placeholders(sql, self.dialect), each)

    def tell(self, change: Change, *, is_logged: bool = False) -> None:
        """Let subscribers know of `change` once this transaction has committed.

        `is_logged`: a statement of this transaction has written it into the log of changes.
        """
        if change not in self.changes:
            self.changes.append(change)
        if is_logged:
            self.logged.append(change)


def placeholders(sql: str, dialect: Dialect) -> str:
    """Write `$1` as SQLite's `?1`; PostgreSQL's own way stays."""
    return sql.replace("$", "?") if dialect == "sqlite" else sql


def bound(values: Sequence[object], dialect: Dialect) -> list[object]:
    """Write the values of a raw statement as its database takes them."""
    if dialect != "sqlite":
        return list(values)
    return [value if type(value) in AS_THEY_ARE else sqlite_value(value) for value in values]  # most are


def sqlite_value(value: object) -> object:
    """Write a value as Tortoise's models write it to SQLite, so that raw statements find their rows."""
    if type(value) in AS_THEY_ARE:  # most: hundreds for each message
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return value


def uuid_of(value: object) -> UUID:
    """Read an id of a raw row: SQLite gives text."""
    return value if isinstance(value, UUID) else read_id(str(value))


def instant_of(value: object) -> datetime:
    """Read an instant of a raw row: SQLite gives text."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def day_of(value: object) -> date | None:
    """Read a date of a raw row, or none: SQLite gives text."""
    return value if value is None or isinstance(value, date) else date.fromisoformat(str(value)[:10])


def listed(value: object) -> list[Any] | None:
    """Read a JSON list of a raw row: the drivers give text."""
    found = json.loads(value) if isinstance(value, str) else value
    return list(found) if isinstance(found, list) else None


def by_language(value: object) -> dict[str, str]:
    """Read the texts of a raw row by language: the drivers give JSON as text."""
    found = json.loads(value) if isinstance(value, str) else value
    return {str(language): str(text) for language, text in found.items()} if isinstance(found, dict) else {}


def numbered(count: int, *, since: int) -> str:
    """Write `count` placeholders from `$since` on, for a list in a raw statement."""
    return ", ".join(f"${number}" for number in range(since, since + count))


def padded(values: Sequence[T]) -> list[T]:
    """Repeat the last of a list till their number is a power of two: a server prepares each text of a statement anew.

    For lists that are not empty, and in which a repetition changes nothing, as that of IN.
    """
    missing = (1 << (len(values) - 1).bit_length()) - len(values)
    return [*values, *(values[-1] for _ in range(missing))]


async def fetch(sql: str, values: Sequence[object] = ()) -> Sequence[Mapping[str, Any]]:
    """Read rows (placeholders `$1` …): in the task's transaction, or on a connection for reading.

    They are the driver's own: by name or by position, and no dicts.
    """
    current_scope()  # PostgreSQL's connections ask for it themselves; SQLite's have no use for it
    dialect, tx = current_database().dialect, _transaction.get()
    connection = get_connection(dialect) if tx is None else tx.connection
    _, rows = await connection.execute_query(placeholders(sql, dialect), bound(values, dialect))
    found: Sequence[Mapping[str, Any]] = rows
    return found


def current_transaction() -> Transaction:
    """Return the transaction under way. Raises RuntimeError outside of one: writes need a transaction."""
    found = _transaction.get()
    if found is None:
        raise RuntimeError("no transaction is under way")
    return found


def is_in_transaction() -> bool:
    """Tell whether a transaction is under way in this task."""
    return _transaction.get() is not None


@asynccontextmanager
async def transaction() -> AsyncIterator[Transaction]:
    """Begin the transaction of this request or task; nested use is refused: one request, one transaction."""
    if _transaction.get() is not None:
        raise RuntimeError("a transaction is under way already")
    current_scope()
    database = current_database()
    async with in_transaction() as connection:
        tx = Transaction(connection, database.dialect, is_again=_is_again.get())
        token = _transaction.set(tx)
        try:
            yield tx
            told = await _written(tx) if tx.entries or tx.changes else []
        finally:
            _transaction.reset(token)
    forget_standing(tx.changes)  # at once; what other processes remember goes when they hear of it
    if database.dialect == "postgres":
        database.bell.ring(rung_by(tx.changes))
    publish(told)
    for callback in tx.after_commit:
        callback()


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """Undo the block alone when it raises, so that a caller who expected that may go on in its transaction.

    Nobody hears of what has not happened, the audit log says nothing of it, and no key made in it is remembered.
    """
    tx = current_transaction()
    connection = tx.connection
    waiting: Sequence[list[Any]] = (tx.changes, tx.entries, tx.after_commit, tx.logged)
    before = [len(noted) for noted in waiting]
    await connection.execute_query("SAVEPOINT chatbookr")
    try:
        yield
    except Exception:
        for noted, count in zip(waiting, before, strict=True):
            del noted[count:]
        await connection.execute_query("ROLLBACK TO SAVEPOINT chatbookr")
        await connection.execute_query("RELEASE SAVEPOINT chatbookr")
        raise
    await connection.execute_query("RELEASE SAVEPOINT chatbookr")


async def with_retry(work: Callable[[], Awaitable[T]], *, tries: int = 5) -> T:
    """Run `work`, which begins a transaction of its own, again when another's at the same moment has ended it.

    That is so on PostgreSQL alone, and rare (`was_overtaken`); the last try's error is raised.
    """
    if is_in_transaction():
        raise RuntimeError("only a whole transaction can be tried again")
    token = _is_again.set(False)
    try:
        for attempt in range(1, tries):
            try:
                return await work()
            except Exception as problem:
                if not was_overtaken(problem):
                    raise
                _is_again.set(True)
                await asyncio.sleep(0.01 * attempt)
        return await work()
    finally:
        _is_again.reset(token)


def was_overtaken(problem: BaseException | None) -> bool:
    """Tell whether PostgreSQL ended a transaction for another's sake, which it would see if it were tried again."""
    while problem is not None:
        if getattr(problem, "sqlstate", None) in OVERTAKEN:
            return True
        problem = problem.__cause__
    return False


async def _written(tx: Transaction) -> list[Change]:
    """Write what was noted and what changed, last of all: SQLite commits with it.

    Return the changes to be published here: PostgreSQL's are read from the log once the bell has rung.
    """
    entries: Sequence[Entry] = tx.entries
    if not current_scope().has({one.clinic_id for one in entries if one.clinic_id is not None}):
        with every_clinic("audit"):  # some of it is of clinics that the task itself may not touch
            await write_entries(tx)
        entries = ()
    if tx.dialect == "sqlite":
        return await tell_sqlite(tx, entries)
    if entries or tx.changes:
        await tell_postgres(tx, entries)
    return []
