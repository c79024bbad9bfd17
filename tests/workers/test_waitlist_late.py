"""Who takes an offer when its minutes have passed has the time while it is free, and else hears what is near it."""

from datetime import timedelta

import pytest
from tests.factories import make_booking, writing
from tests.relatives import Practice
from tests.workers.test_waitlist_relatives import DECLARED, id_of, joins, offered, waitlist
from tests.workers.test_waitlist_relatives import practice as practice

from chatbookr_core.db import transaction
from chatbookr_core.models import Booking, Clinic, Conversation, Patient, WaitlistEntry, WaitlistOffer
from chatbookr_core.waitlist.entries import Wanted, join

__all__ = ["DECLARED", "waitlist"]  # they declare the jobs
GONE = "Just gone, you keep your place."


async def too_late(practice: Practice) -> WaitlistOffer:
    """Let the minutes of the offer pass."""
    practice.clock.turn(timedelta(minutes=16))
    return await WaitlistOffer.get()


async def test_a_time_that_nobody_has_is_theirs(practice: Practice) -> None:
    ada = practice.phone()
    await joins(ada, "for me", "any time")
    await offered(practice)
    offer = await too_late(practice)

    [asked] = await ada.taps("Take it")
    await ada.taps("Confirm only")

    assert asked.startswith("*")
    assert (await Booking.get()).starts_at == offer.starts_at
    assert (await WaitlistOffer.get()).state == "expired"


async def test_it_is_for_the_child_who_waits(practice: Practice) -> None:
    ada = practice.phone()
    entry = await joins(ada, "for someone else", "Tim Vos", "any time")
    await offered(practice)
    offer = await too_late(practice)

    await ada.taps("Take it")
    await ada.taps("Confirm only")

    booking = await Booking.get()
    assert (booking.starts_at, booking.patient_id) == (offer.starts_at, entry.patient_id)


async def test_the_appointment_that_waits_is_moved(practice: Practice) -> None:
    ada = practice.phone()
    await ada.types("hello")
    patient = await Patient.get(id=await id_of(ada))
    at = practice.clock.now().replace(hour=9, minute=0) + timedelta(days=9)
    where = patient, practice.service, practice.practitioner, practice.location
    booking = await make_booking(*where, starts_at=at)
    async with transaction():
        wanted = Wanted(practice.service.id, booking_id=booking.id)
        await join(await Clinic.get(), patient.id, wanted, by="staff", clock=practice.clock)
    await offered(practice)
    offer = await too_late(practice)

    await ada.taps("Take it")
    await ada.taps("Move appointment")

    moved = await Booking.get()
    assert (moved.id, moved.starts_at) == (booking.id, offer.starts_at)


async def test_what_somebody_else_has_by_then_is_answered_by_what_is_near(practice: Practice) -> None:
    ada = practice.phone()
    await joins(ada, "for me", "any time")
    await offered(practice)
    offer = await too_late(practice)
    bo = practice.phone("4915112345679", "Bo Lind")
    await bo.types("hello")
    await bo.taps("Book appointment")
    await bo.taps_first()
    [told] = await ada.taps("Take it")
    await ada.taps_first()
    await ada.taps("Confirm only")

    assert told.startswith("That time has just gone. The nearest are:")
    assert offer.starts_at < (await Booking.get()).starts_at < offer.starts_at + timedelta(hours=2)


@pytest.mark.parametrize("why", ["left", "staff"])
async def test_who_waits_no_longer_or_speaks_with_a_person_is_asked_nothing(practice: Practice, why: str) -> None:
    ada = practice.phone()
    await joins(ada, "for me", "any time")
    await offered(practice)
    await too_late(practice)
    async with writing():
        if why == "left":
            await WaitlistEntry.all().update(state="left")
            await WaitlistOffer.all().update(state="withdrawn")
        else:
            await Conversation.all().update(owner="staff")

    said = await ada.taps("Take it")

    assert [one for one in said if one.startswith("*")] == []
    assert not await Booking.exists()
    if why == "staff":
        assert said == [GONE]
