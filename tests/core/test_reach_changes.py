from collections.abc import Awaitable
from uuid import UUID, uuid4

import pytest
from tests.core.reached_house import EVERY, NINE, House
from tests.core.reached_house import house as house
from tests.factories import (
    make_patient,
    writing,
)

from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, cancel_booking, move_booking
from chatbookr_core.conversations.ticking import tick_off
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound, SlotNotOffered
from chatbookr_core.inbox.service import mark_read, send_message, take_over
from chatbookr_core.inbox.states import close
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Booking,
    Conversation,
    Patient,
    StaffTask,
)
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.patients.registering import register_patient
from chatbookr_core.patients.sealing import set_sealed
from chatbookr_core.reach import reach_in
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_permissions.roles import Role


async def refused(kind: type[Exception], work: Awaitable[object]) -> None:
    with pytest.raises(kind):
        async with transaction():
            await work


async def test_who_sees_their_own_alone_changes_nothing_of_others(house: House, deployment: Deployment) -> None:
    place = Membership(Role.PRACTITIONER, house.doctors[0].id)
    actor, expected = house.actor(place), house.expected(place, house.users[0])
    before = await Booking.all().order_by("id").values(), await Conversation.all().order_by("id").values()

    for booking in house.bookings:
        if booking.id not in expected["booking"]:
            await refused(NotFound, cancel_booking(deployment, actor, booking.id))
            await refused(NotFound, move_booking(deployment, actor, booking.id, starts_at=NINE))
    for talk in house.conversations:
        if talk.id not in expected["conversation"]:
            await refused(NotFound, take_over(deployment, actor, talk.id))
            await refused(NotFound, send_message(deployment, actor, talk.id, "Hello"))
            await refused(NotFound, close(deployment, actor, talk.id))
            await refused(NotFound, mark_read(actor, talk.id))
    for task in house.tasks:
        if task.id not in expected["staff_task"]:
            await refused(NotFound, tick_off(deployment, actor, task.id))
    assert before == (await Booking.all().order_by("id").values(), await Conversation.all().order_by("id").values())
    assert await StaffTask.filter(state="done").count() == 0


async def test_a_practitioner_books_with_themselves_whom_they_reach(house: House, deployment: Deployment) -> None:
    place = Membership(Role.PRACTITIONER, house.doctors[0].id)
    actor, expected = house.actor(place), house.expected(place, house.users[0])
    service_id = house.bookings[0].service_id
    reached = next(one for one in house.patients if one.id in expected["patient"])
    foreign = next(one for one in house.patients if one.id not in expected["patient"])

    def asked(doctor: int, patient: Patient) -> BookingRequest:
        return BookingRequest(house.clinic.id, service_id, house.doctors[doctor].id, NINE, patient.id)

    await refused(SlotNotOffered, book_for_patient(deployment, actor, asked(1, reached)))
    await refused(NotFound, book_for_patient(deployment, actor, asked(0, foreign)))
    async with transaction():
        made = await book_for_patient(deployment, actor, asked(0, reached))
    other = house.doctors[1].id
    await refused(SlotNotOffered, move_booking(deployment, actor, made, starts_at=NINE, practitioner_id=other))
    assert (await Booking.get(id=made)).practitioner_id == house.doctors[0].id


async def test_nobody_makes_a_sealed_patient_theirs_by_moving_a_booking(house: House, deployment: Deployment) -> None:
    place = Membership(Role.CUSTOM, house.doctors[0].id, EVERY - {Permission.PATIENT_SEALED_READ})
    actor, sealed = house.actor(place), {one.id for one in house.patients if one.is_sealed}
    hidden = {one for one in sealed if house.is_hidden(one, place, house.users[0])}
    booking = next(one for one in house.bookings if one.patient_id in hidden)
    async with writing():
        await Booking.filter(id=booking.id).update(status="confirmed")

    to_self = house.doctors[0].id
    await refused(NotFound, move_booking(deployment, actor, booking.id, starts_at=NINE, practitioner_id=to_self))

    assert (await Booking.get(id=booking.id)).practitioner_id == house.doctors[1].id


async def test_only_who_sees_a_patient_seals_or_unseals_them(house: House, deployment: Deployment) -> None:
    manager = house.actor(Membership(Role.MANAGER), 1)
    receptionist = house.actor(Membership(Role.RECEPTIONIST), 1)
    hidden = next(one for one in house.patients if house.is_hidden(one.id, Membership(Role.MANAGER), house.users[1]))
    plain = next(one for one in house.patients if not one.is_sealed)

    await refused(NotFound, set_sealed(manager, hidden.id, is_sealed=False))
    await refused(NotFound, set_sealed(manager, uuid4(), is_sealed=False))
    await refused(PermissionDenied, set_sealed(receptionist, plain.id, is_sealed=True))
    assert (await Patient.get(id=hidden.id)).is_sealed
    assert not (await Patient.get(id=plain.id)).is_sealed
    async with transaction():
        await set_sealed(manager, plain.id, is_sealed=True)
    assert (await Patient.get(id=plain.id)).is_sealed


@pytest.mark.checklist(11)
async def test_a_phone_of_somebody_out_of_reach_tells_nothing(
    house: House, deployment: Deployment, vault: Vault
) -> None:
    """Who asks with the number of a patient they may not know gets somebody new, and the same again the next time."""
    receptionist = house.actor(Membership(Role.RECEPTIONIST), 1)
    sealed = await make_patient(house.clinic, vault, phone="4915100000077", is_sealed=True, name=None)
    known = await make_patient(house.clinic, vault, phone="4915100000078")

    async def asked(phone: str) -> UUID:
        async with transaction():
            return await register_patient(deployment, receptionist, clinic_id=house.clinic.id, name="Ada", phone=phone)

    first, again = await asked("+4915100000077"), await asked("+4915100000077")

    assert first == again != sealed.id
    assert await asked("+4915100000078") == known.id
    assert (await Patient.get(id=sealed.id)).name_sealed is None
    assert set(await patients_by_id(reach_in(receptionist, house.clinic.id), [first, sealed.id])) == {first}
