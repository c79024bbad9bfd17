"""Committed changes reach those who listen for them, from whichever thread, and nobody else."""

import asyncio
from uuid import uuid4

import pytest

from chatbookr_core.events import Change, listening, publish, publish_missed

JOBS = Change("jobs", None, None)


async def test_who_listens_for_some_kinds_sleeps_through_all_others() -> None:
    booking = Change("booking", uuid4(), uuid4())

    async with listening({"jobs"}) as ear, listening() as other:
        publish([booking, JOBS])
        heard, all_heard = await ear.get(), [await other.get(), await other.get()]

        assert heard == JOBS
        assert ear.empty()
        assert all_heard == [booking, JOBS]


async def test_who_listens_for_some_kinds_is_told_that_changes_were_missed() -> None:
    async with listening({"booking"}) as ear:
        publish_missed()
        await ear.get()

        assert ear.has_missed


async def test_changes_published_here_and_by_another_thread_come_in_their_order() -> None:
    told = [Change("booking", uuid4(), uuid4()) for _ in range(3)]

    async with listening() as ear:
        publish(told[:1])
        await asyncio.to_thread(publish, told[1:2])
        publish(told[2:])
        heard = [await ear.get() for _ in told]

    assert heard == told


async def test_a_loop_is_not_woken_for_what_it_publishes_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[object] = []
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "call_soon_threadsafe", lambda *asked: woken.append(asked))

    async with listening() as ear:
        publish([JOBS])
        heard = await ear.get()

    assert heard == JOBS
    assert woken == []
