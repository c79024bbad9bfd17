"""Finds the days that a plain text mentions: one, or a span of them with its first and its last."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from chatbookr_core.dialogue.when_words import (
    AND,
    ARTICLE,
    BETWEEN,
    BUT,
    GRAMMARS,
    IN_MONTH,
    NEXT_MONTH,
    NOT_THEN,
    UP_TO,
    WEEKEND,
    month_pattern,
    months_of,
    weekdays_of,
)

HAS_FIGURES: Final = re.compile(r"\d")
"""Without any, a text holds neither a date nor an hour: most texts are no wish, and this is soon seen."""
_FIGURES: Final = re.compile(r"\b(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?(?![\d:])")
_HOURS_AFTER: Final = re.compile(r"\s*(?:uhr|uur|h\b|am\b|pm\b|heures?|o'clock)")
_SEPARATOR: Final = re.compile(rf"{UP_TO.pattern}{ARTICLE}")
_FIRST_NUMBER: Final = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|e|º|\.)?{UP_TO.pattern}{ARTICLE}$")
_WEEK, _SATURDAY, _SUNDAY = 7, 5, 6


@dataclass(frozen=True, slots=True)
class Named:
    """What days a text names, and the text without them, so that their figures are not read as hours.

    `last_day` ends a span; `is_open`: from `day` on. `is_week`: the whole week may be meant. `weekdays` are those that
    were named, 0 for Monday; `has_gaps`: of a span those alone are meant.
    """

    day: date | None
    rest: str
    last_day: date | None = None
    is_open: bool = False
    is_week: bool = False
    weekdays: tuple[int, ...] = ()
    has_gaps: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    """A day, and where in the text it stands; `is_number`: its month was not named."""

    day: date
    start: int
    end: int
    weekday: int | None = None
    is_number: bool = False


def named_in(text: str, today: date, language: str, *, is_spoken: bool) -> Named:
    """Find what days a text names; a weekday is the coming one."""
    dates = _dates_in(text, today, language)
    if dates:
        return _spanned(text, dates, today, language)
    return (
        _counted(text, today, language, is_spoken=is_spoken)
        or _relative(text, today, language)
        or _on_weekdays(text, today, language, is_spoken=is_spoken)
    )


def _spanned(text: str, found: list[_Mention], today: date, language: str) -> Named:
    """Read one day, or two with all between them, or a day and what stands before it: "not before the 3rd"."""
    first = found[0]
    if len(found) > 1 and _is_joined(text, first, found[1]):
        last = found[1]
        begin = _before(last.day, first.day.day) if first.is_number else first.day
        if begin is not None and last.day > begin:
            return Named(begin, _without(text, first.start, last.end), last.day)
    number = _FIRST_NUMBER.search(text[: first.start])
    begin = _before(first.day, int(number[1])) if number else None
    if begin is not None and number is not None:
        return Named(begin, _without(text, number.start(), first.end), first.day)
    return _bounded(text, first, today, language)


def _others(weekday: int) -> tuple[int, ...]:
    return tuple(number for number in range(_WEEK) if number != weekday)


def _is_joined(text: str, first: _Mention, second: _Mention) -> bool:
    between = text[first.end : second.start]
    if _SEPARATOR.fullmatch(between):
        return True
    return AND.fullmatch(between) is not None and BETWEEN.search(text[: first.start]) is not None


def _before(day: date, number: int) -> date | None:
    """Return the last such day of a month before another day."""
    month = day if number < day.day else day.replace(day=1) - timedelta(days=1)
    return date_or_none(month.year, month.month, number)


def _bounded(text: str, one: _Mention, today: date, language: str) -> Named:
    """Read what stands right before a day: from it on, after it, before it, or until it."""
    grammar, before = GRAMMARS[language], text[: one.start]
    rest = _without(text, one.start, one.end)

    def leads(words: str) -> bool:
        return re.search(rf"\b(?:{words}) {ARTICLE}$", before) is not None

    if leads(grammar.on):
        return Named(one.day, rest, is_open=True)
    if BUT.search(before) or NOT_THEN.match(text[one.end :]):
        if one.weekday is None:
            return Named(one.day + timedelta(days=1), rest, is_open=True)
        return Named(today, rest, is_open=True, weekdays=_others(one.weekday), has_gaps=True)
    weekdays = () if one.weekday is None else (one.weekday,)
    if leads(grammar.past):
        return Named(one.day + timedelta(days=1), rest, is_open=True)
    if leads(grammar.ahead) and one.day > today:
        return Named(today, rest, one.day - timedelta(days=1))
    if leads(grammar.by) and one.day > today:
        return Named(today, rest, one.day)
    return Named(one.day, rest, weekdays=weekdays)


def _dates_in(text: str, today: date, language: str) -> list[_Mention]:
    """List the dates in the order they stand in; what lies within another one is none."""
    found: list[_Mention] = []
    if not HAS_FIGURES.search(text):
        return found
    for one in _all_dates(text, today, language):
        if all(one.end <= other.start or one.start >= other.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _all_dates(text: str, today: date, language: str) -> Iterator[_Mention]:
    for pattern, (number, month) in _dates_of(language):
        for found in pattern.finditer(text):
            day = coming(int(found[number]), months_of(language)[found[month]], today)
            if day is not None:
                yield _Mention(day, *found.span())
    yield from _figures_in(text, today, language)
    for found in re.finditer(GRAMMARS[language].day_number, text):
        if (day := _coming_number(int(found[1]), today)) is not None:
            yield _Mention(day, *found.span(), is_number=True)


def _figures_in(text: str, today: date, language: str) -> Iterator[_Mention]:
    """List the dates in figures; "after 9.30" is a time, and so is "Thursday 9-11"."""
    is_dated, lead = False, _hour_lead(language)
    weekdays = {one.number for one in _weekdays(text, language, is_spoken=False)}
    for found in _FIGURES.finditer(text):
        rest, day = text[found.end() :], _written(found, today)
        is_led = found[3] is None and "/" not in found[0] and lead.search(text[: found.start()]) is not None
        is_time = is_led and not is_dated and not rest.startswith(".")
        is_span = "-" in found[0] and found[3] is None and int(found[1]) < int(found[2])
        is_other_day = day is not None and weekdays and day.weekday() not in weekdays
        if day is None or is_time or _HOURS_AFTER.match(rest) or (is_span and is_other_day):
            continue
        is_dated = True
        yield _Mention(day, found.start(), found.end() + rest.startswith("."))


@lru_cache(maxsize=16)
def _hour_lead(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{GRAMMARS[language].after}|{GRAMMARS[language].before})\s*$")


@lru_cache(maxsize=16)
def _dates_of(language: str) -> tuple[tuple[re.Pattern[str], tuple[int, int]], ...]:
    months = month_pattern(language)
    day_month = rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|e|º|\.)?\s*(?:(?:of|de|do|van)\s+)?({months})\b"
    month_day = rf"\b({months})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.h]\d)"
    return (re.compile(day_month), (1, 2)), (re.compile(month_day), (2, 1))


def _written(found: re.Match[str], today: date) -> date | None:
    number, month, year = int(found[1]), int(found[2]), found[3]
    if year is None:
        return coming(number, month, today)
    return date_or_none(int(year) + (2000 if len(year) == 2 else 0), month, number)


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]} {text[end:]}"


def _counted(text: str, today: date, language: str, *, is_spoken: bool) -> Named | None:
    """Read "in three days", "in two weeks", this week and the next; of those another day may be named."""
    grammar = GRAMMARS[language]
    spelt = "|".join(f"(?:{one})" for one in grammar.numbers)
    pattern = rf"\b(?:{grammar.within})\s+(\d{{1,2}}|{spelt})\s+(?:({grammar.day_unit})|({grammar.week_unit}))\b"
    if found := re.search(pattern, text):
        count = int(found[1]) if found[1].isdecimal() else _number(found[1], language)
        day = today + timedelta(days=count * (_WEEK if found[3] else 1))
        if found[3] is None:
            return Named(day, _without(text, *found.span()))
        return _week_of(day, _without(text, *found.span()))
    if found := re.search(rf"\b(?:{grammar.next_week})\b", text):
        rest = _without(text, *found.span())
        monday = today + timedelta(days=_WEEK - today.weekday())
        return _of_week(monday, rest, language, is_spoken=is_spoken) or _week_of(monday, rest)
    if found := re.search(rf"\b(?:{grammar.this_week})\b", text):
        rest = _without(text, *found.span())
        if not _weekdays(rest, language, is_spoken=is_spoken):
            return Named(today, rest, today + timedelta(days=_SUNDAY - today.weekday()), is_week=True)
    return None


def _week_of(day: date, rest: str) -> Named:
    """Name the week a day lies in."""
    monday = day - timedelta(days=day.weekday())
    return Named(monday, rest, monday + timedelta(days=_SUNDAY), is_week=True)


def _of_week(monday: date, rest: str, language: str, *, is_spoken: bool) -> Named | None:
    """Name those weekdays of a week that a text names; None where it names none."""
    found = _weekdays(rest, language, is_spoken=is_spoken)
    if not found:
        return None
    numbers, has_gaps = _with_between(rest, found)
    if len(found) == 1 and BUT.search(rest[: found[0].start]):
        numbers, has_gaps = _others(numbers[0]), True
    days = sorted(monday + timedelta(days=number) for number in set(numbers))
    last_day = days[-1] if len(days) > 1 else None
    left = _without(rest, found[0].start, found[-1].end)
    return Named(days[0], left, last_day, is_week=True, weekdays=numbers, has_gaps=has_gaps)


def _number(word: str, language: str) -> int:
    return next(place for place, names in enumerate(GRAMMARS[language].numbers, 1) if re.fullmatch(names, word))


def _relative(text: str, today: date, language: str) -> Named | None:
    """Read today, tomorrow and the day after, the weekend, and a whole month."""
    for pattern, days in GRAMMARS[language].days:
        if found := re.search(rf"\b(?:{pattern})\b", text):
            mention = _Mention(today + timedelta(days=days), *found.span())
            return _bounded(text, mention, today, language)
    if found := WEEKEND.search(text):
        saturday = today + timedelta(days=max(_SATURDAY - today.weekday(), 0))
        sunday = today + timedelta(days=_SUNDAY - today.weekday())
        return Named(saturday, _without(text, *found.span()), sunday, weekdays=(_SATURDAY, _SUNDAY))
    if found := NEXT_MONTH.search(text):
        first = _next_month(today)
        return Named(first, _without(text, *found.span()), _end_of_month(first))
    if found := re.search(rf"\b{IN_MONTH} ({month_pattern(language)})\b(?! ?\d)", text):
        month = months_of(language)[found[1]]
        first = date(today.year + (month < today.month), month, 1)
        return Named(max(first, today), _without(text, *found.span()), _end_of_month(first))
    return None


def _next_month(day: date) -> date:
    """Return the first day of the month after a day's."""
    return _end_of_month(day) + timedelta(days=1)


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _on_weekdays(text: str, today: date, language: str, *, is_spoken: bool) -> Named:
    """Read weekdays: one is the coming one, several are a span, with gaps unless all between them are meant."""
    found = _weekdays(text, language, is_spoken=is_spoken)
    if not found:
        return Named(None, text)
    numbers, has_gaps = _with_between(text, found)
    first = _coming_weekday(numbers[0], today)
    if len(set(numbers)) == 1:
        mention = _Mention(first, found[0].start, found[0].end, numbers[0])
        return _bounded(text, mention, today, language)
    rest = _without(text, found[0].start, found[-1].end)
    if has_gaps:
        days = [_coming_weekday(number, today) for number in set(numbers)]
        return Named(min(days), rest, max(days), weekdays=numbers, has_gaps=True)
    last = first + timedelta(days=(numbers[-1] - numbers[0]) % _WEEK)
    return Named(first, rest, last, weekdays=numbers)


@dataclass(frozen=True, slots=True)
class _Weekday:
    number: int
    start: int
    end: int


def _weekdays(text: str, language: str, *, is_spoken: bool) -> list[_Weekday]:
    """List the weekdays in the order they are named."""
    known, listed = weekdays_of(language, is_short=is_spoken), list[_Weekday]()
    for found in re.finditer(r"[^\W\d]+(?:-feira)?", text):
        number = known.get(found[0], known.get(found[0].removesuffix("s")))
        if number is not None:
            listed.append(_Weekday(number, *found.span()))
    return listed


def _with_between(text: str, found: list[_Weekday]) -> tuple[tuple[int, ...], bool]:
    """Add those that lie between: of "Monday to Wednesday" Tuesday; tell whether days between them are left out."""
    numbers, has_gaps = [found[0].number], False
    for before, after in pairwise(found):
        days = (after.number - before.number) % _WEEK
        between = text[before.end : after.start]
        is_pair = len(found) == 2 and AND.fullmatch(between) and BETWEEN.search(text[: before.start])
        if _SEPARATOR.fullmatch(between) or is_pair:
            numbers += [(before.number + one) % _WEEK for one in range(1, days)]
        elif days > 1:
            has_gaps = True
        numbers.append(after.number)
    return tuple(numbers), has_gaps


def _coming_weekday(number: int, today: date) -> date:
    return today + timedelta(days=(number - today.weekday() - 1) % _WEEK + 1)


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
    following = _next_month(today)
    return date_or_none(following.year, following.month, number)


def date_or_none(year: int, month: int, number: int) -> date | None:
    """Return a date, or None where there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None
