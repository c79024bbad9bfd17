"""Changes that cross processes by PostgreSQL's log of them, and the bell."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from uuid import UUID, uuid4

import asyncpg
import pytest

from chatbookr_core import change_log, events
from chatbookr_core.bell import NOTIFY_CHANNEL
from chatbookr_core.db import Database, transaction
from chatbookr_core.events import Change, Ear, listening
from chatbookr_core.following import following
from chatbookr_core.listener import APPLICATION_NAME, listen_forever

LISTENERS = """SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle'
    AND application_name = $1 AND query LIKE '%change_log%'"""


@asynccontextmanager
async def heard(url: str) -> AsyncIterator[Ear]:
    async with listening() as ear, listener(url):
        yield ear


@asynccontextmanager
async def listener(url: str) -> AsyncIterator[None]:
    task = asyncio.create_task(listen_forever(url))
    await until_listening(url)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until_listening(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for _ in range(400):
            if await connection.fetch(LISTENERS, APPLICATION_NAME):
                return
            await asyncio.sleep(0.02)
        raise AssertionError("nobody listens")
    finally:
        await connection.close()


async def cut(url: str) -> None:
    """End the listener's connection, as a server that restarts does."""
    connection = await asyncpg.connect(url)
    [session] = await connection.fetch(LISTENERS, APPLICATION_NAME)
    assert await connection.fetchval("SELECT pg_terminate_backend($1)", session["pid"])
    await connection.close()


async def tell(*changes: Change) -> None:
    for change in changes:
        async with transaction() as tx:
            tx.tell(change)


def bookings(count: int, clinic_id: UUID | None = None) -> list[Change]:
    return [Change("booking", clinic_id or uuid4(), uuid4()) for _ in range(count)]


async def real_changes(ear: Ear, count: int) -> list[Change]:
    """Take so many changes from an ear, without those that only wake it."""
    found: list[Change] = []
    async with asyncio.timeout(10):
        while len(found) < count:
            change = await ear.get()
            found += [change] if change.kind != "jobs" else []
    return found


@pytest.mark.postgres
async def test_a_committed_change_is_heard_and_one_rolled_back_is_not(
    postgres_database: Database, postgres_url: str
) -> None:
    kept, undone = Change("booking", uuid4(), uuid4()), Change("booking", uuid4(), uuid4())

    async with heard(postgres_url) as queue:
        with suppress(ZeroDivisionError):
            async with transaction() as tx:
                tx.tell(undone)
                raise ZeroDivisionError
        async with transaction() as tx:
            tx.tell(kept)
        found = await real_changes(queue, 1)

    assert found == [kept]
    assert queue.empty()


@pytest.mark.postgres
async def test_a_lost_connection_is_made_again(postgres_database: Database, postgres_url: str) -> None:
    [change] = bookings(1)

    async with heard(postgres_url) as queue:
        await cut(postgres_url)
        await until_listening(postgres_url)
        connection = await asyncpg.connect(postgres_url)
        await connection.execute(f"NOTIFY {NOTIFY_CHANNEL}, 'not ours'")
        await connection.close()
        await tell(change)
        found = await real_changes(queue, 1)

    assert found == [change]


@pytest.mark.postgres
async def test_a_connection_that_ends_as_the_log_is_read_is_made_again(
    postgres_database: Database, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's last word has come, the end of the connection not yet: asyncpg calls that an error of its own."""
    [change] = bookings(1)
    is_lost = asyncio.Event()

    async def fails(*_: object) -> None:
        is_lost.set()
        raise asyncpg.InternalClientError

    async with heard(postgres_url) as queue:
        with monkeypatch.context() as patch:
            patch.setattr("chatbookr_core.listener.unheard", fails)
            async with asyncio.timeout(10):
                await is_lost.wait()
        await tell(change)
        found = await real_changes(queue, 1)

    assert found == [change]


@pytest.mark.postgres
async def test_what_is_committed_while_the_connection_is_down_is_heard_in_order(
    postgres_database: Database, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_log, "PORTION", 3)
    changes = bookings(14)
    is_down = asyncio.Event()

    async def refuse(_: str) -> None:
        is_down.set()
        await asyncio.sleep(0.05)
        raise OSError

    async with heard(postgres_url) as queue:
        await tell(*changes[:2])
        first = await real_changes(queue, 2)
        with monkeypatch.context() as patch:
            patch.setattr("chatbookr_core.listener._connect", refuse)
            await cut(postgres_url)
            async with asyncio.timeout(10):
                await is_down.wait()
            await tell(*changes[2:12])
        await until_listening(postgres_url)
        await tell(*changes[12:])
        rest = await real_changes(queue, 12)

    assert [*first, *rest] == changes
    assert queue.empty()


@pytest.mark.postgres
async def test_what_was_never_heard_is_read_from_the_log_by_who_was_listening(
    postgres_database: Database, postgres_url: str
) -> None:
    clinic = uuid4()
    early, late = bookings(2, clinic)

    async with following(clinic) as follower:
        await tell(early)  # the process has begun, and its listener not yet
        async with listener(postgres_url):
            found = [await follower.heard(5), await follower.heard(5)]
            await tell(late)
            found.append(await follower.heard(5))

    assert found == [None, early, late]


async def test_who_falls_behind_catches_up_from_the_log(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events.Ear.__init__, "__defaults__", (5,))
    clinic = uuid4()
    changes = bookings(23, clinic)
    async with AsyncExitStack() as stack:
        if database.dialect == "postgres":
            await stack.enter_async_context(listener(database_url))
        follower = await stack.enter_async_context(following(clinic))
        for change in changes:
            await tell(change, *bookings(1))
        await asyncio.sleep(0.3)
        found: list[Change] = []
        async with asyncio.timeout(10):
            while len(found) < len(changes):
                change_or_none = await follower.heard(5)
                if change_or_none is not None and change_or_none.clinic_id == clinic:
                    found.append(change_or_none)
        rest = await follower.heard(0.2)

    assert found == changes
    assert rest is None


async def test_commits_heard_in_another_order_or_not_at_all_are_put_right(sqlite_database: Database) -> None:
    """Another thread may publish later than it committed, and another process does not publish here at all."""
    clinic = uuid4()
    changes = bookings(4, clinic)
    async with following(clinic) as follower:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("chatbookr_core.db.publish", lambda told: None)
            await tell(*changes[:3])
        placed = [change async for change in change_log.missed_since(follower.position, clinic_id=clinic)]
        events.publish([placed[1], placed[0]])
        await asyncio.sleep(0)
        await tell(changes[3])
        found = [await follower.heard(2) for _ in changes]
        rest = await follower.heard(0.1)

    assert found == changes
    assert rest is None


async def test_who_comes_back_hears_what_was_missed_and_then_what_comes_each_once(
    database: Database, database_url: str
) -> None:
    clinic = uuid4()
    changes = bookings(9, clinic)
    async with AsyncExitStack() as stack:
        if database.dialect == "postgres":
            await stack.enter_async_context(listener(database_url))
        async with following(clinic) as before:
            await tell(*changes[:2])
            await before.heard(5)
            heard_last = await before.heard(5)
        assert heard_last is not None
        await tell(*bookings(2), *changes[2:5])
        async with following(clinic, after=heard_last.position) as follower:
            await tell(*changes[5:7])
            found = [await follower.heard(5) for _ in range(4)]
            await tell(*changes[7:])
            while (change := await follower.heard(1)) is not None:
                found.append(change)

    assert [change for change in found if change is not None] == changes[2:]
