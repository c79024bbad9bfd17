from datetime import timedelta

import pytest
from tests.core.timed_house import ALL, HALF_HOUR, NINE, TUESDAY, House
from tests.core.timed_house import house as house
from tests.factories import (
    make_resource,
    make_service,
    writing,
)

from chatbookr_core.availability.queries import SlotSearch, days_for, slots_for
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import transaction
from chatbookr_core.errors import SlotNotOffered, SlotTaken
from chatbookr_core.models import (
    Allocation,
    GroupAppointment,
    Resource,
    Service,
    WorkingException,
)


async def test_a_group_appointment_is_offered_until_its_last_seat_and_takes_the_practitioner_once(house: House) -> None:
    room = await make_resource(house.location, services=[house.service])
    other = await make_service(house.clinic, house.practitioner, step_minutes=30)
    async with writing():
        await Service.filter(id=house.service.id).update(seats=2)

    first = await house.books(NINE)
    joined, alone = await house.offers(), await house.offers(service=other)
    second = await house.books(NINE)
    full, why = await house.offers(), [await house.why(NINE), await house.why(NINE, other)]
    for service in (None, other):
        with pytest.raises(SlotTaken):
            await house.books(NINE, service=service)
    await house.cancels(first)
    with_a_seat = await house.offers()
    await house.cancels(second)

    assert (joined, alone) == (ALL, ALL[1:])
    assert full == ALL[1:]
    assert why == [[Reason.SEATS], [Reason.BOOKING]]
    assert with_a_seat == ALL
    assert await house.offers(service=other) == ALL
    assert await Allocation.filter(subject_id__in=[room.id, house.practitioner.id], is_active=True).count() == 0
    assert await GroupAppointment.filter(clinic_id=house.clinic.id).count() == 1


async def test_whoever_joins_a_group_appointment_needs_no_room_that_is_open(house: House) -> None:
    room = await make_resource(house.location, services=[house.service])
    async with writing():
        await Service.filter(id=house.service.id).update(seats=3)
    first = await house.books(NINE)
    async with writing():
        await WorkingException.create(clinic_id=house.clinic.id, resource_id=room.id, day=TUESDAY, windows=[])

    offered = await house.offers()
    await house.books(NINE)
    with pytest.raises(SlotNotOffered):
        await house.books(NINE + HALF_HOUR)
    async with writing():
        await Resource.filter(id=room.id).update(is_active=False)
    without_any, why = await house.offers(), [await house.why(NINE), await house.why(NINE + HALF_HOUR)]

    assert first.starts_at == NINE
    assert offered == [0]
    assert without_any == []
    assert why == [[Reason.ROOM], [Reason.ROOM]]


async def test_a_group_that_was_held_alone_goes_with_the_hold(house: House) -> None:
    async with writing():
        await Service.filter(id=house.service.id).update(seats=3)
    request = SlotRequest(house.service.id, house.practitioner.id, house.location.id, NINE)
    async with transaction():
        await bookings.hold(house.clinic.id, request, conversation_id=None, clock=house.clock, minutes=10)
    house.clock.turn(timedelta(minutes=11))
    async with transaction():
        expired = await bookings.expire_holds(clock=house.clock)

    assert expired == 1
    assert await Allocation.filter(is_active=True).count() == 0
    assert await house.offers() == ALL


async def test_the_free_seats_of_an_appointment_are_offered_where_it_is_when_the_grid_has_changed(house: House) -> None:
    await make_resource(house.location, services=[house.service])
    async with writing():
        await Service.filter(id=house.service.id).update(seats=2)
    await house.books(NINE + HALF_HOUR)
    async with writing():
        await Service.filter(id=house.service.id).update(step_minutes=60)

    offered, why = await house.offers(), await house.why(NINE + HALF_HOUR)
    second = await house.books(NINE + HALF_HOUR)
    full, why_full = await house.offers(), await house.why(NINE + HALF_HOUR)

    assert (offered, why) == ([0, 30, 60, 120], [])
    assert second.starts_at == NINE + HALF_HOUR
    assert (full, why_full) == ([0, 60, 120], [Reason.SEATS])


async def test_an_appointment_beside_the_grid_is_offered_within_what_is_asked_for_alone(house: House) -> None:
    async with writing():
        await Service.filter(id=house.service.id).update(seats=2)
    await house.books(NINE + HALF_HOUR)
    async with writing():
        await Service.filter(id=house.service.id).update(step_minutes=60)
    now, key, half = house.clock.now(), house.service.id, NINE + HALF_HOUR

    days = await days_for(house.clinic.id, SlotSearch(key, earliest=half, latest=half + HALF_HOUR), now=now)
    for since, until in ((NINE, half), (half + timedelta(minutes=1), half + timedelta(hours=1))):
        assert half not in {
            one.starts_at
            for one in await slots_for(house.clinic.id, SlotSearch(key, earliest=since, latest=until), now=now)
        }
    in_order = [
        one.starts_at for one in await slots_for(house.clinic.id, SlotSearch(key, earliest=half), now=now, limit=2)
    ]

    assert [(one.day, one.count, one.first_start) for one in days] == [(TUESDAY, 1, epoch_minute(half))]
    assert in_order == [half, NINE + 2 * HALF_HOUR]
