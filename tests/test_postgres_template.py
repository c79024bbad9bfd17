"""The template of a run is made by its first user and dropped by its last, and a database of tests is emptied whole."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import pytest
from tests.conftest import PostgresUrls
from tests.postgres_emptied import emptying
from tests.postgres_template import template_name, template_of_run

SERVER = "postgresql://nobody@127.0.0.1:5432/postgres"


class Databases:
    """Notes what would be done on a server."""

    def __init__(self) -> None:
        self.there = set[str]()
        self.done = list[str]()

    def make(self, name: str) -> None:
        assert name not in self.there
        self.there.add(name)
        self.done.append("made")

    def drop(self, name: str) -> None:
        if name in self.there:
            self.there.remove(name)
            self.done.append("dropped")


def used(stack: ExitStack, folder: Path, databases: Databases) -> str:
    return stack.enter_context(template_of_run(folder, SERVER, databases.make, databases.drop))


def test_the_first_makes_it_and_the_last_drops_it(tmp_path: Path) -> None:
    databases = Databases()
    with ExitStack() as last:
        with ExitStack() as first:
            names = {used(first, tmp_path, databases), used(last, tmp_path, databases)}
        assert databases.there == names == {template_name(tmp_path, SERVER)}
        assert databases.done == ["made"]

    assert databases.done == ["made", "dropped"]


def test_who_comes_after_the_last_makes_it_again(tmp_path: Path) -> None:
    databases = Databases()
    for _ in range(2):
        with ExitStack() as stack:
            used(stack, tmp_path, databases)

    assert databases.done == ["made", "dropped"] * 2


def test_what_a_killed_run_has_left_is_not_taken_for_one(tmp_path: Path) -> None:
    databases = Databases()
    databases.there.add(template_name(tmp_path, SERVER))
    with ExitStack() as stack:
        used(stack, tmp_path, databases)

        assert databases.done == ["dropped", "made"]


def test_one_that_could_not_be_made_is_tried_again(tmp_path: Path) -> None:
    def fail(name: str) -> None:
        raise ConnectionError(name)

    databases = Databases()
    with pytest.raises(ConnectionError), template_of_run(tmp_path, SERVER, fail, databases.drop):
        pytest.fail("it was lent")
    with ExitStack() as stack:
        used(stack, tmp_path, databases)

        assert databases.done == ["made"]


def test_each_run_and_each_server_has_its_own(tmp_path: Path) -> None:
    names = {template_name(tmp_path, SERVER), template_name(tmp_path, f"{SERVER}2"), template_name(Path("/"), SERVER)}

    assert len(names) == 3
    assert all(len(name) < 64 for name in names)


# --- emptied ------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(postgres_urls: PostgresUrls) -> Iterator[PostgresUrls]:
    """Lend the database of all tests; what one makes there is gone afterwards."""
    yield postgres_urls
    asyncio.run(_execute(postgres_urls.admin, "DROP TABLE IF EXISTS made_in_a_test"))


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _count(url: str, table: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        found: int = await connection.fetchval(f"SELECT COUNT(*) FROM {table}")  # noqa: S608  # a test's own
    finally:
        await connection.close()
    return found


def test_a_table_that_is_new_and_one_that_has_grown_are_emptied_as_well(kept: PostgresUrls) -> None:
    with emptying(kept.admin) as empty:
        empty()
        asyncio.run(
            _execute(
                kept.admin,
                "CREATE TABLE made_in_a_test (number int PRIMARY KEY)",
                "INSERT INTO made_in_a_test SELECT generate_series(1, 20000)",
            )
        )
        empty()
        assert asyncio.run(_count(kept.admin, "made_in_a_test")) == 0
        asyncio.run(_execute(kept.admin, "INSERT INTO made_in_a_test VALUES (1)"))
        empty()
        assert asyncio.run(_count(kept.admin, "made_in_a_test")) == 0
        asyncio.run(_execute(kept.admin, "DROP TABLE made_in_a_test"))
        empty()

    assert asyncio.run(_count(kept.admin, "aerich")) > 0  # what was migrated


def test_it_comes_back_when_its_session_was_ended(kept: PostgresUrls) -> None:
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> $1"
    with emptying(kept.admin) as empty:
        empty()
        asyncio.run(
            _execute(
                kept.admin,
                "CREATE TABLE made_in_a_test (number int PRIMARY KEY)",
                "INSERT INTO made_in_a_test VALUES (1)",
                ended.replace("$1", "pg_backend_pid()"),
            )
        )
        empty()

    assert asyncio.run(_count(kept.admin, "made_in_a_test")) == 0
