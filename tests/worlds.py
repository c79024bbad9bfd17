"""A clinic with its providers in the sandbox, as a fixture: over SQLite, or over each database in turn."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault


@pytest.fixture
async def world(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(sqlite_database, sqlite_url, clock, vault, tmp_path) as world:
        yield world


@pytest.fixture
async def each_world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic over SQLite, then over PostgreSQL."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        yield world
