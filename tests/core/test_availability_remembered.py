"""What is remembered of a clinic is never other than what the database says: whoever writes, from whichever process."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from tests.factories import (
    make_booking,
    make_calendar_connection,
    make_clinic,
    make_hours,
    make_location,
    make_patient,
    make_practitioner,
    make_resource,
    make_service,
)
from tests.schema.statements import statements

from chatbookr_core.availability import remembered as memory
from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, days_for, find_slot, slots_for
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, opened, transaction
from chatbookr_core.errors import NotFound
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Booking,
    Clinic,
    ExternalBusy,
    Location,
    Patient,
    Practitioner,
    Service,
    WorkingException,
)


class Practice:
    """Two practitioners at two places in two zones, two services of which one needs a room."""

    def __init__(self, clinic: Clinic, patient: Patient, locations: list[Location]) -> None:
        self.clinic, self.patient, self.locations = clinic, patient, locations
        self.people: list[Practitioner] = []
        self.services: list[Service] = []

    async def remembered(self, service: int, now: datetime) -> list[OfferedSlot]:
        return await slots_for(self.clinic.id, SlotSearch(self.services[service].id), now=now)

    async def fresh(self, service: int, now: datetime) -> list[OfferedSlot]:
        """Ask within a transaction: nothing that was remembered is used."""
        async with transaction():
            return await slots_for(self.clinic.id, SlotSearch(self.services[service].id), now=now)

    async def agrees(self, now: datetime) -> int:
        counted = 0
        for service in range(len(self.services)):
            found = await self.remembered(service, now)
            assert found == await self.fresh(service, now)
            counted += len(found)
        return counted


@pytest.fixture
async def practice(database: Database, vault: Vault) -> Practice:
    clinic = await make_clinic(vault)
    locations = [await make_location(clinic), await make_location(clinic, zone="Australia/Lord_Howe")]
    made = Practice(clinic, await make_patient(clinic, vault), locations)
    for location in locations:
        made.people.append(await make_practitioner(clinic, location, hours=((9 * 60, 12 * 60), (13 * 60, 17 * 60))))
    made.services.append(await make_service(clinic, *made.people, step_minutes=60))
    made.services.append(await make_service(clinic, *made.people, duration_minutes=50, buffer_after_minutes=7))
    for location in locations:
        await make_resource(location, services=[made.services[1]])
    return made


def request_of(slot: OfferedSlot, service: Service) -> SlotRequest:
    return SlotRequest(service.id, slot.practitioner_id, slot.location_id, slot.starts_at)


async def book(practice: Practice, service: int, slot: OfferedSlot, clock: TurnableClock) -> UUID:
    async with transaction():
        booking = await bookings.book(
            request_of(slot, practice.services[service]),
            clinic_id=practice.clinic.id,
            patient_id=practice.patient.id,
            conversation_id=None,
            created_by="staff",
            clock=clock,
            random=Random(str(slot)),  # noqa: S311  # a reference
        )
    return booking.id


async def test_a_second_search_takes_one_statement_and_gives_the_same(practice: Practice, clock: TurnableClock) -> None:
    first = await practice.remembered(1, clock.now())

    with statements() as sent:
        again = await practice.remembered(1, clock.now())

    assert first == again == await practice.fresh(1, clock.now())
    assert len(first) > 100
    assert len(sent) == 1


async def test_a_booking_forgets_its_practitioners_time_alone(practice: Practice, clock: TurnableClock) -> None:
    slots = await practice.remembered(0, clock.now())
    known = dict(memory._clinic(practice.clinic.id).taken)
    taken = next(slot for slot in slots if slot.practitioner_id == practice.people[0].id)

    await book(practice, 0, taken, clock)
    after = await practice.remembered(0, clock.now())

    now_known = memory._clinic(practice.clinic.id).taken
    assert now_known[practice.people[1].id] is known[practice.people[1].id]
    assert now_known[practice.people[0].id] is not known[practice.people[0].id]
    assert taken not in after


async def test_whatever_happens_what_is_remembered_is_what_is_read_anew(
    practice: Practice, clock: TurnableClock
) -> None:
    chance, made, holds = Random(4), list[UUID](), list[UUID]()  # noqa: S311  # the same walk in every run
    seen = set[int]()

    async def hold(service: int, slot: OfferedSlot) -> None:
        async with transaction():
            request = request_of(slot, practice.services[service])
            kept = await bookings.hold(practice.clinic.id, request, conversation_id=None, clock=clock, minutes=10)
        holds.append(kept.id)

    async def step() -> None:
        service, what = chance.randrange(2), chance.randrange(8)
        slots = await practice.remembered(service, clock.now())
        slot = chance.choice(slots[:60])
        if what <= 1:
            made.append(await book(practice, service, slot, clock))
        elif what == 2:
            await hold(service, slot)
        elif what == 3 and made:
            async with transaction():
                await bookings.cancel(made.pop(), clinic_id=practice.clinic.id, by="staff", clock=clock)
        elif what == 4 and holds:
            async with transaction():
                await bookings.release(holds.pop(), clinic_id=practice.clinic.id)
        elif what == 5:
            clock.turn(timedelta(minutes=chance.randrange(1, 300)))
        elif what == 6:
            async with transaction():
                day = slot.starts_at.date()
                await WorkingException.create(
                    clinic_id=practice.clinic.id, practitioner_id=slot.practitioner_id, day=day, windows=[[600, 660]]
                )
        else:
            practice.clinic.notice_minutes = chance.randrange(0, 600)
            await practice.clinic.save()

    for _ in range(40):
        await step()
        seen.add(await practice.agrees(clock.now()))

    assert len(seen) > 15
    assert min(seen) > 0


async def test_an_event_in_a_calendar_and_a_calendar_nobody_reads_are_seen_at_once(
    practice: Practice, clock: TurnableClock
) -> None:
    free = await practice.remembered(0, clock.now())
    connection = await make_calendar_connection(practice.people[0], fetched_at=clock.now())
    event = next(slot for slot in free if slot.practitioner_id == practice.people[0].id)
    minute = int(event.starts_at.timestamp()) // 60
    async with transaction():
        await ExternalBusy.create(
            clinic_id=practice.clinic.id,
            connection_id=connection.id,
            practitioner_id=practice.people[0].id,
            starts_minute=minute,
            ends_minute=minute + 7,
        )

    with_event = await practice.remembered(0, clock.now())
    await practice.agrees(clock.now())
    clock.turn(timedelta(minutes=practice.clinic.calendar_freshness_minutes + 1))
    untrusted = await practice.remembered(0, clock.now())

    assert event not in with_event
    assert any(slot.practitioner_id == practice.people[0].id for slot in with_event)
    assert {slot.practitioner_id for slot in untrusted} == {practice.people[1].id}
    await practice.agrees(clock.now())


@pytest.fixture
async def another_process(database_url: str, practice: Practice) -> AsyncIterator[Database]:
    """Open the same database a second time: connections and memory of its own."""
    async with opened(database_url) as database:
        yield database


async def test_what_another_process_writes_is_seen_once_it_is_committed_and_not_before(
    practice: Practice, database: Database, another_process: Database, clock: TurnableClock
) -> None:
    with database.entered():
        slots = await practice.remembered(0, clock.now())
    with another_process.entered():
        async with transaction():
            await bookings.book(
                request_of(slots[0], practice.services[0]),
                clinic_id=practice.clinic.id,
                patient_id=practice.patient.id,
                conversation_id=None,
                created_by="staff",
                clock=clock,
                random=Random(5),  # noqa: S311  # a reference
            )
            with database.entered():
                from_outside = await _outside(practice, clock)
    with database.entered():
        after = await practice.remembered(0, clock.now())

    assert from_outside == slots
    assert after == slots[1:]


async def _outside(practice: Practice, clock: TurnableClock) -> list[OfferedSlot]:
    """Search as a task that knows nothing of the transaction around it."""
    from chatbookr_core import db

    token = db._transaction.set(None)
    try:
        return await practice.remembered(0, clock.now())
    finally:
        db._transaction.reset(token)


async def test_what_is_rolled_back_leaves_no_trace(practice: Practice, clock: TurnableClock) -> None:
    slots = await practice.remembered(0, clock.now())

    with pytest.raises(RuntimeError, match="undone"):
        await _book_and_undo(practice, slots[0], clock)

    assert await practice.remembered(0, clock.now()) == slots
    assert await Booking.filter(clinic_id=practice.clinic.id).count() == 0


async def _book_and_undo(practice: Practice, slot: OfferedSlot, clock: TurnableClock) -> None:
    async with transaction():
        await make_booking_here(practice, slot)
        left = await slots_for(practice.clinic.id, SlotSearch(practice.services[0].id), now=clock.now())
        assert slot not in left
        raise RuntimeError("undone")


async def make_booking_here(practice: Practice, slot: OfferedSlot) -> None:
    person = next(one for one in practice.people if one.id == slot.practitioner_id)
    place = next(one for one in practice.locations if one.id == slot.location_id)
    await make_booking(practice.patient, practice.services[0], person, place, starts_at=slot.starts_at)


async def test_days_count_each_start_once_and_agree_with_the_slots(practice: Practice, clock: TurnableClock) -> None:
    wanted = SlotSearch(practice.services[1].id, practitioner_id=practice.people[0].id)

    slots = await slots_for(practice.clinic.id, wanted, now=clock.now())
    days = await days_for(practice.clinic.id, wanted, now=clock.now())

    assert sum(day.count for day in days) == len(slots) > 0
    assert [day.day for day in days] == sorted({_local(slot) for slot in slots})


def _local(slot: OfferedSlot) -> date:
    from zoneinfo import ZoneInfo

    return slot.starts_at.astimezone(ZoneInfo(slot.zone)).date()


async def test_every_slot_that_is_remembered_can_be_found_again_and_booked(
    practice: Practice, clock: TurnableClock
) -> None:
    slots = await practice.remembered(1, clock.now())

    for slot in slots[::40]:
        wanted = SlotSearch(practice.services[1].id, slot.practitioner_id, slot.location_id)
        assert await find_slot(practice.clinic.id, wanted, slot.starts_at, now=clock.now()) == slot
    await book(practice, 1, slots[0], clock)

    assert slots[0] not in await practice.remembered(1, clock.now())


async def test_another_clinics_service_is_not_found_also_once_it_is_remembered(
    practice: Practice, vault: Vault, clock: TurnableClock
) -> None:
    other = await make_clinic(vault)
    await practice.remembered(0, clock.now())

    with pytest.raises(NotFound):
        await slots_for(other.id, SlotSearch(practice.services[0].id), now=clock.now())


async def test_who_is_free_at_two_places_at_once_is_listed_in_one_order(
    practice: Practice, clock: TurnableClock
) -> None:
    berlin, lord_howe = practice.locations
    for place in (berlin, await make_location(practice.clinic), lord_howe):
        for weekday in range(1, 6):
            await make_hours(practice.people[0], place, weekday, 0, 1440)

    found = await practice.remembered(0, clock.now())

    assert found == await practice.fresh(0, clock.now())
    assert found == sorted(found, key=lambda one: (one.starts_at, str(one.practitioner_id), str(one.location_id)))
