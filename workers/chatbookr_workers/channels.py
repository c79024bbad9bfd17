"""Looks after clinics' channels: how they are at their providers, and what nobody went on to connect."""

from collections.abc import Sequence
from datetime import timedelta

from chatbookr_core.channels.connections import CONNECTING, channel_for, channels_standing
from chatbookr_core.channels.health import CHECK_JOB, check
from chatbookr_core.channels.lifecycle import end_channel
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob, finish
from chatbookr_workers.kinds import job
from chatbookr_workers.schedule import Subject, every

HOUR_SECONDS = 3600
ABANDONED = timedelta(days=1)
"""So long what a code was exchanged for waits for the entry that was missing."""


async def standing(_: Deployment) -> Sequence[Subject]:
    """List every clinic's channels that stand, or are being connected."""
    return [Subject(row.clinic_id, row.id) for row in await channels_standing()]


every(HOUR_SECONDS, CHECK_JOB, standing)


@job(CHECK_JOB, queue="connections", lease_seconds=60)
async def check_channel(deployment: Deployment, leased: LeasedJob) -> None:
    """Ask how a channel is; end one that was begun and left."""
    if leased.subject_id is not None and leased.clinic_id is not None:
        connection = await channel_for(leased.subject_id, clinic_id=leased.clinic_id)
        now = deployment.clock.now()
        if connection.state == CONNECTING:
            async with transaction():
                if connection.connected_at + ABANDONED <= now:
                    await end_channel(deployment, connection, "abandoned")
                await finish(leased, now=now)
            return
    await check(deployment, leased)
