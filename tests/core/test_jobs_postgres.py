import asyncio
from uuid import UUID

import pytest
from tests.claiming import claim_due

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.jobs import enqueue, start_together

KIND = "test.kind"


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres_database")
async def test_a_relay_does_not_wait_for_rows_another_one_holds(clock: TurnableClock) -> None:
    async with transaction():
        held = await enqueue(KIND, clinic_id=None, due_at=clock.now(), now=clock.now())
        free = await enqueue(KIND, clinic_id=None, due_at=clock.now(), now=clock.now())
    is_held = asyncio.Event()

    async def claim_beside() -> list[UUID]:
        await is_held.wait()
        return [job.id for job in await claim_due(clock.now(), 10, kinds=[KIND])]

    beside = asyncio.create_task(claim_beside())
    async with transaction() as tx:
        await tx.fetch("SELECT id FROM job WHERE id = $1 FOR UPDATE", (held,))
        is_held.set()
        theirs = await beside

    assert theirs == [free]


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres_database")
async def test_of_two_who_lease_the_same_due_jobs_each_gets_what_the_other_has_not(clock: TurnableClock) -> None:
    async with transaction():
        ids = [await enqueue(KIND, clinic_id=None, due_at=clock.now(), now=clock.now()) for _ in range(8)]
    due = [one for one in ids if one is not None]

    ways = [due, due[::-1], due[4:] + due[:4]]
    leased = await asyncio.gather(*(start_together(dict.fromkeys(way, 30.0), clock.now()) for way in ways))

    assert sorted(job_id for one in leased for job_id in one) == sorted(due)
    assert all(job.attempts == 1 for one in leased for job in one.values())


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres_database")
async def test_leasing_does_not_wait_for_rows_somebody_holds(clock: TurnableClock) -> None:
    async with transaction():
        held = await enqueue(KIND, clinic_id=None, due_at=clock.now(), now=clock.now())
        free = await enqueue(KIND, clinic_id=None, due_at=clock.now(), now=clock.now())
    assert held is not None
    assert free is not None
    is_held = asyncio.Event()

    async def lease_beside() -> list[UUID]:
        await is_held.wait()
        return list(await start_together({held: 30.0, free: 30.0}, clock.now()))

    beside = asyncio.create_task(lease_beside())
    async with transaction() as tx:
        await tx.fetch("SELECT id FROM job WHERE id = $1 FOR UPDATE", (held,))
        is_held.set()
        theirs = await beside

    assert theirs == [free]
