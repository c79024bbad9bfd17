"""What of a series stands and is to come, and what keeps that from being changed whatever any calendar says."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from chatbookr_core.bookings.errors import NotTheTime, Refusal, SeriesRefused, WrongStatus
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.errors import AlreadyCancelled, Conflict, StaleVersion
from chatbookr_core.models import Booking
from chatbookr_core.series.rules import MOST, Scope


async def to_come(anchor: Booking, scope: Scope, *, now: datetime, is_locked: bool = False) -> list[Booking]:
    """List what stands of a series and has not begun: from the anchor's number on, or all."""
    if anchor.series_id is None:
        return []
    rows = Booking.filter(clinic_id=anchor.clinic_id, series_id=anchor.series_id, status__in=list(STANDING))
    rows = rows.filter(starts_at__gt=now).order_by("id").limit(MOST)
    if scope == "this_and_following":
        rows = rows.filter(series_ordinal__gte=anchor.series_ordinal)
    return await (rows.select_for_update(no_key=True) if is_locked else rows)


def why_unchangeable(anchor: Booking, bookings: Sequence[Booking], versions: Mapping[UUID, int]) -> Conflict | None:
    """Say what speaks against a change of `bookings`, of which the one named is one; none needs a calendar."""
    if anchor.status == "cancelled":
        return AlreadyCancelled()
    concerned = {one.id: one for one in (*bookings, anchor)}.values()
    stale = [one for one in concerned if versions.get(one.id) != one.version]
    if stale:
        return SeriesRefused([refusal(one, StaleVersion.code) for one in sorted(stale, key=ordinal)])
    if anchor.status not in STANDING:
        return WrongStatus(details={"status": anchor.status})
    if anchor.id not in {one.id for one in bookings}:
        return NotTheTime("That appointment has begun.")
    return None


def ordinal(booking: Booking) -> int:
    """Return the number of an appointment within its series."""
    return booking.series_ordinal or 0


def refusal(booking: Booking, code: str) -> Refusal:
    """Say that an appointment could not be changed, as a code says why."""
    return Refusal(ordinal(booking), booking.starts_at, code)
