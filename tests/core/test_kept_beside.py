"""A booking that moves keeps its time until it has another: nothing may meet it, and it is none of those enough."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.core.timed_house import HALF_HOUR, NINE, House
from tests.core.timed_house import house as house
from tests.factories import make_location, make_practitioner, writing

from chatbookr_core.availability.explaining import reasons_for
from chatbookr_core.availability.queries import SlotSearch, find_slots, slots_for
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.db import transaction
from chatbookr_core.errors import InvalidInput, SlotTaken
from chatbookr_core.models import Booking, Clinic, Hold, Practitioner, Service, ServicePractitioner, WorkingHours


def beside(house: House, booking: Booking) -> SlotSearch:
    here = SlotSearch(house.service.id, house.practitioner.id, house.location.id)
    return replace(here, kept_by=booking.practitioner_id, beside=booking.id)


async def may_be_held(house: House, search: SlotSearch, starts_at: datetime) -> list[Reason]:
    """Say why a time cannot be had: every way of asking gives the same, and so does the hold."""
    now, clinic_id = house.clock.now(), house.clinic.id
    reasons = await reasons_for(clinic_id, search, starts_at, now=now)
    found = await find_slots(clinic_id, search, starts_at, now=now)
    listed = {one.starts_at for one in await slots_for(clinic_id, search, now=now)}
    assert bool(found) == (starts_at in listed) == (not reasons)
    try:
        kept = await holds(house, search, starts_at)
        async with transaction():
            await bookings.release(kept.id, clinic_id=clinic_id)
    except SlotTaken:
        assert reasons
    else:
        assert not reasons
    return reasons


async def holds(house: House, search: SlotSearch, starts_at: datetime) -> Hold:
    assert search.practitioner_id is not None
    assert search.location_id is not None
    where = search.service_id, search.practitioner_id, search.location_id
    request = SlotRequest(*where, starts_at, kept_by=search.kept_by, beside=search.beside)
    async with transaction():
        return await bookings.hold(house.clinic.id, request, conversation_id=None, clock=house.clock, minutes=10)


async def goes(house: House, booking: Booking, to: SlotRequest | UUID) -> Booking:
    async with transaction():
        return await bookings.reschedule(booking.id, clinic_id=house.clinic.id, to=to, clock=house.clock)


@pytest.mark.parametrize("limited", [Practitioner, Service])
@pytest.mark.parametrize("period", ["bookings_per_day", "bookings_per_week"])
@pytest.mark.parametrize("seats", [1, 2])
async def test_it_is_none_of_those_that_are_enough(
    house: House, limited: type[Practitioner | Service], period: str, seats: int
) -> None:
    async with writing():
        await limited.all().update(**{period: 1})
        await Service.filter(id=house.service.id).update(seats=seats)
    booking = await house.books(NINE)

    new = await may_be_held(house, SlotSearch(house.service.id, house.practitioner.id, house.location.id), NINE)
    later = await may_be_held(house, beside(house, booking), NINE + HALF_HOUR)
    kept = await holds(house, beside(house, booking), NINE + HALF_HOUR)
    moved = await goes(house, booking, kept.id)

    assert (Reason.LIMIT in new) == (seats == 1)  # a seat beside it can be had
    assert later == []
    assert moved.starts_at == NINE + HALF_HOUR


async def test_nothing_meets_it_and_others_count(house: House) -> None:
    async with writing():
        await Practitioner.all().update(bookings_per_day=2)
    booking = await house.books(NINE)
    await house.books(NINE + 2 * HALF_HOUR)

    same = await may_be_held(house, beside(house, booking), NINE)
    free = await may_be_held(house, beside(house, booking), NINE + HALF_HOUR)
    async with writing():
        await Practitioner.all().update(bookings_per_day=1)
    full = await may_be_held(house, beside(house, booking), NINE + HALF_HOUR)

    assert same == [Reason.BOOKING]
    assert free == []
    assert full == [Reason.LIMIT]


async def test_nobody_is_on_the_way_from_what_they_leave(house: House) -> None:
    booking, elsewhere = await house.books(NINE), await make_location(house.clinic)
    async with writing():
        await Clinic.all().update(travel_minutes=60)
        (hours,) = await WorkingHours.filter(practitioner_id=house.practitioner.id, weekday=2)
        await WorkingHours.create(
            clinic_id=house.clinic.id,
            practitioner_id=house.practitioner.id,
            location_id=elsewhere.id,
            weekday=2,
            start_minute=hours.start_minute,
            end_minute=hours.end_minute,
        )
    there = replace(beside(house, booking), location_id=elsewhere.id)

    new = await may_be_held(house, replace(there, beside=None), NINE + HALF_HOUR)
    moving = await may_be_held(house, there, NINE + HALF_HOUR)

    assert new == [Reason.TRAVEL]
    assert moving == []


async def test_who_does_not_give_it_any_more_keeps_what_was_agreed(house: House) -> None:
    booking, other = await house.books(NINE), await make_practitioner(house.clinic, house.location)
    async with writing():
        await ServicePractitioner.all().update(practitioner_id=other.id)
    own, new = beside(house, booking), SlotSearch(house.service.id)

    with_own = await slots_for(house.clinic.id, replace(own, beside=None), now=house.clock.now(), moving=booking.id)
    with_anybody = await slots_for(house.clinic.id, replace(own, practitioner_id=None), now=house.clock.now())
    offered_new = await slots_for(house.clinic.id, new, now=house.clock.now())
    where = house.service.id, house.practitioner.id, house.location.id
    moved = await goes(house, booking, SlotRequest(*where, NINE + timedelta(hours=1)))
    with pytest.raises(InvalidInput):  # for nobody else, and remembered for nobody
        await house.books(NINE)

    assert moved.starts_at == NINE + timedelta(hours=1)
    assert {one.practitioner_id for one in with_own} == {house.practitioner.id}
    assert {one.practitioner_id for one in with_anybody} == {house.practitioner.id, other.id}
    assert {one.practitioner_id for one in offered_new} == {other.id}


async def test_who_left_keeps_nothing(house: House) -> None:
    booking = await house.books(NINE)
    async with writing():
        await ServicePractitioner.all().delete()
        await Practitioner.all().update(is_active=False)

    assert await slots_for(house.clinic.id, beside(house, booking), now=house.clock.now()) == []
