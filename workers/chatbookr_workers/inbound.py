"""Reads stored deliveries: one transaction takes in every fact of one delivery, or none.

Those that wait are read together. Statuses, of which a busy clinic gets thrice as many as it gets messages, are taken
in by many in one transaction; all others each in one of its own.
"""

from collections.abc import Sequence

from chatbookr_core.channels.deliveries import Read, read_waiting, reports_in, take_in, take_in_reports
from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, finish_together
from chatbookr_core.scope import every_clinic
from chatbookr_workers.kinds import job

AT_ONCE = 32  # of one process


async def process_statuses(deployment: Deployment, leased: Sequence[LeasedJob]) -> None:
    """Take in those of several deliveries that hold statuses alone; hand what was read of the others to `process`."""
    by_delivery = {job.subject_id: job for job in leased if job.subject_id is not None}

    async def once() -> None:
        waiting = await read_waiting(deployment, by_delivery)
        reports = reports_in(waiting)
        for read in waiting:
            by_delivery[read.delivery.id].found = read
        if not reports:
            return
        done = [by_delivery[one.read.delivery.id] for one in reports]
        async with transaction():
            await take_in_reports(deployment, reports)
            reach("statuses.before_commit")
            await finish_together(done, now=deployment.clock.now())

        reach("statuses.after_commit")

    with every_clinic("intake"):
        await with_retry(once)


@job("inbound.process", queue="inbound", lease_seconds=30, at_once=AT_ONCE, together=process_statuses)
async def process(deployment: Deployment, leased: LeasedJob) -> None:
    """Take in what a provider delivered; what is not understood, or nobody's, is kept with its reason."""

    async def once() -> None:
        read = await _read(deployment, leased)
        reach("inbound.parsed")
        async with transaction():
            if read is not None:
                await take_in(deployment, read)
            reach("inbound.before_commit")
            await finish(leased, now=deployment.clock.now())

    with every_clinic("intake"):
        await with_retry(once)
    reach("inbound.after_commit")


async def _read(deployment: Deployment, leased: LeasedJob) -> Read | None:
    """Return what was read together with others, the first time; a second try reads for itself."""
    found, leased.found = leased.found, None
    if isinstance(found, Read):
        return found
    waiting = await read_waiting(deployment, [] if leased.subject_id is None else [leased.subject_id])
    return waiting[0] if waiting else None
