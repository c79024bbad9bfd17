"""Runs of constant UTC offset: the one place where local wall time meets the engine's epoch minutes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

Interval = tuple[int, int]
"""A half-open interval `[start, end)` of epoch minutes in UTC."""

DAY_MINUTES = 1440

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_PROBE_MINUTES = 360  # no zone has ever changed its offset twice within six hours
_MINUTE = timedelta(minutes=1)


class Segment(NamedTuple):
    """A run of minutes `[start, end)` through which a zone keeps one offset: local = UTC + offset."""

    start: int
    end: int
    offset_minutes: int


def minute_of(instant: datetime) -> int:
    """Tell the epoch minute an aware instant falls in; a naive one raises ValueError."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its UTC offset")
    return (instant - _EPOCH) // _MINUTE


def minute_from(instant: datetime) -> int:
    """Tell the first epoch minute that begins at or after an aware instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its UTC offset")
    return -((_EPOCH - instant) // _MINUTE)


def instant_of(minute: int) -> datetime:
    """Tell the aware UTC instant at which an epoch minute begins."""
    return _EPOCH + timedelta(minutes=minute)


def minutes_covering(start: datetime, end: datetime) -> Interval:
    """Round the interval of two aware instants outward to whole minutes, so that no busy second is lost."""
    return minute_of(start), minute_from(end)


def segments(zone: str, earliest: int, latest: int) -> list[Segment]:
    """Lay `[earliest, latest)` out in runs of constant offset, in order and without a gap.

    Exact to the minute from 1972 on: until then a few zones had offsets with odd seconds. An unknown
    zone raises `zoneinfo.ZoneInfoNotFoundError`.
    """
    if earliest >= latest:
        return []
    runs: list[Segment] = []
    for year in range(instant_of(earliest).year, instant_of(latest - 1).year + 1):
        for start, end, offset in _segments_of_year(zone, year):
            start, end = max(start, earliest), min(end, latest)
            if runs and runs[-1].offset_minutes == offset and start < end:
                runs[-1] = runs[-1]._replace(end=end)
            elif start < end:
                runs.append(Segment(start, end, offset))
    return runs


def day_number(day: date) -> int:
    """Count the days from 1970-01-01 to a calendar date."""
    return day.toordinal() - _EPOCH_ORDINAL


def date_of(number: int) -> date:
    """Name the calendar date that lies so many days after 1970-01-01."""
    return date.fromordinal(number + _EPOCH_ORDINAL)


def whole_days(first: date, last: date, zone: str) -> Interval:
    """Find the minutes of the local dates from first to last, both included, as the zone lives them.

    This is what an all-day event or a closure covers. A date that the zone skipped altogether
    (Pacific/Apia, 2011-12-30) gives an empty interval.
    """
    local_start, local_end = day_number(first) * DAY_MINUTES, (day_number(last) + 1) * DAY_MINUTES
    spans = [
        (max(run.start, local_start - run.offset_minutes), min(run.end, local_end - run.offset_minutes))
        for run in segments(zone, local_start - 2 * DAY_MINUTES, local_end + 2 * DAY_MINUTES)
    ]
    lived = [(start, end) for start, end in spans if start < end]
    if not lived:
        return local_start, local_start
    return lived[0][0], lived[-1][1]


def local_minutes(minutes: list[int], zone: str) -> Iterator[tuple[int, int]]:
    """Pair each of the ascending epoch minutes with its local minute: `divmod` by 1440 gives day and time."""
    if not minutes:
        return
    low = 0
    for run in segments(zone, minutes[0], minutes[-1] + 1):
        high = bisect_right(minutes, run.end - 1, low)
        for minute in minutes[low:high]:
            yield minute, minute + run.offset_minutes
        low = high


def local_days(minutes: list[int], zone: str) -> Iterator[tuple[int, int, int]]:
    """Cut ascending epoch minutes into stretches of one local date: its number, and from which place to which.

    A date comes twice where the clock is set back past midnight.
    """
    if not minutes:
        return
    low = 0
    for run in segments(zone, minutes[0], minutes[-1] + 1):
        high = bisect_right(minutes, run.end - 1, low)
        while low < high:
            number = (minutes[low] + run.offset_minutes) // DAY_MINUTES
            end = bisect_left(minutes, (number + 1) * DAY_MINUTES - run.offset_minutes, low, high)
            yield number, low, end
            low = end


@lru_cache(maxsize=1024)
def _segments_of_year(zone: str, year: int) -> tuple[Segment, ...]:
    """Probe one UTC year every few hours and bisect each change of offset to its minute."""
    place = ZoneInfo(zone)
    end = minute_of(datetime(year + 1, 1, 1, tzinfo=UTC))
    start = known = minute_of(datetime(year, 1, 1, tzinfo=UTC))
    offset = _offset_minutes(place, start)
    runs: list[Segment] = []
    while known < end:
        probe = min(known + _PROBE_MINUTES, end)
        if _offset_minutes(place, probe) != offset:
            change = _first_change(place, known, probe, offset)
            runs.append(Segment(start, change, offset))
            start, offset = change, _offset_minutes(place, probe)
        known = probe
    runs.append(Segment(start, end, offset))
    return tuple(run for run in runs if run.start < run.end)


def _first_change(place: ZoneInfo, same: int, other: int, offset: int) -> int:
    """Bisect to the first minute after `same` that no longer has the offset."""
    while other - same > 1:
        middle = (same + other) // 2
        if _offset_minutes(place, middle) == offset:
            same = middle
        else:
            other = middle
    return other


def _offset_minutes(place: ZoneInfo, minute: int) -> int:
    offset = instant_of(minute).astimezone(place).utcoffset()
    assert offset is not None  # noqa: S101 - a ZoneInfo always knows its offset; this tells mypy
    return offset // _MINUTE
