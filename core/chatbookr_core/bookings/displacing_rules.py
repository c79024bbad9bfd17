"""What a booking is without: the hours of whoever has it, or a room; and when it needs another time. Pure.

Of what staff uphold it is told what takes it, one by one: what they know of does not take it again, anything else does.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from chatbookr_core.agendas.opening import Span, local_span
from chatbookr_core.availability.hours import DayException, Schedule, WeeklyHours, Windows, always_open, is_open
from chatbookr_core.clock import epoch_minute


class Outside(IntEnum):
    """How far out of hours: not at all, beside the hours of its local date, or on one that has none."""

    NOT = 0
    OF_HOURS = 1
    OF_DAY = 2


@dataclass(frozen=True, slots=True)
class Without:
    """What a booking is without: the hours of whoever has it, so far, or a room or device that it needs.

    `by`: all that takes it, of one that staff uphold.
    """

    hours: Outside = Outside.NOT
    room: bool = False
    by: frozenset[str] = frozenset()

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
    is_upheld: bool = False


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is arranged for a booking's person and place: who is not there, the week, and days by who set them."""

    zone: str
    absent: frozenset[str]
    weekly: tuple[WeeklyHours, ...]
    days: Mapping[str, Mapping[date, Windows]]


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


def taken_by(booking: Standing, arranged: Arranged) -> frozenset[str]:
    """Name all that takes a booking's time by itself, whatever else does."""
    span = epoch_minute(booking.starts_at), epoch_minute(booking.ends_at)
    week = Schedule(arranged.zone, arranged.weekly)
    found = set(arranged.absent) if is_open(week, *span) else {*arranged.absent, "week"}
    for whose, days in arranged.days.items():
        exceptions = tuple(DayException(day, windows) for day, windows in sorted(days.items()))
        if not is_open(Schedule(arranged.zone, always_open(arranged.zone).weekly, exceptions), *span):
            found.add(whose)
    return frozenset(found)


def is_displaced(before: Without, after: Without) -> bool:
    """Tell whether a change took a booking's time or room.

    What stood beside the hours on purpose is not taken by that; what staff uphold is by anything that is new.
    """
    is_taken_anew = after.is_any and not after.by <= before.by
    return after.hours > before.hours or (after.room and not before.room) or is_taken_anew


def is_given_back(booking: Standing, before: Without, after: Without) -> bool:
    """Tell whether a change gave a displaced booking back what it was without, all of it.

    Who overbooked may have put it beside the hours: it is there again once its day has any.
    """
    if booking.displaced_at is None or after.room:
        return False
    was_taken = before.hours is Outside.OF_DAY or before.room
    is_as_put = booking.overbook_reason is not None and was_taken and after.hours is Outside.OF_HOURS
    return after.hours is Outside.NOT or is_as_put
