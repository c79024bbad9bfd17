"""A clinic that takes bookings, as a fixture for tests of what becomes of them."""

from random import Random

import pytest
from tests.core.booking_desk import Desk, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock, random: Random) -> Desk:
    return await make_desk(vault, clock, random)
