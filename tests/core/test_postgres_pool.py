"""Sessions of PostgreSQL come back to the pool on the spot where they are at rest, and clean in any case."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
from tests.conftest import PostgresUrls

from chatbookr_core.db import Database, current_transaction, fetch, opened, transaction

pytestmark = pytest.mark.postgres
ONE = "SELECT 1 AS one"


@pytest.fixture
async def one_session(postgres_urls: PostgresUrls) -> AsyncIterator[Database]:
    async with opened(f"{postgres_urls.app}?maxsize=1", work="operator") as database:
        await fetch(ONE)
        yield database


def pool_of(database: Database) -> Any:
    return database._context.db()._pool


async def test_a_session_at_rest_comes_back_without_a_task(
    one_session: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks: list[object] = []
    make = asyncio.get_running_loop().create_task

    def note(work: Any, **named: Any) -> Any:
        tasks.append(work)
        return make(work, **named)

    monkeypatch.setattr(asyncio.get_running_loop(), "create_task", note)

    await fetch(ONE)
    async with transaction() as tx:
        await tx.fetch(ONE)

    assert tasks == []
    assert pool_of(one_session).get_idle_size() == 1


async def test_a_transaction_that_was_left_open_is_rolled_back_before_the_session_goes_on(
    one_session: Database,
) -> None:
    pool = pool_of(one_session)
    session = await pool.acquire()
    await session._con.transaction().start()
    await session.fetch(ONE)
    assert session.is_in_transaction()

    await pool.release(session)

    async with pool.acquire() as again:
        assert not again.is_in_transaction()


async def test_a_session_with_a_cancelled_statement_comes_back_when_that_has_ended(one_session: Database) -> None:
    async def sleep() -> None:
        async with transaction():
            await current_transaction().fetch("SELECT pg_sleep(30)")

    asleep = asyncio.create_task(sleep())
    await asyncio.sleep(0.2)
    asleep.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asleep

    (found,) = await fetch(ONE)

    assert found["one"] == 1


async def test_a_session_that_was_given_back_already_is_left_alone(one_session: Database) -> None:
    pool = pool_of(one_session)
    session = await pool.acquire()

    await pool.release(session)
    await pool.release(session)

    assert pool.get_idle_size() == 1


async def test_who_waits_for_a_session_has_it_before_who_gave_it_back(one_session: Database) -> None:
    order: list[str] = []

    async def ask(name: str) -> None:
        for _ in range(3):
            await fetch(ONE)
            order.append(name)

    await asyncio.gather(ask("first"), ask("second"), ask("third"))

    assert order == ["first", "second", "third"] * 3


async def test_nobody_is_passed_over_by_who_came_later(postgres_urls: PostgresUrls) -> None:
    arrivals, served = count(), list[int]()

    async def ask(pool: Any) -> None:
        for _ in range(20):
            arrival = next(arrivals)
            session = await pool.acquire()
            served.append(arrival)
            await session.fetch(ONE)
            await pool.release(session)

    async with opened(f"{postgres_urls.app}?minsize=3&maxsize=3", work="operator") as database:
        await fetch(ONE)
        pool = pool_of(database)
        assert pool.get_size() == 3  # nobody waits for one to be made
        await asyncio.gather(*(ask(pool) for _ in range(12)))

    assert served == sorted(served)


async def test_who_stops_waiting_leaves_their_turn_to_the_next(one_session: Database) -> None:
    pool = pool_of(one_session)
    session = await pool.acquire()
    waiting = [asyncio.ensure_future(pool._acquire(None)) for _ in range(3)]
    await asyncio.sleep(0)

    waiting[0].cancel()
    await pool.release(session)
    waiting[1].cancel()  # it has the turn, and does not know yet

    async with asyncio.timeout(20):
        assert await waiting[2]


async def test_who_waits_too_long_takes_no_turn(one_session: Database) -> None:
    pool = pool_of(one_session)
    session = await pool.acquire()

    with pytest.raises(TimeoutError):
        await pool.acquire(timeout=0.01)
    await pool.release(session)

    async with asyncio.timeout(20), pool.acquire(timeout=20) as again:
        assert again


async def test_a_closed_session_is_replaced(one_session: Database) -> None:
    pool = pool_of(one_session)
    session = await pool.acquire()
    session._con.terminate()

    await pool.release(session)

    assert [row["one"] for row in await fetch(ONE)] == [1]
