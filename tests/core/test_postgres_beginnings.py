"""A transaction on PostgreSQL begins with its first statement, in one journey, whatever becomes of that statement."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import PostgresUrls
from tortoise.exceptions import IntegrityError, OperationalError

from chatbookr_core.db import Database, current_transaction, fetch, opened, savepoint, transaction
from chatbookr_core.events import Change
from chatbookr_core.models import LoginFailure

pytestmark = pytest.mark.postgres
COUNT = "SELECT COUNT(*) AS found FROM login_failure WHERE email_hash = $1"
SLEEP = "SELECT pg_sleep($1::float8)"


@pytest.fixture
async def one_session(postgres_urls: PostgresUrls) -> AsyncIterator[Database]:
    """Open a pool of one session, which knows the statements of these tests by name."""
    async with opened(f"{postgres_urls.app}?maxsize=1", work="operator") as database:
        await count("none")
        await write("none")
        async with transaction() as tx:
            await tx.fetch(SLEEP, (0.0,))
        await tell()
        yield database


async def count(email_hash: str) -> int:
    async with transaction():
        return await count_within(email_hash)


async def count_within(email_hash: str = "none") -> int:
    (row,) = await current_transaction().fetch(COUNT, (email_hash,))
    return int(row["found"])


async def write(email_hash: str) -> None:
    async with transaction():
        await LoginFailure.create(email_hash=email_hash)


async def tell() -> None:
    async with transaction() as tx:
        tx.tell(Change("booking", uuid4(), uuid4()))


def session_of(database: Database) -> Any:
    """Return the driver's connection of the one session."""
    pool: Any = database._context.db()._pool
    (holder,) = pool._holders
    return holder._con


def asked(database: Database) -> int:
    """Tell how often the one session has asked the server and waited for its answer."""
    return int(session_of(database)._protocol.queries_count)


async def session_is_clean(database: Database) -> bool:
    pool: Any = database._context.db()._pool
    async with pool.acquire() as proxy:
        return not proxy.is_in_transaction() and not proxy._con._is_owed


async def test_a_transaction_begins_along_with_its_first_statement(one_session: Database) -> None:
    before = asked(one_session)

    found = await count("none")

    assert found == 1
    assert asked(one_session) - before == 2  # the statement, and the commit


async def test_a_beginning_is_sent_in_one_piece_with_what_it_begins(
    one_session: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces: list[bytes] = []
    transport = type(session_of(one_session)._transport)
    send = transport.write

    def note(self: Any, piece: Any) -> None:
        pieces.append(bytes(piece))
        send(self, piece)

    monkeypatch.setattr(transport, "write", note)

    found = await count("none")

    assert found == 1
    begun, committed = pieces
    assert [begun.count(word) for word in (b"BEGIN", b"chatbookr.clinics")] == [1, 1]
    assert b"COMMIT" in committed


@pytest.mark.parametrize("refused", [0, 1, 2])
async def test_what_is_not_sent_is_begun_with_the_next(one_session: Database, refused: int) -> None:
    before = asked(one_session)

    async with transaction() as tx:
        for _ in range(refused):
            with pytest.raises(OperationalError):
                await tx.fetch(SLEEP, ("long",))
        found = await count_within()

    assert found == 1
    assert asked(one_session) - before == 2
    assert await session_is_clean(one_session)


async def test_another_loop_whose_transport_takes_nothing_ahead_begins_by_itself(
    one_session: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_of(one_session), "_transport", object())  # as uvloop's: nothing can be put on it
    before = asked(one_session)

    assert await count("none") == 1
    assert asked(one_session) - before == 3  # the beginning, the statement, and the commit


async def test_a_transaction_without_statements_asks_nothing(one_session: Database) -> None:
    before = asked(one_session)

    async with transaction():
        pass
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            raise ZeroDivisionError

    assert asked(one_session) == before
    assert await session_is_clean(one_session)


async def test_one_that_only_tells_is_one_journey(one_session: Database) -> None:
    rows = await fetch("SELECT COUNT(*) AS found FROM change_log")
    before = asked(one_session)

    await tell()

    assert asked(one_session) - before == 1
    assert (await fetch("SELECT COUNT(*) AS found FROM change_log"))[0]["found"] == rows[0]["found"] + 1


async def test_a_write_outside_of_a_transaction_is_two_journeys(one_session: Database) -> None:
    update = LoginFailure.filter(email_hash="none")
    await update.update(email_hash="some")
    before = asked(one_session)

    await update.update(email_hash="some")

    assert asked(one_session) - before == 2
    assert await count("some") == 1


async def test_a_savepoint_may_come_first(one_session: Database) -> None:
    async def fail() -> None:
        async with savepoint():
            await LoginFailure.create(email_hash="undone")
            raise ZeroDivisionError

    async with transaction():
        with pytest.raises(ZeroDivisionError):
            await fail()
        await LoginFailure.create(email_hash="kept")

    assert [await count("undone"), await count("kept")] == [0, 1]


async def test_a_savepoint_that_is_kept_leaves_the_scope_as_it_was_told(one_session: Database) -> None:
    before = asked(one_session)

    async with transaction():
        await count_within()
        async with savepoint():
            await count_within()
        await count_within()

    assert asked(one_session) - before == 6  # the three, the savepoint and its release, and the commit


async def test_values_that_are_not_sent_leave_a_transaction_that_goes_on(one_session: Database) -> None:
    async with transaction() as tx:
        with pytest.raises(OperationalError):
            await tx.fetch(SLEEP, ("long",))
        await LoginFailure.create(email_hash="after")

    assert await count("after") == 1
    assert await session_is_clean(one_session)


async def test_a_first_statement_that_fails_undoes_the_transaction(one_session: Database) -> None:
    before = asked(one_session)

    with pytest.raises(IntegrityError):
        await write("none")  # there is one already

    assert asked(one_session) - before == 2  # the statement, and the rollback
    assert await session_is_clean(one_session)
    assert await count("none") == 1


async def test_a_first_statement_that_is_cancelled_undoes_the_transaction(one_session: Database) -> None:
    async def sleep() -> None:
        async with transaction() as tx:
            await tx.fetch(SLEEP, (5.0,))

    for seconds in (0.0, 0.001, 0.05):
        task = asyncio.create_task(sleep())
        await asyncio.sleep(seconds)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        assert await session_is_clean(one_session)
        assert await count("none") == 1
