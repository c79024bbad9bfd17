"""Reads stored deliveries: one transaction takes in every fact of one delivery, or none.

Statuses, of which a busy clinic gets thrice as many as it gets messages, are taken in by many in one transaction.
"""

from collections.abc import Sequence

from chatbookr_core.channels.deliveries import (
    channels_of,
    facts_of,
    find_all_waiting,
    find_waiting,
    reports_in,
    take_in,
    take_in_reports,
)
from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, finish_together
from chatbookr_core.scope import every_clinic
from chatbookr_workers.kinds import job

AT_ONCE = 32  # of one process


async def process_statuses(deployment: Deployment, leased: Sequence[LeasedJob]) -> None:
    """Take in those of several deliveries that hold statuses alone; what else there is, is left to `process`."""

    async def once() -> None:
        ids = {job.subject_id: job for job in leased}
        waiting = await find_all_waiting([one for one in ids if one is not None])
        reports = reports_in([(delivery, await facts_of(deployment, delivery)) for delivery in waiting])
        if not reports:
            return
        async with transaction():
            taken = await take_in_reports(deployment, reports)
            reach("statuses.before_commit")
            await finish_together([ids[one] for one in taken], now=deployment.clock.now())

        reach("statuses.after_commit")

    with every_clinic("intake"):
        await with_retry(once)


@job("inbound.process", queue="inbound", lease_seconds=30, at_once=AT_ONCE, together=process_statuses)
async def process(deployment: Deployment, leased: LeasedJob) -> None:
    """Take in what a provider delivered; what is not understood, or nobody's, is kept with its reason."""

    async def once() -> None:
        delivery = await find_waiting(leased.subject_id)
        facts = await facts_of(deployment, delivery) if delivery is not None else ()
        channels = await channels_of(delivery, facts) if delivery is not None else {}
        reach("inbound.parsed")
        async with transaction():
            if delivery is not None:
                await take_in(deployment, delivery, facts, channels)
            reach("inbound.before_commit")
            await finish(leased, now=deployment.clock.now())

    with every_clinic("intake"):
        await with_retry(once)
    reach("inbound.after_commit")
