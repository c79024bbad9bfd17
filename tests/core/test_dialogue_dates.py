"""Dates in messages: the weekday always, 24 hours, 24 characters, and the offset when a clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.dialogue import LANGUAGES, dates

ZONES = (
    "Europe/Amsterdam",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "America/Havana",
    "Asia/Kolkata",
    "Pacific/Chatham",
    "America/St_Johns",
)
AMSTERDAM = "Europe/Amsterdam"
instants = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the strategy adds the zone


def test_examples_in_both_languages() -> None:
    at = datetime(2026, 10, 13, 7, 30, tzinfo=UTC)

    assert dates.moment(at, AMSTERDAM, "en") == "Tue 13 Oct 09:30"
    assert dates.moment(at, AMSTERDAM, "de") == "Di. 13. Okt. 09:30"
    assert dates.day_title(date(2026, 10, 13), "de") == "Di. 13. Okt."
    assert dates.long_day(date(2026, 10, 13), "en") == "Tuesday 13 October"
    assert dates.long_day(date(2026, 10, 13), "de") == "Dienstag, 13. Oktober"
    assert dates.span(at, at + timedelta(minutes=30), AMSTERDAM, "en") == "Tuesday 13 October, 09:30–10:00"
    assert dates.clock(at, AMSTERDAM) == "09:30"


@pytest.mark.parametrize(
    ("at", "zone", "written"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), AMSTERDAM, "Sun 25 Oct 02:30 UTC+2"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), AMSTERDAM, "Sun 25 Oct 02:30 UTC+1"),
        (datetime(2026, 10, 24, 7, 30, tzinfo=UTC), AMSTERDAM, "Sat 24 Oct 09:30"),
        (datetime(2027, 3, 28, 7, 30, tzinfo=UTC), AMSTERDAM, "Sun 28 Mar 09:30 UTC+2"),
        (datetime(2026, 10, 3, 22, 0, tzinfo=UTC), "Australia/Lord_Howe", "Sun 4/10 09:00 UTC+11"),
    ],
)
def test_the_day_of_a_clock_change_shows_the_offset(at: datetime, zone: str, written: str) -> None:
    assert dates.moment(at, zone, "en") in (written, written.replace("4/10", "4 Oct"))


def test_an_appointment_over_a_clock_change_shows_both_offsets() -> None:
    start = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)

    written = dates.span(start, start + timedelta(minutes=30), AMSTERDAM, "en")

    assert written == "Sunday 25 October, 02:45 UTC+2–02:15 UTC+1"


@given(instants, st.sampled_from(ZONES), st.sampled_from(LANGUAGES))
def test_every_moment_fits_a_row_and_names_the_weekday(at: datetime, zone: str, language: str) -> None:
    local = at.astimezone(ZoneInfo(zone))

    written = dates.moment(at, zone, language)

    assert len(written) <= 24
    assert written[:2] == dates.long_day(local.date(), language)[:2]
    assert f"{local:%H:%M}" in written


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.sampled_from(LANGUAGES))
def test_every_day_fits_a_section_title(day: date, language: str) -> None:
    assert len(dates.day_title(day, language)) <= 24


@given(instants, st.sampled_from(ZONES), st.sampled_from(LANGUAGES))
def test_two_moments_of_one_year_are_never_written_alike(at: datetime, zone: str, language: str) -> None:
    for minutes in (30, 60, 90, 24 * 60):
        assert dates.moment(at, zone, language) != dates.moment(at + timedelta(minutes=minutes), zone, language)
