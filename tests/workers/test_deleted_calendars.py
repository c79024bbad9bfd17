"""The calendar that bookings are written to is deleted in Google: nothing of them is, and they come into the next."""

from datetime import timedelta

import pytest
from tests.clinic_world import DOCTOR, World
from tests.workers.drifting_events import STAFF, TUESDAY, refresh, starts, written
from tests.workers.drifting_events import world as world
from tests.workers.test_event_places import ROOM, starts_in_room, write_to_another_calendar

from chatbookr_core.calendars.choosing import choose_calendars
from chatbookr_core.calendars.feeds import list_anew
from chatbookr_core.db import transaction
from chatbookr_core.models import Booking, CalendarConnection, CalendarDrift, StaffTask

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
    await booked_in_room(world)
    await world.fault("google", "events.list", "gone", times=4)  # by token and from the beginning, of two calendars
    await refresh(world, within=timedelta(0))
    lost = await CalendarConnection.get(clinic_id=world.clinic.id)

    await refresh(world, within=3 * MINUTE)
    await refresh(world)

    found = await CalendarConnection.get(clinic_id=world.clinic.id)
    assert (lost.state_reason, found.state_reason, found.lost_at) == ("calendar_not_found", "", None)
    assert await starts_in_room(world) == [TUESDAY]
