"""Lets a clinic's entries go at the age its policy says, before the whole log is cut off.

What goes is the entry. Its place, its number and its hash stay, so that every proof of what follows leads to the same
roots; and an entry of the log says up to which number they are gone, so that none can be missing unannounced. The
database lets nothing go that was not announced so, or is younger than 365 days. As a database has owners, nothing
goes before a signed state that it is part of is as old: whoever checks the log needs to believe no database.
"""

import asyncio
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import LOOK_SECONDS, sequence
from chatbookr_core.db import Transaction, current_transaction, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import AuditExpiry

LOOKS: Final = 60
FIRST_KEPT: Final = """
SELECT MIN(kept.clinic_index) FROM audit_leaf AS kept JOIN audit_entry AS young ON young.id = kept.entry_id
WHERE kept.clinic_id = $1 AND young.happened_at >= $2
"""
FIRST_SIGNED: Final = """
SELECT said.cosigned_at FROM audit_cosignature AS said WHERE said.size > audit_leaf.position
AND substr((SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1), 1, length(said.witness) + 1)
    = said.witness || '
' ORDER BY said.size LIMIT 1
"""
"""When the log itself, by the name that it has now, first signed a state with an entry in it."""
OLD: Final = f"""
audit_leaf.clinic_id = $1 AND audit_entry.happened_at < $2 AND ({FIRST_SIGNED}) < $2
AND audit_leaf.clinic_index < COALESCE(({FIRST_KEPT}), 9223372036854775807)
"""  # our own words
"""Entries of clinic `$1` of before `$2`; on a tie of age, numbers decide."""
LAST_OLD: Final = f"""
SELECT MAX(audit_leaf.clinic_index) + 1 AS size FROM audit_leaf
JOIN audit_entry ON audit_entry.id = audit_leaf.entry_id WHERE {OLD}
"""  # noqa: S608  # likewise
ANNOUNCED: Final = """
SELECT MAX(expiry.size) AS size FROM audit_expiry AS expiry
JOIN audit_leaf AS said ON said.entry_id = expiry.entry_id WHERE expiry.clinic_id = $1
"""
NEWEST: Final = "SELECT MAX(size) AS size FROM audit_expiry WHERE clinic_id = $1"
EXPIRED: Final = """
DELETE FROM audit_entry WHERE id IN (SELECT entry.id FROM audit_leaf AS leaf
    JOIN audit_entry AS entry ON entry.id = leaf.entry_id
    WHERE leaf.clinic_id = $1 AND leaf.clinic_index < $2 ORDER BY leaf.clinic_index LIMIT $3)
"""


async def announce(deployment: Deployment, clinic_id: UUID, before: datetime) -> None:
    """Say in the log up to which of a clinic's entries all are of before an instant; wait until that has its place.

    Begins transactions of its own; raises TimeoutError where entries are given no places.
    """
    async with transaction():
        size = (await fetch(LAST_OLD, (clinic_id, before)))[0]["size"]
        if size is None:
            return
        if int((await fetch(NEWEST, (clinic_id,)))[0]["size"] or 0) < int(size):
            await _write_down(deployment, clinic_id, int(size))
    for _ in range(LOOKS):
        if int((await fetch(ANNOUNCED, (clinic_id,)))[0]["size"] or 0) >= int(size):
            return
        if not await sequence(deployment):  # another process is at it
            await asyncio.sleep(LOOK_SECONDS)
    raise TimeoutError("the audit log gives entries no places")


async def _write_down(deployment: Deployment, clinic_id: UUID, size: int) -> None:
    now = deployment.clock.now()
    note(now, "auditExpire", HOST, clinics=(clinic_id,), size=size)
    said = current_transaction().entries[-1]
    await AuditExpiry.create(clinic_id=clinic_id, size=size, entry_id=said.id, expired_at=now)


async def expire(tx: Transaction, clinic_id: UUID, *, limit: int) -> int:
    """Delete up to `limit` of a clinic's entries that the log says are gone; return how many."""
    if tx.dialect == "postgres":  # the program itself may not: a function of the owner's does
        return int((await tx.fetch("SELECT audit_expire($1, $2) AS gone", (clinic_id, limit)))[0]["gone"])
    size = (await tx.fetch(ANNOUNCED, (clinic_id,)))[0]["size"]
    return 0 if size is None else await tx.execute(EXPIRED, (clinic_id, int(size), limit))
