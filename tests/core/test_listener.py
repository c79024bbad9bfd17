"""Changes that cross processes by PostgreSQL's NOTIFY."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import asyncpg
import pytest

from chatbookr_core.db import Database, transaction
from chatbookr_core.events import NOTIFY_CHANNEL, Change, listening
from chatbookr_core.listener import listen_forever

pytestmark = pytest.mark.postgres


@asynccontextmanager
async def heard(url: str) -> AsyncIterator["asyncio.Queue[Change]"]:
    async with listening() as queue:
        task = asyncio.create_task(listen_forever(url))
        await until_listening(url)
        try:
            yield queue
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def until_listening(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for _ in range(200):
            if await connection.fetchval(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            ):
                return
            await asyncio.sleep(0.02)
        raise AssertionError("nobody listens")
    finally:
        await connection.close()


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
        found = await asyncio.wait_for(queue.get(), 5)

    assert found == kept
    assert queue.empty()


async def test_a_lost_connection_is_made_again(postgres_database: Database, postgres_url: str) -> None:
    change = Change("task", uuid4(), uuid4())

    async with heard(postgres_url) as queue:
        connection = await asyncpg.connect(postgres_url)
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
        await until_listening(postgres_url)
        await connection.execute(f"NOTIFY {NOTIFY_CHANNEL}, 'not ours'")
        await connection.close()
        async with transaction() as tx:
            tx.tell(change)
        found = await asyncio.wait_for(queue.get(), 5)

    assert found == change
