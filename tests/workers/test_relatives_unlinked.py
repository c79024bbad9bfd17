from datetime import timedelta
from uuid import UUID

from tests.factories import writing
from tests.relatives import Practice, booked, link
from tests.workers.talking_relatives import HOST, at_the_desk, name_of
from tests.workers.talking_relatives import practice as practice
from tests.workers.talking_relatives import talking as talking

from chatbookr_core.bookings.use_cases import cancel_booking
from chatbookr_core.db import transaction
from chatbookr_core.erasure.erasing import is_anything_left
from chatbookr_core.erasure.receipt import receipt_of
from chatbookr_core.erasure.rules import Ground
from chatbookr_core.erasure.service import erase_patient
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Booking,
    Erasure,
    Patient,
    RelatedPerson,
    StaffTask,
)
from chatbookr_core.relatives.queries import contact_of


async def test_who_is_unlinked_reads_nothing_more_and_staff_are_asked_to_tell_the_patient(practice: Practice) -> None:
    ada = practice.phone()
    booking = await booked(ada, "for someone else", "Tim Vos")
    before = len(await ada.messages())
    async with writing():
        await RelatedPerson.all().delete()

    async with transaction():
        await cancel_booking(practice.deployment, HOST, booking.id, reason=None)
    await practice.work("dialogue.announce")
    [none] = await ada.types("my appointments")

    assert len(await ada.messages()) == before + 1
    assert none.startswith("You have no upcoming appointments.")
    task = await StaffTask.get(kind="tell_patient", booking_id=booking.id)
    assert task.reason == "no_channel"


async def test_a_grown_up_s_own_bookings_are_not_shown_to_who_books_for_them(practice: Practice, vault: Vault) -> None:
    ada, bob = practice.phone(), practice.phone("4915199999999", "Bob Vos")
    own = await booked(bob, "For me")
    arranged = await booked(ada, "For me")
    husband, wife = await bob.patient(), await ada.patient()
    assert husband is not None
    assert wife is not None
    await link(husband, wife)

    said = await ada.types("my appointments")

    assert len(said) == 1
    assert arranged.reference in said[0]
    assert await contact_of(await Booking.get(id=own.id)) == husband.id


async def test_of_two_contacts_who_arranged_it_is_told_else_who_was_linked_last(
    practice: Practice, vault: Vault
) -> None:
    ada, bob = practice.phone(), practice.phone("4915199999999", "Bob Vos")
    tims = await booked(ada, "for someone else", "Tim Vos")
    await bob.types("hello")
    father, tim = await bob.patient(), await Patient.get(id=tims.patient_id)
    assert father is not None
    await link(tim, father, after=timedelta(days=9000))
    desk = await at_the_desk(practice, tim)

    assert await contact_of(tims) == tims.arranged_by_id
    assert await contact_of(desk) == father.id


async def erased(practice: Practice, patient_id: UUID) -> Erasure:
    async with transaction():
        key = await erase_patient(
            practice.deployment, HOST, patient_id, reference=f"DSR-{patient_id.hex[:6]}", ground=Ground.OBJECTION
        )
    await practice.work("patient.erase")
    erasure = await Erasure.get(id=key)
    assert erasure.state == "erased"
    assert await is_anything_left(erasure) == []
    return erasure


async def test_a_relative_who_is_erased_is_nobody_and_the_contact_s_conversation_stays_theirs(
    practice: Practice,
) -> None:
    ada = practice.phone()
    booking = await booked(ada, "for someone else", "Tim Vos")
    before = [await ada.text(one) for one in await ada.messages()]

    erasure = await erased(practice, booking.patient_id)
    receipt = await receipt_of(practice.deployment, erasure.id, clinic_id=practice.clinic.id)
    [none] = await ada.types("my appointments")

    tim, left = await Patient.get(id=booking.patient_id), await Booking.get(id=booking.id)
    assert (tim.name_sealed, tim.birth_date_sealed) == (None, None)
    assert (left.status, left.arranged_by_id, left.conversation_id) == ("cancelled", None, None)
    assert not await RelatedPerson.exists()
    assert [await ada.text(one) for one in (await ada.messages())[: len(before)]] == before
    assert none.startswith("You have no upcoming appointments.")
    assert receipt is not None
    assert "related_person" in str(receipt)
    assert "Messages with somebody who booked for them" in str(receipt)


async def test_a_contact_who_is_erased_leaves_the_relatives_their_appointments(practice: Practice) -> None:
    ada = practice.phone()
    booking = await booked(ada, "for someone else", "Tim Vos")
    contact = await ada.patient()
    assert contact is not None

    await erased(practice, contact.id)

    left, tim = await Booking.get(id=booking.id), await Patient.get(id=booking.patient_id)
    assert (left.status, left.arranged_by_id, left.conversation_id) == ("confirmed", None, None)
    assert await name_of(practice, tim) == "Tim Vos"
    assert not await RelatedPerson.exists()
    assert await contact_of(left) == tim.id
