"""A day without a backup is told of, once, to those who run the deployment; and only where backups are made."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chatbookr_core.anomalies.watching import look
from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.backups.watching import WITHIN
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Anomaly
from chatbookr_workers.backups import LOOK_JOB, LOOK_SECONDS, _where_they_are_made
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

pytestmark = pytest.mark.usefixtures("database")


async def looked(deployment: Deployment, clock: TurnableClock) -> list[str]:
    """Look twice, as workers do every few hours; return the alerts there are."""
    await look(deployment)
    for _ in range(2):
        async with transaction():
            job_id = await enqueue(LOOK_JOB, clinic_id=None, due_at=clock.now(), now=clock.now())
        assert job_id is not None
        await run(deployment, declared_kinds()[LOOK_JOB], job_id)
        clock.turn(timedelta(seconds=LOOK_SECONDS))
        await sequence(deployment)
        await look(deployment)
    return [one.rule for one in await Anomaly.filter(clinic_id=None)]


async def made(clock: TurnableClock) -> None:
    async with transaction():
        note(clock.now(), "backupMake", HOST, size=7)


async def test_a_day_without_a_backup_raises_one_alert(deployment: Deployment, clock: TurnableClock) -> None:
    await made(clock)
    clock.turn(WITHIN + timedelta(minutes=1))

    assert await looked(deployment, clock) == ["backup_missed"]
    assert await looked(deployment, clock) == ["backup_missed"]


async def test_where_one_is_made_every_day_nobody_is_told_anything(
    deployment: Deployment, clock: TurnableClock
) -> None:
    await made(clock)
    clock.turn(WITHIN - timedelta(hours=4))

    assert await looked(deployment, clock) == []


async def test_where_the_settings_say_nothing_of_backups_nobody_looks(deployment: Deployment) -> None:
    settings = replace(deployment.settings, backup_recipients=("age1" + "q" * 58,))

    assert await _where_they_are_made(deployment) == []
    assert len(await _where_they_are_made(replace(deployment, settings=settings))) == 1
