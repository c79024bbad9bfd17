"""P4 and P19: the last backup and the last rehearsal of a restore, as the audit log has them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from chatbookr_core.backups.watching import WITHIN
from chatbookr_core.db import instant_of
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first, hours_between
from chatbookr_core.trust.looking import Look

RUNBOOK = "docs/runbooks/backup.md."
REHEARSED_WITHIN = timedelta(days=92)
MOST_HOURS = 26
"""How much may be lost (RPO), as `chatbookr backup rehearse` allows where it is told nothing else."""
MOST_SECONDS = 3600
"""How long it may take to be back (RTO), likewise."""
# rows of no clinic: a deployment is backed up whole
LAST = """
SELECT happened_at, outcome, content FROM audit_entry
WHERE clinic_id IS NULL AND action = $1 AND (outcome = 'done' OR $2 = 1) ORDER BY happened_at DESC, id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The last one: `hours` is how old the backup was (RPO), `seconds` how long it took (RTO)."""

    at: datetime
    is_done: bool
    hours: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Backups:
    """What is known of backups; `recipients` are those they are sealed for."""

    now: datetime
    recipients: int
    made_at: datetime | None
    rehearsal: Rehearsal | None


async def backups(look: Look) -> Backups:
    """Read them."""
    made, tried = await look.rows(LAST, "backupMake", 0), await look.rows(LAST, "backupRehearse", 1)
    rehearsal = None
    if tried:
        details = json.loads(tried[0]["content"])["details"]
        is_done = tried[0]["outcome"] == "done"
        rehearsal = Rehearsal(instant_of(tried[0]["happened_at"]), is_done, details["hours"], details["seconds"])
    made_at = instant_of(made[0]["happened_at"]) if made else None
    return Backups(look.now, len(look.deployment.settings.backup_recipients), made_at, rehearsal)


def _late(seen: Backups) -> Reason | None:
    if seen.made_at is not None and seen.now - seen.made_at <= WITHIN:
        return None
    return Reason("No backup was made within 26 hours.", "Have `chatbookr backup make` run daily: " + RUNBOOK)


def _untried(seen: Backups) -> Reason | None:
    tried = seen.rehearsal
    if tried is None:
        return Reason("No restore was ever rehearsed.", "Run `chatbookr backup rehearse`: " + RUNBOOK)
    if not tried.is_done:
        return Reason("The last rehearsal of a restore failed.", "Run it again, and mend what it says: " + RUNBOOK)
    if seen.now - tried.at > REHEARSED_WITHIN:
        return Reason("No restore was rehearsed for a quarter of a year.", "Run `chatbookr backup rehearse`.")
    return None


def made(seen: Backups) -> Finding:
    """Judge P4."""
    facts = (
        Fact("backupSealedFor", seen.recipients, "keys", Audience.CLINICS),
        Fact("lastBackup", seen.made_at, audience=Audience.CLINICS),
        Fact(
            "hoursSinceBackup",
            hours_between(seen.made_at, seen.now) if seen.made_at else None,
            "hours",
            Audience.EVERYBODY,
        ),
        Fact("lastRehearsal", seen.rehearsal.at if seen.rehearsal else None, audience=Audience.EVERYBODY),
    )
    unsealed = None
    if not seen.recipients:
        unsealed = Reason(
            "Nobody is named whom backups are sealed for.", "Set CHATBOOKR_BACKUP_RECIPIENTS: docs/runbooks/backup.md."
        )
    return concluded(facts, first(unsealed, _late(seen), _untried(seen)))


def rehearsed(seen: Backups) -> Finding:
    """Judge P19."""
    tried = seen.rehearsal if seen.rehearsal is not None and seen.rehearsal.is_done else None
    facts = (
        Fact("lastRehearsal", seen.rehearsal.at if seen.rehearsal else None, audience=Audience.EVERYBODY),
        Fact("lostAtMost", tried.hours if tried else None, "hours", Audience.EVERYBODY),
        Fact("backAfter", tried.seconds if tried else None, "seconds", Audience.EVERYBODY),
        Fact("mayBeLost", MOST_HOURS, "hours", Audience.EVERYBODY),
        Fact("mayTake", MOST_SECONDS, "seconds", Audience.EVERYBODY),
    )
    missed = None
    if tried is not None and (tried.hours > MOST_HOURS or tried.seconds > MOST_SECONDS):
        missed = Reason("The last rehearsal lost more, or took longer, than is promised.", "See " + RUNBOOK)
    return concluded(facts, first(_untried(seen), missed))
