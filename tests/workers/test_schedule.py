from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, opened
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.models import Job
from chatbookr_workers.schedule import Periodic, Schedule, Subject

pytestmark = pytest.mark.usefixtures("database")
HOURLY = Periodic("upkeep.hourly", 3600)


async def test_a_period_is_enqueued_once_however_many_processes_look(
    deployment: Deployment, database: Database
) -> None:
    async with opened(database.url) as other:
        for entered in (database, other, database):
            with entered.entered():
                await Schedule([HOURLY]).look(deployment)

    with database.entered():
        assert await Job.filter(kind="upkeep.hourly").count() == 1


async def test_the_next_period_is_enqueued_when_it_begins(deployment: Deployment, clock: TurnableClock) -> None:
    schedule = Schedule([HOURLY])

    await schedule.look(deployment)
    clock.turn(timedelta(minutes=59))
    await schedule.look(deployment)
    within = await Job.all().count()
    clock.turn(timedelta(minutes=1))
    await schedule.look(deployment)

    assert (within, await Job.all().count()) == (1, 2)


async def test_a_period_nobody_was_awake_for_is_left_out(deployment: Deployment, clock: TurnableClock) -> None:
    schedule = Schedule([HOURLY])
    await schedule.look(deployment)

    clock.turn(timedelta(hours=5))
    await schedule.look(deployment)

    assert await Job.all().count() == 2


async def test_subjects_get_a_job_each_spread_over_the_period(deployment: Deployment, clock: TurnableClock) -> None:
    subjects = [Subject(None, new_id(), {"kind": "calendar"}) for _ in range(50)]

    async def all_of_them(deployment: Deployment) -> Sequence[Subject]:
        return subjects

    await Schedule([replace(HOURLY, subjects=all_of_them)]).look(deployment)

    rows = await Job.all()
    assert {row.subject_id for row in rows} == {subject.subject_id for subject in subjects}
    offsets = {(row.due_at - clock.now()).total_seconds() for row in rows}
    assert len(offsets) > 25
    assert all(0 <= offset < 3600 for offset in offsets)


async def test_a_schedule_that_cannot_find_its_subjects_tries_again(deployment: Deployment) -> None:
    is_away = True

    async def find(deployment: Deployment) -> Sequence[Subject]:
        if is_away:
            raise ConnectionError
        return [Subject(None)]

    schedule = Schedule([replace(HOURLY, subjects=find)])

    with pytest.raises(ConnectionError):
        await schedule.look(deployment)
    is_away = False
    await schedule.look(deployment)

    assert await Job.all().count() == 1
