"""A second, slow answer to "what is free?", written from the rule alone to hold the engine against.

It shares no code with the engine but the shapes of the question: every minute is asked for its wall time,
every minute of every slot is looked at, every busy interval is compared with every block.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from chatbookr_core.availability import Interval, Need, Schedule, Search, Subject, WeeklyHours
from chatbookr_core.availability.engagements import Engagement, Limits


@lru_cache(maxsize=100_000)
def wall_time(zone: str, minute: int) -> datetime:
    """Ask the zone database for the wall time of one epoch minute."""
    return datetime.fromtimestamp(minute * 60, UTC).astimezone(ZoneInfo(zone))


def minute_is_open(schedule: Schedule, minute: int) -> bool:
    """Decide from the wall clock alone whether the place works in this minute."""
    wall = wall_time(schedule.zone, minute)
    clock = wall.hour * 60 + wall.minute
    todays = [exception.windows for exception in schedule.exceptions if exception.day == wall.date()]
    if () in todays:
        return False
    if todays:
        return any(start <= clock < end for windows in todays for start, end in windows)
    return any(
        hours.start_minute <= clock < hours.end_minute
        for hours in schedule.weekly
        if hours.weekday == wall.isoweekday() and holds_on(hours, wall.date())
    )


def holds_on(hours: WeeklyHours, day: date) -> bool:
    """Decide whether hours that may pass hold on a date."""
    has_begun = hours.valid_from is None or hours.valid_from <= day
    return has_begun and (hours.valid_until is None or day <= hours.valid_until)


def open_minutes(schedule: Schedule, search: Search) -> frozenset[int]:
    """Ask minute by minute when the place works."""
    minutes = range(search.earliest, search.latest)
    return frozenset(minute for minute in minutes if minute_is_open(schedule, minute))


def subject_starts(subject: Subject, need: Need, search: Search) -> frozenset[int]:
    """List the free starts of one subject by trying every minute, grid aside."""
    minutes = open_minutes(subject.schedule, search)
    return frozenset(
        start
        for start in minutes
        if all(minute in minutes for minute in range(start, start + need.duration_minutes))
        and not any(block_meets(start, need, busy) for busy in subject.busy)
    )


def block_meets(start: int, need: Need, busy: Interval) -> bool:
    """Decide whether a slot with its buffers and a busy interval have a minute in common."""
    first = start - need.buffer_before_minutes
    end = start + need.duration_minutes + need.buffer_after_minutes
    return max(first, busy[0]) < min(end, busy[1])


def minute_is_on_grid(zone: str, minute: int, step_minutes: int) -> bool:
    """Decide whether the clock on the wall shows a multiple of the step."""
    wall = wall_time(zone, minute)
    return (wall.hour * 60 + wall.minute) % step_minutes == 0


def oracle_starts(schedule: Schedule, busy: Sequence[Interval], need: Need, search: Search) -> list[int]:
    """List the free starts of a schedule in order."""
    return [
        start
        for start in sorted(subject_starts(Subject(schedule, busy), need, search))
        if minute_is_on_grid(schedule.zone, start, need.step_minutes)
    ]


def oracle_placements(
    practitioner: Subject, groups: Sequence[Sequence[Subject]], need: Need, search: Search
) -> list[tuple[int, tuple[int, ...]]]:
    """List the free starts of a practitioner with the first free member of every resource group."""
    free = [[subject_starts(member, need, search) for member in group] for group in groups]
    placements = []
    for start in oracle_starts(practitioner.schedule, practitioner.busy, need, search):
        candidates = [[place for place, starts in enumerate(members) if start in starts] for members in free]
        if all(candidates):
            placements.append((start, tuple(places[0] for places in candidates)))
    return placements


def is_enough(start: int, others: Sequence[int], limits: Limits, zone: str) -> bool:
    """Decide by counting wall dates and their weeks whether a start would be one too many."""
    day = wall_time(zone, start).date()
    days = [wall_time(zone, other).date() for other in others]
    monday = day - timedelta(days=day.weekday())
    of_week = [other for other in days if monday <= other < monday + timedelta(days=7)]
    return (limits.per_day is not None and days.count(day) >= limits.per_day) or (
        limits.per_week is not None and len(of_week) >= limits.per_week
    )


def is_on_the_way(start: int, need: Need, engagement: Engagement, travel_minutes: int) -> bool:
    """Decide minute by minute whether the way to or from a booking at another place meets the slot's block."""
    block = range(start - need.buffer_before_minutes, start + need.duration_minutes + need.buffer_after_minutes)
    away = range(engagement.block[0] - travel_minutes, engagement.block[1] + travel_minutes)
    return bool(block) and any(minute in away for minute in block)
