"""Desks that are written once more are the desks that were made, row for row, on either database."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import NOW
from tests.schema import desk_once
from tests.schema.desk import make_desk

from chatbookr_core.db import current_database, fetch, opened
from chatbookr_core.keys.vault import Vault

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'aerich'",
    "postgres": "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'aerich'",
}
OF_THE_SERVER = {"id", "transaction_id", "happened_at"}  # of slot_change, which triggers write


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def emptied(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Lend what names a migrated database without rows, each time it is called."""
    if request.param == "postgres":
        empty, urls = (request.getfixturevalue(name) for name in ("empty_postgres", "postgres_session_urls"))
        return lambda: (empty(), str(urls.app))[1]
    template, path = request.getfixturevalue("sqlite_template"), tmp_path / "chatbookr.sqlite3"
    return lambda: f"sqlite://{shutil.copyfile(template, path)}"


async def rows_of_desks(url: str, vault: Vault) -> dict[str, list[str]]:
    """Make desks and write out what every table holds then."""
    async with opened(url):
        for _ in range(3):
            await make_desk(vault, NOW, one_of_many=True)
        names = [row["name"] for row in await fetch(TABLES[current_database().dialect])]
        tables = {name: await fetch(f'SELECT * FROM "{name}"') for name in names}  # noqa: S608  # the catalogue's names
    return {name: sorted(repr(_written(name, row)) for row in rows) for name, rows in tables.items()}


def _written(table: str, row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    left_out = OF_THE_SERVER if table == "slot_change" else set[str]()
    columns = row.keys()  # the drivers' rows are no mappings quite: one gives its values where it is iterated over
    return [(column, row[column]) for column in columns if column not in left_out]


def test_desks_come_again_as_they_were_made(
    emptied: Callable[[], str], vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_once, "_kept", {})

    made = asyncio.run(rows_of_desks(emptied(), vault))
    again = asyncio.run(rows_of_desks(emptied(), vault))
    monkeypatch.setattr(desk_once, "_kept", {})
    other = asyncio.run(rows_of_desks(emptied(), vault))

    assert sum(map(len, made.values())) > 120
    assert {table: len(rows) for table, rows in made.items()}["clinic"] == 3
    assert again == made
    assert other != made  # made anew it has other ids
