import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from tests.factories import make_clinic
from tests.workers.ledger import (
    effects,
    make_worker,
    owe,
    settings_of,
    tried,
    until_effects,
    until_state,
    working,
)

from chatbookr_core.db import Database, fetch
from chatbookr_core.dead_letters import dead_jobs
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.models import Job, StaffTask
from chatbookr_core.settings import Settings
from chatbookr_workers import relay, runner

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    return settings_of(database.url, "memory://", tmp_path / "key")


async def test_a_job_owed_in_another_loop_is_done_at_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "POLL_SECONDS", 600)  # only a commit that wakes the relay is soon enough
    with working(settings):
        await owe()
        await until_state("done")
        subjects = await owe()
        await until_effects(subjects)


async def test_jobs_owed_before_the_worker_started_are_done(settings: Settings) -> None:
    subjects = await owe(300)

    with working(settings):
        await until_effects(subjects)

    assert await Job.filter(kind="ledger.act", state="done").count() == 300


async def test_what_was_queued_in_a_dead_process_is_taken_up_by_the_next(settings: Settings) -> None:
    subjects = await owe()
    row = await Job.get(kind="ledger.act")
    await Job.filter(id=row.id).update(state="queued", due_at=row.due_at + timedelta(hours=1))

    with working(settings):
        await until_effects(subjects)


async def test_a_temporary_failure_is_tried_again(settings: Settings) -> None:
    subjects = await owe(behaviour="temporary")

    with working(settings):
        await until_effects(subjects)

    [row] = await Job.filter(kind="ledger.act")
    assert (row.state, row.attempts) == ("done", 2)


async def test_a_permanent_failure_is_a_dead_letter_with_its_reason(settings: Settings) -> None:
    clinic = await make_clinic()
    await owe(behaviour="permanent", clinic_id=clinic.id)

    with working(settings):
        await until_state("dead")

    assert [dead.last_error for dead in await dead_jobs(clinic_id=clinic.id)] == ["refused"]
    assert await StaffTask.filter(clinic_id=clinic.id, kind="dead_job").count() == 1
    assert await effects() == []


async def test_a_crash_is_counted_and_its_text_is_not_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    await owe(behaviour="crash")

    with caplog.at_level(logging.DEBUG, "chatbookr_workers"), working(settings):
        row = await tried()

    assert (row.deaths, row.last_error) == (1, "ValueError")
    assert "attempt 1 crashed: ValueError in act" in caplog.text
    assert "a text that no log may show" not in caplog.text


async def test_a_job_that_returns_without_an_outcome_counts_as_crashed(settings: Settings) -> None:
    await owe(behaviour="forget")

    with working(settings):
        row = await tried()

    assert (row.deaths, row.last_error) == (1, "UNFINISHED")


async def test_a_job_that_outlasts_its_lease_is_ended(settings: Settings) -> None:
    await owe(behaviour="sleep")

    with working(settings, lease_seconds=1.0):
        row = await tried()

    assert (row.deaths, row.last_error) == (1, "TIMED_OUT")


async def test_long_work_that_renews_its_lease_goes_on(settings: Settings) -> None:
    subjects = await owe(behaviour="renew")

    with working(settings, lease_seconds=1.0):
        await until_effects(subjects)

    [row] = await Job.filter(kind="ledger.act")
    assert (row.state, row.attempts) == ("done", 1)


async def test_work_under_way_is_given_back_at_shutdown(settings: Settings) -> None:
    await owe(behaviour="sleep")
    worker = make_worker(settings, namespace="ledger")
    worker.start()
    await until_state("running")

    async with asyncio.timeout(30):  # the work takes ten minutes
        await asyncio.to_thread(worker.stop, drain_seconds=0.5)

    [row] = await Job.filter(kind="ledger.act")
    assert (row.state, row.attempts, row.deaths) == ("due", 0, 0)


@pytest.mark.parametrize("at_once", [None, 1])
async def test_work_that_has_not_begun_is_given_back_at_shutdown(settings: Settings, at_once: int | None) -> None:
    worker = make_worker(settings, namespace="ledger", threads=1, at_once=at_once)
    worker.start()
    await owe(behaviour="sleep")
    await until_state("running")
    await owe(20)  # in messages that are prefetched, or wait in the broker, or for a place
    await until_state("queued", count=20)

    await asyncio.to_thread(worker.stop, drain_seconds=0.5)

    rows = await Job.filter(kind="ledger.act")
    assert {(row.state, row.attempts, row.deaths) for row in rows} == {("due", 0, 0)}
    assert len(rows) == 21


async def test_two_workers_share_the_work_and_no_job_runs_twice(settings: Settings) -> None:
    subjects = await owe(100)

    with working(settings, namespace="one"), working(settings, namespace="two"):
        more = await owe(100)
        await until_effects([*subjects, *more])


async def test_background_work_that_swallows_being_cancelled_once_does_not_keep_a_worker_from_ending(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "CANCEL_AGAIN_SECONDS", 0.05)
    swallowed: list[asyncio.CancelledError] = []

    async def stubborn(_database: Database, _deployment: Deployment) -> None:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError as cancelled:  # as wait_for of Python 3.11 does where both happen at once
            swallowed.append(cancelled)
        await asyncio.sleep(3600)

    running = runner.Runner(settings.database_url, lambda: deployment_from(settings))
    await asyncio.to_thread(running.start)
    await asyncio.to_thread(running.begin, stubborn)
    await asyncio.wait_for(asyncio.to_thread(running.end_background), 10)
    await asyncio.to_thread(running.stop)

    assert len(swallowed) == 1


async def test_a_worker_that_cannot_open_its_database_says_so(tmp_path: Path) -> None:
    settings = settings_of(f"sqlite://{tmp_path}/no/such/folder/db.sqlite3", "memory://", tmp_path / "key")
    worker = make_worker(settings, namespace="ledger")

    with pytest.raises(Exception, match="unable to open"):
        worker.start()


@pytest.mark.postgres
async def test_work_goes_on_after_every_connection_to_the_database_was_cut(
    postgres_database: Database, tmp_path: Path
) -> None:
    settings = settings_of(postgres_database.url, "memory://", tmp_path / "key")
    subjects = await owe(200)

    with working(settings, lease_seconds=2.0, queue_seconds=2.0):
        for _ in range(5):
            await asyncio.sleep(0.1)
            await fetch(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND usename = current_user"
            )
        await until_effects(subjects)
