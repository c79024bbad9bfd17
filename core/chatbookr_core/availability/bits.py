"""Sets of starts as whole numbers: bit `i` is the i-th start of a grid. What was swept once is then masked and joined.

The sweep of `slots` decides minute by minute; here nothing is rounded, whatever the lengths and the events are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbookr_core.availability.slots import Need, Search, Subject, free_ranges, grid_pieces, on_grid
from chatbookr_core.availability.zones import Interval


@dataclass(frozen=True, slots=True)
class Grid:
    """The starts a local clock shows between two epoch minutes: bit `i` stands for `origin + i * step`.

    Where the clock shifts the grid itself (half an hour under a step of an hour), `step` is a minute and `mask` says
    which minutes are on it; elsewhere there is no mask.
    """

    origin: int
    step: int
    span: Search
    mask: int | None = None

    def minute(self, place: int) -> int:
        """Tell the epoch minute of a bit."""
        return self.origin + place * self.step

    def window(self, earliest: int, latest: int) -> int:
        """Mark the starts with `earliest <= start <= latest`."""
        low = max(0, -((self.origin - earliest) // self.step))
        high = (latest - self.origin) // self.step
        return (1 << (high + 1)) - (1 << low) if high >= low else 0


def grid_of(zone: str, step_minutes: int, span: Search) -> Grid:
    """Lay a grid over a span that is not empty."""
    pieces = grid_pieces(zone, step_minutes, span.earliest, span.latest)
    if len(pieces) == 1:
        origin = span.earliest + (pieces[0][2] - span.earliest) % step_minutes
        return Grid(origin, step_minutes, span)
    mask = 0
    for start in on_grid([(span.earliest, span.latest - 1)], zone, step_minutes):
        mask |= 1 << (start - span.earliest)
    return Grid(span.earliest, 1, span, mask)


def free_bits(subject: Subject, need: Need, grid: Grid) -> int:
    """Mark every start of the grid at which a subject is free for the slot with its buffers, inside the span."""
    bits = bits_of(free_ranges(subject.schedule, subject.busy, need, grid.span), grid)
    return bits if grid.mask is None else bits & grid.mask


def bits_of(ranges: Sequence[Interval], grid: Grid) -> int:
    """Mark the starts of disjoint ranges `[first, last]` of minutes."""
    bits, origin, step = 0, grid.origin, grid.step
    for first, last in ranges:
        low, high = -((origin - first) // step), (last - origin) // step
        if high >= low >= 0:
            bits |= (1 << (high + 1)) - (1 << low)
        elif high >= 0 > low:
            bits |= (1 << (high + 1)) - 1
    return bits


def blocked_bits(busy: Interval, need: Need, grid: Grid) -> int:
    """Mark the starts whose slot with its buffers meets one busy interval."""
    start, end = busy
    if start >= end:
        return 0
    lead = need.duration_minutes + need.buffer_after_minutes
    return grid.window(start - lead + 1, end + need.buffer_before_minutes - 1)


def places_in(bits: int) -> Iterator[int]:
    """List the bits that are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
