"""Hides what providers called a clinic's messages before that was hashed; owed once, by the migration."""

from chatbookr_core.conversations.provider_ids import HIDE, hide
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.residue import empty_the_log
from chatbookr_core.jobs import LeasedJob, renew
from chatbookr_sdk import PermanentFailure
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job

LEASE_SECONDS = 120.0


@job(HIDE, queue="upkeep", lease_seconds=LEASE_SECONDS)
async def hide_ids(deployment: Deployment, leased: LeasedJob) -> None:
    """Replace them portion by portion; killed anywhere, the next attempt goes on."""
    if leased.clinic_id is None:
        raise PermanentFailure("the job names no clinic")

    async def told(_count: int) -> None:
        await renew(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)

    await hide(deployment.vault, leased.clinic_id, told)
    await empty_the_log()
    await end(deployment, leased)
