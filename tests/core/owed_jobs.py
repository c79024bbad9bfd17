"""A job that is owed, handed out and begun, for tests of what becomes of it."""

from uuid import UUID

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import (
    LeasedJob,
    claim_due,
    enqueue,
    start,
)

KIND = "test.kind"
LEASE_SECONDS = 60.0


async def owe(clock: TurnableClock, *, clinic_id: UUID | None = None, dedupe_key: str | None = None) -> UUID | None:
    async with transaction():
        return await enqueue(
            KIND,
            clinic_id=clinic_id,
            subject_id=new_id(),
            arguments={"version": 3, "kind": "calendar", "is_first": True, "nothing": None},
            due_at=clock.now(),
            now=clock.now(),
            dedupe_key=dedupe_key,
        )


async def lease(clock: TurnableClock, job_id: UUID | None) -> LeasedJob:
    assert job_id is not None
    job = await start(job_id, clock.now(), LEASE_SECONDS)
    assert job is not None
    return job


async def claimed_ids(clock: TurnableClock, limit: int = 100) -> list[UUID]:
    return [job.id for job in await claim_due(clock.now(), limit, kinds=[KIND])]


async def lease_after_claim(clock: TurnableClock, job_id: UUID | None) -> LeasedJob:
    assert job_id in await claimed_ids(clock)
    return await lease(clock, job_id)
