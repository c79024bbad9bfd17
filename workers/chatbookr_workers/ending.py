"""Ends a job that has nothing left to commit: what it did stands already, or there was nothing to do."""

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob, finish


async def end(deployment: Deployment, leased: LeasedJob) -> None:
    """Mark a job done, in a transaction of its own. Raises LeaseLost where another worker has taken over."""
    async with transaction():
        await finish(leased, now=deployment.clock.now())
