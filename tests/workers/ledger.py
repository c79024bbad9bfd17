"""A kind of job whose effects can be counted, and a worker process that runs it; for tests of the machinery.

`python -m tests.workers.ledger DATABASE_URL BROKER_URL NAMESPACE` works until SIGTERM; CHATBOOKR_FAULTPOINT applies.
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.faultpoints import install_from
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import LeasedJob, enqueue, finish, renew
from chatbookr_core.models import Job
from chatbookr_core.settings import Settings
from chatbookr_sdk import PermanentFailure, TemporaryFailure
from chatbookr_workers.kinds import JobKind
from chatbookr_workers.runtime import JobWorker

EFFECT = "ledger.effect"  # no worker knows this kind, so its rows stay and can be counted


async def act(deployment: Deployment, job: LeasedJob) -> None:
    """Do as the job's arguments say, and write one effect in the transaction that finishes it."""
    match job.arguments.get("behaviour"):
        case "crash":
            raise ValueError("a text that no log may show")
        case "temporary":
            if job.attempts == 1:
                raise TemporaryFailure("busy", code="busy", retry_after_seconds=0.0)
        case "permanent":
            raise PermanentFailure("refused")
        case "forget":
            return
        case "sleep":
            await asyncio.sleep(600)
        case "spin":
            while True:
                pass
        case "renew":
            for _ in range(4):
                await asyncio.sleep(0.5)
                await renew(job, now=deployment.clock.now(), lease_seconds=1.0)
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
    now = deployment.clock.now()
    async with transaction():
        await enqueue(EFFECT, clinic_id=None, subject_id=job.subject_id, due_at=now, now=now)
        await finish(job, now=now)


def kinds(lease_seconds: float = 60.0) -> list[JobKind]:
    return [JobKind("ledger.act", "ledger", lease_seconds, act)]


async def owe(count: int = 1, *, behaviour: str = "finish", clinic_id: UUID | None = None) -> list[UUID]:
    """Owe jobs, due now by the machine's clock; return their subjects."""
    subjects = [new_id() for _ in range(count)]
    now = datetime.now(UTC)
    async with transaction():
        for subject in subjects:
            await enqueue(
                "ledger.act",
                clinic_id=clinic_id,
                subject_id=subject,
                arguments={"behaviour": behaviour},
                due_at=now,
                now=now,
            )
    return subjects


async def effects() -> list[UUID | None]:
    """Return the subject of every effect, in the order they were written."""
    return [row.subject_id for row in await Job.filter(kind=EFFECT).order_by("created_at", "id")]


async def until_effects(subjects: Sequence[UUID], *, timeout_seconds: float = 30.0) -> None:
    """Wait until each subject has an effect; assert that each has one only."""
    async with asyncio.timeout(timeout_seconds):
        while not set(subjects) <= set(await effects()):  # noqa: ASYNC110  # another process or thread writes them
            await asyncio.sleep(0.05)
    found = [subject for subject in await effects() if subject in set(subjects)]
    assert sorted(found, key=str) == sorted(subjects, key=str)


async def until_state(state: str, *, count: int = 1, timeout_seconds: float = 30.0) -> list[Job]:
    """Wait until so many jobs of the ledger are in a state."""
    async with asyncio.timeout(timeout_seconds):
        while len(rows := await Job.filter(kind="ledger.act", state=state)) < count:  # noqa: ASYNC110  # another process or thread writes them
            await asyncio.sleep(0.05)
    return rows


async def tried() -> Job:
    """Wait until a job is due again after an attempt, and return it."""
    async with asyncio.timeout(10):
        while not (rows := await Job.filter(kind="ledger.act", state="due", attempts__gt=0)):  # noqa: ASYNC110  # another process or thread writes them
            await asyncio.sleep(0.05)
    return rows[0]


def settings_of(database_url: str, broker_url: str, key_file: Path) -> Settings:
    return Settings(
        database_url=database_url, broker_url=broker_url, key_file=key_file, plugins=(), environment=dict(os.environ)
    )


def make_worker(
    settings: Settings,
    *,
    namespace: str,
    lease_seconds: float = 60.0,
    queue_seconds: float = 30.0,
    stall_seconds: float | None = None,
    threads: int = 4,
    at_once: int | None = None,
) -> JobWorker:
    return JobWorker(
        settings,
        lambda: deployment_from(settings),
        threads=threads,
        kinds=[replace(kind, at_once=at_once) for kind in kinds(lease_seconds)],
        periodics=(),
        queue_seconds=queue_seconds,
        namespace=namespace,
        stall_seconds=stall_seconds,
    )


@contextmanager
def working(
    settings: Settings,
    *,
    namespace: str = "ledger",
    lease_seconds: float = 60.0,
    queue_seconds: float = 30.0,
    stall_seconds: float | None = None,
) -> Iterator[JobWorker]:
    """Run a worker in this process for the length of a block."""
    worker = make_worker(
        settings,
        namespace=namespace,
        lease_seconds=lease_seconds,
        queue_seconds=queue_seconds,
        stall_seconds=stall_seconds,
    )
    worker.start()
    try:
        yield worker
    finally:
        worker.stop(drain_seconds=2.0)


def main() -> None:
    database_url, broker_url, namespace = sys.argv[1:4]
    settings = settings_of(database_url, broker_url, Path(f"{namespace}.key"))
    install_from(settings.environment, is_production=False)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: ended.set())
    with working(settings, namespace=namespace, lease_seconds=1.0, queue_seconds=1.0, stall_seconds=2.0):
        print("ready", flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
