"""A booking's event, and what somebody does to it, for tests of what is made of that."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.clinic_world import DOCTOR, World, clinic_world
from tests.factories import make_patient

from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Booking,
    CalendarConnection,
    CalendarDrift,
)
from chatbookr_permissions.actor import SystemActor

TUESDAY = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
LATER = TUESDAY + timedelta(hours=2)
STAFF = SystemActor("test")
EVENTS = f"/calendars/{DOCTOR}/events"
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic with a connected calendar, over SQLite, then over PostgreSQL."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        await world.connect_calendar()
        await world.work()
        yield world


async def written(world: World, starts_at: datetime = TUESDAY) -> Booking:
    """Let staff book, until the event stands and was read."""
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, world.practitioner.id, starts_at, patient.id)
    async with transaction():
        booking_id = await book_for_patient(world.deployment, STAFF, request)
    await world.work(within=timedelta(seconds=5))
    await refresh(world)
    booking = await Booking.get(id=booking_id)
    assert booking.calendar_state == "written"
    return booking


async def refresh(world: World, within: timedelta = timedelta(seconds=5)) -> list[str]:
    """Let the worker read, as the schedule would have it."""
    connection, now = await CalendarConnection.get(clinic_id=world.clinic.id), world.clock.now()
    async with transaction():
        await enqueue(
            "calendar.refresh",
            clinic_id=world.clinic.id,
            subject_id=connection.id,
            now=now,
            due_at=now,
            give_up_after=MINUTE,
        )
    return await world.work(within=within)


def times(starts_at: datetime, minutes: int = 30) -> dict[str, Any]:
    ends_at = starts_at + timedelta(minutes=minutes)
    return {"start": {"dateTime": starts_at.isoformat()}, "end": {"dateTime": ends_at.isoformat()}}


async def change(world: World, booking: Booking, **fields: Any) -> None:
    answer = await world.google("PATCH", f"{EVENTS}/{event_id_for(booking.id)}", json=fields)
    assert answer.status_code == 200, answer.text


async def delete(world: World, booking: Booking) -> None:
    answer = await world.google("DELETE", f"{EVENTS}/{event_id_for(booking.id)}")
    assert answer.status_code == 204, answer.text


async def card(booking: Booking) -> CalendarDrift:
    return await CalendarDrift.get(booking_id=booking.id, state="open")


async def starts(world: World) -> list[datetime]:
    """List when the events in the calendar start."""
    return sorted(datetime.fromisoformat(event["start"]["dateTime"]) for event in await world.events())
