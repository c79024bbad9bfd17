"""Reads of bookings and holds, each within one clinic, and how what was locked is saved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.bookings.rules import require_changeable
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import fetch, numbered, uuid_of
from chatbookr_core.errors import NotFound
from chatbookr_core.models import Booking, Hold

BUSY = """
SELECT a.subject_id, a.starts_minute, a.ends_minute FROM allocation a LEFT JOIN hold h ON h.id = a.hold_id
WHERE a.clinic_id = $1 AND a.subject_id IN ({subjects}) AND a.starts_minute < $3 AND a.ends_minute > $2 AND a.is_active
AND (a.booking_id IS NOT NULL OR a.group_id IS NOT NULL OR h.expires_at > $4)
UNION ALL
SELECT practitioner_id, starts_minute, ends_minute FROM external_busy
WHERE clinic_id = $1 AND practitioner_id IN ({subjects}) AND starts_minute < $3 AND ends_minute > $2
ORDER BY 2
"""
MET = """
SELECT 1 FROM external_busy
WHERE clinic_id = $1 AND practitioner_id = $2 AND starts_minute < $4 AND ends_minute > $3 LIMIT 1
"""

FOR_LIFE: Final = frozenset(
    {"id", "clinic_id", "reference", "patient_id", "service_id", "conversation_id"}
    | {"created_at", "created_by", "created_by_id", "series_id", "series_ordinal", "series_length", "series_recurrence"}
)
"""What of a booking no step of its life changes."""


async def booking_for(booking_id: UUID, *, clinic_id: UUID, is_locked: bool = False) -> Booking:
    """Return a booking, locked against other writers until the transaction ends if wanted. Raises NotFound."""
    rows = Booking.filter(id=booking_id, clinic_id=clinic_id)
    booking = await (rows.select_for_update(no_key=True) if is_locked else rows).first()
    if booking is None:
        raise NotFound()
    return booking


async def booking_to_change(booking_id: UUID, *, clinic_id: UUID, expected_version: int | None) -> Booking:
    """Return a booking that is to be moved or cancelled, locked.

    Raises NotFound, AlreadyCancelled, WrongStatus, StaleVersion.
    """
    booking = await booking_for(booking_id, clinic_id=clinic_id, is_locked=True)
    require_changeable(booking.status, version=booking.version, expected_version=expected_version)
    return booking


async def save_step(booking: Booking) -> None:
    """Save what a step of its life has changed of a locked booking.

    An UPDATE that names what keys are made of would take the whole row from everybody who only points to it, as
    PostgreSQL goes by the names where a trigger stands before it.
    """
    await booking.save(update_fields=sorted(Booking._meta.fields_db_projection.keys() - FOR_LIFE))


async def hold_for(hold_id: UUID, *, clinic_id: UUID) -> Hold:
    """Return a hold, whatever became of it. Raises NotFound."""
    found = await Hold.filter(id=hold_id, clinic_id=clinic_id).first()
    if found is None:
        raise NotFound()
    return found


async def is_kept_on_request(hold_id: UUID, *, clinic_id: UUID) -> bool:
    """Tell whether nobody could see whether the time of a hold is free."""
    return await Hold.filter(id=hold_id, clinic_id=clinic_id, is_on_request=True).exists()


async def is_known_busy(asked: Booking | Hold) -> bool:
    """Tell whether anything in its practitioner's calendars takes the time of a request, as far as is known of them."""
    span = epoch_minute(asked.starts_at), epoch_minute(asked.ends_at)
    return bool(await fetch(MET, (asked.clinic_id, asked.practitioner_id, *span)))


async def busy_minutes(
    clinic_id: UUID, subject_ids: Sequence[UUID], *, since_minute: int, until_minute: int, now: datetime
) -> list[tuple[UUID, int, int]]:
    """List what takes the subjects' time, as (subject, start, end) in epoch minutes, ordered by start.

    Bookings with their buffers, holds that stand at `now`, and practitioners' external calendars.
    """
    if not subject_ids:
        return []
    sql = BUSY.format(subjects=numbered(len(subject_ids), since=5))
    rows = await fetch(sql, (clinic_id, since_minute, until_minute, now, *subject_ids))
    return [(uuid_of(row["subject_id"]), row["starts_minute"], row["ends_minute"]) for row in rows]
