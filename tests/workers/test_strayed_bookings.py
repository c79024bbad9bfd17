"""Bookings that no calendar in use shows are written into the one there is by now, and nothing is left elsewhere."""

from datetime import datetime, timedelta

import pytest
from tests.clinic_world import DOCTOR, World
from tests.factories import make_patient, make_practitioner
from tests.workers.followed_calendar import STAFF, TUESDAY
from tests.workers.followed_calendar import world as world

from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, move_booking
from chatbookr_core.calendars.choosing import choose_calendars
from chatbookr_core.calendars.drift_answers import keep_both
from chatbookr_core.calendars.mending import compare_all, owe_again
from chatbookr_core.channels.lifecycle import disconnect_calendar
from chatbookr_core.db import transaction
from chatbookr_core.models import Booking, CalendarConnection, CalendarDrift, Job, Message, StaffTask

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

OTHER = "another@example.org"
LATER = TUESDAY + timedelta(hours=2)
SOON = timedelta(seconds=5)
MINUTE = timedelta(minutes=1)


async def booked(world: World, starts_at: datetime = TUESDAY) -> Booking:
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, world.practitioner.id, starts_at, patient.id)
    async with transaction():
        booking_id = await book_for_patient(world.deployment, STAFF, request)
    await world.work(within=SOON)
    return await Booking.get(id=booking_id)


async def connect(world: World, email: str = DOCTOR) -> CalendarConnection:
    world.clock.turn(MINUTE)
    connection_id = await world.connect_calendar(email)
    await world.work(within=SOON)
    return await CalendarConnection.get(id=connection_id)


async def give_up(world: World, connection: CalendarConnection) -> None:
    async with transaction():
        await disconnect_calendar(world.deployment, STAFF, connection.id)
    await world.work(within=SOON)


async def starts(world: World, email: str = DOCTOR) -> list[datetime]:
    return sorted(datetime.fromisoformat(event["start"]["dateTime"]) for event in await world.events(email))


async def test_what_was_booked_before_the_first_calendar_is_written_into_it_and_nobody_is_told(world: World) -> None:
    booking = await booked(world)
    told = await Message.all().count(), await StaffTask.all().count()

    connection = await connect(world)

    after = await Booking.get(id=booking.id)
    assert booking.calendar_state == "none"
    assert await starts(world) == [TUESDAY]
    assert (after.calendar_state, after.event_connection_id) == ("written", connection.id)
    assert (await Message.all().count(), await StaffTask.all().count()) == told


async def test_what_was_moved_while_the_account_was_disconnected_is_moved_there_too(world: World) -> None:
    connection = await connect(world)
    booking = await booked(world)
    await give_up(world, connection)
    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=LATER)
    await world.work(within=SOON)
    moved = await Booking.get(id=booking.id)

    await connect(world)

    assert (moved.calendar_state, moved.event_connection_id) == ("none", connection.id)
    assert await starts(world) == [LATER]
    assert (await Booking.get(id=booking.id)).calendar_state == "written"


@pytest.mark.parametrize("is_asked_about", [False, True])
async def test_what_stood_in_an_account_that_was_given_up_is_written_into_the_one_there_is(
    world: World, *, is_asked_about: bool
) -> None:
    first = await connect(world)
    booking = await booked(world)
    if is_asked_about:
        await world.google("DELETE", f"/calendars/{DOCTOR}/events/{event_id_for(booking.id)}")
        await world.work(within=MINUTE)
        async with transaction():
            await CalendarDrift.create(
                clinic_id=world.clinic.id,
                booking_id=booking.id,
                kind="deleted",
                state="open",
                found_at=world.clock.now(),
            )
            await Booking.filter(id=booking.id).update(calendar_state="drifted")
    await give_up(world, first)

    second = await connect(world, OTHER)

    after = await Booking.get(id=booking.id)
    assert await starts(world, OTHER) == [TUESDAY]
    assert (after.calendar_state, after.event_connection_id) == ("written", second.id)
    assert await CalendarDrift.filter(state="open").count() == 0


async def test_so_many_are_taken_in_with_each_reading(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbookr_core.calendars.mending.MOST", 2)
    times = [TUESDAY + timedelta(hours=hours) for hours in range(3)]
    for starts_at in reversed(times):
        await booked(world, starts_at)
    world.clock.turn(MINUTE)
    connection = await CalendarConnection.get(id=await world.connect_calendar())
    async with transaction():
        await owe_again(connection, world.clock.now())
    first = await Job.filter(kind="calendar.put", state="due").count()
    async with transaction():
        await owe_again(connection, world.clock.now())
    await world.work(within=SOON)

    assert first == 2
    assert await starts(world) == times


async def test_an_event_that_staff_let_stay_deleted_is_not_written_again(world: World) -> None:
    connection = await connect(world)
    booking = await booked(world)
    await world.google("DELETE", f"/calendars/{DOCTOR}/events/{event_id_for(booking.id)}")
    async with transaction():
        await Booking.filter(id=booking.id).update(calendar_state="drifted")
        card = await CalendarDrift.create(
            clinic_id=world.clinic.id, booking_id=booking.id, kind="deleted", state="open", found_at=world.clock.now()
        )
        await keep_both(world.deployment, STAFF, card.id)

    async with transaction():
        await owe_again(connection, world.clock.now())
    await world.work(within=MINUTE)

    assert await starts(world) == []
    assert (await Booking.get(id=booking.id)).calendar_state == "none"


async def test_what_is_left_in_the_account_that_was_given_up_goes_where_a_colleague_has_it_connected(
    world: World,
) -> None:
    colleague = await make_practitioner(world.clinic, world.location)
    first = await connect(world)
    await world.connect_calendar(practitioner=colleague)
    booking = await booked(world)
    await give_up(world, first)
    stood = await starts(world)

    await connect(world, OTHER)

    assert stood == [TUESDAY]
    assert (await starts(world), await starts(world, OTHER)) == ([], [TUESDAY])
    assert (await Booking.get(id=booking.id)).calendar_state == "written"


@pytest.mark.parametrize("is_moved", [False, True])
async def test_what_was_left_in_an_account_that_was_given_up_goes_as_it_is_connected_again(
    world: World, *, is_moved: bool
) -> None:
    """Its event would take the practitioner's time for ever, and be moved or removed with nothing."""
    first = await connect(world)
    booking = await booked(world)
    await give_up(world, first)
    second = await connect(world, OTHER)
    if is_moved:
        async with transaction():
            await move_booking(world.deployment, STAFF, booking.id, starts_at=LATER)
        await world.work(within=SOON)
    left = await starts(world)

    await connect(world)
    await world.work(within=MINUTE)

    after = await Booking.get(id=booking.id)
    assert left == [TUESDAY]
    assert (await starts(world), await starts(world, OTHER)) == ([], [LATER if is_moved else TUESDAY])
    assert (after.calendar_state, after.event_connection_id) == ("written", second.id)
    assert await CalendarDrift.all().count() == 0


async def test_what_stands_in_a_calendar_that_another_account_sees_stays_as_that_is_connected(world: World) -> None:
    """A calendar that two accounts share is one calendar, however it is looked at."""
    await connect(world)
    booking = await booked(world)
    second = await connect(world, OTHER)
    shared = [{"id": OTHER, "primary": True}, {"id": DOCTOR, "accessRole": "writer"}]
    await world.sandbox.post("/sandbox/google/accounts", json={"email": OTHER, "calendars": shared})
    await compare_all(world.deployment, second)

    async with transaction():
        await choose_calendars(world.deployment, STAFF, second.id, written=OTHER, blocking=[DOCTOR])
    await world.work(within=MINUTE)

    assert await starts(world) == [TUESDAY]
    assert await Job.filter(kind="calendar.delete", subject_id=booking.id).count() == 0
