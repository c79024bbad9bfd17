from array import array
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from tests.core.availability_oracle import oracle_starts

from chatbookr_core.availability import (
    DayException,
    Interval,
    Need,
    Schedule,
    Search,
    Subject,
    WeeklyHours,
    free_starts,
    instant_of,
    minute_of,
)
from chatbookr_core.availability.bits import free_bits, grid_of, places_in
from chatbookr_core.availability.columns import free_bits_of_many

PROBE_MINUTES = 180
FIRST = minute_of(datetime(2020, 1, 1, tzinfo=UTC))
LAST = minute_of(datetime(2038, 1, 1, tzinfo=UTC))
DAY_MINUTES = 1440
PARTS = 24  # a test that takes ten minutes by a busy machine's clock counts as one that hangs, and ends the run
WORLD_CHANGES = 5000  # with fewer, the zone database of this machine is not the whole one

Changes = tuple[tuple[int, timedelta | None], ...]


@cache
def instants(probe_minutes: int) -> list[datetime]:
    return [instant_of(minute) for minute in range(FIRST, LAST, probe_minutes)]


def changes_of(zone: str, probe_minutes: int = PROBE_MINUTES) -> Changes:
    """List the probes at which a zone shows another offset than at the one before, of every three hours."""
    place, known = ZoneInfo(zone), None
    changes: list[tuple[int, timedelta | None]] = []
    for number, instant in enumerate(instants(probe_minutes)):
        offset = instant.astimezone(place).utcoffset()
        if offset != known:
            changes.append((FIRST + number * probe_minutes, offset))
            known = offset
    return tuple(changes)


def hard_questions(zone: str, near: int) -> Iterator[tuple[Schedule, tuple[Interval, ...], Need, Search]]:
    """Ask around a change: all day, at the edges of the night, with buffers, events and a closed evening."""
    day = instant_of(near).astimezone(ZoneInfo(zone)).date()
    search = Search(near - 1500, near + 1380)
    busy = ((near - 9000, near - 1300), (near + 67, near + 131), (near - 400, near - 395), (near - 60, near - 61))
    yield daily(zone, (0, 1440)), (), Need(30, 0, 0, 15), search
    yield daily(zone, (0, 1440)), busy, Need(50, 5, 10, 25), search
    closed = (DayException(day, ((0, 95), (1330, 1440))),)
    yield daily(zone, (0, 175), (540, 1020), (1365, 1440), exceptions=closed), busy, Need(20, 0, 7, 60), search


def daily(zone: str, *windows: tuple[int, int], exceptions: tuple[DayException, ...] = ()) -> Schedule:
    weekly = tuple(WeeklyHours(weekday, *window) for weekday in range(1, 8) for window in windows)
    return Schedule(zone, weekly, exceptions)


def all_ways(schedule: Schedule, busy: tuple[Interval, ...], need: Need, search: Search) -> Iterator[list[int]]:
    """Ask the sweep, the sets of starts and, where the grid does not shift, the columns."""
    yield free_starts(schedule, busy, need, search)
    grid = grid_of(schedule.zone, need.step_minutes, search)
    yield [grid.minute(place) for place in places_in(free_bits(Subject(schedule, busy), need, grid))]
    if grid.mask is None:
        packed = array("i", [minute for interval in busy for minute in interval])
        (bits,) = free_bits_of_many([schedule], [packed], need, grid)
        yield [grid.minute(place) for place in places_in(bits)]


@pytest.mark.nightly
def test_the_zones_of_this_machine_are_those_of_the_world() -> None:
    changes = {zone: changes_of(zone, DAY_MINUTES)[1:] for zone in available_timezones()}

    assert sum(map(len, changes.values())) > WORLD_CHANGES


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(PARTS))
def test_the_engine_agrees_with_the_oracle_on_every_change_of_every_zone(part: int) -> None:
    alike: dict[Changes, list[str]] = {}
    for zone in sorted(available_timezones())[part::PARTS]:
        alike.setdefault(changes_of(zone), []).append(zone)

    asked, wrong = 0, set[tuple[str, date]]()
    for changes, zones in alike.items():
        for near, _ in changes[1:]:
            for schedule, busy, need, search in hard_questions(zones[0], near):
                expected = oracle_starts(schedule, busy, need, search)
                for zone in zones:
                    there = Schedule(zone, schedule.weekly, schedule.exceptions)
                    if not all(found == expected for found in all_ways(there, busy, need, search)):
                        wrong.add((zone, instant_of(near).date()))
            asked += len(zones)

    print(f"{asked} changes of the clock in part {part}")
    assert not wrong
