"""What staff answer to a request: it stands, or its time is free again; the patient who asked is told."""

from uuid import UUID

from chatbookr_core.bookings.owing import tell_of
from chatbookr_core.bookings.queries import booking_for, save_step
from chatbookr_core.bookings.request_tasks import note_answered
from chatbookr_core.bookings.rules import By, require_answerable
from chatbookr_core.bookings.service import cancel
from chatbookr_core.bookings.terms import calendar_state_of
from chatbookr_core.clock import Clock
from chatbookr_core.db import current_transaction
from chatbookr_core.models import Booking

DECLINED = "declined"
"""The reason of a booking that was cancelled because its request was declined."""


async def confirm_request(
    booking_id: UUID,
    *,
    clinic_id: UUID,
    expected_version: int | None = None,
    overbook_reason: str | None = None,
    clock: Clock,
) -> Booking:
    """Let a request stand; its calendar is owed it now. Raises NotFound, NotRequested, StaleVersion.

    With a reason, a code, it stands on purpose where the calendar has something else.
    """
    tx, now = current_transaction(), clock.now()
    booking = await booking_for(booking_id, clinic_id=clinic_id, is_locked=True)
    require_answerable(booking.status, version=booking.version, expected_version=expected_version)
    booking.status, booking.version = "confirmed", booking.version + 1
    booking.confirmed_version = booking.version
    booking.overbook_reason = overbook_reason or booking.overbook_reason
    booking.calendar_state = await calendar_state_of(booking)
    await save_step(booking)
    await note_answered(booking, now)
    await tell_of(tx, booking, now)
    return booking


async def decline_request(
    booking_id: UUID, *, clinic_id: UUID, by: By, expected_version: int | None = None, clock: Clock
) -> Booking:
    """Refuse a request, and free its time. Raises NotFound, NotRequested, StaleVersion."""
    booking = await booking_for(booking_id, clinic_id=clinic_id, is_locked=True)
    require_answerable(booking.status, version=booking.version, expected_version=expected_version)
    return await cancel(
        booking_id, clinic_id=clinic_id, by=by, reason=DECLINED, expected_version=expected_version, clock=clock
    )
