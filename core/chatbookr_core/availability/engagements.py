"""What bookings forbid beyond their own time: days and weeks that are full, and the way to another place. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.zones import DAY_MINUTES, Interval, date_of, local_minutes, whole_days

_MONDAY_SHIFT = 3  # 1970-01-01 was a Thursday
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Limits:
    """How many bookings are enough on one local date and in one ISO week, at least one; None: there is no limit."""

    per_day: int | None = None
    per_week: int | None = None

    def __bool__(self) -> bool:
        """Tell whether there is any limit."""
        return self.per_day is not None or self.per_week is not None


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Engagement:
    """A booking or a hold: whose, of what, where, the epoch minute it starts at, and its block with the buffers.

    A hold says when it runs out (aware UTC). The booking or the group appointment it is of has its id.
    """

    practitioner_id: UUID
    service_id: UUID
    location_id: UUID
    start: int
    block: Interval
    expires_at: datetime | None = None
    booking_id: UUID | None = None
    group_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What limits there are for one service at a clinic: of the service, of each practitioner, and the travel time.

    Days and weeks are those of the clinic's zone, wherever the place is.
    """

    zone: str
    service_id: UUID
    service: Limits = NO_LIMITS
    travel_minutes: int = 0


def full_stretches(starts: Iterable[int], limits: Limits, zone: str) -> list[Interval]:
    """List the local dates and ISO weeks in which nothing more may start, as epoch minutes, in order."""
    if not limits:
        return []
    days = Counter(local // DAY_MINUTES for _, local in local_minutes(sorted(starts), zone))
    stretches: list[Interval] = []
    if limits.per_day is not None:
        stretches += [_days(day, 1, zone) for day, count in days.items() if count >= limits.per_day]
    if limits.per_week is not None:
        weeks: Counter[int] = Counter()
        for day, count in days.items():
            weeks[day - (day + _MONDAY_SHIFT) % WEEK_DAYS] += count
        stretches += [_days(week, WEEK_DAYS, zone) for week, count in weeks.items() if count >= limits.per_week]
    return sorted(stretches)


def full_for(
    practitioner_id: UUID, limits: Limits, bounds: Bounds, engagements: Sequence[Engagement]
) -> list[Interval]:
    """List when the practitioner, or the service whoever gives it, has had enough bookings."""
    of_service = [one.start for one in engagements if one.service_id == bounds.service_id] if bounds.service else []
    own = [one.start for one in engagements if one.practitioner_id == practitioner_id] if limits else []
    return full_stretches(of_service, bounds.service, bounds.zone) + full_stretches(own, limits, bounds.zone)


def ways_of(
    practitioner_id: UUID, location_id: UUID, bounds: Bounds, engagements: Iterable[Engagement]
) -> list[Interval]:
    """List the practitioner's blocks at other places with the way there and back: nobody is elsewhere meanwhile."""
    away = bounds.travel_minutes
    if not away:
        return []
    return [
        (one.block[0] - away, one.block[1] + away)
        for one in engagements
        if one.practitioner_id == practitioner_id and one.location_id != location_id
    ]


def is_full(start: int, stretches: Iterable[Interval]) -> bool:
    """Tell whether a start lies in a stretch that has had enough."""
    return any(first <= start < end for first, end in stretches)


def _days(first: int, count: int, zone: str) -> Interval:
    return whole_days(date_of(first), date_of(first + count - 1), zone)
