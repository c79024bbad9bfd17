"""What the queries hand to the engine: hours, exceptions, rooms, bookings, holds, calendars; each takes its time."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from tests.factories import (
    make_booking,
    make_calendar_connection,
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_patient,
    make_practitioner,
    make_resource,
    make_service,
)
from tests.schema.statements import statements

from chatbookr_core.availability.queries import SlotSearch, find_slot, slots_for, starts_for
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import Database, transaction
from chatbookr_core.errors import NotFound
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, ExternalBusy, Location, Practitioner, Service, WorkingException

TUESDAY = date(2027, 3, 2)
NINE = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
HALF_HOUR = timedelta(minutes=30)


class Practice:
    """One practitioner from nine to noon in Berlin, one service of half an hour, offered every half hour."""

    def __init__(self, clinic: Clinic, location: Location, practitioner: Practitioner, service: Service) -> None:
        self.clinic, self.location, self.practitioner, self.service = clinic, location, practitioner, service

    async def offers(self, now: datetime, day: date = TUESDAY, practitioner_id: UUID | None = None) -> list[int]:
        """List a day's offered starts in minutes after nine o'clock in Berlin (UTC+1)."""
        nine = datetime(day.year, day.month, day.day, 8, 0, tzinfo=UTC)
        search = SlotSearch(
            self.service.id,
            practitioner_id=practitioner_id,
            earliest=nine - timedelta(hours=9),
            latest=nine + timedelta(hours=15),
        )
        slots = await slots_for(self.clinic.id, search, now=now)
        return [int((slot.starts_at - nine).total_seconds() // 60) for slot in slots]


@pytest.fixture
async def practice(database: Database, vault: Vault) -> Practice:
    clinic = await make_clinic(vault)
    location = await make_location(clinic)
    practitioner = await make_practitioner(clinic, location, hours=((9 * 60, 12 * 60),))
    service = await make_service(clinic, practitioner, step_minutes=30)
    return Practice(clinic, location, practitioner, service)


ALL = [0, 30, 60, 90, 120, 150]


async def test_starts_are_those_of_the_slots_remembered_or_not(
    practice: Practice, vault: Vault, clock: TurnableClock
) -> None:
    await make_practitioner(practice.clinic, practice.location, services=[practice.service])
    patient = await make_patient(practice.clinic, vault)
    await make_booking(patient, practice.service, practice.practitioner, practice.location, starts_at=NINE)
    search = SlotSearch(practice.service.id, earliest=NINE, latest=NINE + timedelta(days=3))

    remembered = await starts_for(practice.clinic.id, search, now=clock.now())
    async with transaction():
        own = await starts_for(practice.clinic.id, search, now=clock.now())
        slots = await slots_for(practice.clinic.id, search, now=clock.now())

    for starts in (remembered, own):
        made = [one.slot(minute) for one in starts for minute in one.minutes]
        assert sorted(made, key=lambda slot: (slot.starts_at, str(slot.practitioner_id))) == slots
    assert len(slots) > 10


async def test_a_plain_day_offers_its_hours(practice: Practice, clock: TurnableClock) -> None:
    assert await practice.offers(clock.now()) == ALL


async def test_an_exception_replaces_the_days_hours_and_the_own_one_the_clinics(
    practice: Practice, clock: TurnableClock
) -> None:
    closed = WorkingException(id=new_id(), clinic_id=practice.clinic.id, day=TUESDAY, windows=[])
    own = WorkingException(
        id=new_id(),
        clinic_id=practice.clinic.id,
        practitioner_id=practice.practitioner.id,
        day=TUESDAY,
        windows=[[10 * 60, 11 * 60]],
    )

    await closed.save(force_create=True)
    while_closed = await practice.offers(clock.now())
    await own.save(force_create=True)

    assert while_closed == []
    assert await practice.offers(clock.now()) == [60, 90]
    assert await practice.offers(clock.now(), TUESDAY + timedelta(days=1)) == ALL


async def test_a_booking_takes_its_time_and_its_buffers(practice: Practice, vault: Vault, clock: TurnableClock) -> None:
    patient = await make_patient(practice.clinic, vault)
    service = await make_service(practice.clinic, practice.practitioner, buffer_after_minutes=10)
    await make_booking(patient, service, practice.practitioner, practice.location, starts_at=NINE + HALF_HOUR)
    await make_booking(
        patient,
        practice.service,
        practice.practitioner,
        practice.location,
        starts_at=NINE + 4 * HALF_HOUR,
        status="cancelled",
    )

    assert await practice.offers(clock.now()) == [0, 90, 120, 150]


async def test_a_booking_does_not_stand_in_its_own_way_when_it_moves(
    practice: Practice, vault: Vault, clock: TurnableClock
) -> None:
    patient = await make_patient(practice.clinic, vault)
    booking = await make_booking(patient, practice.service, practice.practitioner, practice.location, starts_at=NINE)
    await _busy(practice, NINE, NINE + HALF_HOUR)
    search = SlotSearch(practice.service.id)

    stays = await find_slot(practice.clinic.id, search, NINE, now=clock.now(), moving=booking.id)
    others = await find_slot(practice.clinic.id, search, NINE, now=clock.now())

    assert stays is not None
    assert others is None


async def test_a_hold_takes_its_time_until_it_expires(practice: Practice, vault: Vault, clock: TurnableClock) -> None:
    patient = await make_patient(practice.clinic, vault)
    conversation = await make_conversation(patient, await make_connection(practice.clinic, vault))
    request = SlotRequest(practice.service.id, practice.practitioner.id, practice.location.id, NINE)
    async with transaction():
        await bookings.hold(practice.clinic.id, request, conversation_id=conversation.id, clock=clock, minutes=10)

    held = await practice.offers(clock.now())
    clock.turn(timedelta(minutes=10, seconds=1))

    assert held == ALL[1:]
    assert await practice.offers(clock.now()) == ALL


async def test_a_room_is_needed_for_every_service_at_once(
    practice: Practice, vault: Vault, clock: TurnableClock
) -> None:
    colleague = await make_practitioner(
        practice.clinic, practice.location, hours=((9 * 60, 12 * 60),), services=[practice.service]
    )
    room = await make_resource(practice.location, services=[practice.service])
    patient = await make_patient(practice.clinic, vault)
    free = await practice.offers(clock.now(), practitioner_id=colleague.id)
    async with transaction():
        await bookings.book(
            SlotRequest(practice.service.id, practice.practitioner.id, practice.location.id, NINE),
            clinic_id=practice.clinic.id,
            patient_id=patient.id,
            conversation_id=None,
            created_by="staff",
            clock=clock,
            random=Random(7),  # noqa: S311  # a reference
        )

    with_room_taken = await practice.offers(clock.now(), practitioner_id=colleague.id)
    room.is_active = False
    await room.save()

    assert free == ALL
    assert with_room_taken == ALL[1:]
    assert await practice.offers(clock.now()) == []


async def _busy(practice: Practice, starts_at: datetime, ends_at: datetime) -> None:
    connection = await make_calendar_connection(
        practice.practitioner, fetched_at=datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
    )
    await ExternalBusy.create(
        id=new_id(),
        clinic_id=practice.clinic.id,
        connection_id=connection.id,
        practitioner_id=practice.practitioner.id,
        starts_minute=epoch_minute(starts_at),
        ends_minute=epoch_minute(ends_at),
    )


async def test_what_another_calendar_says_is_busy_is_not_offered(practice: Practice, clock: TurnableClock) -> None:
    await _busy(practice, NINE + timedelta(minutes=29), NINE + timedelta(minutes=61))

    assert await practice.offers(clock.now()) == [90, 120, 150]


@pytest.mark.parametrize(
    ("fields", "is_offered"),
    [
        ({}, True),
        ({"state": "needs_reconnect"}, False),
        ({"fetched_at": None}, False),
        ({"fetched_at": datetime(2027, 2, 28, 8, 0, tzinfo=UTC)}, False),
        ({"state": "disconnected", "fetched_at": None}, True),
    ],
)
async def test_only_a_calendar_that_can_be_trusted_lets_its_practitioner_be_offered(
    practice: Practice, clock: TurnableClock, fields: dict[str, Any], is_offered: bool
) -> None:
    await make_calendar_connection(practice.practitioner, **{"fetched_at": clock.now(), **fields})

    assert await practice.offers(clock.now()) == (ALL if is_offered else [])


async def test_another_clinic_sees_nothing_of_this_one(practice: Practice, vault: Vault, clock: TurnableClock) -> None:
    other = await make_clinic(vault)

    with pytest.raises(NotFound):
        await slots_for(other.id, SlotSearch(practice.service.id), now=clock.now())


async def test_a_search_takes_three_statements_however_much_there_is(
    practice: Practice, vault: Vault, clock: TurnableClock
) -> None:
    patient = await make_patient(practice.clinic, vault)
    search = SlotSearch(practice.service.id, earliest=NINE, latest=NINE + timedelta(days=3))
    async with transaction():
        with statements() as with_one:
            few = await slots_for(practice.clinic.id, search, now=clock.now())
    for number in range(5):
        location = await make_location(practice.clinic)
        for each in (practice.location, location):
            await make_resource(each, kind=f"kind {number % 2}", services=[practice.service])
            await make_resource(each, kind=f"kind {1 - number % 2}", services=[practice.service])
        practitioner = await make_practitioner(practice.clinic, location, services=[practice.service])
        await make_calendar_connection(
            practitioner, vault, fetched_at=clock.now(), fetched_until=clock.now() + timedelta(90)
        )
        await make_booking(patient, practice.service, practitioner, location, starts_at=NINE)
        async with transaction():
            await WorkingException.create(
                clinic_id=practice.clinic.id, practitioner_id=practitioner.id, day=TUESDAY, windows=[[540, 600]]
            )

    async with transaction():
        with statements() as with_many:
            many = await slots_for(practice.clinic.id, search, now=clock.now())

    assert len(with_one) == len(with_many) == 3
    assert len({slot.location_id for slot in many}) == 6
    assert len(many) > len(few) > 0
