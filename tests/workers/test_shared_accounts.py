"""Two practitioners whose appointments stand in one Google account: neither's are anything left over to the other."""

from datetime import timedelta

import pytest
from tests.clinic_world import World
from tests.factories import make_patient, make_practitioner
from tests.workers.drifting_events import LATER, STAFF, TUESDAY, starts, written
from tests.workers.drifting_events import world as world

from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, cancel_booking, move_booking
from chatbookr_core.calendars.mending import compare_all
from chatbookr_core.channels.lifecycle import disconnect_calendar
from chatbookr_core.db import transaction
from chatbookr_core.models import Booking, CalendarConnection, Practitioner, ServicePractitioner, StaffTask

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

SOON = timedelta(seconds=5)


async def colleague(world: World) -> Practitioner:
    other = await make_practitioner(world.clinic, world.location)
    await ServicePractitioner.create(clinic_id=world.clinic.id, service_id=world.service.id, practitioner_id=other.id)
    return other


async def compare_each(world: World) -> None:
    """Compare both accounts with their bookings, as every night."""
    for connection in await CalendarConnection.filter(clinic_id=world.clinic.id, state="connected"):
        await compare_all(world.deployment, connection)
    await world.work(within=SOON)


@pytest.mark.parametrize("is_cancelled", [False, True])
async def test_staff_are_not_asked_to_remove_a_colleagues_appointments(world: World, *, is_cancelled: bool) -> None:
    mine, other = await written(world), await colleague(world)
    await world.connect_calendar(practitioner=other)
    await world.work(within=SOON)
    patient = await make_patient(world.clinic, world.deployment.vault)
    request = BookingRequest(world.clinic.id, world.service.id, other.id, LATER, patient.id)
    async with transaction():
        theirs = await book_for_patient(world.deployment, STAFF, request)
    await world.work(within=SOON)
    await compare_each(world)
    if is_cancelled:
        await world.fault("google", "events.delete", "server_error", times=100)
        async with transaction():
            await cancel_booking(world.deployment, STAFF, theirs)
        await world.work()

    await compare_each(world)

    assert await StaffTask.filter(kind="calendar_event_left").count() == 0
    assert await starts(world) == [TUESDAY, LATER]
    assert (await Booking.get(id=mine.id)).calendar_state == "written"


async def test_what_is_left_of_a_booking_that_is_a_colleagues_by_now_is_asked_about(world: World) -> None:
    """It was given away while the account could not be reached."""
    booking, other = await written(world), await colleague(world)
    connection = await CalendarConnection.get(clinic_id=world.clinic.id)
    async with transaction():
        await disconnect_calendar(world.deployment, STAFF, connection.id)
    async with transaction():
        await move_booking(world.deployment, STAFF, booking.id, starts_at=TUESDAY, practitioner_id=other.id)
    await world.work(within=SOON)
    await world.connect_calendar()
    await world.work(within=SOON)

    await compare_each(world)

    assert await StaffTask.filter(kind="calendar_event_left", booking_id=booking.id).count() == 1
    assert await starts(world) == [TUESDAY]
