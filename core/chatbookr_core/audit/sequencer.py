"""Gives entries their places in the log, in batches, one process at a time, and signs the state after each.

Entries wait in a table that the database itself fills as they are written: whatever was committed gets its place,
whichever process died in between. A batch is one transaction; one that died leaves nothing.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.entries import leaf_data
from chatbookr_core.audit.keeping import hashes_of, kept_hashes, log_signer, size_of_log, time_signer
from chatbookr_core.audit.tree import WIDTH, Place, Span, hash_of, leaf_hash
from chatbookr_core.db import Transaction, fetch, instant_of, numbered, transaction, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.models import AuditCheckpoint, AuditCosignature, AuditLeaf, AuditNode
from chatbookr_core.scope import every_clinic

BATCH: Final = 400
LOOK_SECONDS: Final = 1.0
WAITED_FOR: Final = timedelta(seconds=10)
LOCK: Final = 7_305_188_641  # of PostgreSQL's advisory locks, ours
IS_WAITING: Final = "SELECT EXISTS (SELECT 1 FROM audit_pending) AS is_waiting"
WAITING: Final = """
SELECT entry.id, entry.clinic_id, entry.content FROM audit_pending
JOIN audit_entry AS entry ON entry.id = audit_pending.entry_id ORDER BY entry.id LIMIT $1
"""
OLDEST: Final = """
SELECT MIN(entry.happened_at) AS at FROM audit_pending JOIN audit_entry AS entry ON entry.id = audit_pending.entry_id
"""
log = logging.getLogger(__name__)


async def sequence_forever(deployment: Deployment) -> None:
    """Keep placing until cancelled; needs an entered database. What fails is tried again at the next look."""
    while True:
        try:
            while await sequence(deployment) == BATCH:
                pass
        except Exception as problem:
            log.warning("audit: entries were not placed: %s", type(problem).__name__)
        await asyncio.sleep(LOOK_SECONDS)


async def sequence(deployment: Deployment) -> int:
    """Place up to BATCH entries and sign; return how many. 0 too while another process is at it."""
    with every_clinic("audit"):
        if not (await fetch(IS_WAITING))[0]["is_waiting"]:
            return 0
        async with transaction() as tx:
            if not await _is_alone(tx):
                return 0
            rows = await tx.fetch(WAITING, (BATCH,))
            if rows:
                await _place(tx, deployment, rows)
            reach("audit.placed")
        reach("audit.signed")
        return len(rows)


async def _is_alone(tx: Transaction) -> bool:
    """Be the only one to place until the transaction ends; SQLite's writers are alone anyway."""
    if tx.dialect == "sqlite":
        return True
    return bool((await tx.fetch("SELECT pg_try_advisory_xact_lock($1) AS is_ours", (LOCK,)))[0]["is_ours"])


async def _place(tx: Transaction, deployment: Deployment, rows: Sequence[Mapping[str, Any]]) -> None:
    before = await size_of_log()
    counts = await _counts(tx, {uuid_of(row["clinic_id"]) for row in rows if row["clinic_id"] is not None})
    leaves = []
    for index, row in enumerate(rows, before):
        clinic_id = uuid_of(row["clinic_id"]) if row["clinic_id"] is not None else None
        number = None
        if clinic_id is not None:
            number = counts[clinic_id] = counts[clinic_id] + 1
        hash_ = leaf_hash(leaf_data(row["content"], number))
        entry_id = uuid_of(row["id"])
        leaves.append(AuditLeaf(index=index, entry_id=entry_id, clinic_id=clinic_id, clinic_index=number, hash=hash_))
    await AuditLeaf.bulk_create(leaves)  # any clinic: there is one log
    nodes = await _nodes(before, {Place(0, one.index): one.hash for one in leaves})
    await AuditNode.bulk_create(nodes)  # any clinic: hashes alone
    await _sign(deployment, before + len(rows))
    among = numbered(len(rows), since=1)
    await tx.execute(
        f"DELETE FROM audit_pending WHERE entry_id IN ({among})",  # noqa: S608  # placeholders
        [uuid_of(row["id"]) for row in rows],
    )


async def _counts(tx: Transaction, clinics: set[UUID]) -> dict[UUID, int]:
    """Read the last number of each clinic's entries; -1 where it has none."""
    counts = dict.fromkeys(clinics, -1)
    for clinic_id in sorted(clinics):
        rows = await tx.fetch("SELECT MAX(clinic_index) AS last FROM audit_leaf WHERE clinic_id = $1", (clinic_id,))
        counts[clinic_id] = -1 if rows[0]["last"] is None else int(rows[0]["last"])
    return counts


async def _nodes(before: int, known: dict[Place, bytes]) -> list[AuditNode]:
    """Make the nodes that are complete with new leaves, level by level."""
    made: list[AuditNode] = []
    level, width, after = 1, WIDTH, before + len(known)
    while width <= after:
        positions = range(before // width, after // width)
        below = {Place(level - 1, one) for position in positions for one in _children(position)}
        known.update(await kept_hashes(below - known.keys()))
        for position in positions:
            # of a level below, WIDTH subtrees make one: as a tree of WIDTH leaves
            under = {Place(0, number): known[Place(level - 1, one)] for number, one in enumerate(_children(position))}
            known[Place(level, position)] = _joined(under)
            made.append(AuditNode(level=level, position=position, hash=known[Place(level, position)]))
        level, width = level + 1, width * WIDTH
    return made


def _children(position: int) -> range:
    return range(position * WIDTH, (position + 1) * WIDTH)


def _joined(under: Mapping[Place, bytes]) -> bytes:
    half = hash_of(Span(0, WIDTH // 2), under), hash_of(Span(WIDTH // 2, WIDTH), under)
    return hash_of(Span(0, 2), {Place(0, 0): half[0], Place(0, 1): half[1]})


async def _sign(deployment: Deployment, size: int) -> None:
    (root,) = await hashes_of([Span(0, size)])
    signer, time, now = await log_signer(deployment), await time_signer(deployment), deployment.clock.now()
    text = Checkpoint(signer.name, size, root).text
    await AuditCheckpoint.create(
        size=size, note=f"{text}\n{signer.sign(text, now)}", signed_at=now
    )  # any clinic: of the whole log
    await AuditCosignature.create(
        size=size, witness=time.name, line=time.sign(text, now), cosigned_at=now
    )  # likewise; so that later it can be told how old an entry is that is gone


async def is_behind(deployment: Deployment) -> bool:
    """Tell whether an entry has waited for its place for longer than WAITED_FOR: then the newest checkpoint is old."""
    with every_clinic("audit"):
        oldest = (await fetch(OLDEST))[0]["at"]
    if oldest is None:
        return False
    return deployment.clock.now() - instant_of(oldest) > WAITED_FOR
