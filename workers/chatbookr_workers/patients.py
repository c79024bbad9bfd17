"""Puts what is sealed of a patient who was merged under the key of who is kept."""

from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, renew
from chatbookr_core.keys.rotation import Progress
from chatbookr_core.merges.moving import MERGE
from chatbookr_core.merges.settling import settle
from chatbookr_sdk import PermanentFailure
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job

LEASE_SECONDS = 120.0


@job(MERGE, queue="upkeep", lease_seconds=LEASE_SECONDS)
async def merge(deployment: Deployment, leased: LeasedJob) -> None:
    """Do it portion by portion; killed anywhere, the next attempt goes on."""
    if leased.clinic_id is None or leased.subject_id is None:
        raise PermanentFailure("the job names nobody")

    async def told(_: Progress) -> None:
        reach("merge.portion")
        await renew(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)

    await settle(deployment, leased.clinic_id, leased.subject_id, told)
    await end(deployment, leased)
