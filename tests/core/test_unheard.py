"""What a process reads of the log as the bell rings: each change once, and none before what could be known with it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.test_listener import bookings, heard, listener, real_changes, tell

from chatbookr_core import change_log
from chatbookr_core.bell import DUE, LOGGED, NOTIFY_CHANNEL, Bell
from chatbookr_core.change_log import UNHEARD_POSTGRES, missed_since, position_now, unheard
from chatbookr_core.change_telling import TELL_ONE
from chatbookr_core.db import Database, opened
from chatbookr_core.errors import CursorExpired
from chatbookr_core.events import Change, Position, listening
from chatbookr_core.listener import SESSION
from chatbookr_core.scope import PARAMETER, current_scope, every_clinic

pytestmark = pytest.mark.postgres
WRITERS = 4


@asynccontextmanager
async def connections(url: str, count: int) -> AsyncIterator[list[Any]]:
    """Connect so often, each for all clinics, as a listener is."""
    with every_clinic("change log"):
        told = {**SESSION, PARAMETER: current_scope().setting}
    made = await asyncio.gather(*(asyncpg.connect(url, server_settings=told) for _ in range(count)))
    try:
        yield list(made)
    finally:
        await asyncio.gather(*(one.close() for one in made))


async def write(connection: Any, subject_id: UUID) -> Any:
    """Begin a transaction and write its change, as the product does with the commit; return the transaction."""
    under_way = connection.transaction()
    await under_way.start()
    await connection.execute(TELL_ONE, "booking", str(uuid4()), str(subject_id), None)
    return under_way


async def heard_while(url: str, steps: Sequence[int], reads: set[int]) -> tuple[list[Change], list[UUID]]:
    """Let writers write (their number comes first) and commit (it comes again), and read in between."""
    subjects, open_ones, found = [uuid4() for _ in range(WRITERS)], dict[int, Any](), list[Change]()
    async with connections(url, WRITERS + 1) as (reader, *writers):
        mark = await position_now(reader)
        for step, number in enumerate(steps):
            if number in open_ones:
                await open_ones.pop(number).commit()
            else:
                open_ones[number] = await write(writers[number], subjects[number])
            if step in reads:
                more, mark = await unheard(mark, reader)
                found += more
        more, mark = await unheard(mark, reader)
        assert (await unheard(mark, reader))[0] == []
    return [*found, *more], subjects


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.permutations([*range(WRITERS), *range(WRITERS)]),
    reads=st.sets(st.integers(0, 2 * WRITERS - 1)),
    portion=st.integers(1, 3),
)
def test_each_change_is_heard_once_and_whoever_leaves_after_any_of_them_misses_none(
    postgres_url: str, steps: list[int], reads: set[int], portion: int
) -> None:
    async def scenario() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(change_log, "PORTION", portion)
            found, subjects = await heard_while(postgres_url, steps, reads)
        assert sorted(str(one.subject_id) for one in found) == sorted(map(str, subjects))
        async with opened(postgres_url, work="operator"):
            for place, last in enumerate(found):
                assert last.position is not None
                again = {one.subject_id async for one in missed_since(last.position)}
                assert again | {one.subject_id for one in found[: place + 1]} >= set(subjects)

    asyncio.run(scenario())


async def test_a_mark_of_before_what_is_kept_or_of_after_a_restored_backup_is_refused(
    postgres_database: Database, postgres_url: str
) -> None:
    async with connections(postgres_url, 1) as (reader,):
        now = await position_now(reader)

        with pytest.raises(CursorExpired):
            await unheard(Position(now.snapshot, now.transaction_id, 0, now.at_second - 90_000), reader)
        with pytest.raises(CursorExpired):
            await unheard(Position(now.snapshot, now.transaction_id + 10_000, 0, now.at_second), reader)


async def test_a_look_goes_through_the_end_of_the_log_alone(postgres_database: Database, postgres_url: str) -> None:
    many = """INSERT INTO change_log (snapshot, transaction_id, kind, happened_at)
        SELECT '1:1:', 1 + number / 3, 'booking', now() FROM generate_series(1, 5000) AS number"""
    async with connections(postgres_url, 1) as (reader,):
        await reader.execute(many)
        await reader.execute("SET plan_cache_mode = force_generic_plan")
        await reader.execute(f"PREPARE look AS {UNHEARD_POSTGRES.format(limit=500)}")
        plan = await reader.fetch("EXPLAIN EXECUTE look ('100:100:', 100, 0, NULL)")

    told = "\n".join(row[0] for row in plan)
    assert "Seq Scan on change_log" not in told
    assert "Index Cond: (ROW(transaction_id, id) > ROW(" in told


async def test_what_a_killed_process_did_not_ring_for_is_heard_all_the_same(
    postgres_database: Database, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = bookings(3)

    async with heard(postgres_url) as ear:
        with monkeypatch.context() as killed:
            killed.setattr(Bell, "ring", lambda bell, what: None)
            await tell(*changes)
        found = await real_changes(ear, 3)

    assert found == changes


async def test_the_bell_says_what_to_look_for_and_nothing_of_anybody(
    postgres_database: Database, postgres_url: str
) -> None:
    said: list[str] = []
    async with connections(postgres_url, 1) as (ear,):
        await ear.add_listener(NOTIFY_CHANNEL, lambda *told: said.append(str(told[-1])))
        await tell(*bookings(1))
        await postgres_database.bell.close()
        await tell(Change("jobs", None, None))
        await postgres_database.bell.close()
        await ear.execute("SELECT 1")

    assert said == [LOGGED, DUE]


async def test_work_that_is_due_wakes_the_relays_of_other_processes_at_once(
    postgres_database: Database, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbookr_core.listener.LOOK_SECONDS", 60.0)
    async with listener(postgres_url), listening(kinds=("jobs",)) as ear, opened(postgres_url) as other_process:
        await asyncio.sleep(0.1)
        ear.start_over()
        with other_process.entered(), every_clinic("jobs"):
            await tell(Change("jobs", None, None))
        async with asyncio.timeout(20):
            woken = await ear.get()

    assert woken.kind == "jobs"
