"""Family on one phone: who writes books for others, is written to, and sees theirs; each has a key of their own."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.factories import make_clinic, make_patient, writing
from tests.relatives import Practice, booked, make_relative
from tests.reminding import owe_reminders
from tests.workers.talking_relatives import HOST, at_the_desk, name_of
from tests.workers.talking_relatives import practice as practice
from tests.workers.talking_relatives import talking as talking

from chatbookr_core.bookings.use_cases import cancel_booking
from chatbookr_core.db import fetch, transaction
from chatbookr_core.dialogue import Person
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    AuditEntry,
    Booking,
    Clinic,
    Consent,
    Patient,
    PatientKey,
    RelatedPerson,
    StaffTask,
)
from chatbookr_core.notices.announcements import announce
from chatbookr_core.reach import reach_in
from chatbookr_core.relatives.errors import TooManyRelatives
from chatbookr_core.relatives.queries import links_with
from chatbookr_core.relatives.service import link_relative, person_booked_for, unlink_relative
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_permissions.roles import Role

SEALED = ("body_sealed", "content_sealed")


async def test_somebody_new_is_booked_for_with_a_key_of_their_own_and_the_phone_s_owner_is_written_to(
    practice: Practice,
) -> None:
    ada = practice.phone()
    await ada.types("hello")
    await ada.taps("Book appointment")

    [who] = await ada.taps_first()
    [asked] = await ada.taps("For someone else")
    [echoed] = await ada.types("  tim   Vos ")
    [done] = await ada.taps("Confirm + reminder")

    assert who == "Who is the appointment for?"
    assert asked == "What is the first and last name of who is coming?"
    assert "For tim Vos." in echoed
    booking, contact = await Booking.get(), await ada.patient()
    assert contact is not None
    tim = await Patient.get(id=booking.patient_id)
    assert done.startswith("For tim.\nBooked: ")
    assert await name_of(practice, tim) == "tim Vos"
    assert (tim.channel, tim.phone_sealed, tim.id == contact.id) == ("", None, False)
    assert await PatientKey.filter(patient_id=tim.id).count() == 1
    assert (booking.arranged_by_id, booking.created_by, booking.wants_reminders) == (contact.id, "patient", True)
    assert (await RelatedPerson.get()).contact_id == contact.id
    assert {row.patient_id for row in await Consent.all()} == {contact.id}


async def test_whoever_is_known_is_offered_by_name_and_the_same_name_twice_is_one_person(practice: Practice) -> None:
    ada = practice.phone()
    first = await booked(ada, "for someone else", "Tim Vos")
    await ada.types("menu")
    await ada.taps("Book appointment")
    await ada.taps_first()
    [again] = await ada.taps("For someone else")
    [echoed] = await ada.types("TÍM vos")
    await ada.taps("Confirm only")

    assert again.startswith("What is the first and last name")
    assert "For Tim Vos." in echoed
    assert {row.patient_id for row in await Booking.all()} == {first.patient_id}
    assert await RelatedPerson.all().count() == 1


async def test_one_tap_books_for_somebody_known(practice: Practice) -> None:
    ada = practice.phone()
    first = await booked(ada, "for my son", "Tim Vos")
    await ada.types("menu")
    await ada.taps("Book appointment")
    [who] = await ada.taps_first()
    [echoed] = await ada.taps("Tim Vos")
    await ada.taps("Confirm only")

    assert who == "Who is the appointment for?"
    assert "For Tim Vos." in echoed
    assert {row.patient_id for row in await Booking.all()} == {first.patient_id}


async def test_who_books_for_themselves_is_asked_once_and_has_no_relatives(practice: Practice) -> None:
    ada = practice.phone()

    booking = await booked(ada, "For me")
    await ada.types("menu")
    await ada.taps("Book appointment")
    [confirming] = await ada.taps_first()

    contact = await ada.patient()
    assert contact is not None
    assert (booking.patient_id, booking.arranged_by_id) == (contact.id, None)
    assert not await RelatedPerson.exists()
    assert "Not for you? Write “for someone else”." in confirming


async def test_a_name_that_nobody_gave_is_asked_of_who_writes_too(practice: Practice) -> None:
    phone = practice.phone(name=None)

    booking = await booked(phone, "For me", "Ada Vos")

    patient = await Patient.get(id=booking.patient_id)
    assert await name_of(practice, patient) == "Ada Vos"
    assert booking.arranged_by_id is None


async def test_a_clinic_that_does_not_want_it_is_not_asked_for_it(practice: Practice) -> None:
    async with writing():
        await Clinic.filter(id=practice.clinic.id).update(books_for_others=False)
    ada = practice.phone()

    await booked(ada)

    assert not await RelatedPerson.exists()
    said = [await ada.text(one) for one in await ada.messages()]
    assert all("someone else" not in one for one in said)


async def test_the_date_of_birth_is_asked_where_the_clinic_wants_it(practice: Practice) -> None:
    async with writing():
        await Clinic.filter(id=practice.clinic.id).update(asks_birth_date=True)
    ada = practice.phone()
    await ada.types("hello")
    await ada.taps("Book appointment")
    await ada.taps_first()
    await ada.taps("For someone else")

    [asked] = await ada.types("Tim Vos")
    [hint] = await ada.types("31.2.2018")
    [echoed] = await ada.types("12/3/2018")
    await ada.taps("Confirm only")

    assert asked.startswith("And the date of birth?")
    assert hint.startswith("Please write the date of birth")
    assert "For Tim Vos, born 12 March 2018." in echoed
    tim = await Patient.get(id=(await Booking.get()).patient_id)
    keys = await practice.deployment.vault.reading(tim.clinic_id, (tim.birth_date_sealed,))
    assert tim.birth_date_sealed is not None
    assert keys.open_text(columns.PATIENT_BIRTH_DATE, tim.id, tim.birth_date_sealed) == "2018-03-12"


async def test_appointments_of_all_are_listed_moved_and_cancelled_by_who_arranged_them(practice: Practice) -> None:
    ada = practice.phone()
    own = await booked(ada, "For me")
    tims = await booked(ada, "for someone else", "Tim Vos")

    await ada.types("my appointments")
    rows = await ada.options((await ada.messages())[-1])
    [shown] = await ada.taps(rows[1][1])
    await ada.taps("Reschedule")
    await ada.taps_first()
    [moved] = await ada.taps("Move appointment")
    await ada.taps("Cancel booking")
    await ada.taps("Yes, cancel")
    await ada.types("something came up")

    assert len(rows) == 2
    assert shown.startswith("For Tim.\n")
    assert moved.startswith("For Tim.\nMoved to ")
    await tims.refresh_from_db()
    assert (tims.status, tims.version, tims.cancelled_by) == ("cancelled", 3, "patient")
    assert (await Booking.get(id=own.id)).status == "confirmed"
    assert tims.cancel_reason is not None
    contact = await ada.patient()
    assert contact is not None
    done = await AuditEntry.filter(actor_id=contact.id, action__startswith="booking").order_by("id")
    assert [row.action for row in done] == ["bookingCreate", "bookingCreate", "bookingReschedule", "bookingCancel"]


async def test_reminders_of_one_day_name_who_comes_and_go_to_who_arranged_them(practice: Practice) -> None:
    ada = practice.phone()
    await booked(ada, "For me")
    tims = await booked(ada, "for someone else", "Tim Vos")
    before = len(await ada.messages())
    async with writing():
        await Clinic.filter(id=practice.clinic.id).update(quiet_from_minute=0, quiet_until_minute=0, reminder_hours=0)
        for one in await Booking.all():
            await Booking.filter(id=one.id).update(created_at=practice.clock.now() - timedelta(days=2))
    practice.clock.turn(tims.starts_at - practice.clock.now() - timedelta(hours=2))
    async with transaction():
        await owe_reminders(await Booking.get(id=tims.id), practice.clock.now() - timedelta(days=3))

    await practice.work("booking.remind")

    told = [await ada.text(one) for one in (await ada.messages())[before:]]
    assert len(told) == 1, told
    assert "your appointments on" in told[0]
    assert ", Tim, " in told[0]


@pytest.mark.parametrize("is_arranged", [True, False], ids=["arranged in the chat", "booked at the desk"])
async def test_what_the_clinic_cancels_is_told_to_who_arranged_it_under_their_keys(
    practice: Practice, vault: Vault, is_arranged: bool
) -> None:
    ada = practice.phone()
    if is_arranged:
        booking = await booked(ada, "for someone else", "Tim Vos")
    else:
        await ada.types("hello")
        contact = await ada.patient()
        assert contact is not None
        tim = await make_relative(contact, vault)
        booking = await at_the_desk(practice, tim)

    async with transaction():
        await cancel_booking(practice.deployment, HOST, booking.id, reason=None)
    await practice.work("dialogue.announce")

    told = await ada.text((await ada.messages())[-1])
    assert told.startswith("For Tim.\nThe practice has cancelled your appointment on ")
    assert not await StaffTask.filter(kind="tell_patient").exists()


async def test_a_message_is_opened_with_the_contact_s_keys_alone(practice: Practice) -> None:
    """Nothing said of Tim lies under Tim's key: were it so, erasing him would leave the phone's owner unreadable."""
    ada = practice.phone()
    booking = await booked(ada, "for someone else", "Tim Vos")
    async with transaction():
        row = await Booking.filter(id=booking.id).select_for_update().get()
        row.announced_version = 0
        await announce(practice.deployment, row)

    contact = await ada.patient()
    assert contact is not None
    rows = await fetch("SELECT body_sealed, content_sealed FROM message", ())
    owners = {UUID(bytes=bytes(row[name])[5:21]) for row in rows for name in SEALED if row[name] is not None}
    assert owners == {contact.id}


class Dies(Exception):
    """Stands for a process that is killed before its transaction ends."""


async def test_the_same_confirmation_twice_makes_one_person_and_a_death_before_the_commit_none(
    practice: Practice,
) -> None:
    ada = practice.phone()
    await ada.types("hello")
    contact = await ada.patient()
    assert contact is not None
    tim = Person(name="Tim Vos")

    async def die() -> None:
        async with transaction():
            await person_booked_for(practice.deployment, contact, tim)
            raise Dies

    with pytest.raises(Dies):
        await die()
    left = (await Patient.all().count(), await PatientKey.all().count(), await RelatedPerson.all().count())

    made = []
    for _ in range(2):
        async with transaction():
            made.append(await person_booked_for(practice.deployment, contact, tim))

    assert left == (1, 1, 0)
    assert made[0] == made[1]
    assert (await Patient.all().count(), await RelatedPerson.all().count()) == (2, 1)
    with pytest.raises(NotFound):
        async with transaction():
            await person_booked_for(practice.deployment, contact, Person(relative_id=contact.id))


async def test_one_contact_books_for_twenty_at_most(practice: Practice, vault: Vault) -> None:
    ada = practice.phone()
    await ada.types("hello")
    contact = await ada.patient()
    assert contact is not None
    for number in range(20):
        await make_relative(contact, vault, name=f"Tim {'I' * (number + 1)}")

    with pytest.raises(TooManyRelatives):
        async with transaction():
            await person_booked_for(practice.deployment, contact, Person(name="Mia Vos"))


async def test_staff_link_and_unlink_and_see_who_arranged_what(practice: Practice, vault: Vault) -> None:
    ada = practice.phone()
    booking = await booked(ada, "for someone else", "Tim Vos")
    contact = await ada.patient()
    assert contact is not None
    other = await make_clinic(vault)
    stranger = await make_patient(other, vault)
    owner = StaffActor(new_id(), new_id(), {practice.clinic.id: Membership(Role.OWNER)})
    reach = reach_in(owner, practice.clinic.id)

    for _ in range(2):
        async with transaction():
            await unlink_relative(owner, patient_id=booking.patient_id, contact_id=contact.id)
    gone = await links_with(reach, [contact.id])
    for _ in range(2):
        async with transaction():
            await link_relative(practice.deployment, owner, patient_id=booking.patient_id, contact_id=contact.id)
    found = await links_with(reach, [contact.id, booking.patient_id])

    assert gone == {contact.id: []}
    assert [(one.patient_id, one.created_by) for one in found[contact.id]] == [(booking.patient_id, "staff")]
    assert found[contact.id] == found[booking.patient_id]
    for patient_id, contact_id, error in (
        (booking.patient_id, stranger.id, NotFound),
        (stranger.id, contact.id, NotFound),
        (contact.id, contact.id, InvalidInput),
    ):
        with pytest.raises(error):
            async with transaction():
                await link_relative(practice.deployment, owner, patient_id=patient_id, contact_id=contact_id)
    auditor = StaffActor(new_id(), new_id(), {practice.clinic.id: Membership(Role.AUDITOR)})
    with pytest.raises(PermissionDenied):
        async with transaction():
            await unlink_relative(auditor, patient_id=booking.patient_id, contact_id=contact.id)
