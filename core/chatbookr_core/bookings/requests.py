"""What staff answer to a request: it stands, or its time is free again; the patient is told."""

from uuid import UUID

from chatbookr_core.bookings.asked_moves import answerable_move, decline_move, note_move_answered, party_who_asked
from chatbookr_core.bookings.owing import tell_of
from chatbookr_core.bookings.queries import booking_for, save_step
from chatbookr_core.bookings.request_tasks import note_answered
from chatbookr_core.bookings.rules import By, require_answerable, require_version
from chatbookr_core.bookings.service import cancel, reschedule
from chatbookr_core.bookings.terms import calendar_state_of
from chatbookr_core.clock import Clock
from chatbookr_core.db import current_transaction
from chatbookr_core.models import Booking, Hold

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
    """Let a request stand, or a booking move where it was asked to; its calendar is owed it now.

    With a reason, a code, it stands on purpose where the calendar has something else. Raises NotFound, NotRequested,
    StaleVersion.
    """
    tx, now = current_transaction(), clock.now()
    booking = await booking_for(booking_id, clinic_id=clinic_id, is_locked=True)
    if (kept := await answerable_move(booking, now)) is not None:
        return await _move(booking, kept, expected_version, overbook_reason, clock)
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
    """Refuse a request, or a move that was asked for, and free its time: what stands stays.

    Raises NotFound, NotRequested, StaleVersion.
    """
    booking = await booking_for(booking_id, clinic_id=clinic_id, is_locked=True)
    if (kept := await answerable_move(booking, clock.now())) is not None:
        require_version(booking.version, expected_version)
        await decline_move(booking, kept, clock.now())
        return booking
    require_answerable(booking.status, version=booking.version, expected_version=expected_version)
    return await cancel(
        booking_id, clinic_id=clinic_id, by=by, reason=DECLINED, expected_version=expected_version, clock=clock
    )


async def _move(
    booking: Booking, kept: Hold, expected_version: int | None, overbook_reason: str | None, clock: Clock
) -> Booking:
    """Move a booking where it was asked to: the old time is given up as the new one, kept until now, is theirs."""
    moved = await reschedule(
        booking.id,
        clinic_id=booking.clinic_id,
        to=kept.id,
        by=party_who_asked(kept),
        expected_version=expected_version,
        is_confirmed=True,
        clock=clock,
    )
    await note_move_answered(moved, kept, clock.now())
    if overbook_reason is not None:
        moved.overbook_reason = overbook_reason
        await moved.save(update_fields=["overbook_reason"])
    return moved
