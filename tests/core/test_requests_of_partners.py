"""What a partner's program asks for on request is asked of staff, too, and no more once it is answered."""

from uuid import UUID, uuid4

import pytest
from tests.core.booking_desk import within_transaction
from tests.core.series_front import NINE, Front, make_front, series

from chatbookr_core.bookings.use_cases import BookingRequest, answer_request, book_for_patient, cancel_booking
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, StaffTask
from chatbookr_core.series.booking import book_series, look_before_series
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor


@pytest.fixture
async def front(database: Database, deployment: Deployment, vault: Vault) -> Front:
    return await make_front(deployment, vault, is_on_request=True)


def program(front: Front) -> KeyActor:
    return KeyActor(uuid4(), front.request.wish.clinic_id, frozenset(Permission))


async def books(front: Front, actor: Actor) -> UUID:
    wish, whose = front.request.wish, front.request.patient_id
    one = BookingRequest(wish.clinic_id, wish.service_id, wish.practitioner_id, NINE, whose)
    async with transaction():
        return await book_for_patient(front.deployment, actor, one)


async def asked(state: str = "open") -> set[UUID | None]:
    rows = StaffTask.filter(kind="booking_request", state=state)
    return {one.booking_id for one in await rows}


@pytest.mark.parametrize("end", ["confirmed", "declined", "cancelled"])
async def test_staff_are_asked_until_there_is_an_answer(front: Front, end: str) -> None:
    deployment, staff = front.deployment, front.staff()
    booking_id = await books(front, program(front))
    open_before = await asked()

    if end == "cancelled":
        await within_transaction(lambda: cancel_booking(deployment, program(front), booking_id))
    else:
        is_confirmed = end == "confirmed"
        await within_transaction(lambda: answer_request(deployment, staff, booking_id, is_confirmed=is_confirmed))

    assert open_before == {booking_id}
    assert (await asked(), await asked("done")) == (set(), {booking_id})


async def test_what_staff_book_themselves_asks_nobody(front: Front) -> None:
    booking_id = await books(front, front.staff())

    assert (await Booking.get(id=booking_id)).status == "confirmed"
    assert await asked() == set()


async def test_each_appointment_of_a_series_is_asked_about(front: Front) -> None:
    who, wanted = program(front), front.asked(recurrence="FREQ=DAILY;COUNT=3")
    seen = await look_before_series(front.deployment, who, wanted)

    await within_transaction(lambda: book_series(front.deployment, who, wanted, seen))

    made = await series()
    assert [one.status for one in made] == ["requested"] * 3
    assert await asked() == {one.id for one in made}
