"""A calendar that is followed, and what is done to it, for tests of what is read of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.clinic_world import DOCTOR, World, clinic_world
from tests.factories import writing

from chatbookr_core.calendars.service import fetch_busy
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    CalendarConnection,
    CalendarFeed,
    Clinic,
    ExternalBusy,
)
from chatbookr_permissions.actor import SystemActor

TUESDAY = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
STAFF = SystemActor("test")
EVENTS = f"/calendars/{DOCTOR}/events"


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic over SQLite, then over PostgreSQL."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        yield world


@asynccontextmanager
async def clinic_with_calendar(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Open a clinic whose one calendar is read, and whose patients may move and cancel until the last minute."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        clock.turn(timedelta(minutes=1))  # at the full hour a time would cross the notice within seconds
        await world.connect_calendar()
        async with writing():
            await Clinic.filter(id=world.clinic.id).update(cutoff_minutes=0)
        await world.work()
        yield world


async def connected(world: World) -> CalendarConnection:
    connection_id = await world.connect_calendar()
    await world.work()
    return await CalendarConnection.get(id=connection_id)


def timed(starts_at: datetime, minutes: int = 60, **fields: Any) -> dict[str, Any]:
    ends_at = starts_at + timedelta(minutes=minutes)
    return {"start": {"dateTime": starts_at.isoformat()}, "end": {"dateTime": ends_at.isoformat()}, **fields}


async def insert(world: World, event: dict[str, Any]) -> dict[str, Any]:
    answer = await world.google("POST", EVENTS, json=event)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def busy(world: World) -> list[tuple[int, int]]:
    rows = ExternalBusy.filter(clinic_id=world.clinic.id).order_by("starts_minute")
    return [(start, end) for start, end in await rows.values_list("starts_minute", "ends_minute")]


def span(starts_at: datetime, minutes: int = 60) -> tuple[int, int]:
    start = epoch_minute(starts_at)
    return start, start + minutes


async def read(world: World, connection: CalendarConnection) -> CalendarFeed:
    await connection.refresh_from_db()
    await fetch_busy(world.deployment, connection)
    await connection.refresh_from_db()
    return await CalendarFeed.get(connection_id=connection.id, calendar_id=DOCTOR)
