"""Leases jobs that begin at the same time in one transaction, so that a busy worker commits less often.

Group commit, as for deliveries: who comes while a transaction is under way shares the next one, nobody waits for
company, and no work begins before the commit that counts its attempt.
"""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from chatbookr_core.clock import Clock
from chatbookr_core.db import transaction
from chatbookr_core.jobs import LeasedJob, give_back, start, start_together
from chatbookr_core.scope import every_clinic

MOST = 50


class Starter:
    """The one that leases jobs for a loop; its tasks have entered the database."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[UUID, float, asyncio.Future[LeasedJob | None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def start(self, job_id: UUID, lease_seconds: float) -> LeasedJob | None:
        """Lease a job; see `chatbookr_core.jobs.start` for what is returned and raised."""
        outcome: asyncio.Future[LeasedJob | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((job_id, lease_seconds, outcome))
        if self._task is None:
            self._task = asyncio.create_task(self._lease())
        try:
            return await outcome
        except asyncio.CancelledError:
            if outcome.done() and not outcome.cancelled():  # in the moment between the lease and being told of it
                with every_clinic("jobs"):
                    await self._nobody_has(None if outcome.exception() is not None else outcome.result())
            raise

    async def end(self) -> None:
        """Wait for what is being leased; jobs whose callers have gone are given back."""
        if self._task is not None:
            await self._task

    async def _lease(self) -> None:
        try:
            with every_clinic("jobs"):
                while self._waiting:
                    batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                    await self._lease_each(batch)
        finally:
            self._task = None

    async def _lease_each(self, batch: Sequence[tuple[UUID, float, "asyncio.Future[LeasedJob | None]"]]) -> None:
        started: Mapping[UUID, LeasedJob] = {}
        failed: Exception | None = None
        try:
            started = await start_together({job_id: seconds for job_id, seconds, _ in batch}, self._clock.now())
        except Exception as problem:
            failed = problem
        given = set[UUID]()
        for job_id, seconds, outcome in batch:
            if failed is not None and len(batch) > 1:  # one of them harms nobody else
                await self._lease_alone(job_id, seconds, outcome)
            elif failed is not None:
                await self._settle(outcome, failed)
            else:  # a message may come twice
                await self._settle(outcome, started.get(job_id) if job_id not in given else None)
                given.add(job_id)

    async def _lease_alone(
        self, job_id: UUID, lease_seconds: float, outcome: "asyncio.Future[LeasedJob | None]"
    ) -> None:
        try:
            await self._settle(outcome, await start(job_id, self._clock.now(), lease_seconds))
        except Exception as problem:
            await self._settle(outcome, problem)

    async def _settle(self, outcome: "asyncio.Future[LeasedJob | None]", result: LeasedJob | Exception | None) -> None:
        if not outcome.done():
            if isinstance(result, Exception):
                outcome.set_exception(result)
            else:
                outcome.set_result(result)
        else:
            await self._nobody_has(result)

    async def _nobody_has(self, result: LeasedJob | Exception | None) -> None:
        """Give a leased job back: its worker is shutting down, and nobody is there to work on it."""
        if isinstance(result, LeasedJob):
            async with transaction():
                await give_back(result, self._clock.now())
