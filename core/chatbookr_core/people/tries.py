"""Counts tries to prove who somebody is, in the database, before the proof is looked at.

Neither a restart, nor another process, nor another address, nor fifty tries at once get past the lock.
"""

from datetime import datetime
from typing import Final

from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import LimitExceeded
from chatbookr_core.ids import new_id
from chatbookr_core.models import LoginFailure
from chatbookr_core.people.rules import lock_after

OF_EMAIL: Final = "login.email"
OF_FACTOR: Final = "login.factor"

FIRST_TRY = """
INSERT INTO login_failure (id, email_hash, failures) VALUES ($1, $2, 0) ON CONFLICT (email_hash) DO NOTHING
"""
COUNT_TRY = """
UPDATE login_failure SET failures = failures + 1
WHERE email_hash = $1 AND (locked_until IS NULL OR locked_until <= $2) RETURNING failures
"""


async def count_try(deployment: Deployment, purpose: str, subject: str) -> str:
    """Count a try and return what those of the subject are counted under. Opens a transaction of its own.

    Raises LimitExceeded while the subject is locked.
    """
    counted_under = (await deployment.vault.deployment_keys()).lookup_hash(purpose, subject)
    async with transaction():
        await _count(counted_under, deployment.clock.now())
    return counted_under


async def _count(counted_under: str, now: datetime) -> None:
    tx = current_transaction()
    await tx.execute(FIRST_TRY, (new_id(), counted_under))
    counted = await tx.fetch(COUNT_TRY, (counted_under, now))
    if not counted:
        row = await LoginFailure.get(email_hash=counted_under)
        until = row.locked_until or now
        raise LimitExceeded(retry_after_seconds=max(1, round((until - now).total_seconds())))
    lock = lock_after(int(counted[0]["failures"]))
    if lock is not None:
        await LoginFailure.filter(email_hash=counted_under).update(locked_until=now + lock)


async def is_locked(counted_under: str, now: datetime) -> bool:
    """Tell whether what was tried has locked the subject."""
    return await LoginFailure.exists(email_hash=counted_under, locked_until__gt=now)


async def forget_tries(counted_under: str) -> None:
    """Begin to count anew: the proof was right. Needs a transaction."""
    current_transaction()
    await LoginFailure.filter(email_hash=counted_under).delete()
