"""Sessions of PostgreSQL that the server has ended: who is given one gets another, or an error with a code.

The server ends them while the loop stands still, so that nobody has noticed when the next statement is sent.
"""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from itertools import chain, compress
from typing import Any
from uuid import UUID

import pytest
from tests.servers import OwnPostgres, own_postgres

from chatbookr_core.db import Database, current_transaction, fetch, opened, savepoint, transaction
from chatbookr_core.errors import Conflict, DatabaseUnavailable
from chatbookr_core.ids import new_id

pytestmark = pytest.mark.postgres
SESSIONS = 10
ONE = "SELECT 1 AS one"
WRITE = "INSERT INTO written (id) VALUES ($1)"
END_ALL = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    with own_postgres() as server:
        subprocess.run(["psql", "-qc", "CREATE TABLE written (id uuid PRIMARY KEY)", server.url], check=True)
        yield server


@pytest.fixture
async def database(server: OwnPostgres) -> AsyncIterator[Database]:
    """Open a pool whose every session has been used, and knows its statements by name."""
    async with opened(f"{server.url}?minsize={SESSIONS}&maxsize={SESSIONS}", work="operator") as database:
        await asyncio.gather(*(_used() for _ in range(SESSIONS)))
        yield database


async def _used() -> None:
    async with transaction() as tx:
        await tx.fetch(ONE)
        await tx.execute(WRITE, [new_id()])
        await tx.fetch("SELECT pg_sleep(0.1)")  # so that each has a session of its own
    await fetch(ONE)


def end_all_sessions(server: OwnPostgres) -> None:
    subprocess.run(["psql", "-qAtc", END_ALL, server.url], check=True, stdout=subprocess.DEVNULL)


def restart(server: OwnPostgres) -> None:
    server.stop()
    server.start()


def crash(server: OwnPostgres) -> None:
    server.stop("immediate")
    server.start()


async def is_written(row: UUID) -> bool:
    return bool(await fetch("SELECT id FROM written WHERE id = $1", [row]))


async def written(row: UUID) -> None:
    async with transaction() as tx:
        await tx.execute(WRITE, [row])


async def test_a_read_takes_another_session(database: Database, server: OwnPostgres) -> None:
    end_all_sessions(server)

    (found,) = await fetch(ONE)

    assert found["one"] == 1


@pytest.mark.parametrize("ends", [end_all_sessions, restart, crash])
async def test_none_of_those_who_come_at_the_same_time_hears_of_it(
    database: Database, server: OwnPostgres, ends: Callable[[OwnPostgres], None]
) -> None:
    rows = [new_id() for _ in range(2 * SESSIONS)]
    ends(server)

    read = await asyncio.gather(*(fetch(ONE) for _ in rows), *(written(row) for row in rows), return_exceptions=True)

    assert [one for one in read if isinstance(one, BaseException)] == []
    assert all([await is_written(row) for row in rows])


async def test_a_transaction_begins_in_another_session(database: Database, server: OwnPostgres) -> None:
    rows = new_id(), new_id()
    async with transaction() as tx:
        end_all_sessions(server)
        await tx.execute(WRITE, [rows[0]])
        await tx.execute(WRITE, [rows[1]])

    assert await is_written(rows[0])
    assert await is_written(rows[1])


async def test_a_transaction_whose_session_was_seen_to_end_begins_in_another(
    database: Database, server: OwnPostgres
) -> None:
    row = new_id()
    async with transaction() as tx:
        end_all_sessions(server)
        await asyncio.sleep(0.2)
        await tx.execute(WRITE, [row])

    assert await is_written(row)


async def test_a_statement_that_no_session_knows_yet_begins_in_another(database: Database, server: OwnPostgres) -> None:
    async with transaction() as tx:
        end_all_sessions(server)
        (found,) = await tx.fetch("SELECT $1::int + 1 AS two", [1])

    assert found["two"] == 2


async def test_a_savepoint_may_come_first(database: Database, server: OwnPostgres) -> None:
    row = new_id()
    async with transaction():
        end_all_sessions(server)
        async with savepoint():
            await current_transaction().execute(WRITE, [row])

    assert await is_written(row)


@pytest.mark.parametrize("seconds", [0.0, 0.2])
async def test_what_was_answered_is_never_asked_again(database: Database, server: OwnPostgres, seconds: float) -> None:
    row = new_id()

    async def write_and_ask() -> None:
        async with transaction() as tx:
            await tx.execute(WRITE, [row])
            end_all_sessions(server)
            await asyncio.sleep(seconds)  # noticed meanwhile, or not
            await tx.fetch(ONE)

    with pytest.raises(DatabaseUnavailable):
        await write_and_ask()

    assert not await is_written(row)


@pytest.mark.parametrize("seconds", [0.0, 0.2])
async def test_a_commit_that_is_not_answered_is_told_of(
    database: Database, server: OwnPostgres, seconds: float
) -> None:
    async def write() -> None:
        async with transaction() as tx:
            await tx.execute(WRITE, [new_id()])
            end_all_sessions(server)
            await asyncio.sleep(seconds)

    with pytest.raises(DatabaseUnavailable):
        await write()


async def test_a_refusal_of_ours_stands_though_the_session_is_lost(database: Database, server: OwnPostgres) -> None:
    async def refuse() -> None:
        async with transaction() as tx:
            await tx.execute(WRITE, [new_id()])
            end_all_sessions(server)
            raise Conflict()

    with pytest.raises(Conflict):
        await refuse()

    assert await fetch(ONE)


async def test_a_write_outside_of_a_transaction_may_have_been_done(database: Database, server: OwnPostgres) -> None:
    client: Any = database._context.db()
    await client.execute_query(WRITE, [new_id()])
    end_all_sessions(server)

    with pytest.raises(DatabaseUnavailable):
        await client.execute_query(WRITE, [new_id()])


async def test_many_rows_at_once_fail_with_a_code(database: Database, server: OwnPostgres) -> None:
    async def change() -> None:
        async with transaction() as tx:
            end_all_sessions(server)
            await tx.execute_each("UPDATE written SET id = $1 WHERE id = $1", [(new_id(),)])

    with pytest.raises(DatabaseUnavailable):
        await change()


async def test_a_server_that_is_away_is_told_of_at_once_and_back_as_soon_as_it_is(
    database: Database, server: OwnPostgres
) -> None:
    server.stop()
    try:
        for _ in range(2 * SESSIONS):
            async with asyncio.timeout(5):
                with pytest.raises(DatabaseUnavailable):
                    await fetch(ONE)
                with pytest.raises(DatabaseUnavailable):
                    await written(new_id())
    finally:
        server.start()

    read = await asyncio.gather(*(fetch(ONE) for _ in range(2 * SESSIONS)))

    assert len(read) == 2 * SESSIONS


async def test_a_statement_that_the_server_refuses_is_no_loss(database: Database, server: OwnPostgres) -> None:
    with pytest.raises(Exception, match="does not exist") as refused:
        await fetch("SELECT * FROM nowhere")
    assert not isinstance(refused.value, DatabaseUnavailable)

    async def give_too_much() -> None:
        async with transaction() as tx:
            await tx.fetch("SELECT $1::int", [1, 2])

    for _ in range(2):  # known to the session by name, or not yet
        with pytest.raises(Exception, match="expects 1 argument"):
            await give_too_much()


async def test_what_else_goes_wrong_in_a_transaction_is_no_loss(database: Database) -> None:
    async def miss() -> None:
        async with transaction() as tx:
            await tx.fetch(ONE)
            raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        await miss()


async def test_what_is_acknowledged_is_there_while_sessions_end_all_the_time(
    database: Database, server: OwnPostgres
) -> None:
    rows = [new_id() for _ in range(300)]
    is_over = asyncio.Event()

    async def end_again_and_again() -> None:
        while not is_over.is_set():
            await asyncio.to_thread(end_all_sessions, server)

    async def try_to_write(row: UUID) -> bool:
        with suppress(DatabaseUnavailable):
            async with transaction() as tx:
                await tx.execute(WRITE, [row])
                await tx.fetch("SELECT pg_sleep(0.002)")
            return True
        return False

    ending = asyncio.create_task(end_again_and_again())
    done = [await asyncio.gather(*map(try_to_write, rows[at : at + 30])) for at in range(0, len(rows), 30)]
    is_over.set()
    await ending

    acknowledged = list(compress(rows, chain.from_iterable(done)))
    assert acknowledged
    assert all([await is_written(row) for row in acknowledged])
