"""Changes that cross processes on SQLite: nobody is notified there, so the log is looked at."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID, uuid4

import pytest

from chatbookr_core import log_watch
from chatbookr_core.change_log import missed_since, position_now
from chatbookr_core.db import Database, transaction
from chatbookr_core.events import Change, forgetting, listening
from chatbookr_core.following import following
from chatbookr_core.log_watch import watch_log

ELSEWHERE = """
import asyncio, sys
from uuid import UUID
from chatbookr_core.db import opened, transaction
from chatbookr_core.events import Change

async def main(url, kind, *ids):
    async with opened(url, work="operator"), transaction() as tx:
        tx.tell(Change(kind, *map(UUID, ids)))

asyncio.run(main(*sys.argv[1:]))
"""


async def tell_elsewhere(url: str, kind: str, clinic_id: UUID, subject_id: UUID) -> None:
    """Commit a change in another process."""
    given = [sys.executable, "-c", ELSEWHERE, url, kind, str(clinic_id), str(subject_id)]
    done = await asyncio.to_thread(subprocess.run, given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


async def tell(change: Change) -> None:
    async with transaction() as tx:
        tx.tell(change)


@asynccontextmanager
async def watching(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    monkeypatch.setattr(log_watch, "LOOK_SECONDS", 0.05)
    task = asyncio.create_task(watch_log())
    await asyncio.sleep(0.1)  # nothing tells when it has begun
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.integration
async def test_what_another_process_commits_is_heard_once_and_in_order(
    sqlite_database: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = uuid4()
    told = [Change("booking", clinic, uuid4()) for _ in range(3)]
    async with watching(monkeypatch), following(clinic) as follower:
        await tell(told[0])
        await tell_elsewhere(sqlite_url, "booking", clinic, told[1].subject_id or uuid4())
        heard = [await follower.heard(5), await follower.heard(5)]
        await tell(told[2])
        heard.append(await follower.heard(5))
        nothing = await follower.heard(0.3)

    assert heard == told
    assert nothing is None


@pytest.mark.integration
async def test_a_standing_that_ended_in_another_process_is_forgotten_here(
    sqlite_database: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgot = asyncio.Event()

    class Remembering:
        def forget(self) -> None:
            forgot.set()

    memory, session = Remembering(), uuid4()
    forgetting(memory)
    async with watching(monkeypatch), listening() as ear:
        await tell_elsewhere(sqlite_url, "session", uuid4(), session)
        heard = await asyncio.wait_for(ear.get(), 5)

    assert heard.subject_id == session
    assert forgot.is_set()


@pytest.mark.integration
async def test_a_follower_looks_for_itself_when_its_time_is_up(sqlite_database: Database, sqlite_url: str) -> None:
    clinic, booking = uuid4(), uuid4()
    async with following(clinic) as follower:
        await tell_elsewhere(sqlite_url, "booking", clinic, booking)
        first = await follower.heard(0.05)
        heard = await follower.heard(5)

    assert first is None
    assert heard == Change("booking", clinic, booking)


async def test_a_database_that_fails_for_a_moment_does_not_end_the_watch(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    change = Change("booking", uuid4(), uuid4())

    async def fail() -> None:
        raise OSError

    async with watching(monkeypatch), listening() as ear:
        with monkeypatch.context() as patch:
            patch.setattr(log_watch, "position_now", fail)
            await asyncio.sleep(0.15)
        await tell(change)
        heard = [await asyncio.wait_for(ear.get(), 5) for _ in range(2)]  # as it was committed, and from the log

    assert heard == [change, change]
    assert "cannot look for changes: OSError" in caplog.text


async def test_a_log_that_a_quiet_day_has_emptied_can_be_read_on(sqlite_database: Database) -> None:
    clinic = uuid4()
    await tell(Change("booking", clinic, uuid4()))
    position = await position_now()
    async with transaction() as tx:
        forgotten = await tx.execute("DELETE FROM change_log")
    after = Change("booking", clinic, uuid4())
    nothing = [change async for change in missed_since(position)]
    await tell(after)
    read = [change async for change in missed_since(position)]

    assert (forgotten, nothing, read) == (1, [], [after])
