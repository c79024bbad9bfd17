"""Confirms what was asked for while nobody could see the calendar, once it is seen and the time is free there.

It is what staff do with `bookingConfirm`: the calendar is asked right now, and what it speaks against is left to them.
"""

from uuid import UUID

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.availability.trust import is_unseen
from chatbookr_core.bookings.asked_moves import answerable_move
from chatbookr_core.bookings.live import require_free_as_asked
from chatbookr_core.bookings.use_cases import answer_request
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import SlotTaken
from chatbookr_core.models import Booking
from chatbookr_permissions.actor import SystemActor

WORKER = SystemActor("bookings.seen")


async def is_free_as_asked(deployment: Deployment, clinic_id: UUID, booking_id: UUID, version: int) -> bool:
    """Ask the calendar about the time that was asked for. No transaction.

    False where the request is not what it was, where something is there, and where the practitioner has another
    calendar that nobody sees. Raises CalendarNotFresh where it cannot be asked right now.
    """
    booking = await Booking.get_or_none(id=booking_id, clinic_id=clinic_id)
    if booking is None or booking.version != version:
        return False
    now = deployment.clock.now()
    kept = await answerable_move(booking, now)
    if await is_unseen((kept or booking).practitioner_id, clinic_id=clinic_id, now=now):
        return False
    try:
        await require_free_as_asked(deployment, booking, kept)
    except SlotTaken:
        return False
    return True


async def confirm_seen(deployment: Deployment, clinic_id: UUID, booking_id: UUID, version: int) -> None:
    """Let the request stand, or the booking move, in the version that was looked at; its patient is told.

    Needs a transaction. Raises what `answer_request` does.
    """
    await answer_request(deployment, WORKER, booking_id, is_confirmed=True, version=version)
    note(deployment.clock.now(), "bookingConfirm", HOST, clinics=(clinic_id,), subject_id=booking_id)
