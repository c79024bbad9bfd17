import importlib.util
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from aerich import Command
from aerich.migrate import Migrate
from aerich.utils import get_models_describe
from tests.factories import make_calendar_connection, make_clinic, make_location, make_practitioner
from tortoise import fields
from tortoise.exceptions import IntegrityError, OperationalError

from chatbookr_core.clock import TurnableClock
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import Database, Dialect, fetch, opened, tortoise_config, transaction
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.ids import new_id
from chatbookr_core.migration import MODULES, applied_versions, assert_guarded, folder_of, migrate, versions_of
from chatbookr_core.models import CalendarConnection, Clinic

BOTH: tuple[Dialect, ...] = ("sqlite", "postgres")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a database without any table."""
    if request.param == "sqlite":
        return f"sqlite://{tmp_path}/new.sqlite3"
    url: str = request.getfixturevalue("new_postgres_url")
    return url


# --- the two dialects agree ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the database describes it; the guard's own indexes left out."""

    is_nullable: Mapping[str, bool]
    uniques: frozenset[tuple[str, ...]]
    indexes: frozenset[tuple[str, ...]]


async def _sqlite_tables() -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for row in await fetch("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        name = row["name"]
        columns = await fetch("SELECT name, pk, [notnull] AS required FROM pragma_table_info($1)", (name,))
        uniques: set[tuple[str, ...]] = set()
        indexes: set[tuple[str, ...]] = set()
        for index in await fetch("SELECT name, [unique], origin, partial FROM pragma_index_list($1)", (name,)):
            members = await fetch("SELECT name FROM pragma_index_info($1) ORDER BY seqno", (index["name"],))
            if index["origin"] != "pk" and not index["partial"]:
                (uniques if index["unique"] else indexes).add(tuple(member["name"] for member in members))
        is_nullable = {column["name"]: not (column["required"] or column["pk"]) for column in columns}
        tables[name] = Table(is_nullable, frozenset(uniques), frozenset(indexes))
    return tables


POSTGRES_INDEXES = """
SELECT c.relname AS table, x.indisunique AS is_unique, array_agg(a.attname::text ORDER BY k.place) AS columns
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
    unnest(x.indkey) WITH ORDINALITY AS k(number, place) JOIN pg_attribute a ON a.attnum = k.number
WHERE a.attrelid = x.indrelid AND n.nspname = 'public' AND NOT x.indisprimary AND x.indpred IS NULL
    AND x.indexrelid::regclass::text NOT LIKE '%\\_of\\_clinic'  -- what PostgreSQL's foreign keys alone point at
GROUP BY c.relname, x.indexrelid, x.indisunique
"""


async def _postgres_tables() -> dict[str, Table]:
    columns: dict[str, dict[str, bool]] = {}
    for row in await fetch(
        "SELECT table_name, column_name, is_nullable FROM information_schema.columns WHERE table_schema = 'public'"
    ):
        columns.setdefault(row["table_name"], {})[row["column_name"]] = row["is_nullable"] == "YES"
    uniques: dict[str, set[tuple[str, ...]]] = {name: set() for name in columns}
    indexes: dict[str, set[tuple[str, ...]]] = {name: set() for name in columns}
    for row in await fetch(POSTGRES_INDEXES):
        (uniques if row["is_unique"] else indexes)[row["table"]].add(tuple(row["columns"]))
    return {name: Table(columns[name], frozenset(uniques[name]), frozenset(indexes[name])) for name in columns}


@pytest.mark.postgres
async def test_both_dialects_give_the_same_tables(sqlite_url: str, postgres_url: str) -> None:
    async with opened(sqlite_url):
        sqlite = await _sqlite_tables()
    async with opened(postgres_url):
        postgres = await _postgres_tables()

    assert set(sqlite) == set(postgres)
    for name in sqlite:
        assert sqlite[name] == postgres[name], name


def test_both_dialects_have_the_same_migrations() -> None:
    assert versions_of("sqlite") == versions_of("postgres")


@pytest.mark.parametrize("dialect", BOTH)
async def test_the_migrations_lead_to_the_models_as_they_stand(dialect: Dialect) -> None:
    url = {"sqlite": "sqlite://:memory:", "postgres": "postgresql://postgres@127.0.0.1/none"}[dialect]
    async with opened(url, modules=MODULES, is_offline=True):
        config = tortoise_config(url, modules=MODULES)
        await Command(config, app="models", location=str(folder_of(dialect).parent)).init(offline=True)
        now, last = get_models_describe("models"), Migrate._last_version_content
        Migrate.upgrade_operators.clear()
        Migrate._upgrade_fk_m2m_index_operators.clear()
        Migrate.diff_models(last or {}, now)

        missing = [*Migrate.upgrade_operators, *Migrate._upgrade_fk_m2m_index_operators]

    assert missing == [], "run scripts/make_migrations.py"


@pytest.mark.checklist(1)
async def test_personal_data_lies_in_tables_that_name_their_clinic(sqlite_database: Database) -> None:
    tables = await _sqlite_tables()

    shared = {"clinic", "user_account", "session", "login_failure", "totp_factor", "recovery_code"}
    shared |= {"operator", "operator_passkey", "operator_session"}
    shared |= {"passkey", "passkey_challenge", "change_reader", "aerich"}
    shared |= {"known_device", "account_link"}
    shared |= {"audit_checkpoint", "audit_cosignature", "audit_node", "audit_pending", "audit_truncation"}
    shared |= {"anomaly_cursor", "incident", "incident_phase", "incident_reminder", "incident_scope"}
    without = {name for name, table in tables.items() if "clinic_id" not in table.is_nullable}

    assert without == shared


# --- migrating ----------------------------------------------------------------------------------------------------


@pytest.mark.asvs("6.3.2")
async def test_nobody_has_an_account_from_the_beginning(database: Database) -> None:
    for table in ("user_account", "operator", "api_key", "session", "operator_session", "passkey", "membership"):
        assert await fetch(f"SELECT * FROM {table}") == [], table  # noqa: S608  # names of our own


async def test_a_second_run_finds_nothing_to_do(empty_url: str) -> None:
    first = await migrate(empty_url)
    second = await migrate(empty_url)

    assert (first, second) == (versions_of("sqlite"), [])


@pytest.mark.integration
@pytest.mark.e2e
def test_processes_that_migrate_at_once_wait_for_each_other(empty_url: str) -> None:
    program = (
        "import asyncio, sys; from chatbookr_core.migration import migrate; print(asyncio.run(migrate(sys.argv[1])))"
    )
    command = [sys.executable, "-c", program, empty_url]

    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [process.communicate(timeout=60) for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0], outputs
    assert sorted(output.strip() for output, _ in outputs) == sorted([str(versions_of("sqlite")), "[]", "[]"])


async def test_a_script_that_fails_on_sqlite_leaves_nothing_behind(sqlite_database: Database) -> None:
    async def fail() -> None:
        async with transaction() as tx:
            await tx.connection.execute_script("CREATE TABLE half (id INT); CREATE TABLE half (id INT);")

    with pytest.raises(OperationalError):
        await fail()

    assert await fetch("SELECT name FROM sqlite_master WHERE name = 'half'") == []


def _script() -> ModuleType:
    """Load the script that writes migrations."""
    return _loaded(Path(__file__).parents[2] / "scripts" / "make_migrations.py")


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("loaded", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_a_column_with_a_database_default_is_added_to_a_filled_table(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sqlite_url, modules=MODULES) as database:
        clinic = await make_clinic()
        config = tortoise_config(sqlite_url, modules=MODULES)
        await Command(config, app="models", location=str(folder_of(database.dialect).parent)).init()
        column = fields.IntField(db_default=3)
        column.model_field_name = "chairs"
        monkeypatch.setitem(Clinic._meta.fields_map, "chairs", column)
        _script().heed_database_defaults(Migrate.ddl)

        async with transaction() as tx:
            await tx.connection.execute_script(Migrate.ddl.add_column(Clinic, column.describe(serializable=True)))

        (row,) = await fetch("SELECT chairs FROM clinic WHERE id = $1", (clinic.id,))
        assert dict(row) == {"chairs": 3}


async def test_a_calendar_that_is_lost_by_now_is_so_since_staff_were_asked(
    database: Database, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    practitioner = await make_practitioner(clinic, await make_location(clinic))
    lost = await make_calendar_connection(practitioner, state="needs_reconnect", account_id="lost")
    fine = await make_calendar_connection(practitioner, account_id="fine")
    asked_at = clock.now() - timedelta(hours=3)
    async with transaction() as tx:
        for row, since in ((lost, asked_at - timedelta(days=9)), (lost, asked_at), (fine, asked_at)):
            key = f"calendar_lost:{row.id}:{since.isoformat()}"
            await ask_staff("calendar_lost", clinic_id=clinic.id, dedupe_key=key, now=since)
        version = next(name for name in versions_of(database.dialect) if "calendar_lost" in name)
        await tx.connection.execute_script(_loaded(folder_of(database.dialect) / version).KNOWN)

    known = {row.id: row.lost_at for row in await CalendarConnection.filter(clinic_id=clinic.id)}
    assert known == {lost.id: asked_at, fine.id: None}


# --- the guard ----------------------------------------------------------------------------------------------------

ALLOCATE = """
INSERT INTO allocation (id, clinic_id, subject_id, starts_minute, ends_minute, is_active)
VALUES ($1, $2, $3, $4, $5, $6)
"""


async def test_the_guard_refuses_what_overlaps_whoever_writes(database: Database) -> None:
    clinic, subject = await make_clinic(), new_id()
    one, other = new_id(), new_id()

    async def write(sql: str, *values: object) -> None:
        async with transaction() as tx:
            await tx.execute(sql, values)

    async def allocate(row: object, start: int, end: int, *, is_active: bool = True, of: object = subject) -> None:
        await write(ALLOCATE, row, clinic.id, of, start, end, is_active)

    await allocate(one, 100, 130)
    await allocate(new_id(), 130, 160)  # one after the other
    await allocate(new_id(), 100, 130, of=new_id())  # somebody else
    await allocate(other, 90, 101, is_active=False)  # given up
    for start, end in ((129, 131), (90, 101), (100, 130), (110, 120), (50, 200)):
        with pytest.raises(IntegrityError):
            await allocate(new_id(), start, end)
    with pytest.raises(IntegrityError):
        await write("UPDATE allocation SET is_active = TRUE WHERE id = $1", other)
    with pytest.raises(IntegrityError):
        await write("UPDATE allocation SET ends_minute = 131 WHERE id = $1", one)
    with pytest.raises(IntegrityError):
        await allocate(new_id(), 500, 500)

    rows = await fetch("SELECT id FROM allocation WHERE subject_id = $1 AND is_active", (subject,))
    assert len(rows) == 2


IMPOSSIBLE = {
    "state": ("dreamt", "2027-03-01 08:00:00+00:00"),
    "times": ("held", "2027-03-01 09:00:00+00:00"),
}
HOLD = """
INSERT INTO hold (id, clinic_id, service_id, practitioner_id, location_id, state, starts_at, ends_at, expires_at,
    created_at) VALUES ($1, $1, $1, $1, $1, $2, $3, $4, $4, $4)
"""


@pytest.mark.parametrize("what", IMPOSSIBLE)
async def test_an_impossible_hold_is_refused_by_the_database(database: Database, what: str) -> None:
    state, starts_at = IMPOSSIBLE[what]
    start, end = (datetime.fromisoformat(text) for text in (starts_at, "2027-03-01 09:00:00+00:00"))

    async def keep() -> None:
        async with transaction() as tx:
            await tx.execute(HOLD, (new_id(), state, start, end))

    with pytest.raises(IntegrityError, match=f"hold_{what}"):
        await keep()


async def test_a_migrated_database_is_guarded(database: Database) -> None:
    await assert_guarded(database)


@pytest.mark.parametrize("event", ["insert", "update"])
async def test_start_up_refuses_sqlite_without_its_trigger(sqlite_database: Database, event: str) -> None:
    async with transaction() as tx:
        await tx.connection.execute_script(f"DROP TRIGGER allocation_no_overlap_{event}")

    with pytest.raises(InvalidSettings, match="guard"):
        await assert_guarded(sqlite_database)


@pytest.mark.postgres
async def test_start_up_refuses_postgres_without_its_constraint(new_postgres_url: str) -> None:
    await migrate(new_postgres_url)
    async with opened(new_postgres_url) as database:
        await assert_guarded(database)
        async with transaction() as tx:
            await tx.connection.execute_script("ALTER TABLE allocation DROP CONSTRAINT allocation_no_overlap")

        with pytest.raises(InvalidSettings, match="guard"):
            await assert_guarded(database)


async def test_start_up_refuses_a_weaker_guard(sqlite_database: Database) -> None:
    async with transaction() as tx:
        await tx.connection.execute_script(
            "DROP TRIGGER allocation_no_overlap_insert;"
            "CREATE TRIGGER allocation_no_overlap_insert BEFORE INSERT ON allocation BEGIN SELECT 1; END;"
        )

    with pytest.raises(InvalidSettings, match="guard"):
        await assert_guarded(sqlite_database)


async def test_start_up_refuses_a_database_that_lacks_migrations(sqlite_url: str) -> None:
    async with opened(sqlite_url) as database:
        async with transaction() as tx:
            await tx.execute("DELETE FROM aerich WHERE version = $1", (versions_of("sqlite")[-1],))

        with pytest.raises(InvalidSettings, match="lacks 1 migration"):
            await assert_guarded(database)


async def test_start_up_refuses_a_database_that_was_never_migrated(empty_url: str) -> None:
    async with opened(empty_url) as database:
        assert await applied_versions(database) == []

        with pytest.raises(InvalidSettings, match="chatbookr migrate"):
            await assert_guarded(database)


async def test_start_up_refuses_a_database_newer_than_the_program(sqlite_database: Database) -> None:
    async with transaction() as tx:
        await tx.execute("INSERT INTO aerich (version, app, content) VALUES ($1, 'models', '{}')", ("99_later.py",))

    with pytest.raises(InvalidSettings, match="newer"):
        await assert_guarded(sqlite_database)
