"""Working hours of a place or person, laid out from local wall time into intervals of epoch minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chatbookr_core.availability.zones import DAY_MINUTES, Interval, Segment, day_number, segments

_MONDAY_SHIFT = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """One window of a working week: ISO weekday 1..7, local wall minutes 0..1440 of that day.

    Hours past midnight are two windows, one on each day.
    """

    weekday: int
    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        """Refuse a weekday or a window that no week has."""
        if not 1 <= self.weekday <= 7:
            raise ValueError("weekday must be an ISO weekday, 1 to 7")
        _refuse_odd_window((self.start_minute, self.end_minute))


@dataclass(frozen=True, slots=True)
class DayException:
    """Hours that replace the weekly ones on one local date; no windows means closed.

    Several exceptions of one date add up, unless one of them closes it: closed always wins.
    """

    day: date
    windows: tuple[tuple[int, int], ...]

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


def open_windows(schedule: Schedule, earliest: int, latest: int) -> list[Interval]:
    """Lay a schedule out over `[earliest, latest)`: disjoint, in order, adjoining windows joined.

    A minute is open iff its local wall time lies inside the hours of its local date. Each window is
    clipped to every run of constant offset it meets, and that one rule covers a gap (hours inside it
    never happen), a fold (hours inside it happen twice) and changes at midnight.
    """
    week = _windows_by_weekday(schedule.weekly)
    exceptions = _windows_by_day(schedule.exceptions)
    windows: list[Interval] = []
    for run in segments(schedule.zone, earliest, latest):
        _lay_out(run, week, exceptions, windows)
    return windows


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
        raise ValueError("a window must run forward within the minutes 0 to 1440 of one day")
