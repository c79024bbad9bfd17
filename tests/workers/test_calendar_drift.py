"""Events of bookings that somebody moves, deletes or edits in Google: cards and answers, over plugin and sandbox."""

from datetime import timedelta

import pytest
from tests.clinic_world import DOCTOR, World
from tests.factories import make_patient
from tests.workers.drifting_events import (
    LATER,
    MINUTE,
    STAFF,
    TUESDAY,
    card,
    change,
    delete,
    refresh,
    starts,
    times,
    written,
)
from tests.workers.drifting_events import world as world

from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, move_booking
from chatbookr_core.calendars.looking_up import Gone, Present, Unknown, look_up
from chatbookr_core.calendars.mending import compare_all
from chatbookr_core.db import transaction
from chatbookr_core.models import (
    Allocation,
    Booking,
    CalendarConnection,
    CalendarDrift,
    CalendarEvent,
    Job,
    StaffTask,
)

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads


# --- finding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["moved", "deleted", "edited"])
async def test_what_somebody_does_to_an_event_makes_one_card_and_changes_nothing_else(world: World, kind: str) -> None:
    booking = await written(world)
    if kind == "moved":
        await change(world, booking, **times(LATER))
    elif kind == "deleted":
        await delete(world, booking)
    else:
        await change(world, booking, summary="Lunch", transparency="transparent")

    await refresh(world)
    await refresh(world)

    after = await Booking.get(id=booking.id)
    found = await card(booking)
    assert (found.kind, found.event_starts_at) == (kind, {"moved": LATER, "deleted": None, "edited": TUESDAY}[kind])
    assert (after.status, after.starts_at, after.version, after.calendar_state) == (
        "confirmed",
        TUESDAY,
        booking.version,
        "drifted",
    )
    assert await StaffTask.filter(kind="calendar_drift", booking_id=booking.id).count() == 1
    assert await Allocation.filter(booking_id=booking.id, is_active=True).count() == 1
    assert await starts(world) == {"moved": [LATER], "deleted": [], "edited": [TUESDAY]}[kind]


async def test_an_event_that_goes_before_anybody_read_of_it_makes_a_card_too(world: World) -> None:
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, world.practitioner.id, TUESDAY, patient.id)
    async with transaction():
        booking_id = await book_for_patient(world.deployment, STAFF, request)
    await world.work()
    booking = await Booking.get(id=booking_id)
    await delete(world, booking)

    await refresh(world)

    assert not await CalendarEvent.filter(booking_id=booking.id).exists()
    assert (await card(booking)).kind == "deleted"


async def test_our_own_writes_and_what_is_none_of_the_bookings_business_make_no_card(world: World) -> None:
    booking = await written(world)
    await change(world, booking, colorId="7")
    await refresh(world)
    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=LATER)
    await world.work(within=timedelta(seconds=10))
    await refresh(world)
    ran = await refresh(world)

    assert await CalendarDrift.all().count() == 0
    assert "calendar.compare" not in ran
    assert (await Booking.get(id=booking.id)).calendar_state == "written"


async def test_what_nobody_can_say_changes_nothing_until_somebody_can(world: World) -> None:
    booking = await written(world)
    await delete(world, booking)
    await world.fault("google", "events.get", "server_error", times=2)

    await refresh(world, within=timedelta(0))
    meanwhile = await Booking.get(id=booking.id)
    await world.work(within=MINUTE)

    assert (meanwhile.status, meanwhile.calendar_state) == ("confirmed", "written")
    assert (await card(booking)).kind == "deleted"


@pytest.mark.parametrize("kind", ["server_error", "html_502", "empty_200", "rate_limited", "reset"])
async def test_a_look_has_three_answers(world: World, kind: str) -> None:
    booking = await written(world)
    connection, event_id = await CalendarConnection.get(clinic_id=world.clinic.id), event_id_for(booking.id)
    await world.fault("google", "events.get", kind)

    unknown = await look_up(world.deployment, connection, DOCTOR, event_id)
    present = await look_up(world.deployment, connection, DOCTOR, event_id)
    await delete(world, booking)
    gone = await look_up(world.deployment, connection, DOCTOR, event_id)
    elsewhere = await look_up(world.deployment, connection, "nobodys@example.org", event_id)

    assert isinstance(unknown, Unknown)
    assert isinstance(present, Present)
    assert gone == Gone()
    assert isinstance(elsewhere, Unknown)  # where the calendar itself is lost, nothing is known of its events


async def test_an_event_that_is_brought_back_closes_its_card(world: World) -> None:
    booking = await written(world)
    await change(world, booking, **times(LATER))
    await refresh(world)
    await change(world, booking, **times(TUESDAY))

    await refresh(world)

    assert (await CalendarDrift.get(booking_id=booking.id)).state == "overtaken"
    assert (await Booking.get(id=booking.id)).calendar_state == "written"


# --- both sides, once a night -------------------------------------------------------------------------------------


async def test_the_nightly_comparison_finds_what_no_reading_told_of(world: World) -> None:
    missing, moved = await written(world), await written(world, LATER)
    left = await written(world, TUESDAY + timedelta(hours=4))
    await delete(world, missing)
    await change(world, moved, **times(LATER + timedelta(minutes=45)))
    await change(world, left, description="Brought back")  # another version than we left
    await refresh(world, within=timedelta(0))
    async with transaction():  # as if what was read had never been compared
        await Job.filter(kind="calendar.compare").delete()
        await CalendarDrift.all().delete()
        await Booking.filter(id__in=[missing.id, moved.id]).update(calendar_state="written")
        await Booking.filter(id=left.id).update(status="cancelled", calendar_state="none")

    await compare_all(world.deployment, await CalendarConnection.get(clinic_id=world.clinic.id))
    await world.work(within=timedelta(seconds=10))

    assert (await card(missing)).kind == "deleted"
    assert (await card(moved)).kind == "moved"
    assert await StaffTask.filter(kind="calendar_event_left", booking_id=left.id).count() == 1
    assert len(await world.events()) == 2  # nothing was destroyed: what is left over stays until somebody says so
