"""Runs leased jobs and turns how each ended into what happens next.

All jobs of a worker share one event loop on a thread of its own, with the database and the deployment that belong to
that loop; the broker's worker threads only wait for them.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from chatbookr_core.channels.host import close_client
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.journal import replay
from chatbookr_core.errors import ChannelUnavailable, DatabaseUnavailable, KeyServiceUnavailable, LeaseLost
from chatbookr_core.jobs import UNFINISHED, LeasedJob, die, give_back, kill, postpone, unclaim, unclaim_all, wait_until
from chatbookr_core.scope import every_clinic, within
from chatbookr_core.starting import assert_fit
from chatbookr_core.tending import settle_everything
from chatbookr_core.traces import place_of, told_of
from chatbookr_sdk import PermanentFailure, TemporaryFailure
from chatbookr_workers.kinds import JobKind
from chatbookr_workers.starting import Starter
from chatbookr_workers.together import Company

T = TypeVar("T")
DeploymentFactory = Callable[[], Deployment]
Background = Callable[[Database, Deployment], Coroutine[Any, Any, None]]
TIMED_OUT = "TIMED_OUT"
WORKING_SHARE = 0.9  # of a lease: what is left is for settling the attempt while the lease still stands
START_SECONDS = 30.0
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between the tries to set a job aside whose database is away; after the last, its lease has to end."""
ANSWER_SECONDS = 5.0  # for who asks whether the worker is ready
CANCEL_AGAIN_SECONDS = 5.0  # a job gives itself back in less
STATEMENT_SECONDS = 60.0  # no statement of a job outlives the shortest lease by much; a request's are given less
log = logging.getLogger(__name__)


class Runner:
    """The loop thread of one worker: open from `start` to `stop`."""

    def __init__(
        self, database_url: str, deployment_factory: DeploymentFactory, *, is_broker_within: bool = False
    ) -> None:
        self._database = Database(database_url, statement_seconds=STATEMENT_SECONDS)
        self._deployment_factory = deployment_factory
        self._is_broker_within = is_broker_within  # what it holds ends with this process
        self._deployment: Deployment | None = None
        self._starter: Starter | None = None
        self._company: Company | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._background: set[asyncio.Task[None]] = set()
        self._jobs: set[asyncio.Task[None]] = set()
        self._held: set[UUID] = set()  # came from the broker and have not ended
        self._is_ending = False
        self._places: dict[str, threading.BoundedSemaphore] = {}
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._live, name="jobs", daemon=True)

    def start(self) -> None:
        """Open the loop, the database and the deployment. Raises what prevented it."""
        self._thread.start()
        self._ready.wait(START_SECONDS)
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """End background work, give unfinished jobs back, close the database."""
        if self._end is not None:
            self.ask(self._end.set)
        self._thread.join()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the loop from another thread and wait for it."""
        if self._loop is None or not self._thread.is_alive():
            work.close()
            raise RuntimeError("the runner is not running")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def ask(self, answer: Callable[[], None]) -> None:
        """Have the loop call `answer` when it next turns."""
        if self._loop is not None and self._thread.is_alive():
            with suppress(RuntimeError):  # the loop has just ended by itself
                self._loop.call_soon_threadsafe(answer)

    def reaches_database(self) -> bool:
        """Ask the database something from another thread; False where no answer comes within seconds."""

        async def asked() -> None:
            async with asyncio.timeout(ANSWER_SECONDS):
                with self._database.entered(), every_clinic("health"):
                    await fetch("SELECT 1")

        try:
            self.call(asked())
        except Exception as problem:
            log.warning("health: the database does not answer (%s)", type(problem).__name__)
            return False
        return True

    def begin(self, background: Background) -> None:
        """Start something that runs beside the jobs until `end_background` or `stop`."""

        async def create() -> None:
            assert self._deployment is not None  # noqa: S101  # `start` came first
            task = asyncio.create_task(background(self._database, self._deployment))
            task.add_done_callback(_say_if_failed)
            self._background.add(task)

        self.call(create())

    def end_background(self) -> None:
        """Cancel what `begin` started and wait for its end."""
        self.call(_cancelled(self._background))

    def perform(self, kind: JobKind, job_ids: Sequence[UUID]) -> None:
        """Run jobs from a broker's worker thread; nothing they raise gets further than the log.

        Of a kind with `at_once`, the thread waits only for them to begin: a row's lease outlives the message.
        """
        self._held.update(job_ids)
        if kind.at_once is not None:
            self._hand_over(kind, kind.at_once, job_ids)
            return
        for job_id in job_ids:
            try:
                self.call(self._as_job(kind, job_id))
            except (asyncio.CancelledError, CancelledError, Exception) as problem:
                _say_how_it_ended(kind, job_id, problem)

    def drain(self, seconds: float) -> None:
        """Let jobs that were handed over end, for so long at most."""

        async def ended() -> None:
            if self._jobs:
                await asyncio.wait(set(self._jobs), timeout=seconds)

        with suppress(RuntimeError):  # it never ran
            self.call(ended())

    def _hand_over(self, kind: JobKind, at_once: int, job_ids: Sequence[UUID]) -> None:
        """Begin jobs as places fall free, those that are free together in one visit to the loop."""
        places = self._places.setdefault(kind.name, threading.BoundedSemaphore(at_once))
        waiting = list(job_ids)
        while waiting:
            places.acquire()
            taken = [waiting.pop(0)]
            while waiting and places.acquire(blocking=False):  # who waited for more would hold places that are idle
                taken.append(waiting.pop(0))
            try:
                assert self._loop is not None  # noqa: S101  # `start` came first
                self._loop.call_soon_threadsafe(self._begin_jobs, kind, taken, places)
            except RuntimeError:  # the loop has ended: the rows are handed out again
                for _ in taken:
                    places.release()

    def _begin_jobs(self, kind: JobKind, job_ids: Sequence[UUID], places: threading.BoundedSemaphore) -> None:
        for job_id in job_ids:
            asyncio.create_task(self._as_job(kind, job_id)).add_done_callback(partial(_ended, kind, job_id, places))

    def _live(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as problem:
            self._failure = problem
            if self._ready.is_set():
                log.critical("the job loop ended: %s", place_of(problem))
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        try:
            try:
                await self._database.open()
            except Exception:
                await asyncio.sleep(0.1)  # aiosqlite's thread reports its end to this loop, and nobody can await it
                raise
            with self._database.entered():
                self._deployment = self._deployment_factory()
                self._starter = Starter(self._deployment.clock)
                self._company = Company(self._deployment)
                await assert_fit(self._database, self._deployment)
                await replay(self._deployment)
                self._loop = asyncio.get_running_loop()
                self._ready.set()
                await self._end.wait()
                self._is_ending = True
                await _cancelled(self._background)
                await _cancelled(self._jobs)
                await self._starter.end()
                await self._company.end()
                await self._give_back()
                await settle_everything(self._deployment)
                await close_client()
        finally:
            await self._database.close()

    async def _give_back(self) -> None:
        """Make due what was handed over and not begun, or others would wait for it until its time in the queue ends."""
        assert self._deployment is not None  # noqa: S101  # `start` came first
        now = self._deployment.clock.now()
        try:
            with every_clinic("jobs"):
                if self._is_broker_within:
                    await unclaim_all(now)
                elif held := self._held.copy():
                    await unclaim(held, now)
        except Exception as problem:  # the database is away: that time will end
            log.warning("jobs: what was not begun is not given back (%s)", type(problem).__name__)

    async def _as_job(self, kind: JobKind, job_id: UUID) -> None:
        if self._is_ending:
            return  # it came from a thread that waited for a place
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # run_coroutine_threadsafe made one
        assert self._deployment is not None  # noqa: S101  # `start` came first
        self._jobs.add(task)
        try:
            with self._database.entered():
                await run(self._deployment, kind, job_id, starter=self._starter, company=self._company)
        finally:
            self._jobs.discard(task)
            if not self._is_ending:  # else it may have been cancelled before it was leased
                self._held.discard(job_id)


def _ended(kind: JobKind, job_id: UUID, places: threading.BoundedSemaphore, task: asyncio.Task[None]) -> None:
    places.release()
    _say_how_it_ended(kind, job_id, CancelledError() if task.cancelled() else task.exception())


def _say_how_it_ended(kind: JobKind, job_id: UUID, problem: BaseException | None) -> None:
    """Log what a job ended with; its row stays leased or queued, and is handed out again when that ends."""
    if isinstance(problem, asyncio.CancelledError | CancelledError):
        log.info("job %s %s: given back at shutdown", kind.name, job_id)
    elif problem is not None:
        log.error("job %s %s: not settled: %s", kind.name, job_id, place_of(problem))


def _say_if_failed(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (problem := task.exception()) is not None:
        log.critical("background work ended: %s", place_of(problem))


async def _cancelled(tasks: set[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait for their end; again and again, for something below may have swallowed it.

    Python 3.11's `asyncio.wait_for` does where what it waits for ends at the same moment (CPython issue 86296).
    """
    waiting = set(tasks)
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=CANCEL_AGAIN_SECONDS)


async def run(
    deployment: Deployment,
    kind: JobKind,
    job_id: UUID,
    *,
    starter: Starter | None = None,
    company: Company | None = None,
) -> None:
    """Lease a job, run its process, and settle it by how that ended; within the entered database."""
    job = await (starter or Starter(deployment.clock)).start(job_id, kind.lease_seconds)
    if job is None:
        return
    try:
        with within(() if job.clinic_id is None else (job.clinic_id,)):
            try:
                await _tried(deployment, kind, job, company)
            except asyncio.CancelledError:  # shutting down, at work or while that was settled: not the job's fault
                with suppress(DatabaseUnavailable):
                    async with transaction():
                        await give_back(job, deployment.clock.now())
                raise
    except LeaseLost:
        log.info("job %s %s: another worker has taken over", job.kind, job.id)


async def _tried(deployment: Deployment, kind: JobKind, job: LeasedJob, company: Company | None) -> None:
    try:
        await _attempt(deployment, kind, job, company)
    except DatabaseUnavailable as problem:
        log.warning("job %s %s: set aside: %s", job.kind, job.id, told_of(problem))
        await _set_aside(deployment, job)


async def _attempt(deployment: Deployment, kind: JobKind, job: LeasedJob, company: Company | None) -> None:
    try:
        async with asyncio.timeout(kind.lease_seconds * WORKING_SHARE) as limit:
            loop = asyncio.get_running_loop()
            job.on_renewal = lambda seconds: limit.reschedule(loop.time() + seconds * WORKING_SHARE)
            await _work(deployment, kind, job, company)
    except (LeaseLost, DatabaseUnavailable):
        raise
    except PermanentFailure as failure:
        log.warning("job %s %s: failed for good: %s %s", job.kind, job.id, failure.reason, failure.code)
        async with transaction():
            await kill(job, failure.reason, now=deployment.clock.now())
    except TemporaryFailure as failure:
        await _postpone(deployment, job, failure.code or type(failure).__name__, failure.retry_after_seconds)
    except (ChannelUnavailable, KeyServiceUnavailable) as failure:
        await _postpone(deployment, job, failure.code, None)
    except Exception as problem:  # a bug of ours or of a plugin's: counted like a crash
        code = TIMED_OUT if isinstance(problem, TimeoutError) else type(problem).__name__
        log.error("job %s %s: attempt %d crashed: %s", job.kind, job.id, job.attempts, place_of(problem))
        await _die(deployment, job, code)
    else:
        if not job.is_settled:
            log.error("job %s %s: returned without settling", job.kind, job.id)
            await _die(deployment, job, UNFINISHED)


async def _work(deployment: Deployment, kind: JobKind, job: LeasedJob, company: Company | None) -> None:
    """Do a job with others, where its kind can; by itself where that did not do it, or it has died before."""
    if company is not None and kind.together is not None and job.deaths == 1:
        await company.join(kind, kind.together, job)
    if not job.is_settled:
        await kind.process(deployment, job)


async def _postpone(deployment: Deployment, job: LeasedJob, code: str, retry_after_seconds: float | None) -> None:
    log.info("job %s %s: attempt %d failed for now: %s", job.kind, job.id, job.attempts, code)
    if job.is_settled:
        return
    async with transaction():
        await postpone(
            job,
            now=deployment.clock.now(),
            code=code[:120],
            jitter=deployment.random.random(),
            retry_after_seconds=retry_after_seconds,
        )


async def _set_aside(deployment: Deployment, job: LeasedJob) -> None:
    """Postpone a job as if it had not been tried, once the database answers: that it was away is not the job's fault.

    Raises LeaseLost also where it had been settled, and only the answer to that was lost.
    """
    for pause_seconds in () if job.is_settled else PAUSES:
        try:
            await asyncio.sleep(pause_seconds)
            async with transaction():
                later = DatabaseUnavailable.retry_after_seconds * (1 + deployment.random.random())
                await wait_until(job, deployment.clock.now() + timedelta(seconds=later))
            return
        except DatabaseUnavailable:
            continue


async def _die(deployment: Deployment, job: LeasedJob, code: str) -> None:
    if job.is_settled:
        return  # its effect stands; what failed came after it
    async with transaction():
        await die(job, now=deployment.clock.now(), code=code[:120])
