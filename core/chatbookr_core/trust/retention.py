"""P13: each clinic's last night, and what is being erased."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chatbookr_core.db import instant_of
from chatbookr_core.retention.rules import BOUNDS
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first, hours_between
from chatbookr_core.trust.looking import Look

NIGHTLY = timedelta(hours=50)
"""A day, what a night may be late, and one night that a deployment was down for."""
A_MONTH = timedelta(days=30)
"""Within which a request is to be answered (Art. 12(3) GDPR)."""
NIGHTS = """
SELECT clinic.id, clinic.created_at, (SELECT MAX(whole.finished_at) FROM (
    SELECT MAX(finished_at) AS finished_at FROM retention_run
    WHERE retention_run.clinic_id = clinic.id AND finished_at IS NOT NULL
    GROUP BY night HAVING COUNT(*) >= $1) AS whole) AS swept_at
FROM clinic WHERE {whose}
"""
DELETED = "SELECT COALESCE(SUM(deleted), 0) AS deleted, COALESCE(SUM(held), 0) AS held FROM retention_run WHERE {whose}"
ERASURES = """
SELECT COUNT(CASE WHEN erased_at IS NOT NULL THEN 1 END) AS erased,
    COUNT(CASE WHEN erased_at IS NULL THEN 1 END) AS running,
    COUNT(CASE WHEN erased_at IS NULL AND requested_at < $1 THEN 1 END) AS late
FROM erasure WHERE {whose}
"""
HOLDS = """
SELECT COUNT(*) AS number FROM legal_hold
WHERE released_at IS NULL AND (until IS NULL OR until > $1) AND {whose}
"""


@dataclass(frozen=True, slots=True)
class Nights:
    """How many clinics are old enough to have had a night, how many had none lately, and the stalest sweep of all."""

    now: datetime
    due: int
    missed: int
    swept_at: datetime | None
    deleted: int
    held: int
    holds: int
    erased: int
    erasing: int
    late: int


async def nights(look: Look) -> Nights:
    """Count them."""
    due, missed, oldest = 0, 0, None
    for row in await look.rows(NIGHTS, len(BOUNDS), column="clinic.id"):
        swept_at = instant_of(row["swept_at"]) if row["swept_at"] is not None else None
        if look.now - instant_of(row["created_at"]) > NIGHTLY:
            due += 1
            missed += swept_at is None or look.now - swept_at > NIGHTLY
        oldest = min(oldest, swept_at) if oldest and swept_at else oldest or swept_at
    counts, erasures = await look.row(DELETED), await look.row(ERASURES, look.now - A_MONTH)
    holds = await look.row(HOLDS, look.now)
    return Nights(
        look.now, due, missed, oldest, int(counts["deleted"]), int(counts["held"]), int(holds["number"]),
        int(erasures["erased"]), int(erasures["running"]), int(erasures["late"]),
    )  # fmt: skip


def judged(seen: Nights) -> Finding:
    """Judge P13."""
    facts = (
        Fact("lastSweep", seen.swept_at, audience=Audience.CLINICS),
        Fact(
            "hoursSinceSweep",
            hours_between(seen.swept_at, seen.now) if seen.swept_at else None,
            "hours",
            Audience.CLINICS,
        ),
        Fact("clinicsWithoutSweep", seen.missed, "clinics"),
        Fact("rowsDeleted", seen.deleted, "rows", Audience.CLINICS),
        Fact("rowsHeld", seen.held, "rows", Audience.CLINICS),
        Fact("holdsStanding", seen.holds, "holds", Audience.CLINICS),
        Fact("erasuresDone", seen.erased, "erasures", Audience.CLINICS),
        Fact("erasuresRunning", seen.erasing, "erasures", Audience.CLINICS),
        Fact("erasuresOlderThanAMonth", seen.late, "erasures", Audience.CLINICS),
    )
    broken = first(
        Reason("A night did not delete what has served its time.", "Does a worker run? See docs/how-to/retention.md.")
        if seen.missed
        else None,
        Reason("An erasure has not come to its end for a month.", "See docs/how-to/erasure.md.") if seen.late else None,
    )
    unseen = None
    if not seen.due:
        unseen = Reason("No clinic was here for a whole night yet.", "Look again in two days.")
    return concluded(facts, broken, unseen)
