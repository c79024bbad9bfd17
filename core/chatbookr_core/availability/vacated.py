"""Reads what bookings that move leave behind: their time, the group appointment of who is alone in it, their events."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from chatbookr_core.availability.zones import Interval
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import fetch, numbered, padded, uuid_of
from chatbookr_core.models import Booking

OWN = """
SELECT starts_minute, ends_minute FROM calendar_event
WHERE clinic_id = $1 AND booking_id IN ({bookings}) AND blocks
"""
"""When bookings' own events were when their calendars were read last: what was moved may stand there for a moment."""
LEFT_EMPTY = """
SELECT own.group_id FROM allocation AS own
WHERE own.clinic_id = $1 AND own.booking_id IN ({bookings}) AND own.group_id IS NOT NULL AND own.is_active
    AND NOT EXISTS (
        SELECT 1 FROM allocation AS seat
        WHERE seat.group_id = own.group_id AND seat.clinic_id = own.clinic_id AND seat.is_active
            AND (seat.booking_id NOT IN ({bookings}) OR (seat.booking_id IS NULL AND seat.hold_id IS NOT NULL)))
"""


@dataclass(frozen=True, slots=True)
class Vacated:
    """What stands in nobody's way any more once some bookings have moved.

    `groups` are the group appointments that end with them, `times` (epoch minutes) when their events may be.
    """

    bookings: frozenset[UUID] = frozenset()
    groups: frozenset[UUID] = frozenset()
    times: frozenset[Interval] = frozenset()

    def has(self, booking_id: object, group_id: object) -> bool:
        """Tell whether a time is theirs that was taken for a booking, for a group appointment, or for neither."""
        is_of_group = bool(self.groups) and group_id is not None and uuid_of(group_id) in self.groups
        return is_of_group or (bool(self.bookings) and booking_id is not None and uuid_of(booking_id) in self.bookings)


NOTHING_VACATED = Vacated()


async def vacated_by(clinic_id: UUID, booking_ids: Collection[UUID]) -> Vacated:
    """Read what bookings leave if they move; no statement where none does."""
    if not booking_ids:
        return NOTHING_VACATED
    groups = await left_empty(clinic_id, booking_ids)
    return Vacated(frozenset(booking_ids), groups, frozenset(await own_times(clinic_id, booking_ids)))


async def uncounted(clinic_id: UUID, booking_id: UUID) -> Vacated:
    """Read what of a booking that moves is none of those that are enough: no time, that stands in everybody's way."""
    return Vacated(frozenset([booking_id]), await left_empty(clinic_id, [booking_id]))


async def left_empty(clinic_id: UUID, booking_ids: Collection[UUID]) -> frozenset[UUID]:
    """Name the group appointments in which nobody has a seat but these bookings, one at least."""
    keys = padded(sorted(booking_ids))
    rows = await fetch(LEFT_EMPTY.format(bookings=numbered(len(keys), since=2)), (clinic_id, *keys))
    return frozenset(uuid_of(row["group_id"]) for row in rows)


async def own_times(clinic_id: UUID, booking_ids: Collection[UUID]) -> set[Interval]:
    """Return the epoch minutes at which bookings' own events may stand in calendars: now, or until they are written."""
    if not booking_ids:
        return set()
    keys = padded(sorted(booking_ids))
    times = await Booking.filter(clinic_id=clinic_id, id__in=keys).values_list("starts_at", "ends_at")
    seen = await fetch(OWN.format(bookings=numbered(len(keys), since=2)), (clinic_id, *keys))
    return {
        *((epoch_minute(starts_at), epoch_minute(ends_at)) for starts_at, ends_at in times),
        *((row["starts_minute"], row["ends_minute"]) for row in seen),
    }
