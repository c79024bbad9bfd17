"""Lays out many subjects at once, as columns of numbers: what `free_bits` gives for each, many times faster.

The columns are short and narrow, a block of subjects at a time, so that they stay in the processor's cache and the
allocator keeps their memory: columns of everybody at once took two to three times as long, and never the same.
numpy is imported with the first use: it takes 23 MB, and a clinic of a few people never needs it.
"""

from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from chatbookr_core.availability.bits import Grid
from chatbookr_core.availability.hours import Schedule, days_otherwise
from chatbookr_core.availability.slots import Need
from chatbookr_core.availability.zones import DAY_MINUTES, segments

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]
    Words = NDArray[np.uint64]
    Flags = NDArray[np.bool_]

MANY_INTERVALS = 400
"""From so many busy intervals on the columns are worth it; below, sweeping takes less than a millisecond."""

_WORD_BITS = 64
_BLOCK_STARTS = 1 << 17  # of one block: no column is so long that its memory is asked of the system anew
_NUMBER_BITS = 30  # what is reckoned with 32-bit numbers stays below this
_WEEK_MINUTES = 7 * DAY_MINUTES
_MONDAY_SHIFT = 3  # 1970-01-01 was a Thursday


def free_bits_of_many(schedules: Sequence[Schedule], busy: Sequence["array[int]"], need: Need, grid: Grid) -> list[int]:
    """Mark each subject's free starts; `busy` has start, end, start, end … of each. One zone, a grid without a mask.

    A start is free where it is inside an opening, and no busy interval forbids it.
    """
    at_once = max(1, (1 << _NUMBER_BITS) >> _shift(grid))
    found: list[int] = []
    for first in range(0, len(schedules), at_once):
        openings = _open_starts(schedules[first : first + at_once], need, grid)
        found += _free(openings, busy[first : first + at_once], need, grid)
    return found


def _shift(grid: Grid) -> int:
    """Tell how many bits hold a minute of the span, and the one after it."""
    return (grid.span.latest - grid.span.earliest).bit_length()


def _count(grid: Grid) -> int:
    return (grid.span.latest - grid.origin) // grid.step + 1


def _width(grid: Grid) -> int:
    """Tell how many bits a row has: whole words, and one more bit than there are starts, for the last edge."""
    return (_count(grid) // _WORD_BITS + 1) * _WORD_BITS


def _free(openings: tuple["Numbers", "Numbers"], busy: Sequence["array[int]"], need: Need, grid: Grid) -> Iterator[int]:
    """Mark, a block of subjects at a time, where each range of starts begins and ends, and fill what lies between."""
    import numpy as np

    opens, closes = openings
    width = _width(grid)
    at_once = min(len(busy), max(1, _BLOCK_STARTS // width))
    both = np.empty((2, at_once, width), np.bool_)
    for first in range(0, len(busy), at_once):
        block = busy[first : first + at_once]
        edges = both[:, : len(block)]
        edges.fill(False)
        low, high = opens.searchsorted(np.array((first * width, (first + len(block)) * width), np.int32))
        _mark(edges[0], opens[low:high] - first * width, closes[low:high] - first * width)
        _mark(edges[1], *_forbidden_starts(block, need, grid))
        is_open, is_forbidden = _filled(np.packbits(edges, axis=2, bitorder="little").view("<u8"))
        free, size = (is_open & ~is_forbidden).tobytes(), width // 8
        yield from (int.from_bytes(free[at : at + size], "little") for at in range(0, len(free), size))


def _mark(edges: "Flags", start: "Numbers", end: "Numbers") -> None:
    """Mark the edges of disjoint ranges of places `[start, end)`; where one ends as the next begins, there is none."""
    flat = edges.reshape(-1)
    flat[start] = True
    flat[end] ^= True


def _filled(edges: "Words") -> "Words":
    """Turn over everything from each edge on: a bit becomes the parity of the edges up to it."""
    import numpy as np

    filled = edges.copy()
    for reach in (1, 2, 4, 8, 16, 32):
        filled ^= filled << np.uint64(reach)
    odd = np.bitwise_xor.accumulate(filled >> np.uint64(_WORD_BITS - 1), axis=-1)
    filled[..., 1:] ^= -odd[..., :-1]
    return filled


def _forbidden_starts(busy: Sequence["array[int]"], need: Need, grid: Grid) -> tuple["Numbers", "Numbers"]:
    """Give the places `[start, end)` of the starts whose slot with its buffers meets something, disjoint."""
    import numpy as np

    flat = np.frombuffer(b"".join(busy), np.int32)
    starts, ends = flat[::2], flat[1::2]
    lead, before = need.duration_minutes + need.buffer_after_minutes, need.buffer_before_minutes
    first, step = grid.origin, grid.step
    beyond = first + _count(grid) * step
    rows = np.arange(len(busy), dtype=np.int32) * np.int32(_width(grid) * step) - np.int32(first)
    row = rows.repeat([len(one) // 2 for one in busy])  # in minutes: what the step divides is then a place
    start = (_clipped(starts, first + lead - step, beyond + lead - step) + (row + (step - lead))) // step
    end = (_clipped(ends, first - before - step + 1, beyond - before) + (row + (step + before - 1))) // step
    real = (start < end) & (starts < ends)
    if not real.all():
        start, end = start[real], end[real]
    return _joined(start, end)


def _clipped(minutes: "Numbers", least: int, most: int) -> "Numbers":
    """Bring numbers within bounds; numpy's own `clip` costs more than that where they are few."""
    import numpy as np

    clipped = np.maximum(minutes, least)
    return np.minimum(clipped, most, out=clipped)


def _joined(start: "Numbers", end: "Numbers") -> tuple["Numbers", "Numbers"]:
    """Join intervals that meet, in order, and the arrays themselves are put in order; of different owners none meet.

    With the starts in order and the ends in order, one begins anew where as many have ended as have begun.
    """
    import numpy as np

    if not len(start):
        return start, end
    start.sort()
    end.sort()
    begins = np.ones(len(start) + 1, np.bool_)
    np.greater(start[1:], end[:-1], out=begins[1:-1])
    places = begins.nonzero()[0]
    return start[places[:-1]], end[places[1:] - 1]


def _open_starts(schedules: Sequence[Schedule], need: Need, grid: Grid) -> tuple["Numbers", "Numbers"]:
    """Give the places `[start, end)` of the starts whose slot lies within an opening, disjoint."""

    start, end = _openings(schedules, grid)
    shift = _shift(grid)
    row, minutes, since = (start >> shift) * _width(grid), (1 << shift) - 1, grid.origin - grid.span.earliest
    start = -((since - (start & minutes)) // grid.step)
    end = ((end & minutes) - (since + need.duration_minutes)) // grid.step + 1
    fits = (start < end).nonzero()[0]
    row = row[fits]
    return row + start[fits], row + end[fits]


def _openings(schedules: Sequence[Schedule], grid: Grid) -> tuple["Numbers", "Numbers"]:
    """Lay every subject's hours out, clipped to runs of constant offset and joined where they meet.

    A number is the subject, shifted, and the minutes since the span began.
    """
    import numpy as np

    span = grid.span
    weekly, exceptions = _hours(schedules, span.earliest // DAY_MINUTES - 1, span.latest // DAY_MINUTES + 1)
    starts: list[Numbers] = []
    ends: list[Numbers] = []
    for run in segments(schedules[0].zone, span.earliest, span.latest):
        first_day = (run.start + run.offset_minutes) // DAY_MINUTES
        weeks = -(-(run.end - run.start + 2 * DAY_MINUTES) // _WEEK_MINUTES)
        owner, opens, closes = _by_day(weekly, exceptions, first_day, weeks, len(schedules))
        opens = np.maximum(opens, run.start + run.offset_minutes)
        closes = np.minimum(closes, run.end + run.offset_minutes)
        kept = (opens < closes).nonzero()[0]
        own = (owner[kept] << _shift(grid)) - (run.offset_minutes + span.earliest)
        starts.append(own + opens[kept])
        ends.append(own + closes[kept])
    return _joined(np.concatenate(starts), np.concatenate(ends))


def _hours(schedules: Sequence[Schedule], first_day: int, last_day: int) -> tuple["Numbers", "Numbers"]:
    """Write lasting hours as columns subject, weekday from Monday, opens, closes; days otherwise as subject, day, …

    An exception that closes its day has one row that opens and closes at once.
    """
    import numpy as np

    weekly: list[int] = []
    exceptions: list[int] = []
    for number, schedule in enumerate(schedules):
        lasting = 0
        for hours in schedule.weekly:
            if hours.valid_from is None and hours.valid_until is None:
                weekly += (number, hours.weekday - 1, hours.start_minute, hours.end_minute)
                lasting += 1
        if lasting < len(schedule.weekly) or schedule.exceptions:
            for day, windows in days_otherwise(schedule, first_day, last_day).items():
                for opens, closes in windows or [(0, 0)]:
                    exceptions += (number, day, opens, closes)
    columns = [np.frombuffer(array("i", rows), np.int32).reshape(-1, 4).T for rows in (weekly, exceptions)]
    return columns[0], columns[1]


def _by_day(
    weekly: "Numbers", exceptions: "Numbers", first_day: int, weeks: int, subjects: int
) -> tuple["Numbers", "Numbers", "Numbers"]:
    """Give (subject, opens, closes) of every local date of so many weeks, in local minutes since 1970."""
    import numpy as np

    owner, weekday, opens, closes = weekly
    days = (weekday - (first_day + _MONDAY_SHIFT)) % 7
    days = days[:, None] + np.arange(0, 7 * weeks, 7, dtype=np.int32)  # since the first
    usual = np.ones((subjects, 7 * weeks), np.bool_)
    if len(exceptions[0]):
        since = exceptions[1] - first_day
        exceptions = exceptions[:, (since >= 0) & (since < 7 * weeks)]
        usual[exceptions[0], exceptions[1] - first_day] = False
    row, week = usual[owner[:, None], days].nonzero()
    midnight = (days[row, week] + first_day) * DAY_MINUTES
    other = exceptions[1] * DAY_MINUTES
    return (
        np.concatenate((owner[row], exceptions[0])),
        np.concatenate((midnight + opens[row], other + exceptions[2])),
        np.concatenate((midnight + closes[row], other + exceptions[3])),
    )
