"""What becomes of a visit: the patient is there, it is over, or nobody came; and what was noted wrongly is undone."""

from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.bookings.life import By, Moment, Step, after, is_day_over
from chatbookr_core.bookings.owing import tell_of
from chatbookr_core.bookings.queries import booking_for, save_step
from chatbookr_core.bookings.rules import require_as_seen
from chatbookr_core.clock import Clock
from chatbookr_core.db import current_transaction
from chatbookr_core.errors import Conflict
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Booking, Clinic

LOOKED_BACK = timedelta(days=14)
"""What is older and was never noted stays as it is: nobody knows any more."""
FOLLOW_UP_JOB = "booking.follow_up"
FOLLOW_UP_AFTER = timedelta(hours=1)
_NOT_OVER = ("confirmed", "checked_in")


async def take_step(
    booking_id: UUID,
    step: Step,
    *,
    clinic_id: UUID,
    by: By,
    by_id: UUID | None = None,
    expected_version: int | None = None,
    clock: Clock,
) -> Booking:
    """Note something of a visit, or undo that. Needs a transaction.

    Raises NotFound, WrongStatus, AlreadyCancelled, NotTheTime, StaleVersion.
    """
    tx, now = current_transaction(), clock.now()
    booking = await booking_for(booking_id, clinic_id=clinic_id, is_locked=True)
    moment = Moment(
        now,
        booking.starts_at,
        booking.zone,
        checked_in_at=booking.checked_in_at,
        noted_at=booking.concluded_at or booking.checked_in_at,
    )
    require_as_seen(booking.status, version=booking.version, expected_version=expected_version)
    status = after(step, booking.status, by=by, moment=moment)
    booking.status, booking.version = status, booking.version + 1
    _date(booking, step, by, by_id, now)
    booking.announced_version = booking.version  # the patient knows whether they came
    await save_step(booking)
    await tell_of(tx, booking, now)
    if step is Step.NO_SHOW:
        await _owe_follow_up(booking, now)
    return booking


async def _owe_follow_up(booking: Booking, now: datetime) -> None:
    """Owe the offer of another time, where the clinic wants that; not at once: what was noted wrongly is undone."""
    if not await Clinic.exists(id=booking.clinic_id, follows_up_no_shows=True):
        return
    await enqueue(
        FOLLOW_UP_JOB,
        clinic_id=booking.clinic_id,
        subject_id=booking.id,
        arguments={"version": booking.version},
        due_at=now + FOLLOW_UP_AFTER,
        now=now,
        dedupe_key=f"{FOLLOW_UP_JOB}:{booking.id}:{booking.version}",
    )


def _date(booking: Booking, step: Step, by: By, by_id: UUID | None, now: datetime) -> None:
    """Keep when and by whom it was noted; what is undone was never so."""
    is_over = step in (Step.COMPLETE, Step.NO_SHOW)
    booking.concluded_at, booking.concluded_by = (now, by) if is_over else (None, None)
    booking.concluded_by_id = by_id if is_over else None
    if step is Step.CHECK_IN:
        booking.checked_in_at = now
    elif step is Step.UNDO and booking.status != "checked_in":
        booking.checked_in_at = None


async def complete_overdue(clinic_id: UUID, *, clock: Clock, limit: int) -> int:
    """Complete what nobody said otherwise of by the end of its day, where the clinic wants that; count it.

    Needs a transaction.
    """
    now = clock.now()
    if not await Clinic.exists(id=clinic_id, completes_bookings=True):
        return 0
    rows = Booking.filter(clinic_id=clinic_id, status__in=_NOT_OVER, starts_at__gt=now - LOOKED_BACK, ends_at__lte=now)
    done = 0
    for booking in await rows.order_by("starts_at", "id"):
        if done >= limit or not is_day_over(booking.ends_at, now=now, zone=booking.zone):
            continue
        try:
            await take_step(booking.id, Step.COMPLETE, clinic_id=clinic_id, by="system", clock=clock)
        except Conflict:  # somebody said meanwhile what became of it
            continue
        note(now, "bookingComplete", HOST, clinics=(clinic_id,), subject_id=booking.id)
        done += 1
    return done


async def clinics_that_complete() -> list[UUID]:
    """List the clinics whose visits are completed at the end of the day; of every clinic."""
    ids = await Clinic.filter(completes_bookings=True).values_list("id", flat=True)
    return [UUID(str(one)) for one in ids]
