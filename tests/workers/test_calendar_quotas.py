"""What Google refuses one clinic for a while is that clinic's alone: the others' calendars are read and written."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.clinic_world import DOCTOR, World
from tests.factories import make_clinic, make_location, make_patient, make_practitioner, make_service
from tests.workers.followed_calendar import world as world

from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient
from chatbookr_core.db import transaction
from chatbookr_core.models import Booking, CalendarConnection, Clinic, Practitioner, Service
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import SystemActor
from chatbookr_workers.schedule import Schedule, declared_periodics

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets

TUESDAY = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)
OTHER_DOCTOR = "dr.other@praxis-sued.example"
STEP = timedelta(seconds=5)


async def other_clinic(world: World) -> tuple[Clinic, Practitioner, Service]:
    """Open a second clinic whose practitioner has a calendar of a Google account of their own."""
    clinic = await make_clinic(world.deployment.vault)
    practitioner = await make_practitioner(clinic, await make_location(clinic))
    service = await make_service(clinic, practitioner)
    own, world.clinic = world.clinic, clinic
    await world.connect_calendar(OTHER_DOCTOR, practitioner=practitioner)
    world.clinic = own
    return clinic, practitioner, service


async def book(world: World, clinic: Clinic, practitioner: Practitioner, service: Service) -> None:
    patient = await make_patient(clinic, world.deployment.vault)
    request = BookingRequest(clinic.id, service.id, practitioner.id, TUESDAY, patient.id)
    async with transaction():
        await book_for_patient(world.deployment, SystemActor("test"), request)


async def pass_by(world: World, span: timedelta) -> None:
    """Let time pass, with the calendars polled."""
    schedule = Schedule([one for one in declared_periodics() if one.kind == "calendar.refresh"])
    end = world.clock.now() + span
    while world.clock.now() < end:
        with every_clinic("schedule"):
            await schedule.look(world.deployment)
        await world.work(within=min(STEP, end - world.clock.now()))


async def events_of(world: World, email: str) -> int:
    answer = await world.google("GET", f"/calendars/{email}/events", email=email)
    return len(answer.json().get("items", []))


async def test_one_clinics_exhausted_quota_holds_nobody_else_up(world: World) -> None:
    await world.connect_calendar()
    clinic, practitioner, service = await other_clinic(world)
    await world.work()
    await book(world, clinic, practitioner, service)
    await book(world, world.clinic, world.practitioner, world.service)
    await world.fault("google", "*", "rate_limited", times=10_000, account=OTHER_DOCTOR)

    asked_at = world.clock.now()
    await pass_by(world, timedelta(minutes=3))

    ours = await CalendarConnection.get(clinic_id=world.clinic.id)
    theirs = await CalendarConnection.get(clinic_id=clinic.id)
    assert (await Booking.get(clinic_id=world.clinic.id)).calendar_state == "written"
    assert await events_of(world, DOCTOR) == 1
    assert ours.fetched_at is not None
    assert ours.fetched_at > asked_at + timedelta(minutes=1)
    assert (await Booking.get(clinic_id=clinic.id)).calendar_state == "pending"
    assert (theirs.state, theirs.fetched_at) == ("connected", asked_at)


async def test_when_the_quota_is_there_again_the_clinic_catches_up(world: World) -> None:
    clinic, practitioner, service = await other_clinic(world)
    await world.work()
    await book(world, clinic, practitioner, service)
    await world.fault("google", "*", "rate_limited", times=10_000, account=OTHER_DOCTOR)
    await pass_by(world, timedelta(minutes=3))

    await world.sandbox.delete("/sandbox/faults")
    await pass_by(world, timedelta(minutes=2))

    theirs = await CalendarConnection.get(clinic_id=clinic.id)
    assert (await Booking.get(clinic_id=clinic.id)).calendar_state == "written"
    assert await events_of(world, OTHER_DOCTOR) == 1
    assert theirs.fetched_at is not None
    assert world.clock.now() - theirs.fetched_at < timedelta(minutes=2)
