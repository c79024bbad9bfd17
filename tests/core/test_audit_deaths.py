"""Whichever moment a process dies at, each committed entry gets its place, once, and the tree is whole."""

import signal
from pathlib import Path
from uuid import UUID

import pytest
from tests.forked import ran

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.keeping import log_signer, newest_checkpoint
from chatbookr_core.audit.tree import root_of
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import AuditEntry, AuditLeaf, AuditPending

COUNT = 40


def write_entries(database: Database, key_file: Path, *, faultpoint: str = "") -> tuple[int, set[UUID]]:
    """Run the process; return how it ended, and what it said was committed before."""
    given = (database.url, str(key_file), str(COUNT))
    log = key_file.with_name("process.log")
    code, said = ran(log, "tests.core.audit_process", *given, faultpoint=faultpoint)
    return code, {UUID(line) for line in said.split()}


@pytest.mark.integration
@pytest.mark.parametrize("point", ["audit.placed:1", "audit.placed:3", "audit.signed:2"])
async def test_nothing_committed_is_left_out_by_a_process_that_was_killed(
    database: Database, deployment: Deployment, point: str
) -> None:
    key_file = deployment.settings.key_file
    code, first = write_entries(database, key_file, faultpoint=point)
    again, second = write_entries(database, key_file)

    assert (code, again) == (-signal.SIGKILL, 0)
    assert len(first) < COUNT == len(second)
    leaves = await AuditLeaf.all().order_by("index")
    placed = {entry.id: entry.subject_id for entry in await AuditEntry.all()}
    assert {placed[leaf.entry_id] for leaf in leaves} == first | second
    assert [leaf.index for leaf in leaves] == list(range(len(first | second)))
    assert await AuditPending.all().count() == 0
    newest = await newest_checkpoint()
    assert newest is not None
    signer = await log_signer(deployment)
    checkpoint = Checkpoint.signed(newest.note, signer.verifier)
    assert checkpoint.root == root_of([bytes(leaf.hash) for leaf in leaves])
