"""A phone asks for a time at which somebody has another appointment: told so by what stands in the database."""

from datetime import timedelta

from tests.factories import make_booking, make_practitioner, writing
from tests.relatives import Practice, booked
from tests.workers.talking_relatives import practice as practice
from tests.workers.talking_relatives import talking as talking

from chatbookr_core.assistant.person import UPCOMING
from chatbookr_core.models import Allocation, Booking, Patient

SAID = "You already have an appointment then: "


async def free_again(booking: Booking) -> None:
    """Let the time be offered again, as it is by a colleague, while the patient's booking stands."""
    async with writing():
        await Allocation.filter(booking_id=booking.id).update(is_active=False)


async def chosen_again(practice: Practice, *, relative: str | None = None) -> list[str]:
    ada = practice.phone()
    await ada.types("menu")
    await ada.taps("Book appointment")
    said = await ada.taps_first()
    return await ada.taps(relative) if relative else said


async def test_who_has_an_appointment_then_is_told_so_and_books_nothing_more(practice: Practice) -> None:
    booking = await booked(practice.phone(), "For me")
    await free_again(booking)

    [told] = await chosen_again(practice)
    [times] = await practice.phone().taps("Other time")

    assert told.startswith(SAID)
    assert told.endswith("Move that one, or choose another time?")
    assert times.startswith("Choose a time")
    assert await Booking.all().count() == 1


async def test_it_is_seen_after_more_appointments_than_are_listed(practice: Practice) -> None:
    booking = await booked(practice.phone(), "For me")
    await free_again(booking)
    colleague = await make_practitioner(practice.clinic, practice.location)
    patient = await Patient.get(id=booking.patient_id)
    for number in range(1, UPCOMING + 1):
        at = booking.starts_at - timedelta(minutes=5 * number)
        what = (patient, practice.service, colleague, practice.location)
        await make_booking(*what, starts_at=at, ends_at=at + timedelta(minutes=5))

    [told] = await chosen_again(practice)

    assert told.startswith(SAID)


async def test_a_relative_has_one_and_who_writes_has_none(practice: Practice) -> None:
    booking = await booked(practice.phone(), "for my son", "Tim Vos")
    await free_again(booking)

    [told] = await chosen_again(practice, relative="Tim Vos")
    await practice.phone().taps("For someone else")
    [asked] = await practice.phone().taps("For me")

    assert told.startswith("Tim already has an appointment then: ")
    assert asked.startswith("*")


async def test_what_staff_book_meanwhile_is_said_at_the_confirmation(practice: Practice) -> None:
    booking = await booked(practice.phone(), "For me")
    await practice.phone().types("menu")
    await practice.phone().taps("Book appointment")
    [asked] = await practice.phone().taps_first()
    colleague = await make_practitioner(practice.clinic, practice.location)
    patient = await Patient.get(id=booking.patient_id)
    next_at = booking.ends_at
    await make_booking(patient, practice.service, colleague, practice.location, starts_at=next_at)

    [told] = await practice.phone().taps("Confirm only")

    assert asked.startswith("*")
    assert told.startswith(SAID)
    assert await Booking.all().count() == 2
