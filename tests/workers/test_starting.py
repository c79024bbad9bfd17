"""Jobs that begin at the same time are leased together, each once, and none is lost to another's trouble."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.schema.statements import statements

from chatbookr_core import jobs
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import DEATHS_ALLOWED, LeasedJob, claim_due, enqueue
from chatbookr_core.models import Job
from chatbookr_sdk import PermanentFailure, TemporaryFailure
from chatbookr_workers import runner, starting
from chatbookr_workers.kinds import JobKind
from chatbookr_workers.starting import Starter

KIND = "test.kind"
pytestmark = pytest.mark.usefixtures("database")


async def claimed(clock: TurnableClock, count: int) -> list[UUID]:
    """Owe so many jobs and hand them to the broker."""
    for _ in range(count):
        async with transaction():
            await enqueue(KIND, clinic_id=None, subject_id=new_id(), due_at=clock.now(), now=clock.now())
    return [job.id for job in await claim_due(clock.now(), count, kinds=[KIND])]


async def test_jobs_that_begin_together_share_transactions_and_each_gets_its_lease(clock: TurnableClock) -> None:
    ids = await claimed(clock, 12)
    starter = Starter(clock)

    with statements() as run:
        started = await asyncio.gather(*(starter.start(job_id, 30.0 + place % 2) for place, job_id in enumerate(ids)))

    assert [job.id for job in started if job is not None] == ids
    assert [job.attempts for job in started if job is not None] == [1] * 12
    rows = {row.id: row for row in await Job.all()}
    assert {row.state for row in rows.values()} == {"running"}
    assert [rows[job_id].due_at - clock.now() for job_id in ids[:2]] == [timedelta(seconds=30), timedelta(seconds=31)]
    assert len([one for one in run if "UPDATE job SET state = 'running'" in one]) == 2  # one for each length of lease


async def test_a_message_that_comes_twice_at_once_starts_its_job_once(clock: TurnableClock) -> None:
    (job_id,) = await claimed(clock, 1)
    starter = Starter(clock)

    first, second = await asyncio.gather(starter.start(job_id, 30.0), starter.start(job_id, 30.0))

    assert first is not None
    assert second is None


async def test_one_that_has_died_too_often_is_buried_and_the_others_begin(clock: TurnableClock) -> None:
    ids = await claimed(clock, 3)
    async with transaction():
        await Job.filter(id=ids[1]).update(deaths=DEATHS_ALLOWED)
    starter = Starter(clock)

    started = await asyncio.gather(*(starter.start(job_id, 30.0) for job_id in ids))

    assert [job.id if job else None for job in started] == [ids[0], None, ids[2]]
    assert (await Job.get(id=ids[1])).state == "dead"


async def test_where_they_cannot_be_leased_together_each_is_leased_alone(
    clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await claimed(clock, 4)

    async def refuse(*_: object) -> dict[UUID, LeasedJob]:
        raise OSError("a deadlock, say")

    monkeypatch.setattr(starting, "start_together", refuse)
    starter = Starter(clock)

    started = await asyncio.gather(*(starter.start(job_id, 30.0) for job_id in ids))

    assert [job.id for job in started if job is not None] == ids


async def test_what_is_raised_reaches_the_one_who_asked(clock: TurnableClock, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> dict[UUID, LeasedJob]:
        raise OSError("no database")

    monkeypatch.setattr(starting, "start_together", refuse)
    starter = Starter(clock)

    with pytest.raises(OSError, match="no database"):
        await starter.start(new_id(), 30.0)


async def test_a_job_whose_caller_has_gone_is_given_back(clock: TurnableClock) -> None:
    (job_id,) = await claimed(clock, 1)
    starter = Starter(clock)
    caller = asyncio.create_task(starter.start(job_id, 30.0))
    await asyncio.sleep(0)

    caller.cancel()
    await asyncio.gather(caller, return_exceptions=True)
    await starter.end()

    row = await Job.get(id=job_id)
    assert (row.state, row.attempts, row.due_at) == ("due", 0, clock.now())
    assert await jobs.start(job_id, clock.now(), 30.0) is not None


async def test_a_job_whose_caller_goes_in_the_moment_it_is_leased_is_given_back(
    clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job_id,) = await claimed(clock, 1)

    async def start_and_have_the_caller_cancelled(
        lease_seconds: Mapping[UUID, float], now: datetime
    ) -> dict[UUID, LeasedJob]:
        started = await jobs.start_together(lease_seconds, now)
        asyncio.get_running_loop().call_soon(caller.cancel)  # after the outcome, before who waits for it
        return started

    monkeypatch.setattr(starting, "start_together", start_and_have_the_caller_cancelled)
    starter = Starter(clock)
    caller = asyncio.create_task(starter.start(job_id, 30.0))

    with pytest.raises(asyncio.CancelledError):
        await caller

    row = await Job.get(id=job_id)
    assert (row.state, row.attempts, row.due_at) == ("due", 0, clock.now())


@pytest.mark.parametrize("failure", [TemporaryFailure("busy"), ValueError(), PermanentFailure("refused")], ids=repr)
async def test_a_job_whose_worker_stops_while_it_is_settled_is_given_back(
    deployment: Deployment, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    (job_id,) = await claimed(clock, 1)

    async def fail(*_: object) -> None:
        raise failure

    async def stop(*_: object, **__: object) -> None:
        running.cancel()
        await asyncio.sleep(0)

    for name in ("postpone", "die", "kill"):
        monkeypatch.setattr(runner, name, stop)
    running = asyncio.create_task(runner.run(deployment, JobKind(KIND, "test", 30.0, fail), job_id))

    with pytest.raises(asyncio.CancelledError):
        await running

    row = await Job.get(id=job_id)
    assert (row.state, row.attempts, row.due_at) == ("due", 0, clock.now())
