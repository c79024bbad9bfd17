from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from tests.core.availability_transitions import ZONES
from tests.thoroughness import examples

from chatbookr_core.availability import (
    DayParts,
    DaySpace,
    days_with_space,
    instant_of,
    minute_of,
    nearest,
    spread,
    starts_of_day,
)

ZONE = "Europe/Amsterdam"
EPOCH_2026 = 29_453_760  # 2026-01-01T00:00Z

starts_anywhere = st.lists(st.integers(0, 4000).map(lambda quarter: EPOCH_2026 + quarter * 15), max_size=60)


def at(day: int, hour: int, minute: int = 0) -> int:
    return minute_of(datetime(2026, 10, day, hour, minute, tzinfo=ZoneInfo(ZONE)))


def full_day(day: int) -> list[int]:
    return [at(day, hour, minute) for hour in range(9, 17) for minute in (0, 30)]


def local(start: int, zone: str) -> datetime:
    return instant_of(start).astimezone(ZoneInfo(zone))


def test_eight_times_are_spread_over_three_days_with_mornings_and_afternoons() -> None:
    starts = [start for day in (13, 14, 15, 16) for start in full_day(day)]

    chosen = [f"{local(start, ZONE):%d %H:%M}" for start in spread(starts, ZONE)]

    assert chosen == [
        "13 09:00",
        "13 10:30",
        "13 12:00",
        "14 09:00",
        "14 12:00",
        "14 14:30",
        "15 09:00",
        "15 12:00",
    ]


def test_a_fourth_day_steps_in_when_the_first_three_are_nearly_full() -> None:
    starts = [at(13, 15), at(14, 9), at(15, 9), at(15, 10), *full_day(16), *full_day(17)]

    chosen = spread(starts, ZONE)

    assert [local(start, ZONE).day for start in chosen] == [13, 14, 15, 15, 16, 16, 16, 16]


def test_days_with_space_count_local_days() -> None:
    starts = [at(15, 0, 30), at(13, 9), at(13, 8, 40), at(15, 23)]

    assert days_with_space(starts, ZONE) == [
        DaySpace(date(2026, 10, 13), 2, at(13, 8, 40)),
        DaySpace(date(2026, 10, 15), 2, at(15, 0, 30)),
    ]


def test_a_day_that_comes_twice_is_counted_once() -> None:
    # in Santiago the clock goes back at midnight, to 23:00 of the same day
    zone = "America/Santiago"
    change = minute_of(datetime(2026, 4, 5, 3, tzinfo=UTC))
    starts = [change - 45, change - 15, change, change + 45, change + 60]

    days = days_with_space(starts, zone)

    assert [local(start, zone).day for start in starts] == [4, 4, 4, 4, 5]
    assert days == [DaySpace(date(2026, 4, 4), 4, change - 45), DaySpace(date(2026, 4, 5), 1, change + 60)]


@examples(100)
@given(starts_anywhere, st.sampled_from(ZONES))
def test_days_are_those_of_the_clock_on_the_wall(starts: list[int], zone: str) -> None:
    by_day: dict[date, list[int]] = {}
    for start in sorted(set(starts)):
        by_day.setdefault(local(start, zone).date(), []).append(start)

    days = days_with_space(starts, zone)

    assert days == [DaySpace(day, len(found), found[0]) for day, found in sorted(by_day.items())]


def test_a_day_is_sorted_into_morning_afternoon_and_evening_by_the_wall_clock() -> None:
    starts = [at(25, 2), at(25, 11, 59), at(25, 12), at(25, 16, 59), at(25, 17), at(26, 9)]

    parts = starts_of_day(starts, ZONE, date(2026, 10, 25))

    assert parts == DayParts(
        morning=(at(25, 2), at(25, 11, 59)), afternoon=(at(25, 12), at(25, 16, 59)), evening=(at(25, 17),)
    )
    assert starts_of_day(starts, ZONE, date(2026, 10, 27)) == DayParts((), (), ())


def test_the_nearest_times_come_in_order_and_the_earlier_wins_a_tie() -> None:
    assert nearest([100, 40, 70, 130, 10], 85) == [40, 70, 100]
    assert nearest([70, 100], 85, count=1) == [70]
    assert nearest([], 85) == []


@examples(150)
@given(starts_anywhere, st.sampled_from(ZONES), st.integers(0, 12), st.integers(1, 5))
def test_an_offer_is_drawn_from_the_free_starts_and_reaches_enough_days(
    starts: list[int], zone: str, count: int, min_days: int
) -> None:
    chosen = spread(starts, zone, count, min_days)

    days_free = {local(start, zone).date() for start in starts}
    days_chosen = {local(start, zone).date() for start in chosen}
    assert chosen == sorted(set(chosen))
    assert set(chosen) <= set(starts)
    assert len(chosen) == min(count, len(set(starts)))
    assert len(days_chosen) >= min(min_days, len(days_free), count)
    assert chosen == spread(list(reversed(starts)), zone, count, min_days)
    if chosen:
        assert chosen[0] == min(starts)


@examples(100)
@given(starts_anywhere, st.sampled_from(ZONES))
def test_an_offer_of_two_or_more_shows_both_halves_of_the_day_where_there_are_both(
    starts: list[int], zone: str
) -> None:
    first_day = min((local(start, zone).date() for start in starts), default=None)
    todays = [start for start in starts if local(start, zone).date() == first_day]

    halves = {local(start, zone).hour < 12 for start in todays}
    shown = {local(start, zone).hour < 12 for start in spread(todays, zone)}

    assert shown == halves if len(set(todays)) > 1 else len(shown) == len(halves)


@examples(100)
@given(starts_anywhere, st.sampled_from(ZONES))
def test_every_free_start_is_in_one_part_of_one_day(starts: list[int], zone: str) -> None:
    days = days_with_space(starts, zone)

    parts = [starts_of_day(starts, zone, space.day) for space in days]
    listed = [start for part in parts for start in (*part.morning, *part.afternoon, *part.evening)]

    assert sorted(listed) == sorted(set(starts))
    assert [space.count for space in days] == [
        len(part.morning) + len(part.afternoon) + len(part.evening) for part in parts
    ]
    assert [space.day for space in days] == sorted({local(start, zone).date() for start in starts})
