"""Where a day takes one booking, a patient moves theirs within it by chat: it does not stand in its own way."""

import pytest
from tests.factories import writing
from tests.relatives import Practice, booked
from tests.workers.talking_relatives import practice as practice
from tests.workers.talking_relatives import talking as talking

from chatbookr_core.models import Booking, Practitioner, Service

LIMITED = (Practitioner, Service)


async def move_within_the_day(practice: Practice, booking: Booking) -> list[str]:
    """Ask for another time of the same day, and take the first that is shown."""
    phone = practice.phone()
    await phone.types("my appointments")
    await phone.taps("Reschedule")
    await phone.types(f"{booking.starts_at:%d.%m.%Y}")
    await phone.taps_first()
    return await phone.taps("Move appointment")


@pytest.mark.parametrize("limited", LIMITED)
@pytest.mark.parametrize("period", ["bookings_per_day", "bookings_per_week"])
async def test_what_is_moved_is_none_of_those_that_are_enough(
    practice: Practice, limited: type[Practitioner | Service], period: str
) -> None:
    async with writing():
        await limited.all().update(**{period: 1})
    before = await booked(practice.phone(), "For me")

    await move_within_the_day(practice, before)

    after = await Booking.get()
    assert after.starts_at != before.starts_at
    assert after.starts_at.date() == before.starts_at.date()


async def test_another_booking_counts_as_ever(practice: Practice) -> None:
    async with writing():
        await Practitioner.all().update(bookings_per_day=2)
    before = await booked(practice.phone(), "For me")
    await booked(practice.phone("4915112345679", "Bo Lind"), "For me")
    async with writing():
        await Practitioner.all().update(bookings_per_day=1)

    phone = practice.phone()
    await phone.types("my appointments")
    await phone.taps("Reschedule")
    said = await phone.types(f"{before.starts_at:%d.%m.%Y}")

    assert any("nothing free" in one for one in said)
