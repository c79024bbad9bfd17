"""Cuts off what is older than the policy. The tree's nodes stay: what follows is proven as before, to the same roots.

Entries go in whole nodes, up to a size that is written down first; the database lets nothing else go.
"""

from datetime import datetime
from typing import Final

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.tree import WIDTH
from chatbookr_core.db import Transaction, current_transaction, fetch, instant_of, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import AuditTruncation

PORTION: Final = 500
# the first entry that is still to be kept, or on hold with all of its clinic; on a tie of age, places decide
FIRST_KEPT: Final = """
SELECT MIN(leaf.position) AS first FROM audit_leaf AS leaf JOIN audit_entry AS entry ON entry.id = leaf.entry_id
WHERE entry.happened_at >= $1 OR EXISTS (SELECT 1 FROM legal_hold WHERE legal_hold.clinic_id = entry.clinic_id
    AND legal_hold.patient_id IS NULL AND legal_hold.released_at IS NULL
    AND (legal_hold.until IS NULL OR legal_hold.until > $2))
"""
STATE: Final = """
SELECT (SELECT MAX(size) FROM audit_truncation) AS cut,
    (SELECT MAX(size) FROM audit_cosignature WHERE witness = $1 AND cosigned_at < $2) AS signed
"""
"""How much was signed, with its moment, before an instant: who checks the rest sees that what is gone was as old."""
CUT_ENTRIES: Final = """
DELETE FROM audit_entry WHERE id IN (SELECT entry.id FROM audit_leaf AS leaf
    JOIN audit_entry AS entry ON entry.id = leaf.entry_id
    WHERE leaf.position < (SELECT MAX(size) FROM audit_truncation) ORDER BY leaf.position LIMIT $1)
"""
CUT_LEAVES: Final = """
DELETE FROM audit_leaf WHERE position IN (SELECT position FROM audit_leaf AS leaf
    WHERE position < (SELECT MAX(size) FROM audit_truncation)
        AND NOT EXISTS (SELECT 1 FROM audit_entry WHERE id = leaf.entry_id)
        AND (clinic_id IS NULL OR EXISTS (SELECT 1 FROM audit_leaf AS later
            WHERE later.clinic_id = leaf.clinic_id AND later.clinic_index > leaf.clinic_index))
    ORDER BY position LIMIT $1)
"""


async def truncate(deployment: Deployment, before: datetime) -> int | None:
    """Write down up to where entries of before an instant may go, and that they do; None where there are none.

    Needs a transaction, within all clinics. The database refuses entries of the last 365 days.
    """
    current_transaction()
    now, name = deployment.clock.now(), deployment.settings.audit_name
    state = (await fetch(STATE, (name, before)))[0]
    signed, cut = int(state["signed"] or 0), int(state["cut"] or 0)
    first = (await fetch(FIRST_KEPT, (before, now)))[0]["first"]
    size = min(signed if first is None else int(first), signed) // WIDTH * WIDTH
    if size <= cut:
        return None
    await AuditTruncation.create(size=size, truncated_at=now)  # any clinic: of the whole log
    note(now, "auditTruncate", HOST, size=size)
    return size


async def cut_off(tx: Transaction, *, limit: int = PORTION) -> int:
    """Delete up to `limit` entries, and as many leaves, that a truncation names; return how many of both."""
    if tx.dialect == "postgres":  # the program itself may not: a function of the owner's does
        return int((await tx.fetch("SELECT audit_cut($1) AS cut", (limit,)))[0]["cut"])
    return await tx.execute(CUT_ENTRIES, (limit,)) + await tx.execute(CUT_LEAVES, (limit,))


async def cut_at() -> tuple[int, datetime] | None:
    """Tell up to where the log was cut off, and when; None: it is whole."""
    rows = await fetch("SELECT size, truncated_at FROM audit_truncation ORDER BY size DESC LIMIT 1")
    return (int(rows[0]["size"]), instant_of(rows[0]["truncated_at"])) if rows else None


async def truncate_all(deployment: Deployment, before: datetime) -> int:
    """Cut off all that is of before an instant; return how many rows went. Begins its own transactions."""
    async with transaction():
        await truncate(deployment, before)
    total = 0
    while True:
        async with transaction() as tx:
            cut = await cut_off(tx)
        total += cut
        if not cut:
            return total
