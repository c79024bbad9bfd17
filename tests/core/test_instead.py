"""What is offered instead of a time that cannot be had says with whom: and it comes to them."""

from uuid import UUID, uuid4

from tests.core.timed_house import HALF_HOUR, MORNING, NINE, House
from tests.core.timed_house import house as house
from tests.factories import give_service, make_practitioner

from chatbookr_core.bookings.alternatives import instead_of_move
from chatbookr_core.bookings.use_cases import move_booking
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Booking
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role


async def test_who_moves_to_anybody_is_offered_whoever_it_would_come_to(house: House, deployment: Deployment) -> None:
    staff = StaffActor(uuid4(), uuid4(), {house.clinic.id: Membership(Role.OWNER)})
    own = await make_practitioner(house.clinic, house.location, hours=MORNING, id=UUID(int=2**128 - 1))
    await give_service(house.service, own)
    booking = await house.books(NINE + 4 * HALF_HOUR, practitioner=own)
    await house.books(NINE + 5 * HALF_HOUR)  # both have one this week: once it has moved, the other alone has

    near = await instead_of_move(
        deployment, staff, booking.id, starts_at=NINE - HALF_HOUR, practitioner_id=None, to_anybody=True
    )
    async with transaction():
        await move_booking(deployment, staff, booking.id, starts_at=near[0].starts_at, to_anybody=True)

    moved = await Booking.get(id=booking.id)
    assert (moved.starts_at, moved.practitioner_id) == (near[0].starts_at, own.id)
    assert [one.practitioner_id for one in near] == [own.id] * 3
