"""Bring a database to the tables this program knows, one process at a time, and refuse one that is not guarded."""

import asyncio
import fcntl
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tortoise.exceptions import OperationalError

from chatbookr_core.database_urls import Dialect, credentials_of, dialect_of, session_options_of
from chatbookr_core.db import MODELS, Database, fetch, opened, tortoise_config
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.scope import at_the_door
from chatbookr_core.unreachable import denied, reaching

MODULES: Final = (MODELS, "aerich.models")
ADVISORY_LOCK: Final = 0x63686174626F6F6B  # "chatbook" in ASCII: nobody else in this database uses it

GUARDS: Final[dict[Dialect, dict[str, tuple[str, ...]]]] = {
    "postgres": {
        "allocation_no_overlap": (
            "EXCLUDE USING gist (box(point((starts_minute)::double precision,",
            "(((get_byte(uuid_send(subject_id), 14) * 256) + get_byte(uuid_send(subject_id), 15)))::double precision)",
            "point(((ends_minute)::double precision - (0.5)::double precision),",
            "WITH &&, subject_id WITH =)",
            "is_active AND is_exclusive",
        ),
    },
    "sqlite": {
        "allocation_no_overlap_insert": ("BEFORE INSERT ON", "RAISE(ABORT, 'slot_taken')"),
        "allocation_no_overlap_update": ("BEFORE UPDATE", "RAISE(ABORT, 'slot_taken')"),
    },
}
"""What must stand in the database for two bookings of one place and time to be impossible."""


def folder_of(dialect: Dialect) -> Path:
    """Return where a dialect's migrations lie."""
    return Path(__file__).parent / "migrations" / dialect / "models"


def versions_of(dialect: Dialect) -> list[str]:
    """Return the names of a dialect's migrations in the order they are applied."""
    names = [path.name for path in folder_of(dialect).glob("[0-9]*_*.py")]
    return sorted(names, key=lambda name: int(name.split("_", 1)[0]))


async def migrate(database_url: str) -> list[str]:
    """Apply what is missing and return its names; processes that start at once wait for each other.

    Raises InvalidSettings for a database that a newer program has migrated, that is full, or that denies it.
    """
    dialect = dialect_of(database_url)
    async with _alone(database_url):
        async with opened(database_url, work="migration") as database:
            applied, known = await applied_versions(database), versions_of(dialect)
            _assert_not_newer(applied, known)
            if applied == known:
                return []
        async with opened(database_url, modules=MODULES, work="migration"):
            with reaching(database_url):
                return await _upgraded(database_url, dialect)


async def _upgraded(database_url: str, dialect: Dialect) -> list[str]:
    from aerich import Command  # slow to import, and mostly there is nothing to do

    config = tortoise_config(database_url, modules=MODULES)
    command = Command(config, app="models", location=str(folder_of(dialect).parent))
    await command.init()
    return await command.upgrade()


async def applied_versions(database: Database) -> list[str]:
    """Return the names of the migrations a database has had, oldest first; none before the first.

    Raises InvalidSettings where the role may not read them.
    """
    with database.entered(), at_the_door():
        try:
            rows = await fetch("SELECT version FROM aerich WHERE app = 'models' ORDER BY id")
        except OperationalError as problem:
            if refusal := denied(database.url, problem):
                raise refusal from problem
            return []  # there is no such table yet
    return [row["version"] for row in rows]


@asynccontextmanager
async def at_these_tables(database_url: str, *, work: str | None = None) -> AsyncIterator[Database]:
    """Open a database that has this program's tables, as `opened` does; no file is made where there is none.

    Raises InvalidSettings for any other.
    """
    _assert_there(database_url)
    async with opened(database_url, work=work) as database:
        await assert_migrated(database)
        yield database


def _assert_there(database_url: str) -> None:
    path = credentials_of(database_url).get("file_path", ":memory:")
    if path != ":memory:" and not Path(path).exists():
        raise InvalidSettings(
            f"There is no database {path}: set CHATBOOKR_DATABASE_URL, or run `chatbookr migrate` first."
        )


async def assert_migrated(database: Database) -> None:
    """Raise InvalidSettings unless the database is at this program's migrations, and no others."""
    applied, known = await applied_versions(database), versions_of(database.dialect)
    if missing := [name for name in known if name not in applied]:
        raise InvalidSettings(f"The database lacks {len(missing)} migrations: run `chatbookr migrate` first.")
    _assert_not_newer(applied, known)


def _assert_not_newer(applied: Sequence[str], known: Sequence[str]) -> None:
    if unknown := [name for name in applied if name not in known]:
        raise InvalidSettings(
            f"The database is newer than this program: it has had {unknown[-1]}. Run the version that migrated it, or "
            "restore the backup of before (docs/runbooks/upgrading.md)."
        )


async def assert_guarded(database: Database) -> None:
    """Raise InvalidSettings unless the database is at this program's migrations and refuses double bookings."""
    await assert_migrated(database)
    definitions = await _definitions(database)
    for name, parts in GUARDS[database.dialect].items():
        definition = re.sub(r"\s+", " ", definitions.get(name, "")).upper()
        if not all(part.upper() in definition for part in parts):
            raise InvalidSettings(
                f"The guard against double bookings, {name}, is missing from the database or is not what it should be: "
                "restore it from the migrations before starting."
            )


async def _definitions(database: Database) -> dict[str, str]:
    sql = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'allocation'",
        "postgres": "SELECT conname AS name, pg_get_constraintdef(oid) AS sql FROM pg_constraint "
        "WHERE conrelid = 'allocation'::regclass AND contype = 'x' AND convalidated",
    }[database.dialect]
    with database.entered(), at_the_door():
        return {row["name"]: row["sql"] for row in await fetch(sql)}


@asynccontextmanager
async def _alone(database_url: str) -> AsyncIterator[None]:
    """Keep other migrating processes out: an advisory lock on PostgreSQL, a locked file beside SQLite's."""
    credentials = credentials_of(database_url)
    if dialect_of(database_url) == "postgres":
        async with _advisory_lock(database_url):
            yield
    elif credentials["file_path"] == ":memory:":
        yield
    else:
        path = Path(credentials["file_path"])
        with reaching(database_url):
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = path.with_name(f"{path.name}.migrating").open("ab")
        with lock:
            await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)  # released with the file
            yield


@asynccontextmanager
async def _advisory_lock(database_url: str) -> AsyncIterator[None]:
    import asyncpg

    with reaching(database_url):
        connection = await asyncpg.connect(**session_options_of(database_url))
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", ADVISORY_LOCK)
        yield
    finally:
        await connection.close()  # which releases the lock
