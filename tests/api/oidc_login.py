"""A clinic with an identity provider, as fixtures for tests of logging in by it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.oidc_world import OidcWorld, oidc_world

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault


@pytest.fixture
async def world(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[OidcWorld]:
    async with oidc_world(sqlite_database, vault, clock, tmp_path) as made:
        yield made
