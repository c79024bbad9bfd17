import asyncio
from uuid import UUID

import pytest

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.jobs import claim_due, enqueue

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
