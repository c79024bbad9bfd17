"""What most tests of the schema begin with, unless they need it otherwise."""

import pytest
from tests.schema.desk import Desk, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    """Make a clinic with one of everything."""
    return await make_desk(vault, clock.now())
