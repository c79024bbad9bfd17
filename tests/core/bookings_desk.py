"""A clinic that takes bookings, as a fixture for tests of what becomes of them."""

from datetime import datetime
from random import Random
from uuid import UUID

import pytest
from tests.core.booking_desk import Desk, make_desk

from chatbookr_core.bookings import service
from chatbookr_core.bookings.allocation import Wanted
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, Transaction
from chatbookr_core.keys.vault import Vault


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock, random: Random) -> Desk:
    return await make_desk(vault, clock, random)


def look_before_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a use case take the time for free although it is not any more, as happens to who looks a moment too early."""

    async def seen(tx: Transaction, wanted: Wanted, *, now: datetime, moving: UUID | None = None) -> Wanted:
        return wanted

    monkeypatch.setattr(service, "with_free_groups", seen)
