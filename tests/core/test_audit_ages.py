"""Who rules the database has the log say that entries are gone, and deletes young ones: an export shows their age."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.core.audit_forgeries import seeded
from tests.core.test_audit_verifying import exported, grown, independently, trusted

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.keeping import time_signer
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.audit.verifying import Trusted, Verified, verify
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment

GUARDS = ("audit_entry_delete", "audit_leaf_delete", "audit_truncation_insert")
MINE = UUID(int=1)


async def rule(*statements: tuple[str, Sequence[object]]) -> None:
    """Do what whoever owns the tables can: the triggers are theirs to drop."""
    async with transaction() as tx:
        for name in GUARDS:
            await tx.execute(f"DROP TRIGGER IF EXISTS {name}")
        for statement, values in statements:
            await tx.execute(statement, values)


async def young_ones_gone(deployment: Deployment) -> None:
    """Announce that all of a clinic's entries are gone, in a way the log then signs, and delete them."""
    async with transaction():
        note(deployment.clock.now(), "auditExpire", HOST, clinics=(MINE,), size=10_000)
    await sequence(deployment)
    await rule(("DELETE FROM audit_entry WHERE clinic_id = $1 AND action <> 'auditExpire'", (str(MINE),)))


async def found_in(deployment: Deployment, clinic: UUID | None) -> Verified:
    return verify(await exported(deployment, clinic), await trusted(deployment))


@pytest.mark.integration
@pytest.mark.parametrize("clinic", [None, MINE])
async def test_young_entries_that_are_announced_and_gone_are_missed(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock, clinic: UUID | None, tmp_path: Path
) -> None:
    await grown(deployment, seeded("young"), 8)
    await young_ones_gone(deployment)
    path = tmp_path / "log.jsonl"
    path.write_text("".join(await exported(deployment)))

    problem = (await found_in(deployment, clinic)).problem

    assert problem is not None
    assert "a year" in problem.reason
    code, said = independently(path, await trusted(deployment))
    assert (code, "a year" in said) == (1, True)


@pytest.mark.parametrize("clinic", [None, MINE])
async def test_a_log_that_is_cut_off_where_it_is_young_is_missed(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock, clinic: UUID | None
) -> None:
    await grown(deployment, seeded("cut"), 12)
    async with transaction():
        note(clock.now(), "auditTruncate", HOST, size=32)
    await sequence(deployment)
    await rule(
        ("INSERT INTO audit_truncation (size, truncated_at) VALUES (32, $1)", (clock.now(),)),
        ("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_leaf WHERE position < 32)", ()),
        ("DELETE FROM audit_leaf WHERE position < 32", ()),
    )

    problem = (await found_in(deployment, clinic)).problem

    assert problem is not None
    assert "a year" in problem.reason


async def test_without_the_key_of_its_times_nothing_that_is_gone_is_proven(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    await grown(deployment, seeded("keyless"), 4)
    clock.turn(timedelta(days=400))
    await young_ones_gone(deployment)
    lines, believed = await exported(deployment), await trusted(deployment)

    without = verify(lines, Trusted(believed.log)).problem
    by_another = verify(lines, Trusted(believed.log, time=believed.log)).problem

    assert verify(lines, believed).problem is None
    assert without is not None
    assert "--time-key" in without.reason
    assert by_another is not None


async def test_each_state_is_signed_with_its_moment(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    await grown(deployment, seeded("moments"), 3)
    time = (await time_signer(deployment)).verifier

    lines = [line for line in await exported(deployment) if '"checkpoint"' in line]

    assert len(lines) == 3
    assert all(f"\\n— {time.name} " in line and line.count("— ") == 2 for line in lines)
