import asyncio
import contextlib
import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from tests.factories import make_clinic
from tortoise.connection import get_connection
from tortoise.exceptions import IntegrityError, OperationalError

from chatbookr_core import sqlite_engine
from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.database_urls import credentials_of, dialect_of
from chatbookr_core.db import (
    Database,
    Transaction,
    bound,
    current_transaction,
    fetch,
    opened,
    savepoint,
    transaction,
)
from chatbookr_core.errors import DatabaseUnavailable, InvalidSettings, SlotTaken
from chatbookr_core.events import Change, listening
from chatbookr_core.ids import new_id
from chatbookr_core.models import AuditEntry, Clinic, LoggedChange
from chatbookr_core.sqlite_engine import statements_of


async def test_a_committed_row_is_seen_by_readers_outside_of_transactions(database: Database) -> None:
    clinic = await make_clinic(name="Seen")

    rows = await fetch("SELECT name FROM clinic WHERE id = $1", (clinic.id,))

    assert [row["name"] for row in rows] == ["Seen"]


async def test_what_fails_leaves_no_row_and_tells_nobody(database: Database) -> None:
    async def fail() -> None:
        async with transaction() as tx:
            clinic = await make_clinic()
            tx.tell(Change("booking", clinic.id, None))
            raise ZeroDivisionError

    async with listening() as changes:
        with pytest.raises(ZeroDivisionError):
            await fail()

    assert await Clinic.all().count() == 0
    assert changes.empty()


async def test_a_transaction_inside_another_is_refused(database: Database) -> None:
    async with transaction():
        with pytest.raises(RuntimeError):
            async with transaction():
                pass


async def test_writing_outside_of_a_transaction_is_a_bug(database: Database) -> None:
    with pytest.raises(RuntimeError):
        current_transaction()


async def test_an_insert_says_how_many_rows_it_made(database: Database) -> None:
    key = "INSERT INTO login_failure (id, email_hash, failures) VALUES ($1, 'x', 0) ON CONFLICT (email_hash) DO NOTHING"
    clinic = await make_clinic()

    async with transaction() as tx:
        counts = [await tx.execute(key, (clinic.id,)) for _ in range(2)]

    assert counts == [1, 0]


async def test_instants_come_back_as_they_were_written(database: Database) -> None:
    at = datetime(2027, 3, 28, 1, 30, 5, 123456, tzinfo=UTC)
    clinic = await make_clinic(created_at=at)

    read = await Clinic.get(id=clinic.id)
    found = await fetch("SELECT id FROM clinic WHERE created_at = $1", (at,))

    assert read.created_at == at
    assert len(found) == 1


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (datetime(2026, 3, 1, 10, 0, tzinfo=timezone(timedelta(hours=2))), "2026-03-01 08:00:00+00:00"),
        (date(2026, 3, 1), "2026-03-01"),
        (True, 1),
        ("text", "text"),
        (b"bytes", b"bytes"),
        (None, None),
    ],
)
def test_a_value_is_written_to_sqlite_as_its_models_write_it(value: object, written: object) -> None:
    (found,) = bound((value,), "sqlite")

    assert (type(found), found) == (type(written), written)
    assert bound((value,), "postgres") == [value]


async def test_a_transaction_given_up_while_it_begins_leaves_the_database_usable(database_url: str) -> None:
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize=1" if is_pooled else database_url):
        await fetch("SELECT 1")
        for hundredths in range(200):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(hundredths / 100_000), transaction():
                    await fetch("SELECT 1")

        async with asyncio.timeout(20):
            clinic = await make_clinic()

        assert await Clinic.all().values_list("id", flat=True) == [clinic.id]


async def test_a_transaction_that_waits_for_another_process_can_be_given_up(sqlite_database: Database) -> None:
    await get_connection("sqlite").execute_query("PRAGMA busy_timeout=500")
    other = sqlite3.connect(sqlite_database.url.removeprefix("sqlite://"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await make_clinic()
    other.execute("ROLLBACK")
    other.close()
    await make_clinic()

    assert await Clinic.all().count() == 1


async def test_a_lock_that_stays_taken_is_an_error_and_not_the_end(sqlite_database: Database) -> None:
    await get_connection("sqlite").execute_query("PRAGMA busy_timeout=20")
    other = sqlite3.connect(sqlite_database.url.removeprefix("sqlite://"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseUnavailable) as refused:  # the driver's own error was an internal one to callers
        await make_clinic()
    assert "locked" in str(refused.value.__cause__)
    other.execute("ROLLBACK")
    other.close()
    await make_clinic()

    assert await Clinic.all().count() == 1


async def test_a_refused_part_is_undone_and_the_transaction_goes_on(database: Database) -> None:
    async with transaction():
        kept = await make_clinic()
        with pytest.raises(SlotTaken):
            await _refused()
        with pytest.raises(IntegrityError):
            await _refused(kept.id)
        later = await make_clinic()

    assert set(await Clinic.all().values_list("id", flat=True)) == {kept.id, later.id}


async def _refused(clinic_id: UUID | None = None) -> None:
    async with savepoint():
        await make_clinic(id=clinic_id or new_id())
        raise SlotTaken


SUBJECTS = {when: new_id() for when in ("before", "undone", "after")}


async def test_of_a_part_that_is_undone_nobody_hears_and_the_log_says_nothing(database: Database) -> None:
    clinic, done = await make_clinic(), list[str]()

    async with transaction() as tx:
        _say(tx, clinic.id, "before", done)
        with contextlib.suppress(SlotTaken):
            async with savepoint():
                _say(tx, clinic.id, "undone", done)
                raise SlotTaken
        async with savepoint():
            _say(tx, clinic.id, "after", done)

    expected = {SUBJECTS["before"], SUBJECTS["after"]}
    assert set(await LoggedChange.filter(kind="booking").values_list("subject_id", flat=True)) == expected
    assert set(await AuditEntry.all().values_list("subject_id", flat=True)) == expected
    assert done == ["before", "after"]


@pytest.mark.postgres
async def test_what_a_statement_logged_itself_is_logged_once_and_again_where_that_was_undone(
    postgres_database: Database,
) -> None:
    clinic = await make_clinic()
    logged, undone = (Change("booking", clinic.id, new_id()) for _ in range(2))

    async with transaction() as tx:
        tx.tell(logged, is_logged=True)
        with contextlib.suppress(SlotTaken):
            async with savepoint():
                tx.tell(undone, is_logged=True)
                raise SlotTaken
        tx.tell(undone)
        tx.tell(logged)

    assert await LoggedChange.filter(kind="booking").values_list("subject_id", flat=True) == [undone.subject_id]


def _say(tx: Transaction, clinic_id: UUID, when: str, done: list[str]) -> None:
    tx.tell(Change("booking", clinic_id, SUBJECTS[when]))
    note(datetime(2027, 3, 1, tzinfo=UTC), "serviceSave", HOST, clinics=(clinic_id,), subject_id=SUBJECTS[when])
    tx.after_commit.append(lambda: done.append(when))


async def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    clinic = await make_clinic(name="before")
    wrote, read = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with transaction():
            await Clinic.filter(id=clinic.id).update(name="after")
            wrote.set()
            await asyncio.wait_for(read.wait(), 5)

    async def look() -> list[str]:
        await wrote.wait()
        names = await Clinic.all().values_list("name", flat=True)
        read.set()
        return [str(name) for name in names]

    _, seen = await asyncio.gather(write(), look())

    assert seen == ["before"]


def test_only_the_two_databases_are_known() -> None:
    assert dialect_of("sqlite:///x") == "sqlite"
    assert dialect_of("postgresql://x/y") == dialect_of("postgres://x/y") == "postgres"
    with pytest.raises(InvalidSettings, match="mysql"):
        dialect_of("mysql://x/y")


def test_a_database_url_is_taken_apart() -> None:
    found = credentials_of("postgresql://who%40me:p%2Fw@db.example:6543/name?maxsize=4&ssl=require")

    assert (found["user"], found["password"], found["host"]) == ("who@me", "p/w", "db.example")
    assert (found["port"], found["database"], found["maxsize"], found["ssl"]) == (6543, "name", 4, "require")
    assert credentials_of("sqlite:///a%20b.sqlite3")["file_path"] == "/a b.sqlite3"


def test_a_script_is_cut_where_statements_end() -> None:
    trigger = "CREATE TRIGGER t BEFORE INSERT ON a BEGIN SELECT 1; SELECT ';'; END;"

    script = f"CREATE TABLE a (b);\n{trigger}\n DROP TABLE ';x'"

    assert list(statements_of(script)) == ["CREATE TABLE a (b);", trigger, "DROP TABLE ';x'"]


@pytest.mark.postgres
async def test_postgres_ends_a_statement_that_takes_too_long(postgres_url: str) -> None:
    database = Database(postgres_url, statement_seconds=0.05)
    await database.open()
    try:
        with database.entered():
            assert (await fetch("SHOW statement_timeout"))[0]["statement_timeout"] == "50ms"
            with pytest.raises(asyncpg.QueryCanceledError):
                await fetch("SELECT pg_sleep(5)")
            assert (await fetch("SELECT 1 AS one"))[0]["one"] == 1
    finally:
        await database.close()


@pytest.mark.postgres
async def test_without_a_limit_a_statement_may_take_its_time(postgres_database: Database) -> None:
    assert (await fetch("SHOW statement_timeout"))[0]["statement_timeout"] == "0"


async def test_a_long_transaction_of_sqlite_lets_others_have_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []

    async def others() -> None:
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    monkeypatch.setattr(sqlite_engine, "TURN_SECONDS", 0.0)
    async with opened("sqlite://:memory:", work="operator"), transaction() as tx:
        beside = asyncio.create_task(others())
        for _ in range(10):
            await tx.fetch("SELECT 1 AS one")
        beside.cancel()

    assert len(turns) >= 9


async def test_statements_of_an_sqlite_transaction_say_what_they_touched(tmp_path: Path) -> None:
    async with opened(f"sqlite://{tmp_path / 'own.sqlite3'}", work="operator"), transaction() as tx:
        await tx.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
        made = [await tx.execute("INSERT INTO thing (name) VALUES ($1)", (name,)) for name in ("a", "b")]
        await tx.execute_each("UPDATE thing SET name = $1 WHERE name = $2", [("c", "a"), ("d", "b")])
        number = await tx.connection.execute_insert("INSERT INTO thing (name) VALUES (?)", ["e"])

        with pytest.raises(IntegrityError):
            await tx.execute("UPDATE thing SET name = $1", ("f",))
        with pytest.raises(OperationalError):
            await tx.fetch("SELECT * FROM nothing")

        assert made == [1, 1]
        assert number == 3
        assert await tx.execute("UPDATE thing SET name = name || $1", ("!",)) == 3
        assert [row["name"] for row in await tx.fetch("SELECT name FROM thing ORDER BY id")] == ["c!", "d!", "e!"]
