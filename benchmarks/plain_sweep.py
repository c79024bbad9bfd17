"""A plain sweep over merged lists: the yardstick by which another program's measured times are carried over.

Cal.com's own code (its faster variant, on Node) and a sweep of just this kind were timed in turns, in one run, over
made-up clinics of these sizes; both gave the same slots. It took CAL_COM times as long: on the machine at hand its time
is that many times the sweep's. Kept simple on purpose, and apart from the engine: what makes the engine faster must not
move the yardstick.
"""

from collections.abc import Sequence
from datetime import date

from chatbookr_core.availability import Interval, Need, Schedule, Search
from chatbookr_core.availability.zones import DAY_MINUTES, segments

CAL_COM = {(1, 7): 6.2 / 0.11, (10, 30): 100 / 1.6, (100, 90): 2180 / 34}
"""By practitioners and days: its milliseconds by those of the sweep, one interleaved run."""
_EPOCH = date(1970, 1, 1).toordinal()


def merged(busy: Sequence[Interval]) -> list[Interval]:
    """Put intervals in order and join those that meet."""
    joined: list[Interval] = []
    for start, end in sorted(busy):
        if joined and start <= joined[-1][1]:
            if end > joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def starts_of_all(
    people: Sequence[tuple[Schedule, list[Interval]]], need: Need, search: Search
) -> tuple[set[int], int]:
    """Give every start of anybody once, and how many there are together; busy intervals are merged already."""
    some: set[int] = set()
    count = 0
    for schedule, busy in people:
        starts = _starts(schedule, busy, need, search)
        count += len(starts)
        some.update(starts)
    return some, count


def _windows(schedule: Schedule, search: Search) -> list[Interval]:
    """Lay the hours of each local date out, clipped to each run of constant offset, and join what meets."""
    week: list[list[Interval]] = [[] for _ in range(7)]
    for hours in schedule.weekly:
        week[hours.weekday - 1].append((hours.start_minute, hours.end_minute))
    otherwise = {one.day.toordinal() - _EPOCH: list(one.windows) for one in schedule.exceptions}
    runs = segments(schedule.zone, search.earliest, search.latest)
    windows: list[Interval] = []
    first = (search.earliest + runs[0].offset_minutes) // DAY_MINUTES - 1
    for day in range(first, (search.latest + runs[-1].offset_minutes) // DAY_MINUTES + 1):
        for opens, closes in otherwise[day] if day in otherwise else week[(day + 3) % 7]:
            for run_start, run_end, offset in runs:
                start, end = day * DAY_MINUTES + opens - offset, day * DAY_MINUTES + closes - offset
                if start < run_start:
                    start = run_start
                if end > run_end:
                    end = run_end
                if start < end:
                    windows.append((start, end))
    return merged(windows)


def _starts(schedule: Schedule, busy: list[Interval], need: Need, search: Search) -> list[int]:
    offset = segments(schedule.zone, search.earliest, search.latest)[0].offset_minutes
    lead, before = need.duration_minutes + need.buffer_after_minutes, need.buffer_before_minutes
    found: list[int] = []
    place = 0
    for opens, closes in _windows(schedule, search):
        while place < len(busy) and busy[place][1] + before <= opens:
            place += 1
        free, last = opens, closes - need.duration_minutes
        at = place
        while at < len(busy):
            start, end = busy[at][0] - lead, busy[at][1] + before
            if start > last:
                break
            if start >= free:
                _add(found, free, start, need.step_minutes, offset)
            if end > free:
                free = end
            at += 1
        _add(found, free, last, need.step_minutes, offset)
    return found


def _add(found: list[int], first: int, last: int, step: int, offset: int) -> None:
    if first <= last:
        found.extend(range(first + -(first + offset) % step, last + 1, step))
