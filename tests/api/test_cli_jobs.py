"""`chatbookr jobs`: what is owed, what is dead, and a second life for it."""

import asyncio

import pytest

from chatbookr_api.cli import main
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Job


async def test_a_dead_job_is_listed_and_revived_once(
    sqlite_database: Database,
    clock: TurnableClock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", sqlite_database.url)
    async with transaction():
        job_id = await enqueue("test.kind", clinic_id=None, now=clock.now(), due_at=clock.now())
    await Job.filter(id=job_id).update(state="dead", last_error="DIED", finished_at=clock.now())

    listed = await asyncio.to_thread(main, ["jobs"])
    revived = await asyncio.to_thread(main, ["jobs", "--revive", str(job_id)])
    again = await asyncio.to_thread(main, ["jobs", "--revive", str(job_id)])
    nonsense = await asyncio.to_thread(main, ["jobs", "--revive", "x"])

    assert (listed, revived, again, nonsense) == (0, 0, 1, 2)
    said = capsys.readouterr()
    assert f"dead {job_id} test.kind" in said.out
    assert "error=DIED" in said.out
    assert (await Job.get(id=job_id)).state == "due"
