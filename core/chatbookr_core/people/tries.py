"""Counts tries to prove who somebody is, in the database, before the proof is looked at.

Neither a restart, nor another process, nor another address, nor fifty tries at once get past the lock. Addresses are
counted too, by the hop we trust: whoever goes through many accounts from one of them is stopped there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chatbookr_core.db import current_transaction, instant_of, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import LimitExceeded
from chatbookr_core.ids import new_id
from chatbookr_core.models import LoginFailure
from chatbookr_core.people.origin import Origin
from chatbookr_core.people.rules import lock_after

OF_EMAIL: Final = "login.email"
OF_FACTOR: Final = "login.factor"

# One statement: between two, whoever was right could forget the tries that the second looks for.
COUNT_TRY = """
INSERT INTO login_failure (id, email_hash, failures) VALUES ($1, $2, 1)
ON CONFLICT (email_hash) DO UPDATE SET
    failures = login_failure.failures + CASE WHEN login_failure.locked_until > $3 THEN 0 ELSE 1 END
RETURNING failures, locked_until
"""
COUNT_WITHIN = """
INSERT INTO login_failure (id, email_hash, failures, counted_since) VALUES ($1, $2, 1, $3)
ON CONFLICT (email_hash) DO UPDATE SET
    failures = CASE WHEN login_failure.counted_since <= $4 THEN 1 ELSE login_failure.failures + 1 END,
    counted_since = CASE WHEN login_failure.counted_since <= $4 THEN $3 ELSE login_failure.counted_since END
RETURNING failures, counted_since
"""
FORGIVE = "UPDATE login_failure SET failures = failures - 1 WHERE email_hash = $1 AND failures > 0"


@dataclass(frozen=True, slots=True)
class Limit:
    """How often something may be tried within a stretch of time."""

    purpose: str
    times: int
    within: timedelta


QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
LOG_INS_FROM: Final = Limit("login.address", 40, QUARTER)  # wrong ones: a clinic's desks share an address
LINKS_FROM: Final = Limit("link.address", 40, QUARTER)
LETTERS_FROM: Final = Limit("letter.address", 20, HOUR)
LETTERS_TO: Final = Limit("letter.to", 4, HOUR)  # to one e-mail address, whether or not it has an account
LETTERS_OF: Final = Limit("letter.of", 10, HOUR)  # asked for by one account


async def count_try(deployment: Deployment, purpose: str, subject: str) -> str:
    """Count a try and return what those of the subject are counted under. Opens a transaction of its own.

    Raises LimitExceeded while the subject is locked.
    """
    counted_under = (await deployment.vault.deployment_keys()).lookup_hash(purpose, subject)
    async with transaction():
        await _count(counted_under, deployment.clock.now())
    return counted_under


async def _count(counted_under: str, now: datetime) -> None:
    (row,) = await current_transaction().fetch(COUNT_TRY, (new_id(), counted_under, now))
    until = instant_of(row["locked_until"]) if row["locked_until"] is not None else None
    if until is not None and until > now:
        raise LimitExceeded(retry_after_seconds=max(1, round((until - now).total_seconds())))
    lock = lock_after(int(row["failures"]))
    if lock is not None:
        await LoginFailure.filter(email_hash=counted_under).update(locked_until=now + lock)


async def count_within(deployment: Deployment, limit: Limit, subject: str) -> str:
    """Count something of a subject and return what it is counted under. Opens a transaction of its own.

    Raises LimitExceeded beyond the limit, until its stretch of time is over.
    """
    counted_under = (await deployment.vault.deployment_keys()).lookup_hash(limit.purpose, subject)
    now = deployment.clock.now()
    async with transaction() as tx:
        (row,) = await tx.fetch(COUNT_WITHIN, (new_id(), counted_under, now, now - limit.within))
    if int(row["failures"]) > limit.times:
        left = instant_of(row["counted_since"]) + limit.within - now
        raise LimitExceeded(retry_after_seconds=max(1, round(left.total_seconds())))
    return counted_under


async def count_from(deployment: Deployment, limit: Limit, origin: Origin) -> str | None:
    """Count something from where it comes, as `count_within`; None where nobody knows where that is."""
    return await count_within(deployment, limit, origin.counted_as) if origin.counted_as is not None else None


async def forgive(counted_under: str | None) -> None:
    """Take back one count: it was no guess. Needs a transaction.

    Not all of them: else whoever has an account could begin anew after each few guesses at others'.
    """
    if counted_under is not None:
        await current_transaction().execute(FORGIVE, (counted_under,))


async def is_locked(counted_under: str, now: datetime) -> bool:
    """Tell whether what was tried has locked the subject."""
    return await LoginFailure.exists(email_hash=counted_under, locked_until__gt=now)


async def forget_tries(counted_under: str) -> None:
    """Begin to count anew: the proof was right. Needs a transaction."""
    current_transaction()
    await LoginFailure.filter(email_hash=counted_under).delete()


async def forget_tries_of(deployment: Deployment, purpose: str, subject: str) -> None:
    """Begin to count a subject's tries anew. Needs a transaction."""
    await forget_tries((await deployment.vault.deployment_keys()).lookup_hash(purpose, subject))
