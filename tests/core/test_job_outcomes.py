from datetime import timedelta
from random import Random

import pytest
from tests.core.owed_jobs import LEASE_SECONDS, claimed_ids, lease, lease_after_claim, owe
from tests.factories import make_clinic

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.dead_letters import counts_by_state, dead_jobs, revive
from chatbookr_core.jobs import (
    DEATHS_ALLOWED,
    DIED,
    die,
    finish,
    give_back,
    kill,
    postpone,
    start,
    wait_until,
)
from chatbookr_core.models import Job, StaffTask

pytestmark = pytest.mark.usefixtures("database")


async def test_five_silent_deaths_make_a_dead_letter_that_staff_see(clock: TurnableClock) -> None:
    clinic = await make_clinic()
    job_id = await owe(clock, clinic_id=clinic.id)
    assert job_id is not None
    for _ in range(DEATHS_ALLOWED):
        await lease(clock, job_id)  # and then not a word
        clock.turn(timedelta(seconds=LEASE_SECONDS))

    sixth = await start(job_id, clock.now(), LEASE_SECONDS)

    assert sixth is None
    [dead] = await dead_jobs(clinic_id=clinic.id)
    assert (dead.id, dead.attempts, dead.last_error, dead.died_at) == (job_id, DEATHS_ALLOWED, DIED, clock.now())
    task = await StaffTask.get(clinic_id=clinic.id)
    assert (task.kind, task.job_id, task.state) == ("dead_job", job_id, "open")
    assert await claimed_ids(clock) == []


async def test_a_dead_letter_of_one_clinic_is_not_listed_for_another(clock: TurnableClock) -> None:
    clinic, other = await make_clinic(), await make_clinic()
    job = await lease(clock, await owe(clock, clinic_id=clinic.id))
    async with transaction():
        await kill(job, "refused", now=clock.now())

    assert await dead_jobs(clinic_id=other.id) == []
    assert [dead.last_error for dead in await dead_jobs()] == ["refused"]


async def test_a_revived_job_starts_with_a_clean_slate(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    assert job_id is not None
    for _ in range(DEATHS_ALLOWED):
        await lease(clock, job_id)
        clock.turn(timedelta(seconds=LEASE_SECONDS))
    await start(job_id, clock.now(), LEASE_SECONDS)

    async with transaction():
        revived = await revive(job_id, now=clock.now())
        again = await revive(job_id, now=clock.now())
    job = await lease_after_claim(clock, job_id)

    assert (revived, again) == (True, False)
    assert job.deaths == 1


async def test_crashes_wait_longer_each_time_and_the_fifth_is_the_last(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    waits = []
    for _ in range(DEATHS_ALLOWED):
        job = await lease(clock, job_id)
        async with transaction():
            await die(job, now=clock.now(), code="ValueError")
        row = await Job.get(id=job_id)
        if row.state == "due":
            waits.append((row.due_at - clock.now()).total_seconds())
            clock.turn(row.due_at - clock.now())

    assert waits == [2.0, 4.0, 8.0, 16.0]
    assert [(dead.id, dead.last_error) for dead in await dead_jobs()] == [(job_id, "ValueError")]


async def test_a_temporary_failure_clears_the_deaths_and_waits_as_the_provider_asked(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    job = await lease(clock, job_id)

    async with transaction():
        await postpone(job, now=clock.now(), code="130429", jitter=0.5, retry_after_seconds=90.0)

    row = await Job.get(id=job_id)
    assert (row.state, row.deaths, row.attempts, row.last_error) == ("due", 0, 1, "130429")
    assert row.due_at == clock.now() + timedelta(seconds=90)


async def test_temporary_failures_end_in_a_dead_letter_when_their_time_is_up(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    random = Random(3)  # noqa: S311  # jitter, no secret
    began = clock.now()
    for _ in range(1000):
        job = await lease(clock, job_id)
        async with transaction():
            await postpone(job, now=clock.now(), code="503", jitter=random.random())
        row = await Job.get(id=job_id)
        if row.state == "dead":
            break
        clock.turn(row.due_at - clock.now())

    assert row.state == "dead"
    assert clock.now() - began == timedelta(hours=24)
    assert 24 * 6 < row.attempts < 24 * 12 + 20  # every five to ten minutes, after the first few


async def test_waiting_for_its_time_is_no_attempt(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    job = await lease(clock, job_id)
    at = clock.now() + timedelta(minutes=5)

    async with transaction():
        await wait_until(job, at)

    row = await Job.get(id=job_id)
    assert (row.state, row.due_at, row.attempts, row.deaths) == ("due", at, 0, 0)


async def test_giving_work_back_is_no_attempt(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    job = await lease(clock, job_id)

    async with transaction():
        await give_back(job, clock.now())

    row = await Job.get(id=job_id)
    assert (row.state, row.due_at, row.attempts, row.deaths) == ("due", clock.now(), 0, 0)


async def test_an_outcome_that_rolls_back_settles_nothing(clock: TurnableClock) -> None:
    job = await lease(clock, await owe(clock))

    async def fail() -> None:
        async with transaction():
            await finish(job, now=clock.now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert not job.is_settled
    assert await counts_by_state() == {"running": 1}
