"""The log of changes: what commits in another order than it began is neither lost nor read twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbookr_core import change_log
from chatbookr_core.change_log import Portion, changes_after, missed_since, position_now
from chatbookr_core.db import Database, opened, transaction
from chatbookr_core.errors import CursorExpired
from chatbookr_core.events import Change, Position, listening
from chatbookr_core.models import LoggedChange


def booking(clinic_id: UUID | None = None) -> Change:
    return Change("booking", clinic_id or uuid4(), uuid4())


async def tell(*changes: Change) -> None:
    async with transaction() as tx:
        for change in changes:
            tx.tell(change)


async def read_on(position: Position, *, least: int = 0, limit: int = 100) -> tuple[list[Change], Position]:
    """Read strictly once until there is nothing more, waiting for `least` changes to be settled."""
    found: list[Change] = []
    async with asyncio.timeout(20):
        while True:
            portion = await changes_after(position, limit=limit)
            found, position = [*found, *portion.changes], portion.position
            if not portion.is_full and len(found) >= least:
                return found, position
            await asyncio.sleep(0 if portion.is_full else 0.01)


async def settled(position: Position, *, least: int, limit: int, clinic_id: UUID) -> Portion:
    """Read a portion once `least` changes are settled: what ends elsewhere on the server meanwhile is waited for."""
    async with asyncio.timeout(20):
        while True:
            portion = await changes_after(position, limit=limit, clinic_id=clinic_id)
            if len(portion.changes) >= least:
                return portion
            await asyncio.sleep(0.01)


async def test_what_is_told_is_logged_and_work_to_do_is_not(database: Database) -> None:
    start, changes = await position_now(), [booking(), Change("message", uuid4(), uuid4(), uuid4())]

    await tell(*changes, Change("jobs", None, None), Change("session", None, uuid4()))

    found, after = await read_on(start, least=3)
    assert found[:2] == changes
    assert [change.kind for change in found] == ["booking", "message", "session"]
    assert (await read_on(after))[0] == []


async def test_what_rolls_back_is_not_logged(database: Database) -> None:
    with suppress(ZeroDivisionError):
        async with transaction() as tx:
            tx.tell(booking())
            raise ZeroDivisionError

    assert await LoggedChange.all().count() == 0


async def test_one_clinic_can_be_read_alone_and_in_portions(database: Database) -> None:
    start, clinic = await position_now(), uuid4()
    mine = [booking(clinic) for _ in range(7)]
    for change in mine:
        await tell(booking(), change)

    first = await settled(start, least=3, limit=3, clinic_id=clinic)
    second = await settled(first.position, least=3, limit=3, clinic_id=clinic)
    third = await settled(second.position, least=1, limit=3, clinic_id=clinic)

    assert [*first.changes, *second.changes, *third.changes] == mine
    assert [one.is_full for one in (first, second, third)] == [True, True, False]


async def test_a_position_is_text_and_comes_back(database: Database) -> None:
    await tell(booking())
    position = (await changes_after(Position("", 0, 0, 2**40), limit=1)).position

    assert Position.read(position.text) == position


async def test_what_was_missed_is_read_again_from_any_change_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_log, "PORTION", 2)
    start, clinic = await position_now(), uuid4()
    changes = [booking(clinic) for _ in range(7)]
    for change in changes:
        await tell(change, booking())
    logged = [change async for change in missed_since(start, clinic_id=clinic)]

    for place, change in enumerate(logged):
        assert change.position is not None
        again = [one async for one in missed_since(change.position, clinic_id=clinic)]
        assert again == changes[place + 1 :]
    assert logged == changes


async def test_a_position_older_than_what_is_kept_is_refused(database: Database) -> None:
    now = await position_now()
    old = Position(now.snapshot, now.transaction_id, now.id, now.at_second - 86_401)

    with pytest.raises(CursorExpired):
        await changes_after(old, limit=1)
    with pytest.raises(CursorExpired):
        [change async for change in missed_since(old)]


async def test_old_changes_are_forgotten_and_young_ones_are_not(database: Database) -> None:
    await tell(booking(), booking(), booking())
    rows = await LoggedChange.all().order_by("id")
    async with transaction():
        await LoggedChange.filter(id__in=[row.id for row in rows[:2]]).update(
            happened_at=rows[0].happened_at - change_log.KEPT - timedelta(seconds=5)
        )

    async with transaction():
        forgotten = await change_log.forget_changes(limit=10)

    assert forgotten == 2
    assert await LoggedChange.all().values_list("id", flat=True) == [rows[2].id]


# --- transactions beside each other -------------------------------------------------------------------------------


@asynccontextmanager
async def begun(change: Change, *, ends: asyncio.Event) -> AsyncIterator["asyncio.Task[None]"]:
    """Begin a transaction that has written its change, and commits when it is told to."""
    is_written = asyncio.Event()

    async def work() -> None:
        async with transaction() as tx:
            tx.tell(change)
            await tx.fetch("SELECT pg_current_xact_id()")
            is_written.set()
            await ends.wait()

    task = asyncio.create_task(work())
    await is_written.wait()
    yield task
    ends.set()
    await task


@pytest.mark.postgres
async def test_a_change_that_commits_later_than_a_younger_one_is_read_once(postgres_database: Database) -> None:
    start, slow, quick = await position_now(), booking(), booking()

    async with begun(slow, ends=asyncio.Event()):
        await tell(quick)
        meanwhile, position = await read_on(start)
        seen = [change async for change in missed_since(start)]
    afterwards, _ = await read_on(position, least=2)

    assert meanwhile == []  # beside a transaction that still runs nothing is settled
    assert seen == [quick]
    assert set(afterwards) == {slow, quick}
    assert len(afterwards) == 2


@pytest.mark.postgres
async def test_who_heard_the_younger_one_still_gets_the_older_one(postgres_database: Database) -> None:
    start, slow, quick = await position_now(), booking(), booking()
    async with begun(slow, ends=asyncio.Event()):
        await tell(quick)
        heard = [change async for change in missed_since(start)]
    position = heard[-1].position
    assert position is not None

    again = [change async for change in missed_since(position)]

    assert slow in again
    assert heard == [quick]


@pytest.mark.postgres
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(6)), portion=st.integers(1, 4), reads=st.sets(st.integers(0, 5)))
def test_nothing_is_lost_however_commits_are_ordered(
    postgres_url: str, order: list[int], portion: int, reads: set[int]
) -> None:
    async def scenario() -> None:
        async with opened(postgres_url):
            start = await position_now()
            changes = [booking() for _ in order]
            ends = [asyncio.Event() for _ in order]
            tasks = [asyncio.create_task(_commit(change, end)) for change, end in zip(changes, ends, strict=True)]
            once: list[Change] = []
            again: list[Change] = []
            strict = resuming = start
            for step, place in enumerate(order):
                ends[place].set()
                await tasks[place]
                if step in reads:
                    found, strict = await read_on(strict, limit=portion)
                    once += found
                    missed = [change async for change in missed_since(resuming)]
                    again += missed
                    resuming = (missed[-1].position if missed else None) or resuming
            once += (await read_on(strict, limit=portion, least=len(changes) - len(once)))[0]
            again += [change async for change in missed_since(resuming)]
            assert (len(once), set(once)) == (len(changes), set(changes))
            assert set(again) == set(changes)

    asyncio.run(scenario())


async def _commit(change: Change, end: asyncio.Event) -> None:
    async with transaction() as tx:
        await tx.fetch("SELECT pg_current_xact_id()")
        tx.tell(change)
        await end.wait()


@pytest.mark.postgres
async def test_a_reader_beside_many_writers_gets_each_change_once(postgres_database: Database) -> None:
    start, changes = await position_now(), [booking() for _ in range(150)]
    found: list[Change] = []
    is_over = asyncio.Event()

    async def write(own: list[Change]) -> None:
        for number, change in enumerate(own):
            async with transaction() as tx:
                await tx.fetch("SELECT pg_current_xact_id()")
                await asyncio.sleep(0.001 * (number % 4))
                tx.tell(change)

    async def read() -> None:
        position = start
        while True:
            is_last = is_over.is_set()
            more, position = await read_on(position, limit=7, least=len(changes) - len(found) if is_last else 0)
            found.extend(more)
            if is_last:
                return

    reader = asyncio.create_task(read())
    await asyncio.gather(*(write(changes[first::5]) for first in range(5)))
    is_over.set()
    await reader

    assert len(found) == len(changes)
    assert set(found) == set(changes)


async def test_here_a_published_change_has_its_position(sqlite_database: Database) -> None:
    async with listening() as ear:
        await tell(booking(), Change("jobs", None, None), booking())
        heard = [await asyncio.wait_for(ear.get(), 2) for _ in range(3)]

    positions = [change.position.id if change.position else None for change in heard]
    assert positions == [1, 2, None]
