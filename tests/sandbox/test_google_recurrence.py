"""Daily and weekly rules, held against a reading of RFC 5545 that looks at every single day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_sandbox.google.recurrence import (
    WEEKDAYS,
    InvalidRecurrence,
    Recurrence,
    UnsupportedRecurrence,
    recurrence_from,
)

MADRID = ZoneInfo("Europe/Madrid")
FIRST = datetime.fromisoformat("2026-03-25T09:00:00")  # a Wednesday


def starts(*lines: str, first: datetime = FIRST, count: int = 6) -> list[str]:
    rule = recurrence_from(lines, MADRID)
    return [f"{start:%m-%dT%H}" for start in islice(rule.starts(first), count)]


def days_that_fit(rule: Recurrence, first: datetime) -> Iterator[datetime]:
    """Look at every day for three years and ask whether the rule names it."""
    week_of_first = first - timedelta(days=(first.weekday() - rule.week_start) % 7)
    for days in range(1096):
        day = first + timedelta(days=days)
        if rule.step_days == 1:
            fits = days % rule.interval == 0 and (not rule.weekdays or day.weekday() in rule.weekdays)
        else:
            weeks = (day - week_of_first).days // 7
            fits = weeks % rule.interval == 0 and day.weekday() in (rule.weekdays or (first.weekday(),))
        if fits or days == 0:
            yield day


rules = st.builds(
    Recurrence,
    step_days=st.sampled_from([1, 7]),
    interval=st.integers(1, 9),
    count=st.none() | st.integers(1, 40),
    weekdays=st.lists(st.integers(0, 6), unique=True, max_size=7).map(tuple),
    week_start=st.integers(0, 6),
)
firsts = st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2030-01-01"))


@given(rules, firsts)
def test_a_rule_names_the_days_a_look_at_every_day_names(rule: Recurrence, first: datetime) -> None:
    last = first + timedelta(days=1095)

    found = []
    for start in rule.starts(first):
        if start > last:
            break
        found.append(start)

    assert found == list(islice(days_that_fit(rule, first), rule.count))


@given(rules, firsts, st.integers(0, 400))
def test_an_end_cuts_a_rule_and_leaves_what_came_before(rule: Recurrence, first: datetime, days: int) -> None:
    until = first + timedelta(days=days)
    bounded = Recurrence(rule.step_days, rule.interval, rule.count, until, rule.weekdays, rule.week_start)

    assert list(islice(bounded.starts(first), 500)) == [
        start for start in islice(rule.starts(first), 500) if start <= until
    ]


def test_rules_are_read_as_they_are_written() -> None:
    assert starts("RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3") == ["03-25T09", "03-27T09", "03-29T09"]
    assert starts("RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3") == ["03-25T09", "03-30T09", "04-01T09"]
    assert starts("RRULE:FREQ=WEEKLY;UNTIL=20260408") == ["03-25T09", "04-01T09", "04-08T09"]
    assert starts("RRULE:FREQ=WEEKLY;UNTIL=20260408T070000Z") == ["03-25T09", "04-01T09", "04-08T09"]
    assert starts("RRULE:FREQ=WEEKLY;UNTIL=20260408T065959Z") == ["03-25T09", "04-01T09"]


def test_an_excluded_date_still_counts() -> None:
    lines = ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Madrid:20260326T090000")

    assert starts(*lines) == ["03-25T09", "03-27T09"]
    assert starts("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260326T080000Z") == ["03-25T09", "03-27T09"]


def test_a_rule_that_never_meets_its_weekday_ends() -> None:
    assert starts("RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU", count=2) == ["03-25T09"]


@pytest.mark.parametrize("weekday", ["FR", *(f"1{day}" for day in WEEKDAYS)])
def test_what_is_beyond_the_sandbox_is_refused_by_name(weekday: str) -> None:
    with pytest.raises(UnsupportedRecurrence):
        recurrence_from([f"RRULE:FREQ=MONTHLY;BYDAY={weekday}"], MADRID)


@pytest.mark.parametrize("line", ["RRULE:FREQ=HOURLY", "RRULE:FREQ=DAILY;BYHOUR=9", "RDATE:20260401T090000Z"])
def test_other_frequencies_and_parts_are_refused(line: str) -> None:
    with pytest.raises(UnsupportedRecurrence):
        recurrence_from([line], MADRID)


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "RRULE:",
        "RRULE:COUNT=3",
        "RRULE:FREQ=DAILY;COUNT=0",
        "RRULE:FREQ=DAILY;COUNT=-1",
        "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20260401",
        "RRULE:FREQ=DAILY;FREQ=WEEKLY",
        "RRULE:FREQ=WEEKLY;BYDAY=XX",
        "RRULE:FREQ=WEEKLY;BYDAY=1MO",
        "RRULE:FREQ=DAILY;UNTIL=tomorrow",
        "RRULE:FREQ=DAILY;UNTIL=20261340",
    ],
)
def test_what_is_no_rule_is_refused(line: str) -> None:
    with pytest.raises(InvalidRecurrence):
        recurrence_from([line], MADRID)
