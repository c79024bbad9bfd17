"""Reads stored deliveries: one transaction takes in every fact of one delivery, or none."""

from chatbookr_core.channels.deliveries import facts_of, find_waiting, take_in
from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish
from chatbookr_core.scope import every_clinic
from chatbookr_workers.kinds import job


@job("inbound.process", queue="inbound", lease_seconds=30)
async def process(deployment: Deployment, leased: LeasedJob) -> None:
    """Take in what a provider delivered; what is not understood, or nobody's, is kept with its reason."""

    async def once() -> None:
        delivery = await find_waiting(leased.subject_id)
        facts = await facts_of(deployment, delivery) if delivery is not None else ()
        reach("inbound.parsed")
        async with transaction():
            if delivery is not None:
                await take_in(deployment, delivery, facts)
            reach("inbound.before_commit")
            await finish(leased, now=deployment.clock.now())

    with every_clinic("intake"):
        await with_retry(once)
    reach("inbound.after_commit")
