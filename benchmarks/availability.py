"""Measure how long the slot engine takes beside Cal.com's: `python benchmarks/availability.py`.

`sweep` lists every practitioner's starts; `cold` lays them all out as columns from packed rows; `warm` joins the
sets of starts that are remembered, and counts them. Cal.com's time is carried over by a yardstick (`plain_sweep.py`).

Every size runs in turns with the yardstick and a bare pass over the same rows, timed by the CPU of this thread, so that
the ratios hold on a busy machine too. The engine starts from rows (schedules and busy intervals in order of time, as a
query returns them); nothing but the offsets of the zone is cached between runs. Exits with 1 below a goal.
"""

import argparse
import random
import statistics
import sys
import time
from array import array
from collections.abc import Callable
from datetime import date, timedelta

from plain_sweep import CAL_COM, merged, starts_of_all

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
from chatbookr_core.availability.bits import Grid, free_bits, grid_of
from chatbookr_core.availability.columns import MANY_INTERVALS, free_bits_of_many

ZONE = "Europe/Amsterdam"
FIRST_DAY = date(2026, 9, 14)  # ninety days from here cross the end of summer time
NEED = Need(duration_minutes=30, buffer_before_minutes=0, buffer_after_minutes=5, step_minutes=15)
SIZES = ((1, 7, 301), (10, 30, 101), (100, 90, 31))  # practitioners, days, rounds
TIMES_FASTER = {(1, 7): (10, 200), (10, 30): (100, 800), (100, 90): (300, 2000)}
"""By size: how many times faster than Cal.com it must be, cold and warm."""


def clinic(practitioners: int, days: int, first_day: date = FIRST_DAY) -> tuple[list[Subject], Search]:
    """Make up a clinic: own hours with a lunch break, two thirds booked, odd private events, a holiday."""
    chance = random.Random(20260914)  # noqa: S311 - made-up rows, the same in every run
    start, _ = whole_days(first_day, first_day, ZONE)
    _, end = whole_days(first_day, first_day + timedelta(days=days - 1), ZONE)
    return [practitioner(chance, days, first_day) for _ in range(practitioners)], Search(start, end)


def practitioner(chance: random.Random, days: int, first_day: date) -> Subject:
    """Make up one practitioner's schedule and busy rows in order of time."""
    opens = chance.choice((480, 510, 540))
    weekly = tuple(
        WeeklyHours(weekday, start, end)
        for weekday in range(1, 6)
        for start, end in ((opens, 740), (780, chance.choice((1020, 1050, 1080))))
    )
    holiday = first_day + timedelta(days=chance.randrange(days))
    busy = [whole_days(holiday, holiday + timedelta(days=4), ZONE)] if chance.random() < 0.3 else []
    for number in range(days):
        day = first_day + timedelta(days=number)
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
    exceptions = (DayException(first_day + timedelta(days=chance.randrange(days)), ()),)
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
    """Tell how many milliseconds of CPU one call takes."""
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1000


def packed(subjects: list[Subject]) -> list["array[int]"]:
    """Write busy rows as the database packs them: start, end, start, end … of each practitioner."""
    return [array("i", [minute for interval in subject.busy for minute in interval]) for subject in subjects]


def laid_out(subjects: list[Subject], busy: list["array[int]"], search: Search) -> list[int]:
    """Lay everybody out, at once where there is much to lay out, with nothing known but the offsets of the zone."""
    grid: Grid = grid_of(ZONE, NEED.step_minutes, search)
    if sum(map(len, busy)) < 2 * MANY_INTERVALS:
        return [free_bits(subject, NEED, grid) for subject in subjects]
    return free_bits_of_many([subject.schedule for subject in subjects], busy, NEED, grid)


def joined(sets: list[int]) -> tuple[int, int]:
    """Join what is remembered of everybody, and count the slots."""
    some = 0
    for bits in sets:
        some |= bits
    return some, sum(map(int.bit_count, sets))


def measure(practitioners: int, days: int, rounds: int) -> bool:
    """Print what one size takes, and tell whether it is as many times faster than Cal.com as it must be."""
    subjects, search = clinic(practitioners, days)
    busy, people = packed(subjects), [(one.schedule, merged(one.busy)) for one in subjects]
    sets = laid_out(subjects, busy, search)
    if joined(sets)[1] != slots(subjects, search) or joined(sets)[1] != starts_of_all(people, NEED, search)[1]:
        raise AssertionError("the ways do not find the same starts")
    ways: dict[str, Callable[[], object]] = {
        "yardstick": lambda: starts_of_all(people, NEED, search),
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
    figures = "  ".join(f"{name} {statistics.median(each):.3f} ms ({min(each):.3f})" for name, each in taken.items())
    print(f"{practitioners:>4} x {days:<3} {rows:>7} rows {joined(sets)[1]:>7} free  {figures}")
    return is_fast_enough((practitioners, days), taken)


def is_fast_enough(size: tuple[int, int], taken: dict[str, list[float]]) -> bool:
    """Compare medians with Cal.com's, as the yardstick tells them."""
    theirs = CAL_COM[size] * statistics.median(taken["yardstick"])
    is_reached = True
    for name, goal in zip(("cold", "warm"), TIMES_FASTER[size], strict=True):
        times = theirs / statistics.median(taken[name])
        is_reached = is_reached and times >= goal
        print(f"{'':11}{name}: {times:.0f} times as fast as Cal.com (goal {goal}): {'yes' if times >= goal else 'NO'}")
    return is_reached


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
    """Measure every size, and hold each against its goals."""
    print(f"slots from {FIRST_DAY}, {ZONE}, {NEED}; medians of CPU time, the best in brackets")
    reached = [measure(*size) for size in SIZES]
    measure_parts()
    return 0 if all(reached) else 1


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    sys.exit(main())
