"""What became of jobs: dead letters for people to see and revive, counts, and the clearing of what is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.functions import Count

from chatbookr_core.db import current_transaction
from chatbookr_core.jobs import wake_relays
from chatbookr_core.models.job import Job
from chatbookr_core.owed import GIVE_UP_AFTER


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job nobody will try again unless a person revives it."""

    id: UUID
    kind: str
    clinic_id: UUID | None
    subject_id: UUID | None
    attempts: int
    last_error: str | None
    died_at: datetime | None


async def dead_jobs(*, clinic_id: UUID | None = None, limit: int = 50) -> list[DeadJob]:
    """List dead letters, youngest first: of one clinic, or for operators of all."""
    query = Job.filter(state="dead")
    if clinic_id is not None:
        query = query.filter(clinic_id=clinic_id)
    return [
        DeadJob(row.id, row.kind, row.clinic_id, row.subject_id, row.attempts, row.last_error, row.finished_at)
        for row in await query.order_by("-finished_at").limit(limit)
    ]


async def counts_by_state() -> dict[str, int]:
    """Count jobs by state; a state without jobs is absent."""
    rows = await Job.all().annotate(jobs=Count("id")).group_by("state").values("state", "jobs")
    return {str(row["state"]): int(row["jobs"]) for row in rows}


async def waiting_seconds(now: datetime) -> int:
    """Return for how long the job has waited that is due the longest and that no worker has taken; 0: none waits."""
    oldest = await Job.filter(state__in=("due", "queued"), due_at__lte=now).order_by("due_at").first().values("due_at")
    return max(0, int((now - oldest["due_at"]).total_seconds())) if oldest else 0


async def revive(job_id: UUID, *, now: datetime, give_up_after: timedelta = GIVE_UP_AFTER) -> bool:
    """Make a dead job due again, inside the current transaction; False where it is not dead."""
    tx = current_transaction()
    rows = await tx.fetch(
        "UPDATE job SET state = 'due', due_at = $2, deaths = 0, finished_at = NULL, give_up_at = $3"
        " WHERE id = $1 AND state = 'dead' RETURNING id",
        (job_id, now, now + give_up_after),
    )
    if rows:
        wake_relays(tx)
    return bool(rows)


async def forget_done(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` jobs of no clinic done before an instant, inside the current transaction."""
    return await current_transaction().execute(
        "DELETE FROM job WHERE id IN (SELECT id FROM job"
        " WHERE clinic_id IS NULL AND state = 'done' AND due_at < $1 LIMIT $2)",
        (before, limit),
    )
