from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chatbookr_core.availability import (
    DayException,
    Need,
    Placement,
    Schedule,
    Search,
    Subject,
    WeeklyHours,
    always_open,
    find_placement,
    free_starts,
    free_starts_with_resources,
    instant_of,
    is_free_start,
    minute_of,
    search_window,
    whole_days,
)

HALF_HOUR = Need(duration_minutes=30, buffer_before_minutes=0, buffer_after_minutes=0, step_minutes=30)
HOUR = Need(duration_minutes=60, buffer_before_minutes=0, buffer_after_minutes=0, step_minutes=60)


def daily(zone: str, *windows: tuple[int, int], exceptions: tuple[DayException, ...] = ()) -> Schedule:
    """Write hours that are the same on every day, in hours of the clock."""
    weekly = tuple(WeeklyHours(weekday, start * 60, end * 60) for weekday in range(1, 8) for start, end in windows)
    return Schedule(zone, weekly, exceptions)


def days(zone: str, first: date, last: date | None = None) -> Search:
    return Search(*whole_days(first, last or first, zone))


def at(zone: str, year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    return minute_of(datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)))


def clock(starts: list[int], zone: str) -> list[str]:
    """Read starts off the wall, with the offset, as the place would."""
    return [f"{instant_of(start).astimezone(ZoneInfo(zone)):%d %H:%M %z}" for start in starts]


@pytest.mark.parametrize("zone", ["Europe/Madrid", "Europe/Amsterdam"])
@pytest.mark.parametrize(
    ("saturday", "before", "after"),
    [
        (date(2026, 3, 28), "+0100", "+0200"),
        (date(2026, 10, 24), "+0200", "+0100"),
        (date(2027, 3, 27), "+0100", "+0200"),
    ],
)
def test_a_clock_change_keeps_the_local_hours(zone: str, saturday: date, before: str, after: str) -> None:
    schedule = daily(zone, (9, 11))

    starts = free_starts(schedule, (), HOUR, days(zone, saturday, saturday + timedelta(days=2)))

    saturday_number, sunday, monday = (saturday.day + later for later in range(3))
    assert clock(starts, zone) == [
        f"{saturday_number} 09:00 {before}",
        f"{saturday_number} 10:00 {before}",
        f"{sunday} 09:00 {after}",
        f"{sunday} 10:00 {after}",
        f"{monday} 09:00 {after}",
        f"{monday} 10:00 {after}",
    ]


def test_the_hour_that_is_skipped_has_no_slots() -> None:
    zone = "Europe/Madrid"

    starts = free_starts(daily(zone, (1, 4)), (), HALF_HOUR, days(zone, date(2026, 3, 29)))

    assert clock(starts, zone) == ["29 01:00 +0100", "29 01:30 +0100", "29 03:00 +0200", "29 03:30 +0200"]


def test_a_slot_may_run_across_the_skipped_hour() -> None:
    zone = "Europe/Madrid"
    need = Need(duration_minutes=90, buffer_before_minutes=0, buffer_after_minutes=0, step_minutes=30)

    starts = free_starts(daily(zone, (1, 4)), (), need, days(zone, date(2026, 3, 29)))

    assert clock(starts, zone) == ["29 01:00 +0100", "29 01:30 +0100"]


def test_the_hour_that_comes_twice_is_offered_twice() -> None:
    zone = "Europe/Amsterdam"

    starts = free_starts(daily(zone, (2, 3)), (), HALF_HOUR, days(zone, date(2026, 10, 25)))

    assert clock(starts, zone) == ["25 02:00 +0200", "25 02:30 +0200", "25 02:00 +0100", "25 02:30 +0100"]


def test_hours_that_end_inside_the_repeated_hour_are_two_windows() -> None:
    zone = "Europe/Amsterdam"
    schedule = Schedule(zone, (WeeklyHours(7, 120, 150),))
    three_quarters = Need(45, 0, 0, 15)

    starts = free_starts(schedule, (), HALF_HOUR, days(zone, date(2026, 10, 25)))
    longer = free_starts(schedule, (), three_quarters, days(zone, date(2026, 10, 25)))

    assert clock(starts, zone) == ["25 02:00 +0200", "25 02:00 +0100"]
    assert longer == []


@pytest.mark.parametrize(
    ("zone", "evening", "expected"),
    [
        # the next day begins at 01:00
        ("America/Sao_Paulo", date(2018, 11, 3), ["03 22:00 -0300", "03 23:00 -0300", "04 01:00 -0200"]),
        ("America/Havana", date(2027, 3, 13), ["13 22:00 -0500", "13 23:00 -0500", "14 01:00 -0400"]),
        # the last hour of the evening comes twice
        (
            "Africa/Cairo",
            date(2027, 10, 28),
            ["28 22:00 +0300", "28 23:00 +0300", "28 23:00 +0200", "29 00:00 +0200", "29 01:00 +0200"],
        ),
        (
            "America/Santiago",
            date(2027, 4, 3),
            ["03 22:00 -0300", "03 23:00 -0300", "03 23:00 -0400", "04 00:00 -0400", "04 01:00 -0400"],
        ),
        # the first hour of the night comes twice
        (
            "America/Havana",
            date(2027, 11, 6),
            ["06 22:00 -0400", "06 23:00 -0400", "07 00:00 -0400", "07 00:00 -0500", "07 01:00 -0500"],
        ),
        (
            "Atlantic/Azores",
            date(2027, 10, 30),
            ["30 22:00 +0000", "30 23:00 +0000", "31 00:00 +0000", "31 00:00 -0100", "31 01:00 -0100"],
        ),
    ],
)
def test_a_change_at_midnight_keeps_every_evening_and_night_hour(zone: str, evening: date, expected: list[str]) -> None:
    night = evening + timedelta(days=1)
    hours = (DayException(evening, ((1320, 1440),)), DayException(night, ((0, 120),)))

    starts = free_starts(Schedule(zone, (), hours), (), HOUR, days(zone, evening, night))

    assert clock(starts, zone) == expected


def test_an_exception_in_the_evening_of_a_clock_change_holds_for_its_local_date_alone() -> None:
    zone = "Africa/Cairo"
    thursday = date(2027, 10, 28)  # at midnight the clock goes back to 23:00 of the same date
    schedule = daily(zone, (20, 22), exceptions=(DayException(thursday, ((1380, 1440),)),))

    starts = free_starts(schedule, (), HOUR, days(zone, thursday, date(2027, 10, 29)))

    assert clock(starts, zone) == ["28 23:00 +0300", "28 23:00 +0200", "29 20:00 +0200", "29 21:00 +0200"]


def test_an_event_begun_last_week_blocks_today() -> None:
    zone = "Europe/Amsterdam"
    holiday = (at(zone, 2026, 10, 5), at(zone, 2026, 10, 13, 10))

    starts = free_starts(daily(zone, (9, 12)), (holiday,), HOUR, days(zone, date(2026, 10, 12), date(2026, 10, 13)))

    assert clock(starts, zone) == ["13 10:00 +0200", "13 11:00 +0200"]


def test_a_long_event_is_not_forgotten_behind_a_short_one() -> None:
    zone = "UTC"
    long, short = (
        (at(zone, 2026, 10, 12, 8), at(zone, 2026, 10, 12, 11)),
        (at(zone, 2026, 10, 12, 9), at(zone, 2026, 10, 12, 9, 5)),
    )

    starts = free_starts(daily(zone, (8, 9), (10, 12)), (short, long), HOUR, days(zone, date(2026, 10, 12)))

    assert clock(starts, zone) == ["12 11:00 +0000"]


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata", "UTC"])
def test_an_all_day_event_covers_the_local_day_and_no_other(zone: str) -> None:
    closed = date(2026, 10, 13)

    starts = free_starts(
        always_open(zone), (whole_days(closed, closed, zone),), HOUR, days(zone, date(2026, 10, 12), date(2026, 10, 14))
    )

    assert [start[:8] for start in clock(starts, zone)] == [
        f"{day} {hour:02}:00" for day in (12, 14) for hour in range(24)
    ]


def test_a_closed_date_wins_over_every_other_word_on_it() -> None:
    zone, monday = "Europe/Berlin", date(2026, 10, 12)
    exceptions = (DayException(monday, ((600, 660),)), DayException(monday, ()))

    starts = free_starts(daily(zone, (9, 10), exceptions=exceptions), (), HOUR, days(zone, monday, date(2026, 10, 13)))

    assert clock(starts, zone) == ["13 09:00 +0200"]


def test_exceptions_of_one_date_add_up_and_replace_its_weekly_hours() -> None:
    zone, monday = "Europe/Berlin", date(2026, 10, 12)
    exceptions = (DayException(monday, ((900, 960),)), DayException(monday, ((840, 900), (870, 930))))

    starts = free_starts(daily(zone, (9, 10), exceptions=exceptions), (), HOUR, days(zone, monday))

    assert clock(starts, zone) == ["12 14:00 +0200", "12 15:00 +0200"]


def test_buffers_keep_their_distance_from_what_lies_outside_hours_and_search() -> None:
    zone = "UTC"
    need = Need(duration_minutes=30, buffer_before_minutes=10, buffer_after_minutes=15, step_minutes=30)
    early, late = (
        (at(zone, 2026, 10, 12, 8), at(zone, 2026, 10, 12, 8, 51)),
        (at(zone, 2026, 10, 12, 11, 14), at(zone, 2026, 10, 12, 12)),
    )
    search = Search(at(zone, 2026, 10, 12, 9), at(zone, 2026, 10, 12, 11))

    starts = free_starts(daily(zone, (9, 11)), (late, early), need, search)

    assert clock(starts, zone) == ["12 09:30 +0000", "12 10:00 +0000"]


def test_events_that_only_touch_a_block_leave_it_free_and_empty_events_block_nothing() -> None:
    zone = "UTC"
    need = Need(duration_minutes=30, buffer_before_minutes=10, buffer_after_minutes=15, step_minutes=60)
    ten = at(zone, 2026, 10, 12, 10)
    touching = ((ten - 60, ten - 10), (ten + 45, ten + 50), (ten + 5, ten + 5))

    starts = free_starts(daily(zone, (10, 11)), touching, need, days(zone, date(2026, 10, 12)))

    assert starts == [ten]


def test_the_grid_follows_the_wall_clock_through_a_change_of_half_an_hour() -> None:
    zone = "Australia/Lord_Howe"

    starts = free_starts(daily(zone, (0, 5)), (), HOUR, days(zone, date(2027, 10, 3)))

    assert clock(starts, zone) == [
        "03 00:00 +1030",
        "03 01:00 +1030",
        "03 03:00 +1100",
        "03 04:00 +1100",
    ]


@pytest.mark.parametrize(("zone", "offset"), [("Asia/Kolkata", "+0530"), ("Pacific/Chatham", "+1345")])
def test_the_grid_is_that_of_the_place_not_of_utc(zone: str, offset: str) -> None:
    starts = free_starts(daily(zone, (9, 11)), (), HOUR, days(zone, date(2027, 1, 4)))

    assert clock(starts, zone) == [f"04 09:00 {offset}", f"04 10:00 {offset}"]


def test_a_step_that_does_not_divide_the_day_begins_again_at_midnight() -> None:
    zone = "Europe/Berlin"
    need = Need(duration_minutes=50, buffer_before_minutes=0, buffer_after_minutes=0, step_minutes=50)

    starts = free_starts(daily(zone, (0, 2)), (), need, days(zone, date(2026, 10, 12), date(2026, 10, 13)))

    assert clock(starts, zone) == ["12 00:00 +0200", "12 00:50 +0200", "13 00:00 +0200", "13 00:50 +0200"]


def test_the_last_start_at_midnight_of_such_a_step_is_kept() -> None:
    zone = "Europe/Berlin"
    schedule = Schedule(zone, (WeeklyHours(1, 1380, 1440), WeeklyHours(2, 0, 50)))
    need = Need(duration_minutes=50, buffer_before_minutes=0, buffer_after_minutes=0, step_minutes=50)

    starts = free_starts(schedule, (), need, days(zone, date(2026, 10, 12), date(2026, 10, 13)))

    assert clock(starts, zone) == ["12 23:20 +0200", "13 00:00 +0200"]


def test_hours_that_adjoin_at_midnight_hold_a_slot_across_it() -> None:
    zone = "Europe/Berlin"
    schedule = daily(zone, (0, 1), (23, 24))
    need = Need(duration_minutes=120, buffer_before_minutes=0, buffer_after_minutes=0, step_minutes=30)

    starts = free_starts(schedule, (), need, days(zone, date(2026, 10, 12), date(2026, 10, 13)))

    assert clock(starts, zone) == ["12 23:00 +0200"]


def test_a_slot_lies_inside_the_search_from_start_to_end() -> None:
    zone = "UTC"
    search = Search(at(zone, 2026, 10, 12, 9, 1), at(zone, 2026, 10, 12, 11, 29))

    assert clock(free_starts(always_open(zone), (), HALF_HOUR, search), zone) == [
        "12 09:30 +0000",
        "12 10:00 +0000",
        "12 10:30 +0000",
    ]
    assert free_starts(always_open(zone), (), HALF_HOUR, Search(search.latest, search.earliest)) == []


def test_notice_and_horizon_are_rounded_into_the_search() -> None:
    now = datetime(2026, 10, 12, 9, 0, 1, tzinfo=UTC)

    search = search_window(now, timedelta(hours=2), timedelta(days=1))

    assert search == Search(at("UTC", 2026, 10, 12, 11, 1), at("UTC", 2026, 10, 13, 9, 0))


def test_a_wish_narrows_the_search_but_never_widens_it() -> None:
    now, hour = datetime(2026, 10, 12, 9, tzinfo=UTC), timedelta(hours=1)

    narrow = search_window(now, hour, 24 * hour, since=now + 2 * hour, until=now + 3 * hour)
    wide = search_window(now, hour, 24 * hour, since=now - 2 * hour, until=now + 300 * hour)

    assert narrow == Search(minute_of(now + 2 * hour), minute_of(now + 3 * hour))
    assert wide == search_window(now, hour, 24 * hour)


def test_notice_is_real_time_even_across_a_clock_change() -> None:
    now = datetime(2026, 10, 24, 20, tzinfo=ZoneInfo("Europe/Amsterdam"))

    search = search_window(now, timedelta(hours=12), timedelta(days=1))

    assert search == Search(at("UTC", 2026, 10, 25, 6), at("UTC", 2026, 10, 25, 18))


def test_a_start_is_checked_again_against_what_has_changed() -> None:
    zone = "Europe/Amsterdam"
    schedule, search = daily(zone, (9, 17)), days(zone, date(2026, 10, 12))
    ten = at(zone, 2026, 10, 12, 10)

    buffered = Need(duration_minutes=60, buffer_before_minutes=10, buffer_after_minutes=5, step_minutes=60)
    assert is_free_start(ten, schedule, (), HOUR, search)
    assert is_free_start(ten, schedule, ((ten - 30, ten - 10), (ten + 65, ten + 70)), buffered, search)
    assert not is_free_start(ten, schedule, ((ten - 30, ten - 9),), buffered, search)
    assert not is_free_start(ten, schedule, ((ten + 64, ten + 70),), buffered, search)
    assert not is_free_start(ten, schedule, ((ten + 59, ten + 61),), HOUR, search)
    assert not is_free_start(ten + 30, schedule, (), HOUR, search)
    assert not is_free_start(ten, schedule, (), HOUR, Search(ten + 1, search.latest))


def test_each_group_lends_its_first_free_member() -> None:
    zone = "UTC"
    nine, ten, eleven = (at(zone, 2026, 10, 12, hour) for hour in (9, 10, 11))
    search = days(zone, date(2026, 10, 12))
    person = Subject(daily(zone, (9, 12)), ())
    rooms = (Subject(always_open(zone), ((nine, ten),)), Subject(always_open(zone), ((eleven, eleven + 1),)))
    laser = (Subject(daily(zone, (9, 11)), ()),)

    placements = free_starts_with_resources(person, (rooms, laser), HOUR, search)

    assert placements == [Placement(nine, (1, 0)), Placement(ten, (0, 0))]
    assert find_placement(ten, person, (rooms, laser), HOUR, search) == Placement(ten, (0, 0))
    assert find_placement(eleven, person, (rooms, laser), HOUR, search) is None


def test_a_room_must_be_free_for_the_whole_block_not_room_by_room() -> None:
    zone = "UTC"
    nine = at(zone, 2026, 10, 12, 9)
    person = Subject(daily(zone, (9, 10)), ())
    rooms = [Subject(always_open(zone), ((nine, nine + 30),)), Subject(always_open(zone), ((nine + 30, nine + 60),))]

    assert free_starts_with_resources(person, [rooms], HOUR, days(zone, date(2026, 10, 12))) == []


def test_a_needed_group_without_members_leaves_no_start() -> None:
    person = Subject(always_open("UTC"), ())

    assert free_starts_with_resources(person, [[]], HOUR, Search(0, 1440)) == []
    assert len(free_starts_with_resources(person, [], HOUR, Search(0, 1440))) == 24


@pytest.mark.parametrize(
    "need",
    [(0, 0, 0, 15), (30, -1, 0, 15), (30, 0, -1, 15), (30, 0, 0, 0), (30, 0, 0, 1441)],
)
def test_a_need_that_gives_no_sensible_slot_is_refused(need: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"minute|negative"):
        Need(*need)


@pytest.mark.parametrize("window", [(0, 540, 600), (8, 540, 600), (1, 600, 600), (1, -1, 600), (1, 0, 1441)])
def test_hours_that_no_week_has_are_refused(window: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"weekday|window"):
        WeeklyHours(*window)


def test_an_exception_with_a_window_that_no_day_has_is_refused() -> None:
    with pytest.raises(ValueError, match="window"):
        DayException(date(2026, 10, 12), ((600, 540),))
