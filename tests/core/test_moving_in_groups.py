"""Who moves from a group appointment leaves their seat behind: and, where they were alone in it, all that it took."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from tests.core.timed_house import HALF_HOUR, NINE, House
from tests.core.timed_house import house as house
from tests.factories import make_location, make_resource, make_service, writing

from chatbookr_core.availability.explaining import reasons_for
from chatbookr_core.availability.queries import SlotSearch, find_slots, slots_for
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.bookings.use_cases import move_booking
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import SlotNotOffered, SlotTaken
from chatbookr_core.models import (
    Allocation,
    Booking,
    Clinic,
    Practitioner,
    Service,
    WorkingException,
    WorkingHours,
)
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role


@pytest.fixture
async def together(house: House) -> House:
    """Let two come at once, for an hour that may begin at any half."""
    async with writing():
        await Service.filter(id=house.service.id).update(seats=2, duration_minutes=60)
    return house


async def may_move(house: House, booking: Booking, starts_at: datetime) -> tuple[bool, list[Reason]]:
    """Ask whether a booking may go somewhere, and why not: every way of asking gives the same."""
    here = SlotSearch(house.service.id, house.practitioner.id, house.location.id)
    now, clinic_id = house.clock.now(), house.clinic.id
    found = await find_slots(clinic_id, here, starts_at, now=now, moving=booking.id)
    listed = await slots_for(clinic_id, here, now=now, moving=booking.id)
    reasons = await reasons_for(clinic_id, here, starts_at, now=now, moving=[booking.id])
    assert bool(found) == (starts_at in {one.starts_at for one in listed}) == (not reasons)
    return bool(found), reasons


async def moves(house: House, deployment: Deployment, booking: Booking, starts_at: datetime) -> Booking:
    staff = StaffActor(uuid4(), uuid4(), {house.clinic.id: Membership(Role.OWNER)})
    async with transaction():
        await move_booking(deployment, staff, booking.id, starts_at=starts_at)
    return await Booking.get(id=booking.id)


async def taken(house: House) -> list[int]:
    """List when the practitioner's time is taken, in minutes after nine."""
    rows = await Allocation.filter(subject_id=house.practitioner.id, is_active=True).order_by("starts_minute")
    return [row.starts_minute - epoch_minute(NINE) for row in rows]


async def test_a_full_group_appointment_stays_as_it_is_for_who_has_a_seat_in_it(
    together: House, deployment: Deployment
) -> None:
    one = await together.books(NINE)
    await together.books(NINE)

    found = await may_move(together, one, NINE)
    moved = await moves(together, deployment, one, NINE)

    assert found == (True, [])
    assert moved.version == one.version
    assert await together.why(NINE) == [Reason.SEATS]


async def test_who_is_alone_may_move_by_less_than_the_length(together: House, deployment: Deployment) -> None:
    room = await make_resource(together.location, services=[together.service])
    one = await together.books(NINE)

    found = await may_move(together, one, NINE + HALF_HOUR)
    moved = await moves(together, deployment, one, NINE + HALF_HOUR)

    assert found == (True, [])
    assert moved.starts_at == NINE + HALF_HOUR
    assert await taken(together) == [30]
    assert await Allocation.filter(subject_id=room.id, is_active=True).count() == 1
    with pytest.raises(SlotTaken):
        await together.books(NINE)
    await together.books(NINE + HALF_HOUR)  # the other seat
    assert await together.why(NINE + HALF_HOUR) == [Reason.SEATS]


async def test_who_is_not_alone_leaves_the_appointment_to_the_others(together: House, deployment: Deployment) -> None:
    one = await together.books(NINE)
    await together.books(NINE)

    found = await may_move(together, one, NINE + HALF_HOUR)
    with pytest.raises(SlotNotOffered):
        await moves(together, deployment, one, NINE + HALF_HOUR)
    moved = await moves(together, deployment, one, NINE + 2 * HALF_HOUR)

    assert found == (False, [Reason.BOOKING])
    assert moved.starts_at == NINE + 2 * HALF_HOUR
    assert await taken(together) == [0, 60]


async def test_the_appointment_of_who_is_alone_is_not_counted_beside_where_it_goes(
    together: House, deployment: Deployment
) -> None:
    async with writing():
        await Practitioner.filter(id=together.practitioner.id).update(bookings_per_day=1)
        await Service.filter(id=together.service.id).update(bookings_per_week=1)
    one = await together.books(NINE)

    alone = await may_move(together, one, NINE + 3 * HALF_HOUR)
    moved = await moves(together, deployment, one, NINE + 3 * HALF_HOUR)
    await together.books(NINE + 3 * HALF_HOUR)

    assert alone == (True, [])
    assert moved.starts_at == NINE + 3 * HALF_HOUR
    assert await may_move(together, one, NINE) == (False, [Reason.LIMIT])


async def test_who_is_alone_is_not_on_the_way_from_what_they_leave(together: House, deployment: Deployment) -> None:
    elsewhere = await make_location(together.clinic)
    async with writing():
        await Clinic.filter(id=together.clinic.id).update(travel_minutes=60)
        await WorkingHours.create(
            clinic_id=together.clinic.id,
            practitioner_id=together.practitioner.id,
            location_id=elsewhere.id,
            weekday=2,
            start_minute=9 * 60,
            end_minute=12 * 60,
        )
    one = await together.books(NINE, location=elsewhere)

    found = await may_move(together, one, NINE + HALF_HOUR)
    async with transaction():
        request = SlotRequest(together.service.id, together.practitioner.id, together.location.id, NINE + HALF_HOUR)
        moved = await bookings.reschedule(one.id, clinic_id=together.clinic.id, to=request, clock=together.clock)

    assert found == (True, [])
    assert moved.location_id == together.location.id
    assert await taken(together) == [30]


async def test_what_is_put_back_to_its_own_seat_keeps_the_practitioner(together: House, deployment: Deployment) -> None:
    room = await make_resource(together.location, services=[together.service])
    one = await together.books(NINE)
    async with writing():  # somebody moved its event, and the room is closed for the day by now
        await Booking.filter(id=one.id).update(calendar_state="drifted")
        await WorkingException.create(clinic_id=together.clinic.id, resource_id=room.id, day=NINE.date(), windows=[])
    other = await make_service(together.clinic, together.practitioner, step_minutes=30)

    moved = await moves(together, deployment, one, NINE)

    assert moved.version == one.version + 1
    assert await taken(together) == [0]
    with pytest.raises(SlotTaken):
        await together.books(NINE, service=other)
    await together.books(NINE)
    assert await together.why(NINE) == [Reason.SEATS]


async def test_who_was_alone_moves_on_when_people_come_one_by_one(together: House, deployment: Deployment) -> None:
    one = await together.books(NINE)
    async with writing():
        await Service.filter(id=together.service.id).update(seats=1)

    found = await may_move(together, one, NINE + HALF_HOUR)
    moved = await moves(together, deployment, one, NINE + HALF_HOUR)
    async with writing():
        await Service.filter(id=together.service.id).update(seats=2)
    back = await may_move(together, one, NINE)
    again = await moves(together, deployment, one, NINE)

    assert (found, back) == ((True, []), (True, []))
    assert (moved.starts_at, again.starts_at) == (NINE + HALF_HOUR, NINE)
    assert await taken(together) == [0]


async def test_a_hold_in_the_appointment_keeps_it_from_ending(together: House, deployment: Deployment) -> None:
    one = await together.books(NINE)
    request = SlotRequest(together.service.id, together.practitioner.id, together.location.id, NINE)
    async with transaction():
        await bookings.hold(together.clinic.id, request, conversation_id=None, clock=together.clock, minutes=10)

    held = await may_move(together, one, NINE + HALF_HOUR)
    together.clock.turn(timedelta(minutes=11))
    async with transaction():
        await bookings.expire_holds(clock=together.clock)

    assert held == (False, [Reason.BOOKING])
    assert await may_move(together, one, NINE + HALF_HOUR) == (True, [])
