"""Functions that act as the owner, or guard the audit log: nobody lends them tables of their own."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from tests.conftest import PostgresUrls

from chatbookr_core.database_roles import Passwords, Roles, make_roles
from chatbookr_core.migration import migrate

pytestmark = pytest.mark.postgres
GUARDS = ("audit_entry_is_cut_off", "audit_is_placed", "audit_leaf_is_cut_off", "audit_may_be_cut", "audit_may_expire")
PINNED = """
SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    AND (prosecdef OR proname = ANY ($1)) AND proconfig IS DISTINCT FROM '{"search_path=public, pg_temp"}'
"""
OTHERS = """
SELECT proname FROM pg_proc AS routine JOIN pg_roles AS role ON role.oid = routine.proowner
WHERE pronamespace = 'public'::regnamespace AND rolname <> $1 AND proname !~ '^gbt|_dist$'
"""
OF_NOBODY = "00000000-0000-4000-8000-000000000001"
LURE = """
CREATE TEMPORARY TABLE audit_entry (id uuid, happened_at timestamptz);
CREATE TEMPORARY TABLE audit_leaf (entry_id uuid, clinic_id uuid, clinic_index bigint, position bigint);
CREATE TEMPORARY TABLE audit_expiry (size bigint, entry_id uuid, clinic_id uuid);
CREATE TEMPORARY TABLE audit_truncation AS SELECT 16::bigint AS size;
CREATE TEMPORARY TABLE audit_checkpoint AS SELECT 16::bigint AS size;
INSERT INTO audit_entry VALUES ('00000000-0000-4000-8000-000000000001', '2000-01-01');
INSERT INTO audit_leaf SELECT id, id, 0, 0 FROM audit_entry;
INSERT INTO audit_expiry SELECT 16, id, id FROM audit_entry;
CREATE TEMPORARY TABLE ran_as (who name);
CREATE FUNCTION pg_temp.say() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO pg_temp.ran_as VALUES (current_user); RETURN OLD; END $$;
CREATE TRIGGER say BEFORE DELETE ON pg_temp.audit_entry FOR EACH ROW EXECUTE FUNCTION pg_temp.say();
GRANT ALL ON audit_entry, audit_leaf, audit_expiry, audit_truncation, ran_as TO PUBLIC;
"""
"""Tables called as those of the log, of which one runs what its maker wants: PostgreSQL has them come first."""


@pytest.fixture
async def app(postgres_urls: PostgresUrls) -> AsyncIterator[asyncpg.Connection]:
    """Connect as the app where anybody may make temporary tables, as PostgreSQL has it of itself."""
    admin = await asyncpg.connect(postgres_urls.admin)
    database = await admin.fetchval("SELECT quote_ident(current_database())")
    await admin.execute(f"GRANT TEMPORARY ON DATABASE {database} TO PUBLIC")
    connection = await asyncpg.connect(postgres_urls.app)
    try:
        yield connection
    finally:
        await connection.close()
        await admin.execute(f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC")
        await admin.close()


@pytest.mark.attack("privilege-escalation", cve="CVE-2018-1058")
@pytest.mark.parametrize("call", ["audit_cut(10)", f"audit_expire('{OF_NOBODY}', 10)"])
async def test_what_acts_as_the_owner_runs_nothing_of_the_apps(app: asyncpg.Connection, call: str) -> None:
    await app.execute(LURE)

    await app.execute("SET search_path = pg_temp, public")
    removed = await app.fetchval(f"SELECT public.{call}")

    assert await app.fetch("SELECT who FROM ran_as") == []
    assert removed == 0


@pytest.mark.attack("privilege-escalation", cve="CVE-2018-1058")
async def test_a_guard_of_the_log_looks_at_the_log(app: asyncpg.Connection) -> None:
    await app.execute(LURE)

    await app.execute("SET search_path = pg_temp, public")

    with pytest.raises(asyncpg.RaiseError, match="audit_too_young"):
        await app.execute("INSERT INTO public.audit_truncation (size, truncated_at) VALUES (16, now())")


async def test_each_of_them_says_where_it_looks(app: asyncpg.Connection) -> None:
    assert await app.fetch(PINNED, GUARDS) == []


async def test_functions_that_a_superuser_made_are_handed_over(new_postgres_urls: PostgresUrls) -> None:
    roles = Roles.named(new_postgres_urls.admin.rpartition("/")[2])
    await migrate(new_postgres_urls.admin)

    await make_roles(new_postgres_urls.admin, roles, Passwords())

    admin = await asyncpg.connect(new_postgres_urls.admin)
    try:
        assert await admin.fetch(OTHERS, roles.owner) == []
    finally:
        await admin.close()
