"""Puts a worker together: broker, actors, runner, relay and schedule; inside the API's process or as one of its own."""

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext

import dramatiq

from chatbookr_core.audit.cosigning import cosign_forever
from chatbookr_core.audit.sequencer import sequence_forever
from chatbookr_core.database_urls import dialect_of
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import install_from
from chatbookr_core.garbage import start_set_aside
from chatbookr_core.jobs import QUEUE_SECONDS, ClaimedJob, unclaim_all
from chatbookr_core.settings import Settings
from chatbookr_core.tending import tend_forever
from chatbookr_core.webhooks.deliveries import DELIVER
from chatbookr_workers.absence import Absence
from chatbookr_workers.alone import OnlyWorker, only_worker_of
from chatbookr_workers.broker import NAMESPACE, declare, make_broker, send
from chatbookr_workers.kinds import JobKind, declared_kinds, job
from chatbookr_workers.relay import Relay
from chatbookr_workers.runner import DeploymentFactory, Runner
from chatbookr_workers.schedule import Periodic, Schedule, declared_periodics
from chatbookr_workers.watchdog import Watchdog
from chatbookr_workers.webhooks import QUEUE, Dispatcher

__all__ = ["EmbeddedWorker", "JobWorker", "job", "run_worker"]

EMBEDDED_THREADS = 4
PROCESS_THREADS = 8
WEBHOOK_THREADS = 2  # besides: they hand deliveries over to the loop, and bookings need not wait for those
MESSAGE_JOBS = 8  # where jobs run beside each other; who waits for a thread is in a message alone: others may be idle
LOOK_MILLISECONDS = 100  # how long Redis' consumers sleep when there is nothing: bounds latency and shutdown
EMBEDDED_LOOK_MILLISECONDS = 300  # in-process queues wake their consumers: bounds shutdown alone
STALL_SECONDS = 30.0  # no job may keep the loop to itself for so long
DRAIN_SECONDS = 25.0  # below the 30 s that Docker, systemd and Kubernetes give or can be told to give
log = logging.getLogger(__name__)


class JobWorker:
    """Everything that works on jobs in one process; `start` and `stop` block, at most for seconds."""

    _only_worker: OnlyWorker | None = None

    def __init__(
        self,
        settings: Settings,
        deployment_factory: DeploymentFactory,
        *,
        threads: int,
        kinds: Iterable[JobKind] | None = None,
        periodics: Sequence[Periodic] | None = None,
        queue_seconds: float = QUEUE_SECONDS,
        namespace: str = NAMESPACE,
        stall_seconds: float | None = None,
    ) -> None:
        chosen = list(declared_kinds().values() if kinds is None else kinds)
        self._settings = settings
        self._kinds = {kind.name: MESSAGE_JOBS if kind.at_once else 1 for kind in chosen}
        self._queue_seconds = queue_seconds
        self._periodics = declared_periodics() if periodics is None else periodics
        self._runner = Runner(settings.database_url, deployment_factory, is_broker_within=settings.is_embedded)
        self._watchdog = Watchdog(self._runner.ask, stall_seconds=stall_seconds) if stall_seconds else None
        self.broker = make_broker(settings, namespace=namespace)
        declare(self.broker, chosen, self._runner.perform, namespace=namespace)
        look_milliseconds = EMBEDDED_LOOK_MILLISECONDS if settings.is_embedded else LOOK_MILLISECONDS
        queues = self._queues = {f"{namespace}.{kind.queue}" for kind in chosen}
        apart = {f"{namespace}.{QUEUE}"} & queues
        self._workers = [
            _worker(self.broker, own, look_milliseconds, count)
            for own, count in ((queues - apart, threads), (apart, WEBHOOK_THREADS))
            if own
        ]
        self._absence = Absence(settings.broker_url)

    @property
    def is_broker_away(self) -> bool:
        """Tell whether the broker has refused this process within the last seconds."""
        return self._absence.is_lasting

    def reaches_database(self) -> bool:
        """Ask the database something, and wait for its answer; call it from any thread."""
        return self._runner.reaches_database()

    def start(self) -> None:
        """Begin to work. Raises what prevented the database or the deployment from opening."""
        self._runner.start()
        self._absence.hear(self._queues)
        if self._watchdog is not None:
            self._watchdog.start()
        with _without_warnings(self.broker):
            for worker in self._workers:
                worker.start()
        self._runner.begin(self._relay)
        self._runner.begin(Schedule(self._periodics).run)
        self._runner.begin(_tended)
        self._runner.begin(_sequenced)
        self._runner.begin(_cosigned)
        if DELIVER in self._kinds:
            self._runner.begin(Dispatcher().run)
        if not self._settings.is_embedded and dialect_of(self._settings.database_url) == "postgres":
            self._runner.begin(_listen)  # the API does it for a worker inside its process

    def stop(self, *, drain_seconds: float = DRAIN_SECONDS) -> None:
        """Take nothing new, let running jobs end for `drain_seconds`, give back what has not."""
        end = time.monotonic() + drain_seconds
        self._runner.end_background()
        with ThreadPoolExecutor(len(self._workers) or 1, "stop") as stopper:
            list(stopper.map(lambda worker: worker.stop(timeout=int(drain_seconds * 1000)), self._workers))
        self._runner.drain(max(0.0, end - time.monotonic()))
        if self._watchdog is not None:
            self._watchdog.stop()
        self._runner.stop()
        self._absence.leave(self._queues)
        self.broker.close()
        if self._only_worker is not None:
            self._only_worker.close()

    async def _relay(self, database: Database, deployment: Deployment) -> None:
        async def take_back() -> None:
            """Make due again what was in the memory of a predecessor of this process."""
            self._only_worker = self._only_worker or only_worker_of(database.url)
            await unclaim_all(deployment.clock.now(), is_alone=self._only_worker is not None)

        relay = Relay(
            database,
            deployment.clock,
            self._send,
            kinds=self._kinds,
            queue_seconds=self._queue_seconds,
            take_back=take_back if self._settings.is_embedded else None,
        )
        await relay.run()

    def _send(self, jobs: Sequence[ClaimedJob]) -> None:
        try:
            send(self.broker, jobs)
        except Exception as problem:
            self._absence.note(problem)
            raise
        self._absence.end()


def _worker(broker: dramatiq.Broker, queues: set[str], look_milliseconds: int, threads: int) -> dramatiq.Worker:
    worker = dramatiq.Worker(broker, queues=queues, worker_timeout=look_milliseconds, worker_threads=threads)
    worker.queue_prefetch = threads * 4
    return worker


@contextmanager
def _without_warnings(broker: dramatiq.Broker) -> Iterator[None]:
    """Let two workers start on one broker: each adds a middleware of one type, as it must, and dramatiq warns of it."""
    before = broker.logger.level
    broker.logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        broker.logger.setLevel(before)


async def _tended(database: Database, deployment: Deployment) -> None:
    """Write now and then what webhooks asked for as the keys they belong to; the runner does it at the end."""
    with database.entered():
        await tend_forever(deployment)


async def _sequenced(database: Database, deployment: Deployment) -> None:
    """Give entries of the audit log their places; of several processes one does at a time."""
    with database.entered():
        await sequence_forever(deployment)


async def _cosigned(database: Database, deployment: Deployment) -> None:
    """Have witnesses cosign what was signed."""
    with database.entered():
        await cosign_forever(deployment)


async def _listen(database: Database, _deployment: Deployment) -> None:
    from chatbookr_core.listener import listen_forever  # with the driver, which SQLite does not need

    await listen_forever(database.url)


class EmbeddedWorker:
    """A worker inside the API's process: few threads, started and stopped by its lifespan."""

    def __init__(self, settings: Settings, deployment_factory: DeploymentFactory) -> None:
        self._worker = JobWorker(settings, deployment_factory, threads=EMBEDDED_THREADS)

    async def start(self) -> None:
        """Begin to work. Raises what prevented it."""
        await asyncio.to_thread(self._worker.start)

    async def stop(self) -> None:
        """End within seconds; work that is not done by then is taken up at the next start."""
        await asyncio.to_thread(self._worker.stop, drain_seconds=3.0)


def run_worker(
    settings: Settings,
    deployment_factory: DeploymentFactory,
    *,
    threads: int = PROCESS_THREADS,
    watched: Callable[[JobWorker], AbstractContextManager[None]] | None = None,
) -> None:
    """Work as a process of its own until SIGTERM or SIGINT; call it on the main thread. Several may run.

    `watched` is entered once it works, and left when it begins to drain: it may tell others how the worker is.
    """
    install_from(settings.environment, is_production=settings.is_production)
    worker = JobWorker(settings, deployment_factory, threads=threads, stall_seconds=STALL_SECONDS)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ended.set())
    worker.start()
    log.info("worker: started, %d threads", threads)
    with start_set_aside(), watched(worker) if watched else nullcontext():
        ended.wait()
    log.info("worker: draining")
    worker.stop()
