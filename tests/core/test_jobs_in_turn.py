"""A clinic with thousands of jobs does not keep another's single one waiting."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.core.owed_jobs import KIND, LEASE_SECONDS, owe

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import claim_due, enqueue_all, start
from chatbookr_core.models import Clinic
from chatbookr_core.owed import Owed

pytestmark = pytest.mark.usefixtures("database")

BATCH, MANY = 200, 5_000


async def clinic_of(clock: TurnableClock, name: str) -> UUID:
    async with transaction():
        return (await Clinic.create(name=name, zone="UTC", created_at=clock.now())).id


async def owe_many(clock: TurnableClock, clinic_id: UUID, count: int) -> None:
    one = Owed(KIND, clinic_id, new_id(), clock.now())
    async with transaction():
        for _ in range(0, count, BATCH):
            await enqueue_all([one] * BATCH, now=clock.now())


async def rounds_until(clock: TurnableClock, wanted: UUID | None) -> int:
    """Relay and begin all that is relayed, until the job is; tell how many rounds that took."""
    for number in range(1, 100):
        claimed = await claim_due(clock.now(), BATCH, kinds=[KIND])
        assert claimed, "the job was never relayed"
        if wanted in {job.id for job in claimed}:
            return number
        for job in claimed:
            assert await start(job.id, clock.now(), LEASE_SECONDS) is not None
    raise AssertionError("the job was not relayed in a hundred rounds")


async def test_a_single_job_does_not_wait_for_another_clinics_thousands(clock: TurnableClock) -> None:
    await owe_many(clock, await clinic_of(clock, "Large"), MANY)
    clock.turn(timedelta(seconds=1))
    late = await owe(clock, clinic_id=await clinic_of(clock, "Small"))

    assert await rounds_until(clock, late) == 1


async def test_what_belongs_to_no_clinic_yet_has_its_turn_too(clock: TurnableClock) -> None:
    await owe_many(clock, await clinic_of(clock, "Large"), MANY)
    clock.turn(timedelta(seconds=1))
    late = await owe(clock)

    assert await rounds_until(clock, late) == 1


async def test_within_a_clinic_the_oldest_come_first(clock: TurnableClock) -> None:
    clinic_id = await clinic_of(clock, "Large")
    first = await owe(clock, clinic_id=clinic_id)
    clock.turn(timedelta(seconds=1))
    await owe_many(clock, clinic_id, 2 * BATCH)
    clock.turn(timedelta(seconds=1))
    last = await owe(clock, clinic_id=clinic_id)

    assert await rounds_until(clock, first) == 1
    assert await rounds_until(clock, last) == 2  # three in all: 402 jobs


async def test_what_is_claimed_in_turn_is_claimed_once(clock: TurnableClock) -> None:
    for name in ("One", "Other"):
        await owe_many(clock, await clinic_of(clock, name), 2 * BATCH)

    seen = [job.id for _ in range(2) for job in await claim_due(clock.now(), BATCH, kinds=[KIND])]

    assert len(set(seen)) == len(seen) == 2 * BATCH
