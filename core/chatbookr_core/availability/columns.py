"""Lays out many subjects at once, as columns of numbers: what `free_bits` gives for each, many times faster.

numpy is imported with the first use: it takes 23 MB, and a clinic of a few people never needs it.
"""

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatbookr_core.availability.bits import Grid
from chatbookr_core.availability.hours import Schedule, days_otherwise, lasting
from chatbookr_core.availability.slots import Need
from chatbookr_core.availability.zones import DAY_MINUTES, segments

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Words = NDArray[np.uint64]

MANY_INTERVALS = 400
"""From so many busy intervals on the columns are worth it; below, sweeping takes less than a millisecond."""

_WORD_BITS = 64
_SUBJECT_BITS = 32  # a key is subject * 2^32 + minute since the span began


def free_bits_of_many(schedules: Sequence[Schedule], busy: Sequence["array[int]"], need: Need, grid: Grid) -> list[int]:
    """Mark each subject's free starts; `busy` has start, end, start, end … of each. One zone, a grid without a mask.

    A start is free where it is inside an opening, and no busy interval forbids it.
    """
    owner, opens, closes = _openings(schedules, grid)
    first = -((grid.origin - opens) // grid.step)
    last = (closes - need.duration_minutes - grid.origin) // grid.step
    is_open = _painted(owner, first, last, len(schedules), grid)
    owner, starts, ends = _columns(busy)
    real = starts < ends
    if not real.all():
        owner, starts, ends = owner[real], starts[real], ends[real]
    first = (starts - (need.duration_minutes + need.buffer_after_minutes + grid.origin)) // grid.step + 1
    last = (ends + need.buffer_before_minutes - 1 - grid.origin) // grid.step
    is_busy = _painted(owner, first, last, len(schedules), grid)
    return [int.from_bytes(row.tobytes(), "little") for row in is_open & ~is_busy]


def _painted(owner: "Numbers", first: "Numbers", last: "Numbers", subjects: int, grid: Grid) -> "Words":
    """Mark `[first, last]` of each owner: a row of words each, whose bits are starts.

    Ranges are joined, so that each edge stands alone, and whatever follows an edge is turned over.
    """
    import numpy as np

    count = (grid.span.latest - grid.origin) // grid.step + 1
    width = (count // _WORD_BITS + 1) * _WORD_BITS
    met = (first <= last) & (last >= 0) & (first < count)
    if not met.all():
        owner, first, last = owner[met], first[met], last[met]
    row = owner * width
    start, end = _joined(row + np.maximum(first, 0), row + np.minimum(last + 1, count))
    edges = np.zeros(subjects * width, np.bool_)
    edges[start] = True
    edges[end] = True
    return _filled(np.packbits(edges.reshape(subjects, width), axis=1, bitorder="little").view("<u8"))


def _joined(start: "Numbers", end: "Numbers") -> tuple["Numbers", "Numbers"]:
    """Put intervals in order, and join those that meet; of different owners none do."""
    import numpy as np

    if not len(start):
        return start, end
    order = np.argsort(start, kind="stable")
    start, reached = start[order], np.maximum.accumulate(end[order])
    begins = np.flatnonzero(np.append(True, start[1:] > reached[:-1]))
    return start[begins], reached[np.append(begins[1:] - 1, len(start) - 1)]


def _filled(edges: "Words") -> "Words":
    """Turn over everything from each edge on: a bit becomes the parity of the edges up to it."""
    import numpy as np

    filled = edges.copy()
    for reach in (1, 2, 4, 8, 16, 32):
        filled ^= filled << np.uint64(reach)
    odd = np.bitwise_xor.accumulate(filled >> np.uint64(_WORD_BITS - 1), axis=1)
    filled[:, 1:] ^= -odd[:, :-1]
    return filled


def _columns(busy: Sequence["array[int]"]) -> tuple["Numbers", "Numbers", "Numbers"]:
    import numpy as np

    if not any(busy):
        none = np.zeros(0, np.int64)
        return none, none, none
    flat = np.concatenate([np.frombuffer(one, np.int32) for one in busy if one]).astype(np.int64)
    owner = np.repeat(np.arange(len(busy), dtype=np.int64), [len(one) // 2 for one in busy])
    return owner, flat[::2], flat[1::2]


def _openings(schedules: Sequence[Schedule], grid: Grid) -> tuple["Numbers", "Numbers", "Numbers"]:
    """Lay every subject's hours out, clipped to runs of constant offset and joined where they meet."""
    import numpy as np

    span = grid.span
    weekly, exceptions = _hours(schedules, span.earliest // DAY_MINUTES - 1, span.latest // DAY_MINUTES + 1)
    starts: list[Numbers] = []
    ends: list[Numbers] = []
    for run in segments(schedules[0].zone, span.earliest, span.latest):
        days = np.arange(
            (run.start + run.offset_minutes) // DAY_MINUTES, (run.end - 1 + run.offset_minutes) // DAY_MINUTES + 1
        )
        owner, opens, closes = _by_day(weekly, exceptions, days, len(schedules))
        opens = np.maximum(opens - run.offset_minutes, run.start) - span.earliest
        closes = np.minimum(closes - run.offset_minutes, run.end) - span.earliest
        kept = opens < closes
        starts.append((owner[kept] << _SUBJECT_BITS) + opens[kept])
        ends.append((owner[kept] << _SUBJECT_BITS) + closes[kept])
    start, end = _joined(np.concatenate(starts), np.concatenate(ends))
    owner, low = start >> _SUBJECT_BITS, (1 << _SUBJECT_BITS) - 1
    return owner, (start & low) + span.earliest, (end & low) + span.earliest


def _hours(schedules: Sequence[Schedule], first_day: int, last_day: int) -> tuple["Numbers", "Numbers"]:
    """Write lasting hours as rows (subject, weekday from Monday, opens, closes), days otherwise as (subject, day, …).

    An exception that closes its day has one row that opens and closes at once.
    """
    import numpy as np

    weekly: list[tuple[int, int, int, int]] = []
    exceptions: list[tuple[int, int, int, int]] = []
    for number, schedule in enumerate(schedules):
        weekly += [(number, each.weekday - 1, each.start_minute, each.end_minute) for each in lasting(schedule)]
        days = days_otherwise(schedule, first_day, last_day)
        exceptions += [(number, day, *window) for day, windows in days.items() for window in windows or [(0, 0)]]
    return (
        np.array(weekly, np.int64).reshape(-1, 4),
        np.array(exceptions, np.int64).reshape(-1, 4),
    )


def _by_day(
    weekly: "Numbers", exceptions: "Numbers", days: "Numbers", subjects: int
) -> tuple["Numbers", "Numbers", "Numbers"]:
    """Give (subject, opens, closes) of every local date of a run, in local minutes since 1970."""
    import numpy as np

    inside = exceptions[(exceptions[:, 1] >= days[0]) & (exceptions[:, 1] <= days[-1])]
    usual = np.ones((subjects, len(days)), np.bool_)
    usual[inside[:, 0], inside[:, 1] - days[0]] = False
    row, at = np.nonzero(((days + 3) % 7 == weekly[:, 1:2]) & usual[weekly[:, 0]])
    midnight = days[at] * DAY_MINUTES
    other = inside[:, 1] * DAY_MINUTES
    return (
        np.concatenate([weekly[row, 0], inside[:, 0]]),
        np.concatenate([midnight + weekly[row, 2], other + inside[:, 2]]),
        np.concatenate([midnight + weekly[row, 3], other + inside[:, 3]]),
    )
