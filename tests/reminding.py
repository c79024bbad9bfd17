"""Owes reminders as a booking does that is made, for tests that make one by hand."""

from datetime import datetime

from chatbookr_core.bookings.reminding import reminders_of, rules_of
from chatbookr_core.jobs import enqueue_all
from chatbookr_core.models import Booking, Clinic


async def owe_reminders(booking: Booking, now: datetime) -> None:
    """Owe the reminders of a booking that was made or moved at `now`. Needs a transaction."""
    await enqueue_all(reminders_of(booking, now, rules_of(await Clinic.get(id=booking.clinic_id))), now=now)
