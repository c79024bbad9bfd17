"""The nightly comparison: what cannot be seen of one calendar is told of, and keeps no other one from its turn."""

import logging
from datetime import datetime, timedelta

import pytest
from tests.clinic_world import DOCTOR, World
from tests.workers.drifting_events import LATER, STAFF, TUESDAY, card, delete, written
from tests.workers.drifting_events import world as world
from tests.workers.test_deleted_calendars import booked_in_room, delete_calendar

from chatbookr_core.bookings.use_cases import move_booking
from chatbookr_core.calendars.choosing import choose_calendars
from chatbookr_core.clinics.premises import LocationDraft, save_location
from chatbookr_core.db import transaction
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Booking, CalendarConnection, CalendarDrift, CalendarEvent, Job, StaffTask

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

ROOM, OWNER = "room@example.org", "owner-of-room@example.org"
SOON = timedelta(seconds=5)


async def sweep(world: World) -> Job:
    """Compare as the night does."""
    connection, now = await CalendarConnection.get(clinic_id=world.clinic.id), world.clock.now()
    async with transaction():
        job_id = await enqueue(
            "calendar.sweep", clinic_id=world.clinic.id, subject_id=connection.id, now=now, due_at=now
        )
    await world.work(within=SOON)
    return await Job.get(id=job_id)


async def besides(world: World, role: str) -> None:
    """Let a calendar of somebody else's take time, too."""
    mine = {"id": DOCTOR, "summary": "Dr One", "timeZone": world.clinic.zone, "primary": True}
    entry = {"id": ROOM, "summary": "Room", "timeZone": world.clinic.zone, "accessRole": role}
    owned = {**entry, "accessRole": "owner"}
    for wish in ({"email": DOCTOR, "calendars": [mine, entry]}, {"email": OWNER, "calendars": [owned]}):
        answer = await world.sandbox.post("/sandbox/google/accounts", json=wish)
        assert answer.status_code == 200, answer.text
    connection_id = await world.connect_calendar()
    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection_id, written=DOCTOR, blocking=[ROOM])
    await world.work(within=SOON)


async def unread(world: World, booking: Booking) -> None:
    """Delete an event, of which no reading tells."""
    await delete(world, booking)
    async with transaction():
        await CalendarEvent.filter(booking_id=booking.id).delete()


async def test_a_calendar_whose_consent_is_gone_ends_its_own_comparison_alone(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await written(world)
    await world.expire_google("access")
    await world.expire_google("refresh")
    with caplog.at_level(logging.WARNING):
        swept = await sweep(world)

    assert (swept.state, swept.attempts) == ("done", 1)
    assert "was not compared: NeedsReconnect" in caplog.text
    assert "crashed" not in caplog.text
    assert await CalendarDrift.all().count() == 0
    assert (await CalendarConnection.get(clinic_id=world.clinic.id)).state == "needs_reconnect"


@pytest.mark.parametrize("role", ["owner", "reader"])
async def test_one_calendar_that_nobody_sees_keeps_no_other_one_of_the_account_from_being_compared(
    world: World, role: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Of one that is owned Google says that it is gone, of another one nothing at all."""
    await besides(world, role)
    booking = await written(world, TUESDAY)
    gone = await world.google("DELETE", f"/calendars/{ROOM}", OWNER)
    await unread(world, booking)

    with caplog.at_level(logging.WARNING):
        swept = await sweep(world)

    assert gone.status_code == 204, gone.text
    assert (swept.state, swept.deaths) == ("done", 0)
    assert ("PermanentFailure" if role == "owner" else "CalendarNotFresh") in caplog.text
    assert (await card(booking)).kind == "deleted"


async def test_what_was_known_of_a_calendar_that_cannot_be_read_is_not_asked_about(world: World) -> None:
    booking = await booked_in_room(world)
    async with transaction():
        known = await CalendarEvent.filter(booking_id=booking.id).update(etag="another")
        await Booking.filter(id=booking.id).update(status="cancelled", calendar_state="none")
    await delete_calendar(world)

    swept = await sweep(world)

    assert known == 1
    assert swept.state == "done"
    assert await StaffTask.filter(kind="calendar_event_left").count() == 0


async def test_what_is_booked_stays_where_it_is_as_its_place_changes_its_time_zone(world: World) -> None:
    """Instants stay, and so do events; who moves one later does so by the place's new clock."""
    booking, place = await written(world), world.location
    stood = await world.events()

    draft = LocationDraft(place.name, place.address, "Europe/Lisbon")
    async with transaction():
        await save_location(world.deployment, STAFF, world.clinic.id, draft, place.id)
    await world.work(within=SOON)
    await sweep(world)
    kept, after = await world.events(), await Booking.get(id=booking.id)
    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=LATER)
    await world.work(within=SOON)

    assert [one["etag"] for one in kept] == [one["etag"] for one in stood]
    assert (after.starts_at, after.zone, after.version) == (TUESDAY, booking.zone, booking.version)
    assert await CalendarDrift.all().count() == 0
    [moved] = await world.events()
    assert datetime.fromisoformat(moved["start"]["dateTime"]) == LATER
    assert moved["start"]["timeZone"] == "Europe/Lisbon"
