"""Of the starts that are free those are kept that were asked for: an oracle walks them one by one."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.thoroughness import examples

from chatbookr_core.assistant.finding import _fitting
from chatbookr_core.availability.queries import Starts
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.dialogue import DayHours, Refused, SlotQuery

ZONE = "Europe/Amsterdam"
BEGIN = datetime(2026, 10, 19, tzinfo=UTC)  # a Monday; clocks go back on Sunday 25 October
QUARTERS = 4 * 24 * 14
FRIDAY = 4


def starts_at(*locals_: str) -> Starts:
    instants = [datetime.fromisoformat(one).replace(tzinfo=ZoneInfo(ZONE)) for one in locals_]
    return Starts(UUID(int=1), UUID(int=2), ZONE, 30, sorted(map(epoch_minute, instants)))


def kept(offered: Starts, **asked: object) -> list[str]:
    query = SlotQuery(UUID(int=3), **asked)  # type: ignore[arg-type]  # each test names real fields
    minutes = _fitting(offered, query).minutes
    return [f"{from_epoch_minute(one).astimezone(ZoneInfo(ZONE)):%a %d %H:%M}" for one in minutes]


WEEK = starts_at(
    *(f"2026-10-{day} {at}" for day in (22, 23, 24) for at in ("09:00", "12:00", "16:45", "17:00")),
    *("2026-10-26 09:00", "2026-10-30 12:00", "2026-10-30 17:00"),
)


def test_of_a_refused_weekday_the_hours_between_are_left_out() -> None:
    found = kept(WEEK, refused=Refused((FRIDAY,), time(12), time(17)))

    assert [one for one in found if one.startswith("Fri")] == ["Fri 23 09:00", "Fri 23 17:00", "Fri 30 17:00"]
    assert len(found) == len(WEEK.minutes) - 3


@pytest.mark.parametrize(
    ("refused", "left"),
    [
        (Refused((FRIDAY,)), []),
        (Refused((FRIDAY,), time(12)), ["Fri 23 09:00"]),
        (Refused((FRIDAY,), None, time(12)), ["Fri 23 12:00", "Fri 23 16:45", "Fri 23 17:00"]),
    ],
)
def test_a_refusal_may_be_open_on_either_side(refused: Refused, left: list[str]) -> None:
    found = kept(WEEK, refused=refused)

    assert [one for one in found if one.startswith("Fri 23")] == left


def test_days_that_are_named_are_those_alone() -> None:
    found = kept(WEEK, days=(date(2026, 10, 22), date(2026, 10, 30)))

    assert {one[:6] for one in found} == {"Thu 22", "Fri 30"}


def test_weekdays_hours_and_what_is_refused_hold_together() -> None:
    found = kept(WEEK, weekdays=(3, 4), from_time=time(12), refused=Refused((FRIDAY,), time(16, 45)))

    assert found == ["Thu 22 12:00", "Thu 22 16:45", "Thu 22 17:00", "Fri 23 12:00", "Fri 30 12:00"]


def test_each_of_some_days_is_kept_in_its_own_hours_alone() -> None:
    found = kept(WEEK, day_hours=(DayHours((3,), (), None, time(12)), DayHours((), (date(2026, 10, 30),), time(17))))

    assert found == ["Thu 22 09:00", "Fri 30 17:00"]


def test_what_nothing_was_asked_of_is_left_alone() -> None:
    assert _fitting(WEEK, SlotQuery(UUID(int=3), last_day=date(2026, 10, 22))) is WEEK


times = st.none() | st.sampled_from([time(hour, minute) for hour in range(0, 24, 2) for minute in (0, 45)])
weekdays = st.sets(st.integers(0, 6)).map(lambda found: tuple(sorted(found)))
days = st.sets(st.dates(date(2026, 10, 19), date(2026, 11, 1)), max_size=4).map(lambda found: tuple(sorted(found)))
own_hours = st.lists(st.builds(DayHours, weekdays, days, times, times), max_size=3).map(tuple)
refusals = st.none() | st.builds(Refused, weekdays, times, times)


@examples(150)
@given(st.sets(st.integers(0, QUARTERS), max_size=40), times, times, weekdays, days, refusals, own_hours)
def test_each_start_is_kept_where_it_would_be_by_itself(
    quarters: set[int],
    from_time: time | None,
    until_time: time | None,
    named: tuple[int, ...],
    dates: tuple[date, ...],
    refused: Refused | None,
    own: tuple[DayHours, ...],
) -> None:
    minutes = [epoch_minute(BEGIN + timedelta(minutes=15 * one)) for one in sorted(quarters)]
    offered = Starts(UUID(int=1), UUID(int=2), ZONE, 30, minutes)
    asked = SlotQuery(
        UUID(int=3),
        from_time=from_time,
        until_time=until_time,
        weekdays=named,
        days=dates,
        refused=refused,
        day_hours=own,
    )

    def is_in(one: DayHours, local: datetime) -> bool:
        is_named = local.weekday() in (one.weekdays or range(7)) and local.date() in (one.days or (local.date(),))
        return is_named and (one.from_time or time()) <= local.time() < (one.until_time or time.max)

    def fits(minute: int) -> bool:
        local = from_epoch_minute(minute).astimezone(ZoneInfo(ZONE))
        if refused is not None and local.weekday() in refused.weekdays:
            is_after = refused.from_time is None or local.time() >= refused.from_time
            if is_after and (refused.until_time is None or local.time() < refused.until_time):
                return False
        if own and not any(is_in(one, local) for one in own):
            return False
        is_named = (not named or local.weekday() in named) and (not dates or local.date() in dates)
        return is_named and (from_time or time()) <= local.time() < (until_time or time.max)

    assert list(_fitting(offered, asked).minutes) == [minute for minute in minutes if fits(minute)]
