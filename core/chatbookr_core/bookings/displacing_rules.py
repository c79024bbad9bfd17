"""What a booking is without: the hours of whoever has it, or a room; and when it needs another time. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from chatbookr_core.agendas.opening import Span, local_span


class Outside(IntEnum):
    """How far out of hours: not at all, beside the hours of its local date, or on one that has none."""

    NOT = 0
    OF_HOURS = 1
    OF_DAY = 2


@dataclass(frozen=True, slots=True)
class Without:
    """What a booking is without: the hours of whoever has it, so far, or a room or device that it needs."""

    hours: Outside = Outside.NOT
    room: bool = False

    @property
    def is_any(self) -> bool:
        """Tell whether it cannot be where it is."""
        return self.hours is not Outside.NOT or self.room


@dataclass(frozen=True, slots=True)
class Standing:
    """A booking that is yet to come; instants are aware UTC."""

    id: UUID
    service_id: UUID
    practitioner_id: UUID
    location_id: UUID
    starts_at: datetime
    ends_at: datetime
    zone: str
    version: int
    overbook_reason: str | None
    displaced_at: datetime | None


def outside(booking: Standing, spans: Sequence[Span]) -> Outside:
    """Tell how far out of the spans of its practitioner at its place a booking is; they are disjoint and in order."""
    before = bisect_right(spans, booking.starts_at, key=_start)
    if before and booking.ends_at <= spans[before - 1][1]:
        return Outside.NOT
    since, until = local_span(booking.zone, booking.starts_at.astimezone(ZoneInfo(booking.zone)).date(), 1)
    before = bisect_left(spans, until, key=_start)
    return Outside.OF_HOURS if before and since < spans[before - 1][1] else Outside.OF_DAY


def _start(span: Span) -> datetime:
    return span[0]


def is_displaced(before: Without, after: Without) -> bool:
    """Tell whether a change took a booking's time or room.

    What stood beside the hours on purpose is not taken by that.
    """
    return after.hours > before.hours or (after.room and not before.room)


def is_given_back(booking: Standing, before: Without, after: Without) -> bool:
    """Tell whether a change gave a displaced booking back what it was without, all of it.

    Who overbooked may have put it beside the hours: it is there again once its day has any.
    """
    if booking.displaced_at is None or after.room:
        return False
    was_taken = before.hours is Outside.OF_DAY or before.room
    is_as_put = booking.overbook_reason is not None and was_taken and after.hours is Outside.OF_HOURS
    return after.hours is Outside.NOT or is_as_put
