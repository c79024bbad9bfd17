"""Sessions that tests have one after the other are as new ones would be, and what cannot be so is ended."""

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

import asyncpg
import pytest
from tests.conftest import PostgresUrls
from tests.postgres_again import MOST_KEPT, SessionsAgain

from chatbookr_core.db import Database, fetch, opened, transaction

pytestmark = pytest.mark.postgres
SESSION = "SELECT pg_backend_pid() AS pid"
SETTING = "SELECT current_setting('work_mem') AS value"


@pytest.fixture
def again(postgres_session_urls: PostgresUrls) -> Iterator[SessionsAgain]:
    with SessionsAgain(urlsplit(postgres_session_urls.app).path.lstrip("/")).put_up() as made:
        yield made


@pytest.fixture
def url(again: SessionsAgain, postgres_session_urls: PostgresUrls) -> str:
    return postgres_session_urls.app


async def session_of(url: str) -> int:
    """Open the database, as a test does, and tell which session that is."""
    async with opened(url):
        return int((await fetch(SESSION))[0]["pid"])


async def pool_of(database: Database) -> asyncpg.Pool:
    client = database._context.db()
    return client._pool


def test_a_session_goes_from_loop_to_loop_and_knows_its_statements(again: SessionsAgain, url: str) -> None:
    found = [asyncio.run(session_of(url)) for _ in range(3)]

    assert len(set(found)) == 1
    (kept,) = again.kept
    assert len(kept._stmt_cache) == 1


def test_two_at_one_time_have_two(again: SessionsAgain, url: str) -> None:
    async def both() -> set[int]:
        async with opened(url):
            return {int((await fetch(SESSION))[0]["pid"]), await session_of(url)}

    assert len(asyncio.run(both())) == 2
    assert len(again.kept) == 2


def test_another_role_or_another_setting_has_its_own(
    again: SessionsAgain, url: str, postgres_session_urls: PostgresUrls
) -> None:
    async def timed() -> int:
        database = Database(url, statement_seconds=7)
        try:
            await database.open()
            with database.entered():
                return int((await fetch(SESSION))[0]["pid"])
        finally:
            await database.close()

    found = {
        asyncio.run(session_of(url)),
        asyncio.run(session_of(postgres_session_urls.migrator)),
        asyncio.run(timed()),
    }

    assert len(found) == 3
    assert {asyncio.run(session_of(url)), asyncio.run(timed())} < found


def test_what_a_transaction_set_is_undone(again: SessionsAgain, url: str) -> None:
    async def interrupted() -> None:
        async with opened(url), transaction() as tx:
            await tx.fetch("SELECT set_config('work_mem', '7MB', true)")
            raise LookupError("on purpose")

    async def seen() -> str:
        async with opened(url):
            return str((await fetch(SETTING))[0]["value"])

    before = asyncio.run(seen())
    with pytest.raises(LookupError):
        asyncio.run(interrupted())

    assert asyncio.run(seen()) == before != "7MB"
    assert len(again.kept) == 1


def test_one_that_the_server_has_ended_meanwhile_is_lent_to_nobody(
    again: SessionsAgain, url: str, postgres_session_urls: PostgresUrls
) -> None:
    ended = asyncio.run(session_of(url))

    async def end() -> None:
        admin = await asyncpg.connect(postgres_session_urls.admin)
        assert await admin.fetchval("SELECT pg_terminate_backend($1, 5000)", ended)
        await admin.close()

    asyncio.run(end())

    assert asyncio.run(session_of(url)) != ended
    assert len(again.kept) == 1


def test_one_in_the_middle_of_something_is_ended(again: SessionsAgain, url: str) -> None:
    async def left() -> None:
        async with opened(url) as database:
            pool = await pool_of(database)
            lent = await pool.acquire()
            await lent._con.add_listener("chatbookr_test", lambda *_: None)
            await lent._con.close()  # a listener is more than the next would have

    asyncio.run(left())

    assert not again.kept


def test_no_more_are_kept_than_a_server_can_spare(again: SessionsAgain, url: str) -> None:
    async def many() -> None:
        async with opened(f"{url}?maxsize={MOST_KEPT + 2}") as database:
            pool = await pool_of(database)
            lent = [await pool.acquire() for _ in range(MOST_KEPT + 2)]
            for one in lent:
                await pool.release(one)

    asyncio.run(many())

    assert len(again.kept) == MOST_KEPT


def test_another_database_is_none_of_its_business(again: SessionsAgain, new_postgres_urls: PostgresUrls) -> None:
    first, second = asyncio.run(session_of(new_postgres_urls.app)), asyncio.run(session_of(new_postgres_urls.app))

    assert first != second
    assert not again.kept


def test_none_is_left_when_all_is_done(postgres_session_urls: PostgresUrls) -> None:
    url = postgres_session_urls.app
    with SessionsAgain(urlsplit(url).path.lstrip("/")).put_up() as again:
        first = asyncio.run(session_of(url))
        (kept,) = again.kept

    assert not again.kept
    assert kept.is_closed()
    assert asyncio.run(session_of(url)) != first
