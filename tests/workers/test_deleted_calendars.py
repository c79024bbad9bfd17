"""The calendar that bookings are written to is deleted in Google: nothing of them is, and they come into the next."""

from datetime import timedelta

import pytest
from tests.clinic_world import DOCTOR, World
from tests.workers.drifting_events import STAFF, TUESDAY, refresh, starts, written
from tests.workers.drifting_events import world as world
from tests.workers.test_calendar_healing import book, heal, pass_by
from tests.workers.test_event_places import ROOM, starts_in_room, write_to_another_calendar

from chatbookr_core.calendars.choosing import choose_calendars
from chatbookr_core.calendars.feeds import list_anew
from chatbookr_core.calendars.places import event_id_of
from chatbookr_core.db import transaction
from chatbookr_core.models import Booking, CalendarConnection, CalendarDrift, CalendarFeed, StaffTask
from chatbookr_workers.schedule import Schedule, declared_periodics

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

SOON = timedelta(seconds=5)
MINUTE = timedelta(minutes=1)


async def delete_calendar(world: World) -> None:
    answer = await world.google("DELETE", f"/calendars/{ROOM}")
    assert answer.status_code == 204, answer.text


async def booked_in_room(world: World) -> Booking:
    await write_to_another_calendar(world)
    booking = await written(world)
    assert booking.event_calendar_id == ROOM
    return booking


@pytest.mark.parametrize("is_listed_anew", [False, True])
async def test_it_is_told_of_as_lost_and_nothing_of_the_bookings_is(world: World, *, is_listed_anew: bool) -> None:
    booking = await booked_in_room(world)
    await delete_calendar(world)
    if is_listed_anew:
        await list_anew(world.deployment, await CalendarConnection.get(clinic_id=world.clinic.id))

    await refresh(world, within=MINUTE)

    connection = await CalendarConnection.get(clinic_id=world.clinic.id)
    asked = await StaffTask.filter(clinic_id=world.clinic.id, state="open").values_list("kind", "reason")
    assert (connection.state, connection.state_reason) == ("connected", "calendar_not_found")
    assert connection.lost_at is not None
    assert list(asked) == [("calendar_unreadable", "calendar_not_found")]
    after = await Booking.get(id=booking.id)
    assert (after.status, after.calendar_state) == ("confirmed", "written")
    assert await CalendarDrift.all().count() == 0


@pytest.mark.parametrize("how", ["chosen", "reconnected"])
async def test_its_bookings_are_written_into_what_is_written_next(world: World, how: str) -> None:
    booking = await booked_in_room(world)
    await delete_calendar(world)
    await refresh(world)
    connection = await CalendarConnection.get(clinic_id=world.clinic.id)

    if how == "chosen":
        async with transaction():
            await choose_calendars(world.deployment, STAFF, connection.id, written=DOCTOR, blocking=[])
    else:
        await world.connect_calendar()
    await world.work(within=MINUTE)

    await connection.refresh_from_db()
    after = await Booking.get(id=booking.id)
    assert await starts(world) == [TUESDAY]
    assert (after.status, after.calendar_state, after.event_calendar_id) == ("confirmed", "written", DOCTOR)
    assert (connection.state_reason, connection.lost_at) == ("", None)
    assert await StaffTask.filter(state="open").count() == 0
    assert await CalendarDrift.all().count() == 0


async def test_one_that_answers_again_is_not_lost(world: World) -> None:
    booking = await booked_in_room(world)
    event = (await world.google("GET", f"/calendars/{ROOM}/events/{event_id_of(booking)}")).json()
    await delete_calendar(world)
    await refresh(world, within=timedelta(0))
    lost = await CalendarConnection.get(clinic_id=world.clinic.id)

    entry = {"id": ROOM, "summary": "Room", "timeZone": world.clinic.zone, "accessRole": "owner"}
    await world.sandbox.post("/sandbox/google/accounts", json={"email": DOCTOR, "calendars": [entry]})
    told = ("id", "summary", "location", "start", "end", "extendedProperties", "visibility")
    back = await world.google("POST", f"/calendars/{ROOM}/events", json={name: event[name] for name in told})
    await refresh(world, within=3 * MINUTE)
    await refresh(world)

    found = await CalendarConnection.get(clinic_id=world.clinic.id)
    assert back.status_code == 200, back.text
    assert (lost.state_reason, found.state_reason, found.lost_at) == ("calendar_not_found", "", None)
    assert await starts_in_room(world) == [TUESDAY]


@pytest.mark.parametrize("troubled", [("events.list", "events.insert"), ("*",)])
async def test_one_that_is_said_to_be_gone_for_ten_minutes_and_stands_is_written_within_a_minute(
    world: World, troubled: tuple[str, ...]
) -> None:
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    for operation in troubled:
        await world.fault("google", operation, "gone", times=1000, delay_seconds=0.0)
    await CalendarFeed.filter(clinic_id=world.clinic.id).update(sync_token=None)
    await book(world, TUESDAY)
    await pass_by(world, schedule, 10 * MINUTE)
    during = await CalendarConnection.get(clinic_id=world.clinic.id)
    before = await Booking.filter(calendar_state="failed").count()

    await heal(world)
    await pass_by(world, schedule, MINUTE)

    assert (before, during.state_reason, during.lost_at) == (1, "", None)
    assert await starts(world) == [TUESDAY]
    assert await Booking.filter(calendar_state="written").count() == 1
