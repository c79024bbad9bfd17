"""Why a time is not offered, in the words of the front desk. Pure: agrees with `find_placement` on whether it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from chatbookr_core.availability.engagements import is_full
from chatbookr_core.availability.hours import Schedule, is_open, open_windows
from chatbookr_core.availability.slots import Need, Search, Subject, on_grid
from chatbookr_core.availability.zones import DAY_MINUTES, Interval, local_minutes


class Reason(StrEnum):
    """What stands in the way of a time."""

    NOTICE = "notice"
    HORIZON = "horizon"
    HOURS = "hours"
    BREAK = "break"
    GRID = "grid"
    BOOKING = "booking"
    SEATS = "seats"
    HOLD = "hold"
    EXTERNAL_BUSY = "external_busy"
    BUFFER = "buffer"
    TRAVEL = "travel"
    LIMIT = "limit"
    ROOM = "room"
    STALE_CALENDAR = "stale_calendar"


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch `block` of epoch minutes that is taken, of which `core` is the thing itself without its buffers."""

    what: Reason
    block: Interval
    core: Interval


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known around one start: of the practitioner, and of each member of each group of rooms or devices.

    `full` are the stretches that have had enough bookings; `ways` the blocks at other places, with the way there.
    """

    schedule: Schedule
    need: Need
    search: Search
    taken: Sequence[Taken] = ()
    groups: Sequence[Sequence[Subject]] = ()
    is_trusted: bool = True
    full: Sequence[Interval] = ()
    ways: Sequence[Interval] = ()


def reasons_against(start: int, known: Circumstances) -> list[Reason]:
    """List each reason once, in the order of `Reason`; none where the start (an epoch minute) is offered."""
    need, end = known.need, start + known.need.duration_minutes
    found = {
        Reason.NOTICE: start < known.search.earliest,
        Reason.HORIZON: end > known.search.latest,
        Reason.GRID: not on_grid([(start, start)], known.schedule.zone, need.step_minutes),
        Reason.ROOM: not all(_has_free(members, start, need) for members in known.groups),
        Reason.LIMIT: is_full(start, known.full),
        Reason.STALE_CALENDAR: not known.is_trusted,
    }
    found |= dict.fromkeys(_outside_hours(known.schedule, start, end), True)
    for taken in known.taken:
        if _meets_block(taken.block, start, need):
            found[taken.what if _meet(taken.core, (start, end)) else Reason.BUFFER] = True
    if not found.keys() & {Reason.BOOKING, Reason.HOLD, Reason.BUFFER}:
        found[Reason.TRAVEL] = any(_meets_block(way, start, need) for way in known.ways)
    return [reason for reason in Reason if found.get(reason)]


def _outside_hours(schedule: Schedule, start: int, end: int) -> set[Reason]:
    """Tell a gap between two windows of one local date from a time before or after all of them: it may meet both."""
    windows = open_windows(schedule, start - 2 * DAY_MINUTES, end + 2 * DAY_MINUTES)
    edges = [(None, None), *windows, (None, None)]
    return {
        _gap(closes, opens, schedule.zone)
        for (_, closes), (opens, _) in pairwise(edges)
        if (closes is None or closes < end) and (opens is None or start < opens)
    }


def _gap(closes: int | None, opens: int | None, zone: str) -> Reason:
    """Say what it is between one window and the next."""
    if closes is None or opens is None or _day(closes - 1, zone) != _day(opens, zone):
        return Reason.HOURS
    return Reason.BREAK


def _day(minute: int, zone: str) -> int:
    return next(local for _, local in local_minutes([minute], zone)) // DAY_MINUTES


def _has_free(members: Sequence[Subject], start: int, need: Need) -> bool:
    return any(
        is_open(member.schedule, start, start + need.duration_minutes)
        and not any(_meets_block(busy, start, need) for busy in member.busy)
        for member in members
    )


def _meets_block(busy: Interval, start: int, need: Need) -> bool:
    end = start + need.duration_minutes + need.buffer_after_minutes
    return _meet(busy, (start - need.buffer_before_minutes, end))


def _meet(one: Interval, other: Interval) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])
