from array import array
from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.core.availability_oracle import block_meets, oracle_starts, subject_starts, wall_time
from tests.core.test_availability_properties import QUICK, SLOW, Question, questions, schedules

from chatbookr_core.availability import Need, Schedule, Search, Subject, WeeklyHours, instant_of, whole_days
from chatbookr_core.availability.bits import Grid, blocked_bits, free_bits, grid_of, places_in
from chatbookr_core.availability.columns import free_bits_of_many
from chatbookr_core.availability.free_times import FreeTimes, Offer

SOMEBODY, SOMEWHERE = UUID(int=1), UUID(int=2)


def starts_in(bits: int, grid: Grid) -> list[int]:
    return [grid.minute(place) for place in places_in(bits)]


def swept(question: Question) -> tuple[int, Grid] | None:
    if question.search.earliest >= question.search.latest:
        return None
    grid = grid_of(question.schedule.zone, question.need.step_minutes, question.search)
    return free_bits(Subject(question.schedule, question.busy), question.need, grid), grid


@SLOW
@given(questions())
def test_a_set_of_starts_is_what_trying_every_minute_gives(question: Question) -> None:
    found = swept(question)

    expected = oracle_starts(question.schedule, question.busy, question.need, question.search)
    assert (starts_in(*found) if found else []) == expected


@st.composite
def crowds(draw: st.DrawFn) -> list[Question]:
    """Draw several people with the search, the need and the zone of the first."""
    first = draw(questions())
    day = instant_of(first.search.earliest).date()
    others = draw(st.lists(st.tuples(schedules(first.schedule.zone, day), questions()), max_size=3))
    return [first, *(Question(schedule, _moved(other, first), first.need, first.search) for schedule, other in others)]


def _moved(other: Question, to: Question) -> tuple[tuple[int, int], ...]:
    """Bring the busy intervals of another question to the days of this one."""
    by = to.search.earliest - other.search.earliest
    return tuple((start + by, end + by) for start, end in other.busy)


@SLOW
@given(crowds())
def test_many_laid_out_at_once_are_what_trying_every_minute_gives(crowd: list[Question]) -> None:
    first = crowd[0]
    if first.search.earliest >= first.search.latest:
        return
    grid = grid_of(first.schedule.zone, first.need.step_minutes, first.search)
    if grid.mask is not None:
        return  # these are swept one by one
    busy = [array("i", [minute for interval in one.busy for minute in interval]) for one in crowd]

    found = free_bits_of_many([one.schedule for one in crowd], busy, first.need, grid)

    assert [starts_in(bits, grid) for bits in found] == [
        oracle_starts(one.schedule, one.busy, one.need, one.search) for one in crowd
    ]


def test_more_people_than_fit_a_block_are_laid_out_as_each_alone() -> None:
    zone, midnight = "Europe/Berlin", 29_000_160 - 29_000_160 % 1440
    need, search = Need(25, 5, 10, 5), Search(midnight + 7, midnight + 200 * 1440)
    grid = grid_of(zone, need.step_minutes, search)
    hours = [(opens, opens + 200 + 13 * opens % 300) for opens in range(400, 1000, 40)]
    people = [
        Subject(
            Schedule(zone, tuple(WeeklyHours(weekday, *window) for weekday in range(1, 6))),
            [(at, at + 7 + at % 90) for at in range(midnight - 500 - 17 * number, search.latest + 900, 701 + number)],
        )
        for number, window in enumerate(hours)
    ]
    busy = [array("i", [minute for interval in one.busy for minute in interval]) for one in people]

    found = free_bits_of_many([one.schedule for one in people], busy, need, grid)

    assert found == [free_bits(one, need, grid) for one in people]
    assert all(found)


@QUICK
@given(questions(), st.integers(-200, 3200), st.integers(0, 300))
def test_a_hold_takes_exactly_the_starts_whose_block_it_meets(question: Question, since: int, minutes: int) -> None:
    found = swept(question)
    if found is None:
        return
    bits, grid = found
    held = (question.search.earliest + since, question.search.earliest + since + minutes)

    left = starts_in(bits & ~blocked_bits(held, question.need, grid), grid)

    assert left == [start for start in starts_in(bits, grid) if not block_meets(start, question.need, held)]


@QUICK
@given(questions(), st.integers(-100, 3100), st.integers(-100, 3100))
def test_a_window_keeps_the_starts_within_it(question: Question, earliest: int, latest: int) -> None:
    found = swept(question)
    if found is None:
        return
    bits, grid = found
    low, high = question.search.earliest + earliest, question.search.earliest + latest

    assert starts_in(bits & grid.window(low, high), grid) == [
        start for start in starts_in(bits, grid) if low <= start <= high
    ]


@QUICK
@given(questions(), st.integers(1, 7))
def test_slots_and_days_tell_the_same_starts(question: Question, limit: int) -> None:
    found = swept(question)
    if found is None:
        return
    bits, grid = found
    zone = question.schedule.zone
    offer = Offer(question.need, question.search, [FreeTimes(SOMEBODY, SOMEWHERE, zone, grid, bits)])
    expected = oracle_starts(question.schedule, question.busy, question.need, question.search)

    slots, days = offer.slots(), offer.days()

    assert [slot.starts_at for slot in slots] == [instant_of(start) for start in expected]
    assert all(slot.ends_at - slot.starts_at == timedelta(minutes=question.need.duration_minutes) for slot in slots)
    assert offer.slots(limit) == slots[:limit]
    by_day = {wall_time(zone, start).date(): 0 for start in expected}
    for start in expected:
        by_day[wall_time(zone, start).date()] += 1
    assert {day.day: day.count for day in days} == by_day
    assert [day.first_start for day in days] == [
        next(start for start in expected if wall_time(zone, start).date() == day) for day in sorted(by_day)
    ]


def test_one_time_of_two_people_counts_once_and_is_listed_twice() -> None:
    zone = "Europe/Berlin"
    start, end = whole_days(instant_of(29_000_000).date(), instant_of(29_000_000).date(), zone)
    schedule = Schedule(zone, tuple(WeeklyHours(weekday, 540, 600) for weekday in range(1, 8)))
    search, need = Search(start, end), Need(30, 0, 0, 30)
    grid = grid_of(zone, 30, search)
    bits = free_bits(Subject(schedule, ()), need, grid)

    offer = Offer(need, search, [FreeTimes(UUID(int=one), SOMEWHERE, zone, grid, bits) for one in (2, 1)])

    assert [slot.practitioner_id.int for slot in offer.slots()] == [1, 2, 1, 2]
    assert [day.count for day in offer.days()] == [2]


def test_under_a_shifting_grid_every_resource_start_is_kept_and_only_people_keep_to_the_grid() -> None:
    """Lord Howe's clock moves by half an hour, so starts an hour apart move as well."""
    zone = "Australia/Lord_Howe"
    search = Search(30_092_400, 30_092_400 + 2 * 1440)
    schedule = Schedule(zone, tuple(WeeklyHours(weekday, 0, 1440) for weekday in range(1, 8)))
    need = Need(60, 0, 0, 60)

    grid = grid_of(zone, 60, search)

    found = starts_in(free_bits(Subject(schedule, ()), need, grid), grid)
    assert found == oracle_starts(schedule, (), need, search)
    assert set(found) <= subject_starts(Subject(schedule, ()), need, search)
