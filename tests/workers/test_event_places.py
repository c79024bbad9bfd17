"""An event is moved and removed where it was written to, whatever is written, and whose the booking is, by then."""

from datetime import datetime, timedelta

import pytest
from tests.clinic_world import DOCTOR, World
from tests.factories import make_patient, make_practitioner
from tests.workers.drifting_events import EVENTS, LATER, STAFF, TUESDAY, card, change, refresh, starts, times, written
from tests.workers.drifting_events import world as world

from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, cancel_booking, move_booking
from chatbookr_core.calendars.choosing import choose_calendars
from chatbookr_core.calendars.drift_answers import keep_both
from chatbookr_core.calendars.leaving import owe_removals
from chatbookr_core.channels.lifecycle import disconnect_calendar
from chatbookr_core.db import transaction
from chatbookr_core.erasure.rules import Ground
from chatbookr_core.erasure.service import erase_patient
from chatbookr_core.models import (
    Booking,
    CalendarConnection,
    CalendarDrift,
    ErasureDuty,
    Practitioner,
    ServicePractitioner,
)

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

ROOM = "room@example.org"
SOON = timedelta(seconds=5)


async def colleague(world: World) -> Practitioner:
    """Let another practitioner, who has no calendar, give the same service."""
    other = await make_practitioner(world.clinic, world.location)
    await ServicePractitioner.create(clinic_id=world.clinic.id, service_id=world.service.id, practitioner_id=other.id)
    return other


async def write_to_another_calendar(world: World) -> None:
    """Open a second calendar of the account, and let what is booked from now on be written there."""
    mine = {"id": DOCTOR, "summary": "Dr One", "timeZone": world.clinic.zone, "primary": True}
    entry = {"id": ROOM, "summary": "Room", "timeZone": world.clinic.zone, "accessRole": "owner"}
    answer = await world.sandbox.post("/sandbox/google/accounts", json={"email": DOCTOR, "calendars": [mine, entry]})
    assert answer.status_code == 200, answer.text
    connection_id = await world.connect_calendar()
    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection_id, written=ROOM, blocking=[DOCTOR])
    await world.work(within=SOON)


async def test_who_gives_a_booking_away_has_its_event_removed_from_where_it_was_written(world: World) -> None:
    booking, other = await written(world), await colleague(world)
    await write_to_another_calendar(world)
    stood = await starts(world)

    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=TUESDAY, practitioner_id=other.id)
    await world.work(within=SOON)

    assert stood == [TUESDAY]
    assert await world.events() == []
    assert (await Booking.get(id=booking.id)).practitioner_id == other.id


async def test_a_booking_that_comes_back_before_its_event_was_removed_keeps_it(world: World) -> None:
    booking, other = await written(world), await colleague(world)
    await world.fault("google", "events.delete", "server_error", times=2)
    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=TUESDAY, practitioner_id=other.id)
    await world.work()  # Google does not remove it yet, and is to be asked again

    async with transaction():
        own = world.practitioner.id
        await move_booking(world.deployment, STAFF, booking.id, starts_at=LATER, practitioner_id=own)
    await world.work(within=timedelta(minutes=1))
    await refresh(world)

    assert await starts(world) == [LATER]
    assert (await Booking.get(id=booking.id)).calendar_state == "written"
    assert await CalendarDrift.all().count() == 0


async def test_an_event_goes_with_a_booking_that_has_served_its_time_whichever_of_its_copies_it_is(
    world: World,
) -> None:
    booking = await written(world)
    await change(world, booking, **times(LATER))
    await refresh(world)
    async with transaction():
        await keep_both(world.deployment, STAFF, (await card(booking)).id)
    await world.work(within=SOON)
    await write_to_another_calendar(world)
    stood = await starts(world)

    async with transaction():
        await owe_removals(world.clinic.id, [booking.id], world.clock.now())
        await CalendarDrift.filter(booking_id=booking.id).delete()
        await Booking.filter(id=booking.id).delete()
    await world.work(within=SOON)

    assert stood == [TUESDAY, LATER]
    assert await starts(world) == [LATER]  # somebody keeps that one for something else


@pytest.mark.parametrize("is_given_up", [False, True])
async def test_of_whom_is_erased_the_event_goes_from_where_it_was_written_or_is_said_to_be_out_of_reach(
    world: World, *, is_given_up: bool
) -> None:
    booking = await written(world)
    if is_given_up:
        connection = await CalendarConnection.get(clinic_id=world.clinic.id)
        async with transaction():
            await disconnect_calendar(world.deployment, STAFF, connection.id)
        await world.connect_calendar("another@example.org")
    else:
        await write_to_another_calendar(world)

    async with transaction():
        ground = Ground.CONSENT_WITHDRAWN
        await erase_patient(world.deployment, STAFF, booking.patient_id, reference="DSR-7", ground=ground)
    await world.work(within=timedelta(minutes=5))

    duty = await ErasureDuty.get(kind="calendar", subject_id=booking.id)
    assert (duty.state, len(await world.events())) == (("unreachable", 1) if is_given_up else ("done", 0))


async def booked(world: World, starts_at: datetime) -> Booking:
    """Let staff book, until the event stands."""
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, world.practitioner.id, starts_at, patient.id)
    async with transaction():
        booking_id = await book_for_patient(world.deployment, STAFF, request)
    await world.work(within=SOON)
    return await Booking.get(id=booking_id)


async def test_an_account_that_is_connected_again_stays_the_one_that_is_written(world: World) -> None:
    """Else a consent that Google ended would turn the practitioner's bookings to their private account."""
    world.clock.turn(timedelta(minutes=1))
    await world.connect_calendar("private@example.org")
    await world.work(within=SOON)
    first = await booked(world, TUESDAY)
    world.clock.turn(timedelta(minutes=1))
    await world.expire_google("refresh")
    await world.connect_calendar()
    await world.work(within=SOON)

    await booked(world, LATER)
    async with transaction():
        await cancel_booking(world.deployment, STAFF, first.id)
    await world.work(within=SOON)

    assert await starts(world) == [LATER]
    assert await world.events("private@example.org") == []


async def move_to_room(world: World, booking: Booking) -> None:
    """Do what *Move to another calendar* does in Google: it keeps the event's id, its words and what we wrote to it."""
    event = (await world.google("GET", f"{EVENTS}/{event_id_for(booking.id)}")).json()
    moved = {name: event[name] for name in ("id", "summary", "start", "end", "extendedProperties", "visibility")}
    made = await world.google("POST", f"/calendars/{ROOM}/events", json={**moved, "location": event.get("location")})
    assert made.status_code == 200, made.text
    gone = await world.google("DELETE", f"{EVENTS}/{event_id_for(booking.id)}")
    assert gone.status_code == 204, gone.text


async def starts_in_room(world: World) -> list[datetime]:
    events = (await world.google("GET", f"/calendars/{ROOM}/events")).json()["items"]
    return [datetime.fromisoformat(event["start"]["dateTime"]) for event in events]


@pytest.mark.parametrize("takes_time", [True, False])
async def test_an_event_that_was_moved_to_another_calendar_of_the_account_is_not_gone(
    world: World, *, takes_time: bool
) -> None:
    """Staff were asked whether to cancel, and who said yes told a patient so whose event stood there still."""
    await write_to_another_calendar(world)
    connection = await CalendarConnection.get(clinic_id=world.clinic.id)
    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection.id, written=DOCTOR, blocking=[ROOM][:takes_time])
    await world.work(within=SOON)
    booking = await written(world)
    await move_to_room(world, booking)

    await refresh(world)
    followed = await Booking.get(id=booking.id)
    cards = await CalendarDrift.all().count()
    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=LATER)
    await world.work(within=SOON)
    moved = await starts_in_room(world)
    async with transaction():
        await cancel_booking(world.deployment, STAFF, booking.id)
    await world.work(within=SOON)

    assert (cards, followed.event_calendar_id, followed.calendar_state) == (0, ROOM, "written")
    assert moved == [LATER]
    assert (await world.events(), await starts_in_room(world)) == ([], [])
