"""What a request asks of staff: an answer, whoever made it; once there is one nobody is asked any more."""

from datetime import datetime

from chatbookr_core.bookings.unseen import BECAUSE_UNSEEN
from chatbookr_core.conversations.tasks import ask_staff, close_request
from chatbookr_core.models import Booking


async def ask_for_answer(booking: Booking, now: datetime, *, is_unseen: bool = False) -> None:
    """Let staff know that somebody waits for them, where a booking is a request. Needs a transaction.

    `is_unseen`: it is one since nobody could see the calendar.
    """
    if booking.status == "requested":
        await ask_staff(
            "booking_request",
            clinic_id=booking.clinic_id,
            booking_id=booking.id,
            conversation_id=booking.conversation_id,
            dedupe_key=f"booking_request:{booking.id}",
            now=now,
            reason=BECAUSE_UNSEEN if is_unseen else None,
        )


async def note_answered(booking: Booking, now: datetime) -> None:
    """Tick off that an answer is waited for: it was given, or nobody wants it any more. Needs a transaction."""
    await close_request(booking.clinic_id, booking.id, now)
