"""Indexes what was written before sealed text could be searched; owed once, by the migration."""

from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob, renew
from chatbookr_core.search.backfill import INDEX, index_clinic
from chatbookr_sdk import PermanentFailure
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job

LEASE_SECONDS = 120.0


@job(INDEX, queue="upkeep", lease_seconds=LEASE_SECONDS)
async def index_words(deployment: Deployment, leased: LeasedJob) -> None:
    """Index them portion by portion; killed anywhere, the next attempt goes on."""
    if leased.clinic_id is None:
        raise PermanentFailure("the job names no clinic")

    async def told(_count: int) -> None:
        await renew(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)

    await index_clinic(deployment.vault, leased.clinic_id, told)
    await end(deployment, leased)
