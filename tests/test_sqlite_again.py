"""The file that tests have one after the other is as a new one would be, and what cannot be made so is replaced."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.sqlite_again import FileAgain

from chatbookr_core.db import Database, fetch, opened, transaction

WRITE = "INSERT INTO aerich (version, app, content) VALUES ('99_later.py', 'models', '{}')"
READ = "SELECT count(*) AS count FROM aerich WHERE version = '99_later.py'"


@pytest.fixture
def again(sqlite_template: Path, tmp_path: Path) -> Iterator[FileAgain]:
    with FileAgain(sqlite_template, tmp_path / "again.sqlite3").put_up() as made:
        yield made


async def written(url: str, *statements: str) -> int:
    """Open the database, run statements, and count what stands there then."""
    async with opened(url):
        async with transaction() as tx:
            for statement in statements:
                await tx.connection.execute_query(statement)
        return int((await fetch(READ))[0]["count"])


async def test_what_a_test_wrote_is_gone_and_its_connections_have_stayed(again: FileAgain) -> None:
    assert await written(again.emptied(), WRITE) == 1
    idle = again.idle

    found = [await written(again.emptied()), await written(again.emptied(), WRITE), await written(again.emptied())]

    assert found == [0, 1, 0]
    assert len(idle) == 2
    assert again.idle == idle
    with closing(sqlite3.connect(again.path)) as other:
        assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_a_file_that_has_grown_and_shrunk_is_sound_again(again: FileAgain) -> None:
    grow = (
        "INSERT INTO aerich (version, app, content) VALUES ('99_later.py', 'models', json_quote(hex(randomblob(9999))))"
    )
    for statements in ([grow] * 9, [grow], ["DELETE FROM aerich"], [*[grow] * 9, "DELETE FROM aerich"], []):
        url = again.emptied()
        with closing(sqlite3.connect(again.path)) as other:
            assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert other.execute("SELECT count(*) FROM aerich").fetchone() != (0,)
        await written(url, *statements)

    assert again.path.with_name(f"{again.path.name}-wal").exists()  # it was never another file
    assert again.idle


async def test_within_a_test_what_was_written_stays(again: FileAgain) -> None:
    url = again.emptied()

    assert [await written(url, WRITE), await written(url), await written(url, WRITE)] == [1, 1, 2]


async def test_other_tables_are_not_kept_nor_who_knows_them(again: FileAgain) -> None:
    await written(again.emptied(), "CREATE TABLE left_behind (id INT)")
    idle = again.idle

    url = again.emptied()

    assert not again.idle
    await written(url, "CREATE TABLE left_behind (id INT)")  # there is none yet
    assert not set(again.idle) & set(idle)


async def test_a_connection_is_set_up_anew(again: FileAgain) -> None:
    async with opened(again.emptied()) as database:
        await database._context.db().execute_query("PRAGMA foreign_keys = OFF")
    async with opened(again.emptied()) as database:
        _, rows = await database._context.db().execute_query("PRAGMA foreign_keys")

    assert tuple(rows[0]) == (1,)


async def test_a_transaction_that_nobody_ended_holds_up_nobody(again: FileAgain) -> None:
    async with opened(again.emptied()) as database:
        await database._context.db().execute_query("BEGIN IMMEDIATE")
        await database._context.db().execute_query(WRITE)

    assert await written(again.emptied()) == 0
    assert await written(again.emptied(), WRITE) == 1


async def test_who_still_reads_the_file_keeps_it_and_the_next_test_has_another(again: FileAgain) -> None:
    await written(again.emptied(), WRITE)
    with closing(sqlite3.connect(again.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute(READ)

        assert await written(again.emptied()) == 0
        assert other.execute(READ).fetchall() == [(1,)]


async def test_who_opens_it_beside_another_has_connections_of_their_own(again: FileAgain) -> None:
    url = again.emptied()
    async with opened(url) as first, opened(url) as second:
        assert first._context.db()._connection is not second._context.db()._connection
        with first.entered():
            async with transaction() as tx:
                await tx.connection.execute_query(WRITE)
        with second.entered():
            assert (await fetch(READ))[0]["count"] == 1

    assert await written(again.emptied()) == 0


async def test_others_have_their_turn_after_each_read_and_each_commit(again: FileAgain) -> None:
    url = again.emptied()
    async with opened(url):
        turns = list[str]()

        async def read(name: str) -> None:
            for _ in range(2):
                await fetch(READ)
                turns.append(name)

        await asyncio.gather(read("one"), read("other"))

    assert turns == ["one", "other", "one", "other"]


async def test_who_waits_for_the_lock_keeps_nobody_else_waiting(again: FileAgain) -> None:
    url = again.emptied()
    async with opened(url) as first, opened(url) as second:

        async def write(database: Database) -> None:
            with database.entered():
                async with transaction() as tx:
                    await tx.connection.execute_query(WRITE)
                    await asyncio.sleep(0.02)

        await asyncio.wait_for(asyncio.gather(write(first), write(second), write(first)), 60)
        with first.entered():
            assert (await fetch(READ))[0]["count"] == 3
