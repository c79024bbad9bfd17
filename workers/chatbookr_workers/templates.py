"""Reads clinics' message templates: after connecting, when the provider says something of them, and once a night."""

from collections.abc import Sequence

from chatbookr_core.channels.connections import connected_channels
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.templates.syncing import SYNC_JOB, sync
from chatbookr_workers.kinds import job
from chatbookr_workers.schedule import Subject, every

DAY_SECONDS = 86_400


async def connected(_: Deployment) -> Sequence[Subject]:
    """List every clinic's channels that stand."""
    return [Subject(row.clinic_id, row.id) for row in await connected_channels()]


every(DAY_SECONDS, SYNC_JOB, connected)


@job(SYNC_JOB, queue="calendars", lease_seconds=120)
async def read_templates(deployment: Deployment, leased: LeasedJob) -> None:
    """Bring what is known of a channel's templates up to date."""
    await sync(deployment, leased)
