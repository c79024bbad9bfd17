"""Entries are read and searched by the columns of their rows: one that was changed is found, as its content is."""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from tests.conftest import PostgresUrls
from tests.core.audit_forgeries import seeded
from tests.core.test_audit_verifying import CLINICS, exported, grown, trusted

from chatbookr_core.audit.verifying import verify
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment

SOMEBODY = "00000000-0000-4000-8000-00000000beef"
CHANGED = {
    "action": "'memberSuspend'",
    "outcome": "'denied'",
    "actor_kind": "'nobody'",
    "actor_id": f"'{SOMEBODY}'",
    "subject_id": f"'{SOMEBODY}'",
    "clinic_id": f"'{SOMEBODY}'",
    "happened_at": "'2019-03-01 08:00:00+00:00'",
}
AT = 17
ENTRY = f"(SELECT entry_id FROM audit_leaf WHERE position = {AT})"  # noqa: S608  # a number


async def assert_found(deployment: Deployment, change: Callable[[str], Awaitable[None]], column: str) -> None:
    await grown(deployment, seeded("columns"), 10)
    (before,) = await fetch(f"SELECT position, clinic_id FROM audit_leaf WHERE position = {AT}")  # noqa: S608  # a number
    await change(f"UPDATE audit_entry SET {column} = {CHANGED[column]} WHERE id = {ENTRY}")  # noqa: S608  # names of ours

    problem = verify(await exported(deployment), await trusted(deployment)).problem

    assert problem is not None
    assert (problem.reason, problem.first_bad_index) == ("an entry is not what was hashed", AT)
    clinic = next((one for one in CLINICS if one is not None and str(one) == str(before["clinic_id"])), None)
    if clinic is not None:
        of_clinic = verify(await exported(deployment, clinic), await trusted(deployment)).problem
        assert of_clinic is not None
        assert of_clinic.first_bad_index == AT


@pytest.mark.parametrize("column", CHANGED)
async def test_a_column_that_was_changed_in_the_file_is_found(
    sqlite_database: Database, deployment: Deployment, column: str
) -> None:
    async def changed(statement: str) -> None:
        async with transaction() as tx:
            await tx.execute("DROP TRIGGER audit_entry_update")
            await tx.execute(statement)

    await assert_found(deployment, changed, column)


@pytest.mark.postgres
@pytest.mark.parametrize("column", ["actor_id", "happened_at"])
async def test_a_column_that_a_superuser_changed_is_found(
    postgres_urls: PostgresUrls, postgres_database: Database, deployment: Deployment, column: str
) -> None:
    async def changed(statement: str) -> None:
        admin = await asyncpg.connect(postgres_urls.admin)
        try:
            await admin.execute("SET session_replication_role = replica")  # no trigger fires
            await admin.execute(statement)
        finally:
            await admin.close()

    await assert_found(deployment, changed, column)
