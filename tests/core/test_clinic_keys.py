"""Foreign keys on PostgreSQL, which checks them past row-level security: what a clinic's row points at is its own."""

import importlib.util
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from tests.conftest import NOW, PostgresUrls
from tests.factories import make_clinic, make_membership, make_patient, make_practitioner, make_user, writing
from tests.kept_rows import make_patient_export
from tortoise.exceptions import IntegrityError

from chatbookr_core.db import Database
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.migration import folder_of, versions_of
from chatbookr_core.models import Consent, Membership, PatientExport, Practitioner, WorkingHours

pytestmark = pytest.mark.postgres

# of each foreign key between two tables with a clinic: is the clinic among its columns, on both sides?
KEYS = """
WITH of_a_clinic AS (SELECT attrelid AS relation, attnum FROM pg_attribute WHERE attname = 'clinic_id')
SELECT fk.conrelid::regclass || '.' || fk.conname AS name, array_position(fk.conkey, own.attnum) AS place,
    array_position(fk.confkey, theirs.attnum) AS place_there
FROM pg_constraint AS fk
JOIN of_a_clinic AS own ON own.relation = fk.conrelid
JOIN of_a_clinic AS theirs ON theirs.relation = fk.confrelid
WHERE fk.contype = 'f' AND fk.connamespace = 'public'::regnamespace
"""

KEYED = (
    r"_(clinic_keys|keys_of_later_tables|calendar_feeds|keys_of_channel_notices|agenda_feeds|media|consent_ledger"
    r"|availability_model|window_aware_outbox|calendar_drift|search|inbox|related_people|merging|waitlist|chat"
    r"|booking_as_seen|sound_bookings)"
)


@pytest.fixture
async def admin(postgres_urls: PostgresUrls) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(postgres_urls.admin)
    yield connection
    await connection.close()


@pytest.mark.asvs("8.4.1")
async def test_every_key_between_tables_of_a_clinic_names_the_clinic(admin: asyncpg.Connection) -> None:
    keys = await admin.fetch(KEYS)

    assert len(keys) > 30
    assert not [key["name"] for key in keys if key["place"] is None or key["place"] != key["place_there"]]


async def _consent(clinic_id: UUID, patient_id: UUID) -> None:
    async with writing():
        await Consent.create(
            id=new_id(),
            clinic_id=clinic_id,
            patient_id=patient_id,
            purpose="reminders",
            decision="granted",
            recorded_at=NOW,
        )


@pytest.mark.attack("tenant-crossing")
async def test_a_row_that_would_point_at_another_clinics_is_not_written(
    postgres_database: Database, vault: Vault
) -> None:
    own, other = await make_clinic(vault), await make_clinic(vault)
    theirs = await make_patient(other, vault)

    with pytest.raises(IntegrityError, match="consent_patient_id_fkey"):
        await _consent(own.id, theirs.id)
    await _consent(other.id, theirs.id)

    assert [one.clinic_id for one in await Consent.all()] == [other.id]


@pytest.mark.attack("tenant-crossing")
async def test_a_row_that_would_be_turned_to_another_clinics_stays(postgres_database: Database, vault: Vault) -> None:
    own, other = await make_clinic(vault), await make_clinic(vault)
    patient, theirs = await make_patient(own, vault), await make_patient(other, vault)
    export = await make_patient_export(patient)

    with pytest.raises(IntegrityError, match="patient_export_patient_id_fkey"):
        async with writing():
            await PatientExport.filter(id=export.id).update(patient_id=theirs.id)

    assert (await PatientExport.get()).patient_id == patient.id


async def test_what_pointed_at_a_row_that_goes_stays_its_clinics(postgres_database: Database) -> None:
    """Of the two columns of the key only one is emptied."""
    clinic = await make_clinic()
    practitioner = await make_practitioner(clinic)
    member = await make_membership(await make_user(), clinic, practitioner_id=practitioner.id)

    async with writing():
        await WorkingHours.filter(practitioner_id=practitioner.id).delete()
        await Practitioner.filter(id=practitioner.id).delete()

    left = await Membership.get(id=member.id)
    assert (left.clinic_id, left.practitioner_id) == (clinic.id, None)


async def test_the_migrations_can_be_taken_back_and_made_again(admin: asyncpg.Connection) -> None:
    migrations = [_migration(name) for name in versions_of("postgres") if re.search(KEYED, name)]
    before = await admin.fetch(KEYS)

    async with _undone(admin):
        for migration in reversed(migrations):
            await admin.execute(await migration.downgrade(None))
        without = await admin.fetch(KEYS)
        for migration in migrations:
            await admin.execute(await migration.upgrade(None))
        again = await admin.fetch(KEYS)

    assert len(migrations) == 18
    assert all(key["place"] is None for key in without)
    assert sorted(again) == sorted(before)


def _migration(version: str) -> Any:
    spec = importlib.util.spec_from_file_location(version.removesuffix(".py"), folder_of("postgres") / version)
    assert spec is not None
    assert spec.loader is not None
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    return migration


@asynccontextmanager
async def _undone(connection: asyncpg.Connection) -> AsyncIterator[None]:
    undone = connection.transaction()
    await undone.start()
    try:
        yield
    finally:
        await undone.rollback()
