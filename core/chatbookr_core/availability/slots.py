"""Free slots: every start at which a person and what they need are open and not busy."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chatbookr_core.availability.hours import Schedule, open_windows
from chatbookr_core.availability.zones import DAY_MINUTES, Interval, minute_from, minute_of, segments

_NEVER: Interval = (1 << 62, 1 << 62)


@dataclass(frozen=True, slots=True)
class Need:
    """What one appointment asks for, in minutes: its own time, the buffers around it, the grid of starts."""

    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    step_minutes: int

    def __post_init__(self) -> None:
        """Refuse a length or a grid that gives no sensible slot."""
        if self.duration_minutes < 1:
            raise ValueError("an appointment lasts at least one minute")
        if min(self.buffer_before_minutes, self.buffer_after_minutes) < 0:
            raise ValueError("a buffer cannot be negative")
        if not 1 <= self.step_minutes <= DAY_MINUTES:
            raise ValueError("the grid must step by 1 to 1440 minutes")


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look: a slot must lie inside the epoch minutes `[earliest, latest)` from start to end."""

    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody or something that can be taken once at a time: a practitioner, a room, a device."""

    schedule: Schedule
    busy: Sequence[Interval]


@dataclass(frozen=True, slots=True)
class Placement:
    """A free start, and for each resource group the index of its first member that is free then."""

    start: int
    members: tuple[int, ...]


def search_window(
    now: datetime,
    notice: timedelta,
    horizon: timedelta,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Search:
    """Bound a search by the notice a place asks for and the horizon it books to, and by what is wanted.

    All instants are aware. A slot may begin once the notice has passed and must end within the
    horizon; a window that is empty yields no slots.
    """
    if now.tzinfo is None:
        raise ValueError("an instant must carry its UTC offset")
    now = now.astimezone(UTC)  # in any other zone adding a duration would move the hands of its clock
    earliest, latest = minute_from(now + notice), minute_of(now + horizon)
    if since is not None:
        earliest = max(earliest, minute_from(since))
    if until is not None:
        latest = min(latest, minute_of(until))
    return Search(earliest, latest)


def free_starts(schedule: Schedule, busy: Sequence[Interval], need: Need, search: Search) -> list[int]:
    """List every start, ascending, at which the slot `[t, t + duration)` can be offered.

    Each minute of the slot is open, the slot lies inside the search, the slot with its buffers meets
    nothing busy, and the local minute of the day at `t` is a multiple of the step. Busy intervals come
    in any order, may overlap, and count even if they began before the search; empty ones are ignored.
    """
    return on_grid(free_ranges(schedule, busy, need, search), schedule.zone, need.step_minutes)


def is_free_start(start: int, schedule: Schedule, busy: Sequence[Interval], need: Need, search: Search) -> bool:
    """Check one start again, without laying out the rest of the search: the answer `free_starts` gives."""
    slot = _slot_at(start, need, search)
    return slot is not None and bool(free_starts(schedule, _met(busy, need, slot), need, slot))


def free_starts_with_resources(
    practitioner: Subject, resource_groups: Sequence[Sequence[Subject]], need: Need, search: Search
) -> list[Placement]:
    """List every start at which the practitioner and one member of each resource group are free.

    A group holds interchangeable resources (any treatment room), no resource is in two groups, and one
    member must be free for the whole slot with its buffers. The grid is that of the practitioner's zone.
    """
    starts = free_starts(practitioner.schedule, practitioner.busy, need, search)
    choices: list[dict[int, int]] = []
    for group in resource_groups:
        choice = _first_free(starts, group, need, search)
        choices.append(choice)
        starts = [start for start in starts if start in choice]
    return [Placement(start, tuple(choice[start] for choice in choices)) for start in starts]


def starts_with_resources(
    practitioner: Subject, resource_groups: Sequence[Sequence[Subject]], need: Need, search: Search
) -> list[int]:
    """List the starts of `free_starts_with_resources`, without saying which members are free."""
    starts = free_starts(practitioner.schedule, practitioner.busy, need, search)
    for group in resource_groups:
        choice = _first_free(starts, group, need, search)
        starts = [start for start in starts if start in choice]
    return starts


def find_placement(
    start: int, practitioner: Subject, resource_groups: Sequence[Sequence[Subject]], need: Need, search: Search
) -> Placement | None:
    """Check one start again with its resources: the placement `free_starts_with_resources` gives for it."""
    slot = _slot_at(start, need, search)
    if slot is None:
        return None
    person = Subject(practitioner.schedule, _met(practitioner.busy, need, slot))
    groups = [
        [Subject(member.schedule, _met(member.busy, need, slot)) for member in group] for group in resource_groups
    ]
    placements = free_starts_with_resources(person, groups, need, slot)
    return placements[0] if placements else None


def free_ranges(schedule: Schedule, busy: Sequence[Interval], need: Need, search: Search) -> list[Interval]:
    """Sweep once over windows and busy intervals: ranges `[first, last]` of starts, grid aside.

    In start space a busy `[s, e)` forbids every t with `s - duration - after < t < e + before`. Because
    busy intervals come sorted by start, the earliest start still allowed only moves forward, so none
    needs merging and each is met once however many windows it covers.
    """
    duration, before, after = need.duration_minutes, need.buffer_before_minutes, need.buffer_after_minutes
    lead = duration + after
    blocks = iter(sorted(busy))
    busy_start, busy_end = next(blocks, _NEVER)
    allowed = search.earliest
    ranges: list[Interval] = []
    for window_start, window_end in open_windows(schedule, search.earliest, search.latest):
        if allowed < window_start:
            allowed = window_start
        reach = window_end + after
        while busy_start < reach:
            if busy_start < busy_end:
                if allowed <= busy_start - lead:
                    ranges.append((allowed, busy_start - lead))
                if allowed < busy_end + before:
                    allowed = busy_end + before
            busy_start, busy_end = next(blocks, _NEVER)
        if allowed <= window_end - duration:
            ranges.append((allowed, window_end - duration))
    return ranges


def on_grid(ranges: list[Interval], zone: str, step: int) -> list[int]:
    """Keep the starts of the ranges that lie on the grid of local time."""
    if not ranges:
        return []
    starts: list[int] = []
    for piece_start, piece_end, origin in grid_pieces(zone, step, ranges[0][0], ranges[-1][1] + 1):
        for first, last in _clipped(ranges, piece_start, piece_end - 1):
            starts.extend(range(first + (origin - first) % step, last + 1, step))
    return starts


def grid_pieces(zone: str, step: int, earliest: int, latest: int) -> list[tuple[int, int, int]]:
    """Cut `[earliest, latest)` where the grid shifts: (start, end, any minute on the grid).

    A step that divides the day shifts only where the offset changes by an odd part of it (Lord Howe's
    half hour under a step of an hour); any other step starts afresh at each local midnight.
    """
    pieces: list[tuple[int, int, int]] = []
    for start, end, offset in segments(zone, earliest, latest):
        if DAY_MINUTES % step == 0:
            if pieces and (pieces[-1][2] + offset) % step == 0:
                pieces[-1] = (pieces[-1][0], end, pieces[-1][2])
            else:
                pieces.append((start, end, -offset))
            continue
        for day in range((start + offset) // DAY_MINUTES, (end - 1 + offset) // DAY_MINUTES + 1):
            midnight = day * DAY_MINUTES - offset
            pieces.append((max(start, midnight), min(end, midnight + DAY_MINUTES), midnight))
    return pieces


def _clipped(ranges: list[Interval], first: int, last: int) -> list[Interval]:
    """Cut disjoint ascending ranges `[first, last]` down to the part between two minutes, both included."""
    if first <= ranges[0][0] and ranges[-1][1] <= last:
        return ranges
    low = bisect_left(ranges, first, key=lambda item: item[1])
    high = bisect_right(ranges, last, low, key=lambda item: item[0])
    return [(max(start, first), min(end, last)) for start, end in ranges[low:high]]


def _first_free(starts: list[int], group: Sequence[Subject], need: Need, search: Search) -> dict[int, int]:
    """Map each start that some member can serve to the index of the first such member."""
    choice: dict[int, int] = {}
    for index, member in enumerate(group):
        low = 0
        for first, last in free_ranges(member.schedule, member.busy, need, search):
            low = bisect_left(starts, first, low)
            high = bisect_right(starts, last, low)
            for start in starts[low:high]:
                choice.setdefault(start, index)
            low = high
    return choice


def _slot_at(start: int, need: Need, search: Search) -> Search | None:
    """Narrow a search to the one slot that begins at the start, or None if it does not fit inside."""
    end = start + need.duration_minutes
    return Search(start, end) if search.earliest <= start and end <= search.latest else None


def _met(busy: Sequence[Interval], need: Need, slot: Search) -> list[Interval]:
    """Pick the busy intervals that the slot with its buffers meets."""
    start, end = slot.earliest - need.buffer_before_minutes, slot.latest + need.buffer_after_minutes
    return [interval for interval in busy if interval[0] < end and start < interval[1]]
