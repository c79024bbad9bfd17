"""Ends a job: with its work in one transaction, or where it has nothing left to commit."""

from collections.abc import Awaitable, Callable

from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish


async def end_with(
    deployment: Deployment, leased: LeasedJob, work: Callable[[], Awaitable[None]], *, point: str | None = None
) -> None:
    """Do a job's work and mark the job done in one transaction, again where another's has overtaken it (`with_retry`).

    `point` names the moment between the two, for tests. Raises what `work` does, and LeaseLost as `finish`.
    """

    async def once() -> None:
        async with transaction():
            await work()
            if point is not None:
                reach(point)
            await finish(leased, now=deployment.clock.now())

    await with_retry(once)


async def end(deployment: Deployment, leased: LeasedJob) -> None:
    """Mark a job done, in a transaction of its own: what it did stands already, or there was nothing to do.

    Raises LeaseLost where another worker has taken over.
    """
    async with transaction():
        await finish(leased, now=deployment.clock.now())
