"""What hours, days otherwise, limits, holidays and travel times a clinic can arrange. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chatbookr_core.availability.hours import WeeklyHours
from chatbookr_core.availability.public_holidays import countries, holidays_of
from chatbookr_core.availability.zones import DAY_MINUTES
from chatbookr_core.errors import InvalidInput

MOST_HOURS = 100
MOST_DAYS = 366
MOST_WINDOWS = 10
MOST_BOOKINGS = 1000
LONGEST_WAY_MINUTES = 12 * 60
YEARS_LOOKED_AHEAD = 11
"""A holiday that falls on a working day in none of so many years is none of the region's."""


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of one weekday (ISO 1..7) in local minutes since midnight, as somebody wants to save them."""

    weekday: int
    start_minute: int
    end_minute: int
    valid_from: date | None = None
    valid_until: date | None = None


def check_hours(hours: Sequence[Window]) -> None:
    """Raises InvalidInput for the first window no week has, and for more than anybody needs."""
    if len(hours) > MOST_HOURS:
        raise InvalidInput(f"At most {MOST_HOURS} windows are kept.", field="hours")
    for place, one in enumerate(hours):
        try:
            WeeklyHours(one.weekday, one.start_minute, one.end_minute, one.valid_from, one.valid_until)
        except ValueError as problem:
            raise InvalidInput(f"Such hours cannot be: {problem}.", field=f"hours.{place}") from problem


def check_days(first: date, last: date, windows: Sequence[tuple[int, int]]) -> None:
    """Raises InvalidInput for days that run backward or are too many, or hours no day has."""
    if not timedelta() <= last - first < timedelta(days=MOST_DAYS):
        raise InvalidInput(f"Days run forward, at most {MOST_DAYS} of them.", field="last_day")
    if len(windows) > MOST_WINDOWS:
        raise InvalidInput(f"A day has at most {MOST_WINDOWS} windows.", field="windows")
    for place, (start, end) in enumerate(windows):
        if not 0 <= start < end <= DAY_MINUTES:
            raise InvalidInput("Hours run forward within one day.", field=f"windows.{place}")


def check_limit(name: str, limit: int | None) -> None:
    """Raises InvalidInput for a limit that allows nothing, or everything."""
    if limit is not None and not 1 <= limit <= MOST_BOOKINGS:
        raise InvalidInput(f"A limit is 1 to {MOST_BOOKINGS} bookings.", field=name)


def check_way(minutes: int) -> None:
    """Raises InvalidInput for a way that takes less than no time, or longer than half a day."""
    if not 0 <= minutes <= LONGEST_WAY_MINUTES:
        raise InvalidInput(f"A way takes 0 to {LONGEST_WAY_MINUTES} minutes.", field="minutes")


def check_holidays(country: str | None, subdivision: str | None, worked: Sequence[str], *, today: date) -> None:
    """Raises InvalidInput for a country or region whose holidays are not known, and for a name none of them has."""
    if country is None:
        if subdivision is not None or worked:
            raise InvalidInput("Holidays are those of a country.", field="country")
        return
    regions = countries().get(country)
    if regions is None:
        raise InvalidInput("The holidays of that country are not known.", field="country")
    if subdivision is not None and subdivision not in regions:
        raise InvalidInput("The holidays of that region are not known.", field="subdivision")
    names = {name for year in range(YEARS_LOOKED_AHEAD) for name in _names(country, subdivision, today.year + year)}
    for place, name in enumerate(worked):
        if name not in names:
            raise InvalidInput("No holiday there has that name.", field=f"worked.{place}")


def _names(country: str, subdivision: str | None, year: int) -> set[str]:
    return {name for names in holidays_of(country, subdivision, year).values() for name in names}
