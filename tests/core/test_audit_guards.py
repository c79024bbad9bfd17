"""The database refuses to change the audit log, and what is old is cut off so that the rest is proven as before."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from tests.conftest import PostgresUrls
from tests.core.test_audit_verifying import placed

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.expiry import announce, expire
from chatbookr_core.audit.keeping import newest_checkpoint, size_of_log
from chatbookr_core.audit.proofs import growth, inclusion_of
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.audit.tree import check_consistency, check_inclusion, leaf_hash
from chatbookr_core.audit.truncation import cut_at, cut_off, truncate_all
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.isolation import privileges
from chatbookr_core.keys.notes import Note
from chatbookr_core.models import AuditEntry, AuditExpiry, AuditLeaf, AuditTruncation

TABLES = ("audit_entry", "audit_leaf", "audit_node", "audit_checkpoint", "audit_cosignature", "audit_truncation")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CLINIC, OTHER = uuid4(), uuid4()
REFUSED = r"audit_append_only|permission denied"


async def noted(deployment: Deployment, count: int, at: datetime, clinic: object = CLINIC) -> None:
    async with transaction():
        for _ in range(count):
            note(at, "serviceSave", HOST, clinics=(CLINIC if clinic is CLINIC else OTHER,), subject_id=uuid4())
    await placed(deployment, at)


async def rows_of(table: str) -> int:
    return int((await fetch(f"SELECT COUNT(*) AS count FROM {table}"))[0]["count"])  # noqa: S608  # a name of ours


async def filled(deployment: Deployment) -> None:
    """Have a row in each table."""
    await noted(deployment, 40, LONG_AGO)
    async with transaction() as tx:
        await tx.execute(
            "INSERT INTO audit_cosignature (size, witness, line, cosigned_at) VALUES (40, 'w', 'l', $1)", (LONG_AGO,)
        )
        await AuditTruncation.create(size=16, truncated_at=LONG_AGO)


async def execute(statement: str) -> None:
    async with transaction() as tx:
        await tx.execute(statement)


@pytest.mark.parametrize("table", TABLES)
async def test_the_program_can_change_and_delete_nothing(
    database: Database, deployment: Deployment, table: str
) -> None:
    await filled(deployment)
    before = await rows_of(table)
    column = {"audit_entry": "action", "audit_leaf": "entry_id", "audit_node": "level"}.get(table, "size")

    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):  # noqa: S608  # names of ours
        with pytest.raises(Exception, match=REFUSED):
            await execute(statement)

    assert await rows_of(table) == before > 0


@pytest.mark.postgres
@pytest.mark.parametrize("table", [*TABLES, "audit_pending"])
async def test_not_even_the_owner_changes_a_row_while_the_triggers_stand(
    postgres_urls: PostgresUrls, postgres_database: Database, deployment: Deployment, table: str
) -> None:
    await filled(deployment)
    async with transaction():
        note(LONG_AGO, "serviceSave", HOST)
    admin = await asyncpg.connect(postgres_urls.admin)

    try:
        column = {"audit_entry": "action", "audit_leaf": "entry_id", "audit_node": "level", "audit_pending": "entry_id"}
        name = column.get(table, "size")
        for statement in (f"UPDATE {table} SET {name} = {name}", f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608  # names of ours
            with pytest.raises(asyncpg.RaiseError, match="audit_append_only"):
                await admin.execute(statement)
    finally:
        await admin.close()


@pytest.mark.postgres
async def test_a_role_that_may_change_the_log_is_told_of_at_the_start(
    postgres_urls: PostgresUrls, postgres_database: Database
) -> None:
    assert await privileges(postgres_database) == []
    app = postgres_urls.app.split("//")[1].split(":")[0]
    admin = await asyncpg.connect(postgres_urls.admin)
    try:
        await admin.execute(f"GRANT UPDATE ON audit_entry TO {app}")
        assert await privileges(postgres_database) == ["may change the audit log"]
    finally:
        await admin.execute(f"REVOKE UPDATE ON audit_entry FROM {app}")
        await admin.close()


async def test_a_clinics_entries_go_only_once_the_log_has_said_so_and_never_young(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    await noted(deployment, 3, LONG_AGO)
    await noted(deployment, 2, LONG_AGO, OTHER)
    young = datetime.now(UTC) - timedelta(days=300)
    await noted(deployment, 2, young)
    expiry: dict[str, Any] = {"clinic_id": CLINIC, "expired_at": LONG_AGO, "entry_id": uuid4()}

    for size in (0, 4, 6):  # of none, of a young one, of one that is not there yet
        with pytest.raises(Exception, match="audit_too_young"):
            async with transaction():
                await AuditExpiry.create(**expiry, size=size)
    with pytest.raises(Exception, match="audit_too_young"):
        await announce(deployment, CLINIC, datetime.now(UTC))
    async with transaction():
        await AuditExpiry.create(**expiry, size=2)  # of which no entry tells
    async with transaction() as tx:
        assert await expire(tx, CLINIC, limit=9) == 0
    with pytest.raises(Exception, match=REFUSED):
        await execute("DELETE FROM audit_entry")

    await announce(deployment, CLINIC, young - timedelta(days=1))
    async with transaction() as tx:
        assert await expire(tx, CLINIC, limit=2) == 2
        assert await expire(tx, CLINIC, limit=9) == 1
        assert await expire(tx, OTHER, limit=9) == 0
    for statement in ("DELETE FROM audit_expiry", "UPDATE audit_expiry SET size = size"):
        with pytest.raises(Exception, match=REFUSED):
            await execute(statement)
    assert await AuditEntry.filter(clinic_id=CLINIC).count() == 3  # the young, and what says so
    assert await AuditEntry.filter(clinic_id=OTHER).count() == 2


async def test_what_waits_for_its_place_cannot_be_forgotten(database: Database) -> None:
    async with transaction():
        note(LONG_AGO, "serviceSave", HOST)

    with pytest.raises(Exception, match=REFUSED):
        await execute("DELETE FROM audit_pending")


async def test_what_is_old_is_cut_off_and_what_follows_is_proven_as_before(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    await noted(deployment, 3, LONG_AGO, OTHER)
    await noted(deployment, 60, LONG_AGO)
    early = await newest_checkpoint()
    await noted(deployment, 50, clock.now())
    newest = await newest_checkpoint()
    assert early is not None
    assert newest is not None
    roots = [Checkpoint.read(Note.read(one.note).text).root for one in (early, newest)]
    kept = await AuditLeaf.filter(index__gte=48).count()

    await truncate_all(deployment, clock.now() - timedelta(days=1000))

    cut = await cut_at()
    assert cut is not None
    assert cut[0] == 48  # of 63 old entries, three nodes of 16
    assert await AuditEntry.all().count() == kept + 1  # that of the truncation itself
    assert [leaf.index for leaf in await AuditLeaf.filter(index__lt=48)] == [2]  # the other clinic's last
    for leaf in await AuditLeaf.filter(index__gte=48, clinic_id=CLINIC):
        proof = await inclusion_of(CLINIC, leaf.entry_id, size=113)
        assert proof is not None
        check_inclusion(leaf.index, 113, leaf_hash(proof.leaf), proof.hashes, roots[1])
    check_consistency(63, 113, roots[0], roots[1], await growth(63, 113))
    with pytest.raises(InvalidInput):
        await growth(5, 113)


async def test_a_clinic_is_counted_on_after_all_it_had_was_cut_off(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    await noted(deployment, 16, LONG_AGO, OTHER)
    await truncate_all(deployment, LONG_AGO + timedelta(days=1))
    await noted(deployment, 1, clock.now(), OTHER)
    await sequence(deployment)

    assert [leaf.clinic_index for leaf in await AuditLeaf.filter(clinic_id=OTHER).order_by("index")] == [15, 16]
    assert await size_of_log() == 18


async def test_young_entries_are_never_cut_off(database: Database, deployment: Deployment) -> None:
    await noted(deployment, 32, datetime.now(UTC) - timedelta(days=300))

    with pytest.raises(Exception, match="audit_too_young"):
        await truncate_all(deployment, datetime.now(UTC))

    async with transaction() as tx:
        assert await cut_off(tx) == 0
    assert await AuditEntry.all().count() == 32
