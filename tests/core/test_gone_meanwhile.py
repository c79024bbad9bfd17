"""Who takes a time that was offered while its practitioner leaves or its place closes comes too late, and no worse."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from tests.api.clients import make_deployment
from tests.core.booking_desk import Desk, within_transaction
from tests.core.bookings_desk import desk as desk
from tests.core.waiting_room import Room, make_room

from chatbookr_core.availability.queries import find_slots
from chatbookr_core.bookings import use_cases as booking_doors
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, move_booking
from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound, SlotNotOffered
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Location, Practitioner, Service, ServicePractitioner
from chatbookr_core.waitlist import use_cases as waitlist_doors
from chatbookr_core.waitlist.use_cases import OfferWish, make_offer
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role

Leave = Callable[[Desk], Awaitable[object]]
LEAVES: dict[str, Leave] = {
    "practitioner": lambda desk: Practitioner.filter(id=desk.practitioner.id).update(is_active=False),
    "place": lambda desk: Location.filter(id=desk.location.id).update(is_active=False),
    "service": lambda desk: Service.filter(id=desk.service.id).update(is_active=False),
    "giving": lambda desk: ServicePractitioner.filter(practitioner_id=desk.practitioner.id).delete(),
}


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def room(desk: Desk, vault: Vault) -> Room:
    return await make_room(desk, vault, people=1)


def staff_of(desk: Desk) -> StaffActor:
    return StaffActor(uuid4(), uuid4(), {desk.clinic.id: Membership(Role.OWNER)})


def goes_once_offered(monkeypatch: pytest.MonkeyPatch, doors: ModuleType, desk: Desk, leave: Leave) -> None:
    """Let somebody or something go in the moment between what is offered and what is taken of it."""

    async def found(*asked: Any, **wanted: Any) -> Any:
        offered = await find_slots(*asked, **wanted)
        await leave(desk)
        return offered

    monkeypatch.setattr(doors, "find_slots", found)


@pytest.mark.parametrize("leave", LEAVES.values(), ids=LEAVES.keys())
async def test_a_booking_is_told_that_its_time_is_not_offered(
    desk: Desk, deployment: Deployment, monkeypatch: pytest.MonkeyPatch, leave: Leave
) -> None:
    request = BookingRequest(desk.clinic.id, desk.service.id, None, desk.at(0).starts_at, desk.patient.id)
    goes_once_offered(monkeypatch, booking_doors, desk, leave)

    with pytest.raises(SlotNotOffered):
        await within_transaction(lambda: book_for_patient(deployment, staff_of(desk), request))


@pytest.mark.parametrize("leave", [LEAVES["practitioner"], LEAVES["place"]])
async def test_a_move_is_told_so_and_the_booking_stays(
    desk: Desk, deployment: Deployment, monkeypatch: pytest.MonkeyPatch, leave: Leave
) -> None:
    booking = await desk.book(desk.at(0))
    goes_once_offered(monkeypatch, booking_doors, desk, leave)
    to = desk.at(60).starts_at

    with pytest.raises(SlotNotOffered):
        await within_transaction(lambda: move_booking(deployment, staff_of(desk), booking.id, starts_at=to))

    assert await desk.taken() != []


async def test_an_offer_to_who_waits_is_told_so(
    desk: Desk, room: Room, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await room.joins(0)
    goes_once_offered(monkeypatch, waitlist_doors, desk, LEAVES["practitioner"])
    wish = OfferWish(entry.id, desk.at(0).starts_at)

    with pytest.raises(SlotNotOffered):
        await within_transaction(lambda: make_offer(deployment, staff_of(desk), wish))


async def test_who_names_nobody_that_is_there_for_an_overbooking_is_told_of_that(
    desk: Desk, deployment: Deployment
) -> None:
    request = BookingRequest(
        *(desk.clinic.id, desk.service.id, uuid4(), desk.at(0).starts_at, desk.patient.id, desk.location.id),
        overbook_reason="urgent",
    )

    with pytest.raises(NotFound) as refused:
        await within_transaction(lambda: book_for_patient(deployment, staff_of(desk), request))

    assert refused.value.field == "practitioner_id"
