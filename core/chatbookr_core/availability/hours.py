"""Working hours of a place or person, laid out from local wall time into intervals of epoch minutes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chatbookr_core.availability.zones import DAY_MINUTES, Interval, Segment, day_number, segments

Windows = tuple[tuple[int, int], ...]
"""Stretches of one local date, in minutes from its midnight; none: it is closed."""
_MONDAY_SHIFT = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """One window of a working week: ISO weekday 1..7, local wall minutes 0..1440 of that day.

    Hours past midnight are two windows, one on each day. They hold from one local date to another, both included;
    without one, from ever or for ever. What holds on one day adds up.
    """

    weekday: int
    start_minute: int
    end_minute: int
    valid_from: date | None = None
    valid_until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a weekday or a window that no week has, and dates that run backward."""
        if not 1 <= self.weekday <= 7:
            raise ValueError("weekday must be an ISO weekday, 1 to 7")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("hours must hold until the date they hold from, or longer")
        _refuse_odd_window((self.start_minute, self.end_minute))

    @property
    def is_lasting(self) -> bool:
        """Tell whether they hold on every date."""
        return self.valid_from is None and self.valid_until is None


@dataclass(frozen=True, slots=True)
class DayException:
    """Hours that replace the weekly ones on one local date; no windows means closed.

    Several exceptions of one date add up, unless one of them closes it: closed always wins.
    """

    day: date
    windows: Windows

    def __post_init__(self) -> None:
        """Refuse a window that no day has."""
        for window in self.windows:
            _refuse_odd_window(window)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The hours somebody or something can be booked, in the IANA zone of the place."""

    zone: str
    weekly: tuple[WeeklyHours, ...]
    exceptions: tuple[DayException, ...] = ()


def always_open(zone: str) -> Schedule:
    """Write the schedule of a room or device that has no hours of its own."""
    return Schedule(zone, tuple(WeeklyHours(weekday, 0, DAY_MINUTES) for weekday in range(1, 8)))


def hours_of_room(zone: str, weekly: Sequence[WeeklyHours], days: Sequence[DayException]) -> Schedule | None:
    """Write when a room or device can be used; None where it has neither hours nor days of its own: always."""
    if not (weekly or days):
        return None
    return Schedule(zone, tuple(weekly) or always_open(zone).weekly, tuple(days))


def open_windows(schedule: Schedule, earliest: int, latest: int) -> list[Interval]:
    """Lay a schedule out over `[earliest, latest)`: disjoint, in order, adjoining windows joined.

    A minute is open iff its local wall time lies inside the hours of its local date. Each window is
    clipped to every run of constant offset it meets, and that one rule covers a gap (hours inside it
    never happen), a fold (hours inside it happen twice) and changes at midnight.
    """
    week = _windows_by_weekday(lasting(schedule))
    exceptions = days_otherwise(schedule, earliest // DAY_MINUTES - 1, latest // DAY_MINUTES + 1)
    windows: list[Interval] = []
    for run in segments(schedule.zone, earliest, latest):
        _lay_out(run, week, exceptions, windows)
    return windows


def held_at(
    days: Mapping[date, Windows], here: Sequence[WeeklyHours], everywhere: Sequence[WeeklyHours]
) -> Mapping[date, Windows]:
    """Say which other hours of somebody's days hold at one of their places, who works `here` and `everywhere` so.

    Nobody is at two places at once, or at one because a day of the other is otherwise: they hold where they work on
    that day of the week, and at each of their places where that is at none. A day that is closed is so at all.
    """
    if len(here) == len(everywhere):
        return days
    return {
        day: windows if not windows or _works_on(day, here) or not _works_on(day, everywhere) else ()
        for day, windows in days.items()
    }


def _works_on(day: date, weekly: Iterable[WeeklyHours]) -> bool:
    return any(
        one.weekday == day.isoweekday()
        and (one.valid_from is None or one.valid_from <= day)
        and (one.valid_until is None or day <= one.valid_until)
        for one in weekly
    )


def is_open(schedule: Schedule, start: int, end: int) -> bool:
    """Tell whether every minute of `[start, end)` is open."""
    return any(opens <= start and end <= closes for opens, closes in open_windows(schedule, start, end))


def lasting(schedule: Schedule) -> list[WeeklyHours]:
    """Pick the hours that hold whatever the date."""
    return [hours for hours in schedule.weekly if hours.is_lasting]


def days_otherwise(schedule: Schedule, first: int, last: int) -> dict[int, list[Interval]]:
    """Give the windows of each day (since 1970-01-01) on which the lasting ones alone do not hold, in order.

    Between two days, both included; exceptions of others may be among them.
    """
    days = _days_of_passing_hours(schedule.weekly, first, last)
    return {**days, **_windows_by_day(schedule.exceptions)} if days else _windows_by_day(schedule.exceptions)


def _days_of_passing_hours(weekly: Sequence[WeeklyHours], first: int, last: int) -> dict[int, list[Interval]]:
    """Lay out each day on which hours that do not last hold, together with the lasting ones of its weekday."""
    days: dict[int, list[Interval]] = defaultdict(list)
    for hours in weekly:
        if hours.is_lasting:
            continue
        since = first if hours.valid_from is None else max(first, day_number(hours.valid_from))
        until = last if hours.valid_until is None else min(last, day_number(hours.valid_until))
        for day in range(since + (hours.weekday - 1 - since - _MONDAY_SHIFT) % 7, until + 1, 7):
            days[day].append((hours.start_minute, hours.end_minute))
    if not days:
        return days
    week = _windows_by_weekday(hours for hours in weekly if hours.is_lasting)
    return {day: _joined(windows + week[(day + _MONDAY_SHIFT) % 7]) for day, windows in days.items()}


def _lay_out(
    run: Segment, week: Sequence[list[Interval]], exceptions: Mapping[int, list[Interval]], windows: list[Interval]
) -> None:
    """Append the windows of every local date that the run touches."""
    run_start, run_end, offset = run
    reached = windows[-1][1] if windows else run_start - 1
    for day in range((run_start + offset) // DAY_MINUTES, (run_end - 1 + offset) // DAY_MINUTES + 1):
        hours = exceptions[day] if day in exceptions else week[(day + _MONDAY_SHIFT) % 7]
        midnight = day * DAY_MINUTES - offset
        for opens, closes in hours:
            start, end = midnight + opens, midnight + closes
            if start < run_start:
                start = run_start
            if end > run_end:
                end = run_end
            if start >= end:
                continue
            if start == reached:
                start = windows.pop()[0]
            windows.append((start, end))
            reached = end


def _windows_by_weekday(weekly: Iterable[WeeklyHours]) -> list[list[Interval]]:
    week: list[list[Interval]] = [[] for _ in range(7)]
    for hours in weekly:
        week[hours.weekday - 1].append((hours.start_minute, hours.end_minute))
    return [_joined(windows) for windows in week]


def _windows_by_day(exceptions: Iterable[DayException]) -> dict[int, list[Interval]]:
    days: dict[int, list[Interval]] = {}
    closed: set[int] = set()
    for exception in exceptions:
        number = day_number(exception.day)
        days.setdefault(number, []).extend(exception.windows)
        if not exception.windows:
            closed.add(number)
    return {day: [] if day in closed else _joined(windows) for day, windows in days.items()}


def _joined(windows: list[Interval]) -> list[Interval]:
    """Join windows of one day that overlap or adjoin, in order."""
    if len(windows) < 2:
        return windows
    joined: list[Interval] = []
    for start, end in sorted(windows):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _refuse_odd_window(window: tuple[int, int]) -> None:
    start, end = window
    if not 0 <= start < end <= DAY_MINUTES:
        raise ValueError("a window runs forward within minutes 0 to 1440 of a day; over midnight they are two windows")
