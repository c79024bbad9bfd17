"""Finds the dates that stand in a plain text: in figures, with a month's name, or as the day of a month alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from chatbookr_core.dialogue.day_names import month_pattern, months_of, weekdays_in
from chatbookr_core.dialogue.nth_weekdays import counted_in
from chatbookr_core.dialogue.when_words import GRAMMARS, HAS_FIGURES
from chatbookr_core.dialogue.words import bare

_ISO: Final = re.compile(r"\b(20\d{2})-(\d{1,2})-(\d{1,2})\b")
_FIGURES: Final = re.compile(r"\b(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?(?![\d:])")
_HOURS_AFTER: Final = re.compile(r"\s*(?:uhr|uur|h\b|am\b|pm\b|heures?|o'clock)")
_NUMBER_AFTER: Final = re.compile(
    r"\.?,? (?:the |le |el |il |dia |der |den )?(\d{1,2})(?:st|nd|rd|th|er|e|\.)?"
    r"(?![\d:/-]|[.,h]\d| ?(?:-|h\b|uhr|uur|am\b|pm\b|heures?|horas?|ore\b|o'clock))"
)
ORDINAL: Final = r"(?:st|nd|rd|th|er|e|º|\.)?"
"""What stands behind the number of a day."""
_MONTHS: Final = 12
_MOST_DAYS: Final = 31
_LEAP: Final = 2028
_LATE_HOUR: Final = 20  # when nobody is open any more: "from 20.10" is a day
_SOON: Final = timedelta(days=120)
"""So far ahead somebody books; of two figures a day that is later is none."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A day, and where in the text it stands; `is_number`: its month was not named."""

    day: date
    start: int
    end: int
    weekday: int | None = None
    is_number: bool = False


def dates_in(text: str, today: date, language: str) -> list[Mention]:
    """List the dates in the order they stand in; what lies within another one is none."""
    found = [Mention(*one) for one in counted_in(text, today, language)]
    if not HAS_FIGURES.search(text):
        return found
    places = [*_no_days(text, language), *((one.start, one.end) for one in found)]
    for one in _all_dates(text, today, language):
        if all(one.end <= start or one.start >= end for start, end in places):
            found.append(one)
            places.append((one.start, one.end))
    return sorted(found, key=lambda one: one.start)


def _no_days(text: str, language: str) -> list[tuple[int, int]]:
    """List where a day stands that its month does not have: its number is no day of another one."""
    return [
        found.span()
        for pattern, (number, month) in _dates_of(language)
        for found in pattern.finditer(text)
        if date_or_none(_LEAP, months_of(language)[found[month]], int(found[number])) is None
    ]


def _all_dates(text: str, today: date, language: str) -> Iterator[Mention]:
    for found in _ISO.finditer(text):
        if (day := date_or_none(int(found[1]), int(found[2]), int(found[3]))) is not None:
            yield Mention(day, *found.span())
    for pattern, (number, month) in _dates_of(language):
        for found in pattern.finditer(text):
            day = coming(int(found[number]), months_of(language)[found[month]], today)
            if day is not None:
                yield Mention(day, *found.span())
    yield from _figures_in(text, today, language)
    yield from _beside_weekdays(text, today, language)
    for found in re.finditer(GRAMMARS[language].day_number, text):
        if (day := _coming_number(int(found[1]), today)) is not None:
            yield Mention(day, *found.span(), is_number=True)


def _beside_weekdays(text: str, today: date, language: str) -> Iterator[Mention]:
    """List the numbers after a weekday that are its date: "mercoledì 9 alle 10", "Monday 14 at 8:30"."""
    for one in weekdays_in(text, language, is_spoken=True):
        found = _NUMBER_AFTER.match(text, one.end)
        if found is None:
            continue
        day = _coming_number(int(found[1]), today)
        if day is not None and day.weekday() == one.number:
            yield Mention(day, *found.span(), is_number=True)


def _figures_in(text: str, today: date, language: str) -> Iterator[Mention]:
    """List the dates in figures; "after 9.30" is a time, so is "Thursday 9-11", and "2-4" where that day is far."""
    is_dated, lead = False, _hour_lead(language)
    weekdays = {one.number for one in weekdays_in(text, language, is_spoken=False)}
    for found in _FIGURES.finditer(text):
        rest, day = text[found.end() :], _written(found, today)
        is_led = found[3] is None and "/" not in found[0] and lead.search(text[: found.start()]) is not None
        is_time = is_led and not is_dated and not rest.startswith(".") and int(found[1]) < _LATE_HOUR
        is_span = "-" in found[0] and found[3] is None and int(found[1]) < int(found[2])
        is_other_day = day is not None and weekdays and day.weekday() not in weekdays
        is_far = day is not None and day - today > _SOON
        if day is None or is_time or _HOURS_AFTER.match(rest) or (is_span and (is_other_day or is_far)):
            continue
        is_dated = True
        yield Mention(day, found.start(), found.end() + rest.startswith("."))


@lru_cache(maxsize=16)
def _hour_lead(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{GRAMMARS[language].after}|{GRAMMARS[language].before})\s*$")


@lru_cache(maxsize=16)
def _dates_of(language: str) -> tuple[tuple[re.Pattern[str], tuple[int, int]], ...]:
    months = month_pattern(language)
    day_month = rf"\b(\d{{1,2}}){ORDINAL}\s*(?:(?:of|de|do|van)\s+)?({months})\b"
    month_day = rf"\b({months})\.?\s+(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.h]\d)"
    return (re.compile(day_month), (1, 2)), (re.compile(month_day), (2, 1))


def _written(found: re.Match[str], today: date) -> date | None:
    """Read the day first, as all seven languages write it; where that cannot be, the month first: "12/25"."""
    number, month, year = int(found[1]), int(found[2]), found[3]
    if month > _MONTHS and "/" in found[0]:
        number, month = month, number
    if year is None:
        return coming(number, month, today)
    return date_or_none(int(year) + (2000 if len(year) == 2 else 0), month, number)


def coming(number: int, month: int, today: date) -> date | None:
    """Return the next such date; a day that has passed is meant for next year."""
    this_year = date_or_none(today.year, month, number)
    if this_year is not None and this_year >= today:
        return this_year
    return date_or_none(today.year + 1, month, number)


def _coming_number(number: int, today: date) -> date | None:
    """Return the next day of a month with that number."""
    this_month = date_or_none(today.year, today.month, number)
    if this_month is not None and this_month >= today:
        return this_month
    following = today.replace(day=1) + timedelta(days=32)
    return date_or_none(following.year, following.month, number)


def is_no_day(text: str, language: str) -> bool:
    """Tell whether a plain text names a day of a month that has none such: "31 February"."""
    words = bare(text)
    named = [
        (int(one[number]), months_of(language)[one[month]])
        for pattern, (number, month) in _dates_of(language)
        for one in pattern.finditer(words)
    ]
    figures = [(int(one[1]), int(one[2])) for one in _FIGURES.finditer(words) if one[3] is None]
    return any(
        1 <= month <= _MONTHS and 1 <= number <= _MOST_DAYS and date_or_none(_LEAP, month, number) is None
        for number, month in (*named, *figures)
    )


def date_or_none(year: int, month: int, number: int) -> date | None:
    """Return a date, or None where there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None
