"""Measure how long the slot engine takes beside a bare pass over the same rows: `python benchmarks/availability.py`.

`sweep` lists every practitioner's starts; `cold` lays them all out as columns from packed rows; `warm` joins the
sets of starts that are remembered, and counts them.

Every size runs interleaved with its baseline in one process, so the ratios hold on a busy machine too. The
engine starts from rows (schedules and busy intervals in order of time, as a query returns them); nothing
but the offsets of the zone is cached between runs. Exits with 1 when 100 x 90 takes more than its budget.
"""

import random
import statistics
import sys
import time
from array import array
from collections.abc import Callable
from datetime import date, timedelta

from chatbookr_core.availability import (
    DayException,
    Need,
    Schedule,
    Search,
    Subject,
    WeeklyHours,
    days_with_space,
    free_starts,
    is_free_start,
    spread,
    whole_days,
)
from chatbookr_core.availability.bits import Grid, grid_of
from chatbookr_core.availability.columns import free_bits_of_many

ZONE = "Europe/Amsterdam"
FIRST_DAY = date(2026, 9, 14)  # ninety days from here cross the end of summer time
NEED = Need(duration_minutes=30, buffer_before_minutes=0, buffer_after_minutes=5, step_minutes=15)
SIZES = ((1, 7, 301), (10, 30, 61), (100, 90, 15))  # practitioners, days, rounds
BUDGET_MS = 60.0


def clinic(practitioners: int, days: int) -> tuple[list[Subject], Search]:
    """Make up a clinic: own hours with a lunch break, two thirds booked, odd private events, a holiday."""
    chance = random.Random(20260914)  # noqa: S311 - made-up rows, the same in every run
    start, _ = whole_days(FIRST_DAY, FIRST_DAY, ZONE)
    _, end = whole_days(FIRST_DAY, FIRST_DAY + timedelta(days=days - 1), ZONE)
    return [practitioner(chance, days) for _ in range(practitioners)], Search(start, end)


def practitioner(chance: random.Random, days: int) -> Subject:
    """Make up one practitioner's schedule and busy rows in order of time."""
    opens = chance.choice((480, 510, 540))
    weekly = tuple(
        WeeklyHours(weekday, start, end)
        for weekday in range(1, 6)
        for start, end in ((opens, 740), (780, chance.choice((1020, 1050, 1080))))
    )
    holiday = FIRST_DAY + timedelta(days=chance.randrange(days))
    busy = [whole_days(holiday, holiday + timedelta(days=4), ZONE)] if chance.random() < 0.3 else []
    for number in range(days):
        day = FIRST_DAY + timedelta(days=number)
        if day.isoweekday() > 5:
            continue
        midnight, _ = whole_days(day, day, ZONE)
        at = opens
        while at < 1020:
            length = chance.choice((15, 30, 30, 45, 60))
            if chance.random() < 0.66:
                busy.append((midnight + at, midnight + at + length))
            at += length
        if chance.random() < 0.2:
            odd = midnight + chance.randrange(480, 1080)
            busy.append((odd, odd + chance.randrange(7, 95)))
    exceptions = (DayException(FIRST_DAY + timedelta(days=chance.randrange(days)), ()),)
    return Subject(Schedule(ZONE, weekly, exceptions), sorted(busy))


def slots(subjects: list[Subject], search: Search) -> int:
    """Run the engine over every practitioner and count what is free."""
    return sum(len(free_starts(subject.schedule, subject.busy, NEED, search)) for subject in subjects)


def bare_pass(subjects: list[Subject]) -> int:
    """Do the least any answer needs: put each practitioner's rows in order and look at every row once."""
    latest = 0
    for subject in subjects:
        for start, end in sorted(subject.busy):
            if start < end and end > latest:
                latest = end
    return latest


def timed(work: Callable[[], object]) -> float:
    """Tell how many milliseconds one call takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def packed(subjects: list[Subject]) -> list["array[int]"]:
    """Write busy rows as the database packs them: start, end, start, end … of each practitioner."""
    return [array("i", [minute for interval in subject.busy for minute in interval]) for subject in subjects]


def laid_out(subjects: list[Subject], busy: list["array[int]"], search: Search) -> list[int]:
    """Lay everybody out at once, with nothing known but the offsets of the zone."""
    grid: Grid = grid_of(ZONE, NEED.step_minutes, search)
    return free_bits_of_many([subject.schedule for subject in subjects], busy, NEED, grid)


def joined(sets: list[int]) -> tuple[int, int]:
    """Join what is remembered of everybody, and count the slots."""
    some = 0
    for bits in sets:
        some |= bits
    return some, sum(map(int.bit_count, sets))


def measure(practitioners: int, days: int, rounds: int) -> float:
    """Print one line for one size and give the median of the sweep in milliseconds."""
    subjects, search = clinic(practitioners, days)
    busy = packed(subjects)
    sets = laid_out(subjects, busy, search)
    ways: dict[str, Callable[[], object]] = {
        "sweep": lambda: slots(subjects, search),
        "cold": lambda: laid_out(subjects, busy, search),
        "warm": lambda: joined(sets),
        "bare pass": lambda: bare_pass(subjects),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            taken[name].append(timed(work))
    rows = sum(len(subject.busy) for subject in subjects)
    free = slots(subjects, search)
    if joined(sets)[1] != free:
        raise AssertionError("the sets of starts are not what the sweep lists")
    figures = "  ".join(f"{name} {statistics.median(each):.3f} ms ({min(each):.3f})" for name, each in taken.items())
    print(f"{practitioners:>4} x {days:<3} {rows:>7} rows {free:>7} free  {figures}")
    return statistics.median(taken["sweep"])


def measure_parts() -> None:
    """Print the small questions a conversation asks: one start again, the offer, the list of days."""
    subjects, search = clinic(1, 90)
    subject = subjects[0]
    starts = free_starts(subject.schedule, subject.busy, NEED, search)
    tap = starts[len(starts) // 2]
    parts: dict[str, Callable[[], object]] = {
        "is_free_start": lambda: is_free_start(tap, subject.schedule, subject.busy, NEED, search),
        "spread": lambda: spread(starts, ZONE),
        "days_with_space": lambda: days_with_space(starts, ZONE),
    }
    for name, work in parts.items():
        median = statistics.median(timed(work) for _ in range(101))
        print(f"{name:<16} 1 x 90, {len(starts)} free  {median:>8.3f} ms")


def main() -> int:
    """Measure every size, then hold the largest against its budget."""
    print(f"slots from {FIRST_DAY}, {ZONE}, {NEED}")
    medians = [measure(*size) for size in SIZES]
    measure_parts()
    within = medians[-1] <= BUDGET_MS
    print(f"100 x 90: {medians[-1]:.1f} ms of {BUDGET_MS:.0f} ms: {'within' if within else 'OVER'} budget")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
