"""A job whose database is lost meanwhile is set aside: it is done later, and has spent nothing."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
from tests.own_house import OwnHouse, own_house
from tests.servers import OwnPostgres

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import fetch, opened, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import LeasedJob, claim_due, enqueue, finish
from chatbookr_core.models import Job
from chatbookr_workers import runner
from chatbookr_workers.kinds import JobKind, Process

pytestmark = pytest.mark.postgres
NAME = "test.kind"


@pytest.fixture
def own() -> Iterator[OwnHouse]:
    with own_house() as own:
        yield own


@pytest.fixture
async def server(own: OwnHouse) -> AsyncIterator[OwnPostgres]:
    server, url = own
    async with opened(url):
        yield server


async def claimed(clock: TurnableClock) -> Job:
    now = clock.now()
    async with transaction():
        await enqueue(NAME, clinic_id=None, subject_id=new_id(), due_at=now, now=now)
    (one,) = await claim_due(now, 1, kinds=[NAME])
    return await Job.get(id=one.id)


def kind_of(process: Process) -> JobKind:
    return JobKind(NAME, "test", 60.0, process)


async def test_it_is_due_again_as_if_it_had_not_been_tried(
    server: OwnPostgres, deployment: Deployment, clock: TurnableClock, caplog: pytest.LogCaptureFixture
) -> None:
    job = await claimed(clock)

    async def lose(_: Deployment, job: LeasedJob) -> None:
        async with transaction():
            await finish(job, now=clock.now())
            server.stop()

    running = asyncio.create_task(runner.run(deployment, kind_of(lose), job.id))
    await asyncio.sleep(2.5)  # several tries to set it aside
    server.start()
    await running

    found = await Job.get(id=job.id)
    assert (found.state, found.attempts, found.deaths) == ("due", 0, 0)
    assert 2 <= (found.due_at - clock.now()).total_seconds() <= 4
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []
    assert len([one for one in caplog.records if "set aside" in one.getMessage()]) == 1


async def test_it_is_left_to_the_end_of_its_lease_where_the_database_stays_away(
    server: OwnPostgres, deployment: Deployment, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "PAUSES", (0.0, 0.1))
    job = await claimed(clock)

    async def lose(_: Deployment, __: LeasedJob) -> None:
        server.stop()
        await fetch("SELECT 1")

    await runner.run(deployment, kind_of(lose), job.id)
    server.start()

    assert (await Job.get(id=job.id)).state == "running"


async def test_one_that_is_set_aside_at_shutdown_is_given_back(
    server: OwnPostgres, deployment: Deployment, clock: TurnableClock
) -> None:
    job = await claimed(clock)
    is_lost = asyncio.Event()

    async def lose(_: Deployment, __: LeasedJob) -> None:
        server.stop()
        is_lost.set()
        await fetch("SELECT 1")

    running = asyncio.create_task(runner.run(deployment, kind_of(lose), job.id))
    await is_lost.wait()
    await asyncio.sleep(0.1)
    server.start()
    running.cancel()
    await asyncio.wait([running])

    found = await Job.get(id=job.id)
    assert (found.state, found.attempts, found.due_at) == ("due", 0, clock.now())
