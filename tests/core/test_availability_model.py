"""Hours that pass, holidays, limits, ways, rooms' hours, durations and group appointments, as they lie in tables.

Whatever is asked, what is remembered, what is read anew, one start looked up again and its reasons agree.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from tests.core.timed_house import ALL, HALF_HOUR, MORNING, NINE, TUESDAY, House
from tests.core.timed_house import house as house
from tests.factories import (
    make_hours,
    make_location,
    make_practitioner,
    make_resource,
    make_service,
    writing,
)
from tests.schema.statements import statements

from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, find_slots, slots_for
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.fairness import Booked, fairest, in_turn
from chatbookr_core.bookings.rules import SlotRequest, minutes_of
from chatbookr_core.db import transaction
from chatbookr_core.errors import InvalidInput, SlotTaken
from chatbookr_core.models import (
    Allocation,
    Booking,
    Clinic,
    Location,
    Practitioner,
    ResourceHours,
    Service,
    WorkingException,
    WorkingHours,
)


async def test_hours_hold_from_one_date_to_another_and_add_up(house: House) -> None:
    extra = await make_hours(house.practitioner, house.location, 2, 13 * 60, 14 * 60)
    async with writing():
        await WorkingHours.filter(id=extra.id).update(valid_from=TUESDAY, valid_until=TUESDAY + timedelta(days=7))

    assert await house.offers() == [*ALL, 240, 270]
    assert await house.offers(TUESDAY + timedelta(days=7)) == [*ALL, 240, 270]
    assert await house.offers(TUESDAY + timedelta(days=14)) == ALL


async def test_public_holidays_close_a_place_but_those_it_works_on_and_days_of_its_own(house: House) -> None:
    good_friday, easter_monday = date(2027, 3, 26), date(2027, 3, 29)
    before = await house.offers(good_friday)
    async with writing():
        await Location.filter(id=house.location.id).update(holiday_country="DE", holiday_region="BY")

    closed = [await house.offers(day) for day in (good_friday, easter_monday)]
    async with writing():
        await Location.filter(id=house.location.id).update(holidays_worked=["Good Friday"])
        await WorkingException.create(
            clinic_id=house.clinic.id, practitioner_id=house.practitioner.id, day=easter_monday, windows=[[540, 600]]
        )

    # summer time begins on Easter Sunday: nine in Berlin is an hour earlier then
    assert (before, closed) == (ALL, [[], []])
    assert await house.offers(good_friday) == ALL
    assert await house.offers(easter_monday) == [-60, -30]


async def test_a_closed_day_is_one_far_beyond_the_horizon_and_long_ago_as_well(house: House) -> None:
    for weeks, reason in ((30, Reason.HORIZON), (-30, Reason.NOTICE)):
        day = TUESDAY + timedelta(weeks=weeks)
        nine = datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)  # ten or eleven in Berlin
        working = await house.why(nine)
        async with writing():
            await WorkingException.create(clinic_id=house.clinic.id, day=day, windows=[])

        assert working == [reason]
        assert await house.why(nine) == [reason, Reason.HOURS]


async def test_enough_bookings_close_the_day_and_the_week(house: House) -> None:
    async with writing():
        await Practitioner.filter(id=house.practitioner.id).update(bookings_per_day=2, bookings_per_week=3)

    first = await house.books(NINE)
    with_one = await house.offers()
    await house.books(NINE + HALF_HOUR)
    with_two = await house.offers()
    reasons = await house.why(NINE + 2 * HALF_HOUR)
    next_day = await house.offers(TUESDAY + timedelta(days=1))
    await house.books(NINE + timedelta(days=1))
    week_full = await house.offers(TUESDAY + timedelta(days=2))
    with pytest.raises(SlotTaken):
        await house.books(NINE + timedelta(days=2))
    await house.cancels(first)

    assert with_one == ALL[1:]
    assert (with_two, reasons) == ([], [Reason.LIMIT])
    assert next_day == ALL
    assert week_full == []
    assert await house.offers(TUESDAY + timedelta(days=7)) == ALL
    assert await house.offers() == [0, *ALL[2:]]


async def test_a_services_limit_counts_whoever_gives_it(house: House) -> None:
    colleague = await make_practitioner(house.clinic, house.location, hours=MORNING, services=[house.service])
    other = await make_service(house.clinic, house.practitioner, step_minutes=30)
    async with writing():
        await Service.filter(id=house.service.id).update(bookings_per_day=1)

    taken = await house.books(NINE, practitioner=colleague)
    full = await house.offers()
    with pytest.raises(SlotTaken):
        await house.books(NINE + HALF_HOUR)
    moved = await _moves(house, taken, NINE + 2 * HALF_HOUR, colleague)

    assert full == []
    assert await house.offers(service=other) == ALL
    assert moved.starts_at == NINE + 2 * HALF_HOUR


async def _moves(house: House, booking: Booking, to: datetime, whose: Practitioner) -> Booking:
    async with transaction():
        request = SlotRequest(house.service.id, whose.id, house.location.id, to)
        return await bookings.reschedule(booking.id, clinic_id=house.clinic.id, to=request, clock=house.clock)


async def test_nobody_is_at_two_places_without_the_way_between_them(house: House) -> None:
    there = await make_location(house.clinic)
    for weekday in range(1, 6):
        await make_hours(house.practitioner, there, weekday, *MORNING[0])
    async with writing():
        await Clinic.filter(id=house.clinic.id).update(travel_minutes=30)
    here = SlotSearch(house.service.id, house.practitioner.id, house.location.id, NINE, NINE + 6 * HALF_HOUR)

    await house.books(NINE + 2 * HALF_HOUR, location=there)
    offered = [slot.starts_at for slot in await slots_for(house.clinic.id, here, now=house.clock.now())]
    with pytest.raises(SlotTaken):
        await house.books(NINE + HALF_HOUR)
    await house.books(NINE)

    assert offered == [NINE, NINE + 4 * HALF_HOUR, NINE + 5 * HALF_HOUR]
    assert await house.why(NINE + HALF_HOUR) == [Reason.TRAVEL]
    assert await house.why(NINE + 2 * HALF_HOUR) == [Reason.BOOKING]


async def test_a_room_is_used_in_its_own_hours_alone_and_by_whom_it_is_open_for(house: House) -> None:
    early = await make_resource(house.location, services=[house.service])
    late = await make_resource(house.location, services=[house.service])
    async with writing():
        for room, window in ((early, (9 * 60, 10 * 60)), (late, (10 * 60, 11 * 60))):
            await ResourceHours.create(
                clinic_id=house.clinic.id, resource_id=room.id, weekday=2, start_minute=window[0], end_minute=window[1]
            )
    with_both = await house.offers()
    booking = await house.books(NINE + 2 * HALF_HOUR)
    async with writing():
        await WorkingException.create(clinic_id=house.clinic.id, resource_id=early.id, day=TUESDAY, windows=[])

    taken = await Allocation.filter(booking_id=booking.id, is_active=True).values_list("subject_id", flat=True)
    assert with_both == [0, 30, 60, 90]
    assert set(taken) == {house.practitioner.id, late.id}
    assert await house.offers() == [90]
    assert await house.why(NINE) == [Reason.ROOM]
    async with writing():
        await ResourceHours.filter(resource_id=late.id).delete()
    assert await house.offers() == [0, 30, 90, 120, 150]


async def test_a_service_takes_one_of_its_durations_and_a_booking_keeps_its_own(house: House) -> None:
    async with writing():
        await Service.filter(id=house.service.id).update(other_durations=[60])

    usual, longer = await house.offers(), await house.offers(minutes=60)
    with pytest.raises(InvalidInput):
        await house.offers(minutes=45)
    with pytest.raises(InvalidInput):
        await house.books(NINE, minutes=45)
    booking = await house.books(NINE, minutes=60)
    async with writing():
        await Service.filter(id=house.service.id).update(other_durations=None)
    kept = SlotRequest(house.service.id, house.practitioner.id, house.location.id, NINE + 2 * HALF_HOUR, 60, True)
    async with transaction():
        moved = await bookings.reschedule(booking.id, clinic_id=house.clinic.id, to=kept, clock=house.clock)

    assert (usual, longer) == (ALL, [0, 30, 60, 90, 120])
    assert minutes_of(moved.starts_at, moved.ends_at) == 60
    assert await house.offers() == [0, 30, 120, 150]


# --- all of it together -------------------------------------------------------------------------------------------


async def test_whatever_happens_every_way_of_asking_gives_the_same(house: House) -> None:
    chance, made = Random(7), list[Booking]()  # noqa: S311  # the same walk in every run
    there = await make_location(house.clinic)
    for weekday in range(1, 6):
        await make_hours(house.practitioner, there, weekday, *MORNING[0])
    other = await make_service(house.clinic, house.practitioner, step_minutes=30, buffer_after_minutes=5)
    async with writing():
        await Clinic.filter(id=house.clinic.id).update(travel_minutes=20)
        await Practitioner.filter(id=house.practitioner.id).update(bookings_per_day=4, bookings_per_week=9)
        await Service.filter(id=house.service.id).update(seats=2, bookings_per_day=3)

    seen = set[tuple[int, ...]]()
    for _ in range(18):
        service = chance.choice((house.service, other))
        found = await slots_for(house.clinic.id, SlotSearch(service.id), now=house.clock.now())
        slot = chance.choice(found[:40])
        if made and chance.random() < 0.4:
            await house.cancels(made.pop(chance.randrange(len(made))))
        else:
            place = house.location if slot.location_id == house.location.id else there
            made.append(await house.books(slot.starts_at, service=service, location=place))
        for one in (house.service, other):
            search = SlotSearch(one.id)
            remembered = await slots_for(house.clinic.id, search, now=house.clock.now())
            async with transaction():
                assert await slots_for(house.clinic.id, search, now=house.clock.now()) == remembered
            await _agrees_somewhere(house, one, remembered, chance)
            seen.add((len(remembered),))

    assert len(seen) > 6


async def _agrees_somewhere(house: House, service: Service, found: list[OfferedSlot], chance: Random) -> None:
    """Look some starts up again, offered or not, and ask why."""
    offered = {(slot.starts_at, slot.location_id) for slot in found}
    for _ in range(3):
        start = NINE + timedelta(days=chance.randrange(4)) + HALF_HOUR * chance.randrange(6)
        here = SlotSearch(service.id, house.practitioner.id, house.location.id)
        again = await find_slots(house.clinic.id, here, start, now=house.clock.now())
        is_offered = (start, house.location.id) in offered
        assert bool(again) == is_offered
        assert (await house.why(start, service) == []) == is_offered


async def test_where_nothing_is_limited_a_search_takes_no_more_statements(house: House) -> None:
    search = SlotSearch(house.service.id)
    async with transaction():
        with statements() as plain:
            await slots_for(house.clinic.id, search, now=house.clock.now())
    async with writing():
        await Service.filter(id=house.service.id).update(seats=2, bookings_per_day=3)
    async with transaction():
        with statements() as bounded:
            await slots_for(house.clinic.id, search, now=house.clock.now())

    assert (len(plain), len(bounded)) == (3, 5)


# --- whoever is free takes turns ----------------------------------------------------------------------------------


def slot_of(number: int, starts_at: datetime = NINE) -> OfferedSlot:
    return OfferedSlot(starts_at, starts_at + HALF_HOUR, UUID(int=number), UUID(int=9), "Europe/Berlin")


def test_the_fewest_bookings_of_the_week_come_first_then_who_was_idle_longest() -> None:
    def had(number: int, days: int) -> Booked:
        starts_at = NINE + timedelta(days=days)
        return Booked(UUID(int=number), starts_at, starts_at + HALF_HOUR)

    busy, idle, idler, new = (slot_of(number) for number in (1, 2, 3, 4))
    booked = [had(1, 1), had(1, -7), had(2, -5), had(3, -6)]

    assert in_turn([busy, idle, idler], booked) == [idler, idle, busy]
    assert in_turn([busy, idle, idler, new], booked) == [new, idler, idle, busy]
    assert in_turn([idle, slot_of(1)], []) == [slot_of(1), idle]


async def test_each_start_is_offered_with_whose_turn_it_is(house: House) -> None:
    colleague = await make_practitioner(house.clinic, house.location, hours=MORNING, services=[house.service])
    search = SlotSearch(house.service.id)
    first, second = sorted((house.practitioner, colleague), key=lambda one: str(one.id))

    for expected in (first, second, first, second):
        found = await find_slots(house.clinic.id, search, NINE + 3 * HALF_HOUR, now=house.clock.now())
        (chosen,) = await fairest(house.clinic.id, found)
        assert chosen.practitioner_id == expected.id
        start = NINE + HALF_HOUR * await Booking.all().count() + timedelta(days=1)
        await house.books(start, practitioner=expected)
