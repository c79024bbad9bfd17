"""Rotates the data keys of one clinic, or of the deployment, and deletes those that were replaced."""

from datetime import UTC, datetime

from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob, renew
from chatbookr_core.keys.rotation import ROTATE, Progress, retire, rotate
from chatbookr_core.scope import every_clinic
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job
from chatbookr_workers.schedule import every

LEASE_SECONDS = 120.0
RENEW_SECONDS = 20

every(3600, "keys.retire")


@job(ROTATE, queue="upkeep", lease_seconds=LEASE_SECONDS)
async def rotate_keys(deployment: Deployment, leased: LeasedJob) -> None:
    """Replace what is too old; killed anywhere, the next attempt goes on."""
    renewed_at = deployment.clock.now()

    async def told(progress: Progress) -> None:
        nonlocal renewed_at
        now = deployment.clock.now()
        if (now - renewed_at).total_seconds() >= RENEW_SECONDS:
            renewed_at = now
            await renew(leased, now=now, lease_seconds=LEASE_SECONDS)

    before = datetime.fromtimestamp(float(str(leased.arguments["before_second"])), UTC)
    await rotate(deployment.vault, deployment.clock, clinic_id=leased.clinic_id, before=before, told=told)
    await end(deployment, leased)


@job("keys.retire", queue="upkeep", lease_seconds=LEASE_SECONDS)
async def retire_keys(deployment: Deployment, leased: LeasedJob) -> None:
    """Delete what was replaced an hour ago, clinic by clinic."""
    with every_clinic("keys"):
        await retire(None, deployment.clock.now())
        for row in await fetch("SELECT DISTINCT clinic_id FROM data_key WHERE retired_at IS NOT NULL"):
            if row["clinic_id"] is not None:
                await retire(uuid_of(row["clinic_id"]), deployment.clock.now())
    await end(deployment, leased)
