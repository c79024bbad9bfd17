"""Deletes in each clinic's night what has served its time there: in portions, and on from where it stopped."""

from datetime import date

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, renew
from chatbookr_core.retention.nights import begin_run, clinics_at_night, delete_portion, prepare_run
from chatbookr_core.retention.rules import BOUNDS, RetainedClass
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job
from chatbookr_workers.meters import Meters
from chatbookr_workers.schedule import Subject, every

LEASE_SECONDS = 120.0
PORTION = 500
LARGE_PORTION = 20
LOOK_SECONDS = 900
RUNS = Meters("chatbookr.retention")


async def _whose_night_it_is(deployment: Deployment) -> list[Subject]:
    found = await clinics_at_night(deployment.clock.now())
    return [Subject(clinic_id, clinic_id, {"night": night.isoformat()}) for clinic_id, night in found]


every(LOOK_SECONDS, "retention.night", _whose_night_it_is)


@job("retention.night", queue="upkeep", lease_seconds=LEASE_SECONDS)
async def work_the_night(deployment: Deployment, leased: LeasedJob) -> None:
    """Run a clinic's night, class by class; what an earlier attempt has deleted stays counted."""
    night = date.fromisoformat(str(leased.arguments["night"]))
    for data_class in BOUNDS:
        await _run(deployment, leased, night, data_class)
    await end(deployment, leased)


async def _run(deployment: Deployment, leased: LeasedJob, night: date, data_class: RetainedClass) -> None:
    assert leased.clinic_id is not None  # noqa: S101  # the schedule gives one
    async with transaction():
        run = await begin_run(leased.clinic_id, night, data_class, deployment.clock.now())
    await prepare_run(deployment, run)
    deleted, is_left = run.deleted, run.finished_at is None
    limit = LARGE_PORTION if data_class is RetainedClass.MEDIA else PORTION
    while is_left:
        async with transaction():
            is_left = await delete_portion(deployment, run.id, clinic_id=leased.clinic_id, limit=limit)
        reach("retention.portion")
        await renew(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)
    await run.refresh_from_db()
    RUNS.count(deployment.settings, "deleted", run.deleted - deleted, data_class=data_class.value)
    RUNS.count(deployment.settings, "held", run.held, data_class=data_class.value)
