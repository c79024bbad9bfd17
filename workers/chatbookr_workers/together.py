"""Lets jobs of a kind that can be done together share a transaction, so that a busy worker commits less often.

Group commit, as for leases: who comes while a batch is under way shares the next one, and nobody waits for company.
"""

import asyncio
import logging

from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob
from chatbookr_workers.kinds import JobKind, Together

MOST = 50
SHARE = 0.3  # of a lease: the rest is for those that have to be done alone after all
log = logging.getLogger(__name__)
Waiting = list[tuple[LeasedJob, asyncio.Future[None]]]


class Company:
    """The batches of a loop, one at a time of each kind; its tasks have entered the database."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._waiting: dict[str, Waiting] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def join(self, kind: JobKind, together: Together, job: LeasedJob) -> None:
        """Have a job done with others; where that cannot be it stays as it is, for an attempt of its own."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(kind.name, []).append((job, done))
        if kind.name not in self._tasks:
            self._tasks[kind.name] = asyncio.create_task(self._do_all(kind, together))
        await done

    async def end(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._tasks.values())

    async def _do_all(self, kind: JobKind, together: Together) -> None:
        try:
            while waiting := self._waiting.pop(kind.name, []):
                batch, later = waiting[:MOST], waiting[MOST:]
                if later:
                    self._waiting[kind.name] = later
                await self._do(kind, together, [(job, done) for job, done in batch if not done.done()])
        finally:
            del self._tasks[kind.name]

    async def _do(self, kind: JobKind, together: Together, batch: Waiting) -> None:
        try:
            async with asyncio.timeout(kind.lease_seconds * SHARE):
                await together(self._deployment, [job for job, _ in batch])
        except Exception as problem:  # of one of them, maybe: each has an attempt of its own now, and its own end
            log.info("jobs %s: %d not done together: %s", kind.name, len(batch), type(problem).__name__)
        finally:
            for _, done in batch:
                if not done.done():
                    done.set_result(None)
