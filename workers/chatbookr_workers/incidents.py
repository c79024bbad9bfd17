"""Looks at the clocks of incidents every few minutes, and reminds operators."""

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.incidents.reminders import remind
from chatbookr_core.jobs import LeasedJob, finish
from chatbookr_workers.kinds import job
from chatbookr_workers.meters import Meters
from chatbookr_workers.schedule import every

LOOK_SECONDS = 300
INCIDENTS = Meters("chatbookr.incidents")

every(LOOK_SECONDS, "incidents.remind")


@job("incidents.remind", queue="upkeep")
async def remind_operators(deployment: Deployment, leased: LeasedJob) -> None:
    """Owe the letters and end the job in one transaction; count the marks that deadlines have come to."""
    async with transaction():
        reminded = await remind(deployment)
        await finish(leased, now=deployment.clock.now())
    for one in reminded:
        labels = {"deadline": one.kind.value, "percent": str(one.mark), "drill": str(one.is_drill).lower()}
        INCIDENTS.count(deployment.settings, "reminders", 1, **labels)
