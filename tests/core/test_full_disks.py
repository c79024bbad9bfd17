"""A database that is locked, or whose disk takes nothing: told with a code, nothing lost, and over when it is over."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.full_disk import full_disk, path_of
from tortoise.exceptions import OperationalError

from chatbookr_core import db
from chatbookr_core.clock import TurnableClock
from chatbookr_core.database_urls import credentials_of
from chatbookr_core.db import Database, fetch, opened, transaction
from chatbookr_core.errors import DatabaseFull, DatabaseUnavailable
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Job
from chatbookr_core.traces import told_of

pytestmark = pytest.mark.integration  # a file of its own: it is locked, and its disk is full
KIND = "test.kind"


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return path_of(sqlite_url)


@pytest.fixture
async def database(sqlite_url: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """Open a file, and wait for a lock of it a tenth of a second."""
    monkeypatch.setattr(db, "credentials_of", lambda url: credentials_of(url) | {"busy_timeout": 100})
    async with opened(sqlite_url) as database:
        yield database


async def owe(clock: TurnableClock, *, tells: bool = False) -> None:
    async with transaction() as tx:
        await enqueue(KIND, clinic_id=None, subject_id=new_id(), due_at=clock.now(), now=clock.now())
        if tells:  # which commits otherwise
            tx.tell(Change("booking", new_id(), new_id()))


@pytest.mark.parametrize("tells", [False, True])
async def test_a_full_disk_is_told_of_and_nothing_but_what_was_refused_is_missing(
    database: Database, path: Path, clock: TurnableClock, tells: bool
) -> None:
    await owe(clock, tells=tells)
    with full_disk(path):
        for _ in range(3):
            with pytest.raises(DatabaseFull) as refused:
                await owe(clock, tells=tells)
        assert await Job.all().count() == 1  # it can be read

    assert "make room" in told_of(refused.value)
    await owe(clock, tells=tells)
    assert await Job.all().count() == 2


async def test_a_file_of_no_more_pages_is_full(database: Database, clock: TurnableClock) -> None:
    async with transaction() as tx:
        await tx.fetch("PRAGMA max_page_count = 1")  # which is as many as there are

    async def fill() -> None:
        async with transaction() as tx:
            await tx.fetch("CREATE TABLE more AS SELECT randomblob(1000000)")

    with pytest.raises(DatabaseFull):
        await fill()

    async with transaction() as tx:
        await tx.fetch("PRAGMA max_page_count = 1000000")
    await owe(clock)


async def test_a_file_that_another_locks_is_told_of_and_goes_on_afterwards(
    database: Database, path: Path, clock: TurnableClock
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailable) as refused:
            await owe(clock)
        assert await fetch("SELECT 1")  # who reads waits for nobody
        other.execute("ROLLBACK")

    assert refused.value.code == "DATABASE_UNAVAILABLE"
    assert "another process" in told_of(refused.value)
    await owe(clock)


async def test_what_else_sqlite_refuses_is_neither(database: Database) -> None:
    async def ask() -> None:
        async with transaction() as tx:
            await tx.fetch("SELECT * FROM nowhere")

    with pytest.raises(OperationalError, match="no such table"):
        await ask()
    with pytest.raises(OperationalError, match="no such table"):
        await fetch("SELECT * FROM nowhere")


RAISE = "DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$"


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres_database")
async def test_a_disk_of_postgres_that_is_full_is_told_of_alike() -> None:
    async def ask() -> None:
        async with transaction() as tx:
            await tx.fetch(RAISE)

    with pytest.raises(DatabaseFull):
        await ask()
