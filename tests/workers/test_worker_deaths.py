import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.factories import make_clinic
from tests.forked import Forked, begun
from tests.workers.ledger import effects, owe, until_effects, until_state

from chatbookr_core.db import Database
from chatbookr_core.dead_letters import dead_jobs
from chatbookr_core.jobs import DEATHS_ALLOWED, DIED
from chatbookr_core.models import StaffTask

pytestmark = pytest.mark.e2e  # whole processes are started and killed


def begin(database: Database, folder: Path, *, faultpoint: str = "") -> Forked:
    given = (database.url, "memory://", str(folder / "ledger"))
    return begun(folder / "worker.log", "tests.workers.ledger", *given, faultpoint=faultpoint)


@contextmanager
def process(database: Database, folder: Path) -> Iterator[None]:
    """Run a worker process for the length of a block, and end it by SIGTERM."""
    worker = begin(database, folder)
    try:
        yield
    finally:
        worker.terminate()
        assert worker.wait(20) == 0


async def test_a_job_that_kills_five_processes_is_dead_and_visible(database: Database, tmp_path: Path) -> None:
    clinic = await make_clinic()
    await owe(behaviour="die", clinic_id=clinic.id)

    for _ in range(DEATHS_ALLOWED):
        assert begin(database, tmp_path).wait(30) == -signal.SIGKILL
    with process(database, tmp_path):
        [dead] = await until_state("dead")
        others = await owe(3)
        await until_effects(others)  # the process it can no longer kill works on

    assert (dead.attempts, dead.deaths, dead.last_error) == (DEATHS_ALLOWED, DEATHS_ALLOWED, DIED)
    assert [found.id for found in await dead_jobs(clinic_id=clinic.id)] == [dead.id]
    assert await StaffTask.filter(clinic_id=clinic.id, kind="dead_job", job_id=dead.id, state="open").count() == 1


async def test_a_job_that_never_yields_ends_its_process_and_then_is_dead(
    sqlite_database: Database, tmp_path: Path
) -> None:
    await owe(behaviour="spin")

    for _ in range(DEATHS_ALLOWED):
        assert begin(sqlite_database, tmp_path).wait(30) == -signal.SIGKILL
    with process(sqlite_database, tmp_path):
        [dead] = await until_state("dead")

    assert (dead.attempts, dead.last_error) == (DEATHS_ALLOWED, DIED)


@pytest.mark.parametrize(
    "point",
    [
        "relay.before_claim:2",
        "relay.after_claim",
        "relay.after_send",
        "job.before_start",
        "job.after_start",
        "job.before_finish",
        "job.after_commit",
    ],
)
async def test_a_worker_killed_anywhere_loses_no_job_and_repeats_no_effect(
    sqlite_database: Database, tmp_path: Path, point: str
) -> None:
    subjects = await owe(20)

    assert begin(sqlite_database, tmp_path, faultpoint=point).wait(30) == -signal.SIGKILL
    with process(sqlite_database, tmp_path):
        await until_effects(subjects)

    assert len(await effects()) == 20
