"""Looks once a minute for what is out of the ordinary in the audit log, and tells whoever is to know."""

from chatbookr_core.anomalies.alertmanager import FIRES_FOR
from chatbookr_core.anomalies.telling import ALERTMANAGER_JOB, WEBHOOK_JOB, send_webhook, tell_alertmanager
from chatbookr_core.anomalies.watching import BATCH, look
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob, renew
from chatbookr_core.scope import every_clinic
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job
from chatbookr_workers.meters import Meters
from chatbookr_workers.schedule import Subject, every

LOOK_JOB = "anomalies.look"
LEASE_SECONDS = 120.0
ALERTS = Meters("chatbookr.anomalies")


async def _whom_to_remind(deployment: Deployment) -> list[Subject]:
    """Have Alertmanager told again before it takes silence for an end; nobody where there is none."""
    return [Subject(None)] if deployment.settings.alertmanager_url else []


every(60, LOOK_JOB)
every(int(FIRES_FOR.total_seconds()) // 3, ALERTMANAGER_JOB, _whom_to_remind)


@job(LOOK_JOB, queue="upkeep", lease_seconds=LEASE_SECONDS)
async def look_forward(deployment: Deployment, leased: LeasedJob) -> None:
    """Judge what was written since the last look, batch by batch; what was judged before a death stays judged."""
    while True:
        looked = await look(deployment)
        for rule in looked.raised:
            ALERTS.count(deployment.settings, "raised", 1, rule=rule)
        if looked.entries < BATCH:
            break
        await renew(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)
    await end(deployment, leased)


@job(WEBHOOK_JOB, queue="upkeep")
async def post_webhook(deployment: Deployment, leased: LeasedJob) -> None:
    """Post one alert to whoever is on call."""
    with every_clinic("anomalies"):
        await send_webhook(deployment, leased)


@job(ALERTMANAGER_JOB, queue="upkeep")
async def remind(deployment: Deployment, leased: LeasedJob) -> None:
    """Tell Alertmanager what is open and what was closed."""
    with every_clinic("anomalies"):
        await tell_alertmanager(deployment, leased)
