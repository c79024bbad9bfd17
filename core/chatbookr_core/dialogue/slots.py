"""What the dialogue asks the host about free times, and what it hears back."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from chatbookr_core.availability.horizons import is_beyond


@dataclass(frozen=True, slots=True)
class Slot:
    """A bookable time `[starts_at, ends_at)` (aware, UTC) with one practitioner at one place.

    `is_on_request`: nobody can see their calendar, so that the practice confirms it; it is the same time otherwise.
    """

    starts_at: datetime
    ends_at: datetime
    practitioner_id: UUID
    location_id: UUID
    is_on_request: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class DayWithSpace:
    """A local date that still has `count` free starts, the first of them at `first_start`."""

    day: date
    count: int
    first_start: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """Times that would not suit: on `weekdays` (0 for Monday) the local times between two; each may be open."""

    weekdays: tuple[int, ...]
    from_time: time | None = None
    until_time: time | None = None

    def covers(self, weekday: int, at: time) -> bool:
        """Tell whether a start would not suit."""
        is_late = self.from_time is None or self.from_time <= at
        return weekday in self.weekdays and is_late and (self.until_time is None or at < self.until_time)


@dataclass(frozen=True, slots=True)
class DayHours:
    """Local times between which a start would suit on some days alone, each may be open: "Monday morning".

    The days are `weekdays` (0 for Monday) or `days`; neither: any.
    """

    weekdays: tuple[int, ...] = ()
    days: tuple[date, ...] = ()
    from_time: time | None = None
    until_time: time | None = None

    def covers(self, day: date, at: time) -> bool:
        """Tell whether a start would suit."""
        is_day = (not self.weekdays or day.weekday() in self.weekdays) and (not self.days or day in self.days)
        is_late = self.from_time is None or self.from_time <= at
        return is_day and is_late and (self.until_time is None or at < self.until_time)


class Purpose(StrEnum):
    """What the answer is for, which decides what of it is shown."""

    TIMES = "times"
    """A few concrete times, spread over days: `slots`."""
    DAY = "day"
    """The times of `query.day`: `slots`."""
    DAYS = "days"
    """The dates that have space, from `query.after` on: `days`."""


class Standing(Protocol):
    """A booking that stands, however whoever knows of it writes it down."""

    @property
    def id(self) -> UUID: ...
    @property
    def practitioner_id(self) -> UUID: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Moved:
    """What a booking that is to move has until then: a time, and with whom."""

    id: UUID
    practitioner_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SlotQuery:
    """Which free times to look for; None is no restriction (`practitioner_id` None: whoever is free first).

    `after` is an instant, `last_day` a local date; of the days between, `weekdays` alone count (0 for Monday) where any
    are named, or `days` alone, and nothing that is `refused`; where there are `day_hours`, what one of them covers
    alone. `from_time` and `until_time` are local wall times every
    start must lie between (`from_time <= start < until_time`). The dialogue drops what lies outside, so a host may
    ignore those two. `duration_minutes` is None for the usual one: that of a booking which is to move is for the host
    to fill in (`of_move`), as is what it has now, `moved`: its time (`besides`) is no other one, whoever else is free
    then, and one that is over beyond the clinic's horizon (`standing`) may stay about there. Then what says nothing of
    when is looked for `around` the time it has, unless it is to be as soon as possible (`is_soonest`).
    """

    service_id: UUID
    practitioner_id: UUID | None = None
    location_id: UUID | None = None
    day: date | None = None
    after: datetime | None = None
    purpose: Purpose = Purpose.TIMES
    from_time: time | None = None
    until_time: time | None = None
    duration_minutes: int | None = None
    last_day: date | None = None
    weekdays: tuple[int, ...] = ()
    days: tuple[date, ...] = ()
    refused: Refused | None = None
    day_hours: tuple[DayHours, ...] = ()
    is_soonest: bool = False
    moved: Moved | None = None
    around: datetime | None = None

    def of_move(self, booking: Standing, *, now: datetime, horizon: timedelta) -> "SlotQuery":
        """Look for another time of a booking."""
        is_later = self.after is not None and self.after > now
        says_when = bool(self.day or self.days or self.last_day) or is_later or self.is_soonest
        is_far = is_beyond(booking.ends_at, now=now, horizon=horizon)
        around = booking.starts_at if is_far and not says_when else None
        moved = Moved(booking.id, booking.practitioner_id, booking.starts_at, booking.ends_at)
        return replace(self, moved=moved, around=around)

    @property
    def besides(self) -> datetime | None:
        """Say when a booking that is to move begins now."""
        return self.moved.starts_at if self.moved else None

    @property
    def standing(self) -> datetime | None:
        """Say when it is over now."""
        return self.moved.ends_at if self.moved else None

    @property
    def kept_by(self) -> UUID | None:
        """Say with whom it is now."""
        return self.moved.practitioner_id if self.moved else None

    @property
    def beside(self) -> UUID | None:
        """Name it: it keeps its time until it has another."""
        return self.moved.id if self.moved else None

    @property
    def as_asked(self) -> "SlotQuery":
        """Leave out what the host has filled in."""
        return replace(self, duration_minutes=None, moved=None, around=None)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether a wider look could find more."""
        wishes = (self.day, self.after, self.from_time, self.until_time, self.last_day, self.refused)
        return bool(self.weekdays or self.day_hours) or any(wish is not None for wish in wishes)


def thinned(slots: tuple[Slot, ...], count: int) -> tuple[Slot, ...]:
    """Keep at most `count` slots at even distances, the first among them."""
    if len(slots) <= count:
        return slots
    if count < 2:
        return slots[: max(count, 0)]
    return tuple(slots[place * (len(slots) - 1) // (count - 1)] for place in range(count))
