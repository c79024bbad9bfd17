"""How far a booking is out of the hours of whoever has it, and when it needs another time. Pure."""

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
class Standing:
    """A booking that is yet to come; instants are aware UTC."""

    id: UUID
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


def is_displaced(before: Outside, after: Outside) -> bool:
    """Tell whether a change of hours took a booking's time: what stood beside them on purpose is not taken by that."""
    return after > before


def is_given_back(booking: Standing, before: Outside, after: Outside) -> bool:
    """Tell whether a change of hours gave a displaced booking its time back.

    Who overbooked may have put it beside the hours: it is there again once its day has any.
    """
    if booking.displaced_at is None:
        return False
    is_as_put = booking.overbook_reason is not None and before is Outside.OF_DAY and after is Outside.OF_HOURS
    return after is Outside.NOT or is_as_put
