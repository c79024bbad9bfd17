"""A talk of somebody with an appointment, for tests of changing it."""

from tests.core.dialogue_practice import Practice, greeted, slot_at

from chatbookr_core.dialogue import (
    BookingSummary,
)

BOOKED = slot_at("2026-10-16 09:30")


def with_booking() -> tuple[Practice, BookingSummary]:
    practice = greeted(Practice())
    booking = practice.has_booked(BOOKED)
    practice.announces()
    return practice, booking
