"""What a process does every half minute beside its work: write what was counted, return what lies idle."""

import asyncio
import logging
from datetime import timedelta

from chatbookr_core.deployment import Deployment
from chatbookr_core.scope import every_clinic
from chatbookr_core.spending.rules import Terms

EVERY_SECONDS = 30.0
log = logging.getLogger(__name__)


async def tend_forever(deployment: Deployment) -> None:
    """Tend until cancelled; needs an entered database."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            await tend(deployment)
        except Exception as problem:
            log.warning("accounts were not tended: %s", type(problem).__name__)


async def tend(deployment: Deployment) -> None:
    """Write the counts of fields, and return the leases of askers who are gone."""
    with every_clinic("tending"):
        await deployment.field_uses.flush()
        await deployment.spending.give_back(_terms(deployment), deployment.clock.now())


async def settle_everything(deployment: Deployment) -> None:
    """Write and return all there is: the process ends."""
    with every_clinic("tending"):
        await deployment.field_uses.flush()
        await deployment.spending.give_back(_terms(deployment), deployment.clock.now(), idle_for=timedelta())


def _terms(deployment: Deployment) -> Terms:
    settings = deployment.settings
    return Terms(settings.cost_capacity, settings.cost_restored_per_second)
