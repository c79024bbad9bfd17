"""Row-level security on a real PostgreSQL, as the role the program has: nothing set is nothing seen, nothing stays."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.conftest import PostgresUrls
from tests.tenant_rows import CLINIC_TABLES, about, insert_of, key_of, plant, row_for

from chatbookr_core.db import Database, fetch, opened, savepoint, transaction
from chatbookr_core.isolation import TABLES_OF_NO_CLINIC, unguarded_tables
from chatbookr_core.models import Patient
from chatbookr_core.scope import _scope, every_clinic, within

pytestmark = pytest.mark.postgres

OURS, THEIRS = uuid4(), uuid4()
APPENDED = ("audit_entry", "audit_expiry", "audit_leaf")  # nobody's to change: tests/core/test_audit_guards.py
CHANGED = [table for table in CLINIC_TABLES if table not in APPENDED]
NAMES = "SELECT full_name, clinic_id FROM practitioner ORDER BY clinic_id"


@pytest.fixture
async def admin(postgres_urls: PostgresUrls) -> AsyncIterator[asyncpg.Connection]:
    """Connect as the superuser, who is kept from nothing."""
    connection = await asyncpg.connect(postgres_urls.admin)
    yield connection
    await connection.close()


@pytest.fixture
async def one_session(postgres_urls: PostgresUrls, admin: asyncpg.Connection) -> AsyncIterator[Database]:
    """Plant a practitioner of each clinic; open the database with a pool of one session, as the app's role."""
    await plant(admin, "practitioner", OURS)
    await plant(admin, "practitioner", THEIRS)
    async with opened(f"{postgres_urls.app}?maxsize=1") as database:
        yield database


@contextmanager
def nothing_set() -> Iterator[None]:
    token = _scope.set(None)
    try:
        yield
    finally:
        _scope.reset(token)


async def clinics_seen() -> list[UUID]:
    return [row["clinic_id"] for row in await fetch(NAMES)]


async def left_behind(database: Database) -> tuple[str, int]:
    """Look at the pooled session as it was given back, past everything that tells it a scope."""
    pool: Any = database._context.db()._pool
    async with pool.acquire() as proxy:
        setting = await asyncpg.Connection.fetchval(proxy._con, "SELECT current_setting('chatbookr.clinics', true)")
        seen = await asyncpg.Connection.fetchval(proxy._con, "SELECT COUNT(*) FROM practitioner")
    return setting or "", seen


# --- every table --------------------------------------------------------------------------------------------------


@pytest.mark.asvs("8.4.1")
@pytest.mark.checklist(1)
async def test_every_table_is_guarded_or_says_why_not(postgres_database: Database, admin: asyncpg.Connection) -> None:
    tables = {row[0] for row in await admin.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    guarded = {row[0] for row in await admin.fetch("SELECT tablename FROM pg_policies WHERE schemaname = 'public'")}
    forced = {row[0] for row in await admin.fetch("SELECT relname FROM pg_class WHERE relforcerowsecurity")}

    assert await unguarded_tables(postgres_database) == []
    assert tables - guarded == set(TABLES_OF_NO_CLINIC)
    assert guarded == forced == set(CLINIC_TABLES)


@pytest.mark.attack("tenant-crossing")
@pytest.mark.asvs("8.4.1")
@pytest.mark.parametrize("table", CHANGED)
async def test_rows_of_another_clinic_are_neither_seen_nor_touched(
    postgres_database: Database, admin: asyncpg.Connection, table: str
) -> None:
    for clinic_id in (OURS, THEIRS):
        await plant(admin, table, clinic_id)

    with within([OURS]):
        seen = await fetch(about(table, "SELECT CLINIC FROM TABLE"))
        async with transaction() as tx:
            changed = await tx.execute(about(table, "UPDATE TABLE SET CLINIC = CLINIC WHERE CLINIC = $1"), [THEIRS])
            deleted = await tx.execute(about(table, "DELETE FROM TABLE WHERE CLINIC = $1"), [THEIRS])

    assert [row[key_of(table)] for row in seen] == [OURS]
    assert (changed, deleted) == (0, 0)
    assert await admin.fetchval(about(table, "SELECT COUNT(*) FROM TABLE")) == 2


@pytest.mark.parametrize("table", APPENDED)
async def test_rows_of_another_clinic_in_the_audit_log_are_not_seen(
    postgres_database: Database, admin: asyncpg.Connection, table: str
) -> None:
    for clinic_id in (OURS, THEIRS):
        await plant(admin, table, clinic_id)

    with within([OURS]):
        seen = await fetch(about(table, "SELECT CLINIC FROM TABLE"))
    with nothing_set(), pytest.raises(RuntimeError, match="whose rows"):
        await fetch(about(table, "SELECT CLINIC FROM TABLE"))

    assert [row["clinic_id"] for row in seen] == [OURS]


@pytest.mark.attack("tenant-crossing")
@pytest.mark.asvs("8.4.1")
@pytest.mark.parametrize("table", CLINIC_TABLES)
async def test_no_row_is_written_for_another_clinic(
    postgres_database: Database, admin: asyncpg.Connection, table: str
) -> None:
    await plant(admin, table, OURS)
    row = await row_for(admin, table, THEIRS)
    writes: Sequence[tuple[str, Sequence[Any]]] = [
        (insert_of(table, row), list(row.values())),
    ]
    if table in CHANGED:
        writes = [*writes, (about(table, "UPDATE TABLE SET CLINIC = $1"), [THEIRS])]

    for statement, values in writes:
        with (
            within([OURS]),
            pytest.raises(Exception, match=r"row-level security|audit_too_young|consent_append_only"),
        ):  # its trigger first
            async with transaction() as tx:
                await tx.execute(statement, values)

    assert [row[0] for row in await admin.fetch(about(table, "SELECT CLINIC FROM TABLE"))] == [OURS]


@pytest.mark.checklist(3)
@pytest.mark.parametrize("table", CHANGED)
async def test_nothing_set_is_nothing_seen_and_nothing_written(
    postgres_urls: PostgresUrls, admin: asyncpg.Connection, table: str
) -> None:
    for clinic_id in (OURS, THEIRS):
        await plant(admin, table, clinic_id)
    row = await row_for(admin, table, OURS)
    app = await asyncpg.connect(postgres_urls.app)

    seen = await app.fetchval(about(table, "SELECT COUNT(*) FROM TABLE"))
    changed = await app.execute(about(table, "UPDATE TABLE SET CLINIC = CLINIC"))
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        await app.execute(insert_of(table, row), *row.values())
    await app.close()

    assert (seen, changed) == (0, "UPDATE 0")
    assert await admin.fetchval(about(table, "SELECT COUNT(*) FROM TABLE")) == 2


@pytest.mark.parametrize(
    "table", ["audit_entry", "audit_leaf", "change_log", "cost_bucket", "data_key", "idempotent_request", "job", "mail"]
)
async def test_rows_of_no_clinic_are_seen_within_any_scope_and_without_one_by_nobody(
    postgres_urls: PostgresUrls, postgres_database: Database, admin: asyncpg.Connection, table: str
) -> None:
    await plant(admin, table, None)
    await plant(admin, table, THEIRS)
    app = await asyncpg.connect(postgres_urls.app)

    with within([OURS]):
        ours = [row[key_of(table)] for row in await fetch(about(table, "SELECT CLINIC FROM TABLE"))]
    with within([]):
        at_the_door = [row[key_of(table)] for row in await fetch(about(table, "SELECT CLINIC FROM TABLE"))]
    unset = await app.fetchval(about(table, "SELECT COUNT(*) FROM TABLE"))
    await app.close()

    assert ours == at_the_door == [None]
    assert unset == 0


async def test_a_delivery_nobody_has_read_is_seen_by_the_intake_alone(
    postgres_database: Database, admin: asyncpg.Connection
) -> None:
    await plant(admin, "inbound_delivery", None)

    with within([OURS]):
        ours = await fetch("SELECT id FROM inbound_delivery")
    with every_clinic("intake"):
        of_the_host = await fetch("SELECT id FROM inbound_delivery")

    assert (len(ours), len(of_the_host)) == (0, 1)


# --- nothing stays on a session -----------------------------------------------------------------------------------


@pytest.mark.checklist(3)
async def test_a_read_sees_its_clinics_and_leaves_nothing_on_the_session(one_session: Database) -> None:
    with within([OURS]):
        ours = await clinics_seen()
    after_ours = await left_behind(one_session)
    with within([OURS, THEIRS]):
        both = await clinics_seen()
    with every_clinic("health"):
        everybodys = await clinics_seen()
    after_all = await left_behind(one_session)

    assert ours == [OURS]
    assert sorted(both) == sorted(everybodys) == sorted([OURS, THEIRS])
    assert after_ours == after_all == ("", 0)


async def test_models_are_read_and_written_within_the_scope(one_session: Database) -> None:
    with within([OURS]):
        before = await Patient.all().count()
        with pytest.raises(Exception, match="row-level security"):
            await Patient.create(
                clinic_id=THEIRS, channel="", provider_user_hash="h", provider_user_sealed=b"s",
                created_at="2027-03-01T08:00:00Z",
            )  # fmt: skip

    assert before == 0
    assert await left_behind(one_session) == ("", 0)


@pytest.mark.attack("tenant-crossing", cve="CVE-2023-2455")
@pytest.mark.checklist(3)
async def test_one_prepared_plan_serves_each_clinic_its_own(one_session: Database) -> None:
    seen = []
    for number in range(16):  # from the sixth time on PostgreSQL may keep one plan for all
        with within([THEIRS if number % 2 else OURS]):
            seen.append(await clinics_seen())

    assert seen == [[OURS], [THEIRS]] * 8


@pytest.mark.attack("tenant-crossing", cve="CVE-2023-2455")
@pytest.mark.checklist(3)
async def test_a_plan_kept_by_force_serves_each_clinic_its_own(
    one_session: Database, admin: asyncpg.Connection
) -> None:
    seen = []
    for clinic_id in (OURS, THEIRS, OURS):
        with within([clinic_id]):
            async with transaction() as tx:
                await tx.fetch("SELECT set_config('plan_cache_mode', 'force_generic_plan', true)")
                seen.append([row["clinic_id"] for row in await tx.fetch(NAMES)])

    assert seen == [[OURS], [THEIRS], [OURS]]


@pytest.mark.checklist(3)
async def test_a_transaction_that_is_rolled_back_leaves_nothing(one_session: Database) -> None:
    async def fail() -> None:
        async with transaction() as tx:
            seen.extend(row["clinic_id"] for row in await tx.fetch(NAMES))
            raise ZeroDivisionError

    seen: list[UUID] = []
    with within([OURS]), pytest.raises(ZeroDivisionError):
        await fail()
    after = await left_behind(one_session)
    with within([THEIRS]):
        theirs = await clinics_seen()

    assert seen == [OURS]
    assert after == ("", 0)
    assert theirs == [THEIRS]


@pytest.mark.checklist(3)
async def test_a_statement_that_takes_too_long_leaves_nothing(
    postgres_urls: PostgresUrls, one_session: Database
) -> None:
    database = Database(f"{postgres_urls.app}?maxsize=1", statement_seconds=0.05)
    await database.open()
    with database.entered():
        with within([OURS]), pytest.raises(asyncpg.QueryCanceledError):
            await fetch("SELECT pg_sleep(5)")
        after_read = await left_behind(database)
        with within([OURS]), pytest.raises(asyncpg.QueryCanceledError):
            async with transaction() as tx:
                await tx.fetch("SELECT pg_sleep(5)")
        after_transaction = await left_behind(database)
        with within([THEIRS]):
            theirs = await clinics_seen()
    await database.close()

    assert after_read == after_transaction == ("", 0)
    assert theirs == [THEIRS]


@pytest.mark.checklist(3)
async def test_a_task_that_is_cancelled_leaves_nothing(one_session: Database) -> None:
    async def read() -> None:
        with within([OURS]):
            await fetch("SELECT pg_sleep(5)")

    async def write() -> None:
        with within([OURS]):
            async with transaction() as tx:
                await tx.fetch("SELECT pg_sleep(5)")

    await clinics_seen()  # the session is there
    left = []
    for work in (read, write):
        for seconds in (0.0, 0.001, 0.05):
            task = asyncio.create_task(work())
            await asyncio.sleep(seconds)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            left.append(await left_behind(one_session))
    with within([THEIRS]):
        theirs = await clinics_seen()

    assert left == [("", 0)] * 6
    assert theirs == [THEIRS]


# --- a scope that changes under way -------------------------------------------------------------------------------


async def test_a_transaction_follows_the_scope_and_goes_back_with_it(one_session: Database) -> None:
    with within([OURS]):
        async with transaction() as tx:
            before = await tx.fetch(NAMES)
            with every_clinic("health"):
                between = await tx.fetch(NAMES)
            after = await tx.fetch(NAMES)

    assert [len(rows) for rows in (before, between, after)] == [1, 2, 1]


async def test_a_savepoint_that_is_undone_does_not_undo_the_scope(one_session: Database) -> None:
    async def fail() -> None:
        async with savepoint():
            await fetch(NAMES)
            raise ZeroDivisionError

    with every_clinic("intake"):
        async with transaction() as tx:
            await tx.fetch(NAMES)
            with within([OURS]):
                with pytest.raises(ZeroDivisionError):
                    await fail()
                ours = await tx.fetch(NAMES)
            everybodys = await tx.fetch(NAMES)

    assert [row["clinic_id"] for row in ours] == [OURS]
    assert len(everybodys) == 2


async def test_without_a_scope_nothing_is_sent(database: Database) -> None:
    """On SQLite too: whoever forgets it there hears of it before anybody runs PostgreSQL."""
    with nothing_set():
        with pytest.raises(RuntimeError, match="whose rows"):
            await fetch("SELECT 1")
        with pytest.raises(RuntimeError, match="whose rows"):
            async with transaction():
                raise AssertionError("it began")


async def test_without_a_scope_no_model_is_read(one_session: Database) -> None:
    with nothing_set(), pytest.raises(RuntimeError, match="whose rows"):
        await Patient.all().count()

    assert await left_behind(one_session) == ("", 0)


def test_a_scope_is_narrowed_and_never_widened_but_by_name() -> None:
    with within([OURS, THEIRS]), within([OURS]):
        with pytest.raises(RuntimeError, match="widened"), within([THEIRS]):
            raise AssertionError("it was widened")
        with pytest.raises(KeyError), every_clinic("because I can"):
            raise AssertionError("it was widened")
        with every_clinic("health"), within([THEIRS]):
            assert _scope.get() is not None
