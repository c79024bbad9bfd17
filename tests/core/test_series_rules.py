"""A series keeps its local time, whatever the clock of the place does meanwhile; what is no series is refused."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.bookings.rules import REACH
from chatbookr_core.errors import InvalidInput
from chatbookr_core.series.rules import MOST, instant_at, occurrences, shift_between, shifted

ZONES = (
    "Europe/Berlin",
    "Europe/Lisbon",
    "America/Sao_Paulo",
    "America/Havana",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Beirut",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Chatham",
)
zones = st.sampled_from(ZONES)
locals_ = st.datetimes(datetime.fromisoformat("2018-01-01"), datetime.fromisoformat("2036-01-01")).map(
    lambda one: one.replace(second=0, microsecond=0)
)


def lived(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def is_skipped(local: datetime, zone: str) -> bool:
    return lived(local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone) != local


@given(zones, locals_, st.integers(2, MOST), st.sampled_from([("DAILY", 1), ("WEEKLY", 7)]), st.integers(1, 3))
def test_each_occurrence_is_so_many_days_later_at_the_same_local_time(
    zone: str, local: datetime, count: int, unit: tuple[str, int], interval: int
) -> None:
    frequency, days = unit
    first = instant_at(local, zone)
    local = lived(first, zone)
    rule = f"FREQ={frequency};INTERVAL={interval};COUNT={count}"
    if timedelta(days=days * interval * (count - 1)) > REACH:
        with pytest.raises(InvalidInput):
            occurrences(rule, first, zone)
        return

    found = occurrences(rule, first, zone)

    wall = [local + timedelta(days=days * interval * place) for place in range(count)]
    assert found[0].astimezone(UTC).replace(tzinfo=None) == first.replace(tzinfo=None)
    assert sorted(set(found)) == found
    for instant, wanted in zip(found, wall, strict=True):
        if is_skipped(wanted, zone):
            jump = lived(instant, zone) - wanted
            assert timedelta(0) < jump <= timedelta(hours=1)  # as much later as the clock jumps
        else:
            assert lived(instant, zone) == wanted


@given(zones, locals_, st.integers(-40, 40), st.integers(-600, 600))
def test_appointments_of_a_series_move_alike(zone: str, local: datetime, days: int, minutes: int) -> None:
    before = instant_at(local, zone)
    after = instant_at(local + timedelta(days=days, minutes=minutes), zone)

    shift = shift_between(before, after, zone)

    assert shifted(before, shift, zone) == after or is_skipped(local, zone)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4", [date(2027, 3, 2), date(2027, 3, 16), date(2027, 3, 30), date(2027, 4, 13)]),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3", [date(2027, 3, 2), date(2027, 3, 4), date(2027, 3, 9)]),
        ("FREQ=WEEKLY;UNTIL=20270316", [date(2027, 3, 2), date(2027, 3, 9), date(2027, 3, 16)]),
        ("FREQ=WEEKLY;UNTIL=20270316T083000Z", [date(2027, 3, 2), date(2027, 3, 9), date(2027, 3, 16)]),
        ("FREQ=WEEKLY;UNTIL=20270316T082959Z", [date(2027, 3, 2), date(2027, 3, 9)]),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=3", [date(2027, 3, 2), date(2027, 4, 6), date(2027, 5, 4)]),
        ("FREQ=MONTHLY;BYMONTHDAY=2;COUNT=2", [date(2027, 3, 2), date(2027, 4, 2)]),
        ("freq=daily;count=2", [date(2027, 3, 2), date(2027, 3, 3)]),
    ],
)
def test_a_recurrence_is_read_as_rfc_5545_says(rule: str, days: list[date]) -> None:
    half_past_nine = datetime(2027, 3, 2, 8, 30, tzinfo=UTC)

    found = [lived(one, "Europe/Berlin") for one in occurrences(rule, half_past_nine, "Europe/Berlin")]

    assert [one.date() for one in found] == days
    assert {(one.hour, one.minute) for one in found} == {(9, 30)}


@pytest.mark.parametrize(
    ("zone", "first", "wanted"),
    [
        (
            "Europe/Berlin",
            datetime.fromisoformat("2027-03-21T01:30"),
            datetime.fromisoformat("2027-03-28T01:30"),
        ),  # 02:30 is skipped: 03:30
        (
            "Europe/Berlin",
            datetime.fromisoformat("2027-10-24T00:30"),
            datetime.fromisoformat("2027-10-31T00:30"),
        ),  # 02:30 twice: the first
        (
            "Africa/Cairo",
            datetime.fromisoformat("2027-04-22T22:30"),
            datetime.fromisoformat("2027-04-29T22:30"),
        ),  # 00:30 is skipped on the 30th
    ],
)
def test_on_the_day_the_clock_changes_a_time_is_what_rfc_5545_says(
    zone: str, first: datetime, wanted: datetime
) -> None:
    first, wanted = first.replace(tzinfo=UTC), wanted.replace(tzinfo=UTC)

    assert occurrences("FREQ=WEEKLY;COUNT=2", first, zone) == [first, wanted]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;COUNT=1",
        "FREQ=WEEKLY;COUNT=53",
        "FREQ=WEEKLY;COUNT=10;UNTIL=20270601",
        "FREQ=WEEKLY;COUNT=10;COUNT=11",
        "FREQ=WEEKLY;UNTIL=20270302",
        "FREQ=WEEKLY;UNTIL=20270301",
        "FREQ=DAILY;UNTIL=20270601",
        "FREQ=WEEKLY;UNTIL=20271332",
        "FREQ=WEEKLY;INTERVAL=0;COUNT=3",
        "FREQ=WEEKLY;INTERVAL=52;COUNT=3",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=YEARLY;COUNT=3",
        "FREQ=WEEKLY;BYDAY=1TU;COUNT=3",
        "FREQ=WEEKLY;BYHOUR=9;COUNT=3",
        "FREQ=DAILY;BYDAY=MO;COUNT=3",
        "FREQ=MONTHLY;BYDAY=6TU;COUNT=3",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31;COUNT=3",
        "FREQ=MONTHLY;BYMONTHDAY=32;COUNT=3",
        "FREQ=WEEKLY;WKST=XX;COUNT=3",
        "FREQ=WEEKLY;COUNT=3\nRDATE=20270401",
        f"FREQ=WEEKLY;COUNT=3;WKST={'M' * 200}",
    ],
)
def test_what_is_no_series_is_refused(rule: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        occurrences(rule, datetime(2027, 3, 2, 8, 30, tzinfo=UTC), "Europe/Berlin")

    assert refused.value.field == "recurrence"


def test_the_first_appointment_is_one_of_the_series() -> None:
    with pytest.raises(InvalidInput) as refused:
        occurrences("FREQ=WEEKLY;BYDAY=WE;COUNT=3", datetime(2027, 3, 2, 8, 30, tzinfo=UTC), "Europe/Berlin")

    assert refused.value.field == "startsAt"
