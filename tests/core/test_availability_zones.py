from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from tests.core.availability_oracle import wall_time
from tests.core.availability_transitions import TRANSITIONS, ZONES

from chatbookr_core.availability import minute_from, minute_of, minutes_covering, search_window, whole_days
from chatbookr_core.availability.zones import Segment, date_of, day_number, segments


@pytest.mark.parametrize(("zone", "day"), TRANSITIONS)
def test_each_change_is_found_at_its_minute(zone: str, day: date) -> None:
    noon = minute_of(datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)))
    begin, end = noon - 2160, noon + 1440

    runs = segments(zone, begin, end)

    assert len(runs) == 2, "the list of transitions names a date on which nothing changes"
    for run in runs:
        offsets = {wall_time(zone, minute).utcoffset() for minute in range(run.start, run.end)}
        assert offsets == {timedelta(minutes=run.offset_minutes)}
    assert (runs[0].start, runs[0].end, runs[1].end) == (begin, runs[1].start, end)


@pytest.mark.parametrize("zone", ZONES)
def test_segments_join_over_the_turn_of_a_year(zone: str) -> None:
    new_year = minute_of(datetime(2026, 1, 1, tzinfo=UTC))

    runs = segments(zone, new_year - 1440, new_year + 1440)

    assert [(run.start, run.end) for run in runs] == [(new_year - 1440, new_year + 1440)]


def test_an_empty_span_has_no_segments() -> None:
    assert segments("Europe/Berlin", 10, 10) == []
    assert segments("UTC", 10, 11) == [Segment(10, 11, 0)]


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        segments("Europe/Atlantis", 0, 1)


@pytest.mark.parametrize(("zone", "day"), TRANSITIONS)
def test_whole_days_are_the_minutes_that_show_their_date(zone: str, day: date) -> None:
    start, end = whole_days(day, day, zone)

    shown = [minute for minute in range(start - 300, end + 300) if wall_time(zone, minute).date() == day]
    assert (shown[0], shown[-1] + 1) == (start, end)


def test_a_date_that_never_was_is_empty() -> None:
    start, end = whole_days(date(2011, 12, 30), date(2011, 12, 30), "Pacific/Apia")

    assert start == end


def test_days_are_counted_from_the_epoch() -> None:
    assert day_number(date(1970, 1, 1)) == 0
    assert date_of(day_number(date(2028, 2, 29))) == date(2028, 2, 29)


def test_an_interval_with_seconds_is_rounded_outward() -> None:
    start = datetime(2026, 10, 12, 9, 0, 59, tzinfo=UTC)

    covered = minutes_covering(start, start + timedelta(minutes=10))

    assert covered == (minute_of(start), minute_of(start) + 11)


def test_an_instant_in_a_repeated_hour_is_rounded_like_any_other() -> None:
    second = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Amsterdam"))

    assert minutes_covering(second, second) == (minute_of(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),) * 2


def test_an_instant_without_an_offset_is_refused() -> None:
    naive = datetime(2026, 10, 12, 9)  # noqa: DTZ001 - the naive instant is the point

    with pytest.raises(ValueError, match="offset"):
        minute_of(naive)
    with pytest.raises(ValueError, match="offset"):
        minute_from(naive)
    with pytest.raises(ValueError, match="offset"):
        search_window(naive, timedelta(0), timedelta(days=1))
