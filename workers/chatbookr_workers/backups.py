"""Looks every few hours whether backups are made, where the settings say that they are."""

from chatbookr_core.backups.watching import note_missed
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job
from chatbookr_workers.schedule import Subject, every

LOOK_JOB = "backups.look"
LOOK_SECONDS = 3 * 3600


async def _where_they_are_made(deployment: Deployment) -> list[Subject]:
    return [Subject(None)] if deployment.settings.backup_recipients else []


every(LOOK_SECONDS, LOOK_JOB, _where_they_are_made)


@job(LOOK_JOB, queue="upkeep")
async def look_for_one(deployment: Deployment, leased: LeasedJob) -> None:
    """Note that none was made of late; `backup_missed` raises the alert."""
    await note_missed(deployment.clock.now())
    await end(deployment, leased)
