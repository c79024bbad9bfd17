"""Finds the days that a plain text mentions: one, several, or a span of them with its first and its last."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from chatbookr_core.dialogue.number_lists import NO_HOUR, last_before, with_numbers
from chatbookr_core.dialogue.periods import (
    SATURDAY,
    SUNDAY,
    WEEK,
    Period,
    coming_weekday,
    days_counted_in,
    months_in,
    weeks_in,
)
from chatbookr_core.dialogue.refusals import wanted_in
from chatbookr_core.dialogue.when_words import (
    AND,
    ARTICLE,
    BETWEEN,
    BUT,
    EITHER,
    GRAMMARS,
    LATER,
    NOT_THEN,
    RATHER,
    UP_TO,
    Weekday,
    weekdays_in,
)
from chatbookr_core.dialogue.workdays import kind_of_days_in
from chatbookr_core.dialogue.written_dates import ORDINAL, Mention, date_or_none, dates_in

_SEPARATOR: Final = re.compile(rf"{UP_TO.pattern}{ARTICLE}")
_FIRST_NUMBER: Final = re.compile(rf"\b(\d{{1,2}}){ORDINAL}{UP_TO.pattern}{ARTICLE}$")
_LAST_NUMBER: Final = re.compile(rf"{UP_TO.pattern}{ARTICLE}(\d{{1,2}}){ORDINAL}{NO_HOUR}")
_FROM: Final = re.compile(r"(?:vom|du|del|dal) |[^\W\d]+\.? \d{1,2}")
"""How a day begins after which "to 5" is another day and no hour: "vom 3.", "December 3"."""

_CONTRACTED: Final = re.compile(r"(?:du|au|del|dal|al) ")
"""How a number begins to which belongs what stands before it: "a partir du 20"."""
_NOT: Final = r"(?:not|no|nicht|pas|non|nao|niet)"
_WEEK_OF: Final = re.compile(
    rf"\b(?:week|woche|semaine|semana|settimana) (?:(?:of|commencing|starting|vom|du|del?|do|van) )?{ARTICLE}$"
)
"""What stands before a day whose whole week is meant."""

_BEFORE_WEEK: Final = re.compile(r"\b(?:(?:the|in|der|die|la|en|em|na|nella|de) )+$")


@dataclass(frozen=True, slots=True)
class Named:
    """What days a text names, and the text without them, so that their figures are not read as hours.

    `last_day` ends a span; `is_open`: from `day` on. `is_week`: the whole week may be meant. `weekdays` are those that
    were named, 0 for Monday; `has_gaps`: of a span those alone are meant, or where they are dates, `days` alone.
    `is_dated`: the weekdays are those of dates.
    `is_number`: a day of a month alone, which in another language may be something else.
    """

    day: date | None
    rest: str
    last_day: date | None = None
    is_open: bool = False
    is_week: bool = False
    weekdays: tuple[int, ...] = ()
    has_gaps: bool = False
    is_dated: bool = False
    is_number: bool = False
    days: tuple[date, ...] = ()


def named_in(text: str, today: date, language: str, *, is_spoken: bool) -> Named:
    """Find what days a text names; a weekday is the coming one, and those of a kind are of what else is named."""
    weekdays, rest = kind_of_days_in(text)
    named = _named_in(rest, today, language, is_spoken=is_spoken)
    if not weekdays:
        return named
    if named.day is None:
        return replace(named, day=today, is_open=True, weekdays=weekdays, has_gaps=True)
    left = tuple(one for one in weekdays if not named.has_gaps or one in named.weekdays)
    is_span = (named.last_day is not None or named.is_open) and not named.days and left
    return replace(named, weekdays=left, has_gaps=True) if is_span else named


def _named_in(text: str, today: date, language: str, *, is_spoken: bool) -> Named:
    dates = dates_in(text, today, language)
    near = _relative_in(text, today, language)
    if dates:
        found = _in_one_month(text, with_numbers(text, [*dates, *near], today), today)
        named = _spanned(text, _with_weekdays(text, found, today, language, is_spoken=is_spoken), today, language)
        return replace(named, is_number=all(one.is_number for one in found))
    if period := weeks_in(text, today, language, is_spoken=is_spoken) or days_counted_in(text, today, language):
        return _of_period(text, period, today, language, is_spoken=is_spoken)
    if near:
        return _spanned(text, _with_weekdays(text, near, today, language, is_spoken=is_spoken), today, language)
    if period := months_in(text, today, language):
        is_weekend = period.first.weekday() >= SATURDAY and (period.last - period.first).days <= 1
        named = Named(period.first, _without(text, period.start, period.end), period.last)
        return replace(named, weekdays=(SATURDAY, SUNDAY)) if is_weekend else named
    return _on_weekdays(text, weekdays_in(text, language, is_spoken=is_spoken), today, language)


def _in_one_month(text: str, found: list[Mention], today: date) -> list[Mention]:
    """Let a number be of the month that is named of the day beside it: "the 8th or 20th of December"."""
    read = list(found)
    for place in range(len(read) - 2, -1, -1):
        one, following = read[place], read[place + 1]
        between = text[one.end : following.start]
        if one.is_number and not following.is_number and between.strip() and EITHER.fullmatch(between):
            day = last_before(following.day, one.day.day)
            if day is not None and day >= today:
                read[place] = replace(one, day=day, is_number=False)
    return read


def _relative_in(text: str, today: date, language: str) -> list[Mention]:
    """List today, tomorrow and the day after."""
    listed: list[Mention] = []
    for pattern, days in GRAMMARS[language].days:
        for found in re.finditer(rf"\b(?:{pattern})\b", text):
            if all(found.end() <= one.start or found.start() >= one.end for one in listed):
                listed.append(Mention(today + timedelta(days=days), *found.span()))
    return sorted(listed, key=lambda one: one.start)


def _with_weekdays(text: str, found: list[Mention], today: date, language: str, *, is_spoken: bool) -> list[Mention]:
    """Add the weekdays that stand beside other days; one that is the day of a date is no other day."""
    mentions = list(found)
    for one in weekdays_in(text, language, is_spoken=is_spoken):
        mention = Mention(coming_weekday(one.number, today), one.start, one.end, one.number)
        before = [other for other in mentions if other.end <= one.start]
        after = [other for other in mentions if other.start >= one.end]
        is_other = (before and _are_beside(text, before[-1], mention)) or (
            after and _are_beside(text, mention, after[0])
        )
        if is_other:
            mentions = sorted((*mentions, mention), key=lambda each: each.start)
    return mentions


def _are_beside(text: str, first: Mention, second: Mention) -> bool:
    """Tell whether two are joined by a word: "tomorrow or Friday", not "Friday 4 December"."""
    between = text[first.end : second.start]
    is_word = any(sign.isalpha() for sign in between) or "-" in between or "/" in between
    return is_word and (_is_joined(text, first, second) or EITHER.fullmatch(between) is not None)


def _spanned(text: str, found: list[Mention], today: date, language: str) -> Named:
    """Read one day, or two with all between them, or several, or a day and what stands before it."""
    first, others = found[0], found[1:]
    if others and _is_joined(text, first, others[0]):
        last = others[0]
        begin = last_before(last.day, first.day.day) if first.is_number else first.day
        if begin is not None and last.day > begin:
            return Named(begin, _without(text, first.start, last.end), last.day)
    next_start = next((one.start for one in others if not one.is_number), len(text))  # of whose date a number may be
    if (span := _to_number(text[:next_start], first)) is not None:
        return replace(span, rest=span.rest + text[next_start:])
    several = [first]
    for one in others:
        between = text[several[-1].end : one.start]
        if between.strip() and EITHER.fullmatch(between):
            several.append(one)
    if len({one.day for one in several}) > 1:
        if not BUT.search(text[: first.start]):
            return on_days([one.day for one in several], _without(text, first.start, several[-1].end))
        first = replace(first, day=max(one.day for one in several), end=several[-1].end)
    return _bounded(text, first, today, language)


def _to_number(text: str, one: Mention) -> Named | None:
    """Read a number before or after a date as the other end of a span: "3 to 5 December", "December 3 to 5"."""
    before = _FIRST_NUMBER.search(text[: one.start])
    begin = last_before(one.day, int(before[1])) if before else None
    if begin is not None and before is not None:
        return Named(begin, _without(text, before.start(), one.end), one.day)
    after = _LAST_NUMBER.match(text[one.end :]) if _FROM.match(text[one.start :]) else None
    if after is None or int(after[1]) <= one.day.day:
        return None
    last = date_or_none(one.day.year, one.day.month, int(after[1]))
    return None if last is None else Named(one.day, _without(text, one.start, one.end + after.end()), last)


def on_days(days: list[date], rest: str) -> Named:
    """Name some days alone; of what lies between them the other weekdays are left out."""
    if len(set(days)) == (max(days) - min(days)).days + 1:  # one after the other
        return Named(min(days), rest, max(days))
    weekdays = tuple(sorted({day.weekday() for day in days}))
    alone = tuple(sorted(set(days))) if (max(days) - min(days)).days >= WEEK else ()  # else the weekdays say it
    return Named(min(days), rest, max(days), weekdays=weekdays, has_gaps=True, is_dated=True, days=alone)


def _others(*weekdays: int) -> tuple[int, ...]:
    return tuple(number for number in range(WEEK) if number not in weekdays)


def _is_joined(text: str, first: Mention, second: Mention) -> bool:
    between = text[first.end : second.start]
    if _SEPARATOR.fullmatch(between):
        return True
    return AND.fullmatch(between) is not None and BETWEEN.search(text[: first.start]) is not None


class _Leads:
    """What stands right before a day or a week."""

    def __init__(self, before: str, language: str) -> None:
        self._before, self._grammar = before, GRAMMARS[language]

    def _ends(self, words: str) -> bool:
        return re.search(rf"\b(?:{words}) {ARTICLE}$", self._before) is not None

    @property
    def on(self) -> bool:
        return self._ends(rf"{self._grammar.on}|{_NOT} (?:{self._grammar.by})")

    @property
    def past(self) -> bool:
        return self._ends(self._grammar.past)

    @property
    def not_past(self) -> bool:
        return self._ends(rf"{_NOT} (?:{self._grammar.past})")

    @property
    def ahead(self) -> bool:
        return self._ends(self._grammar.ahead)

    @property
    def by(self) -> bool:
        return self._ends(self._grammar.by)


def _bounded(text: str, one: Mention, today: date, language: str) -> Named:
    """Read what stands right before a day: from it on, after it, before it, or until it."""
    article = _CONTRACTED.match(text, one.start)
    before, rest = text[: article.end() if article else one.start], _without(text, one.start, one.end)
    leads = _Leads(before, language)
    if _WEEK_OF.search(before) and one.weekday is None:
        return _week_of(one.day, rest, today)
    if leads.on or LATER.match(text[one.end :]):
        return Named(one.day, rest, is_open=True)
    if BUT.search(before) or NOT_THEN.match(text[one.end :]):
        if one.weekday is None:
            return Named(one.day + timedelta(days=1), rest, is_open=True)
        return Named(today, rest, is_open=True, weekdays=_others(one.weekday), has_gaps=True)
    weekdays = () if one.weekday is None else (one.weekday,)
    if leads.not_past and one.day > today:
        return Named(today, rest, one.day)
    if leads.past:
        return Named(one.day + timedelta(days=1), rest, is_open=True)
    if leads.ahead and one.day > today:
        return Named(today, rest, one.day - timedelta(days=1))
    if leads.by and one.day > today:
        return Named(today, rest, one.day)
    return Named(one.day, rest, weekdays=weekdays)


def _week_of(day: date, rest: str, today: date) -> Named:
    monday = day - timedelta(days=day.weekday())
    return Named(max(monday, today), rest, monday + timedelta(days=SUNDAY), is_week=True)


def _of_period(text: str, period: Period, today: date, language: str, *, is_spoken: bool) -> Named:
    """Name a week, those days of it that are named beside it, or the day that was counted."""
    rest = _without(text, period.start, period.end)
    if period.first == period.last:
        return Named(period.first, rest)
    if period.monday is not None:
        found = weekdays_in(rest, language, is_spoken=is_spoken)
        whole = Named(period.first, rest, period.last, is_week=True)
        return _of_week(period.monday, rest, found) or _bounded_by_week(text, period, today, language) or whole
    span = (period.last - period.first).days
    is_week = span == SUNDAY or (span < SUNDAY and period.first.weekday() == 0)
    if period.last.weekday() == SUNDAY and (bounded := _bounded_by_week(text, period, today, language)) is not None:
        return bounded
    return Named(period.first, rest, period.last, is_week=is_week)


def _bounded_by_week(text: str, period: Period, today: date, language: str) -> Named | None:
    """Read what stands right before a week: from it on, after it, before it, or until it; one that would not suit."""
    rest, after = _without(text, period.start, period.end), text[period.end :]
    leads, monday = _Leads(text[: period.start], language), period.last - timedelta(days=SUNDAY)
    if leads.on or LATER.match(after):
        return Named(max(monday, today), rest, is_open=True)
    before = text[: period.start].removeprefix("no ") if language == "en" else text[: period.start]  # an answer
    if leads.past or BUT.search(_BEFORE_WEEK.sub("", before)) or NOT_THEN.match(after):
        return Named(monday + timedelta(days=WEEK), rest, is_open=True)
    if leads.ahead and monday > today:
        return Named(today, rest, monday - timedelta(days=1))
    return Named(today, rest, period.last) if leads.by and monday > today else None


def _of_week(monday: date, rest: str, found: list[Weekday]) -> Named | None:
    """Name those weekdays of a week that a text names; None where it names none."""
    if not found:
        return None
    left, wanted = wanted_in(rest, found)
    if 0 < len(wanted) < len(found):
        return _of_week(monday, left, wanted)
    numbers, has_gaps = _with_between(rest, found)
    if not wanted:
        numbers, has_gaps = _others(*numbers), True
    days = sorted(monday + timedelta(days=number) for number in set(numbers))
    last_day = days[-1] if len(days) > 1 else None
    left = _without(rest, found[0].start, found[-1].end)
    return Named(days[0], left, last_day, is_week=True, weekdays=numbers, has_gaps=has_gaps)


def _on_weekdays(text: str, found: list[Weekday], today: date, language: str) -> Named:
    """Read weekdays: one is the coming one, several are a span, with gaps unless all between them are meant."""
    if not found:
        return Named(None, text)
    if (rather := _rather(text, found)) is not None:
        day = coming_weekday(rather.number, today)
        return Named(day, _without(text, found[0].start, rather.end), weekdays=(rather.number,))
    left, wanted = wanted_in(text, found)
    if 0 < len(wanted) < len(found):
        return _on_weekdays(left, wanted, today, language)
    numbers, has_gaps = _with_between(text, found)
    first = coming_weekday(numbers[0], today)
    if len(set(numbers)) == 1:
        mention = Mention(first, found[0].start, found[0].end, numbers[0])
        return _bounded(text, mention, today, language)
    rest = _without(text, found[0].start, found[-1].end)
    if not wanted:
        return Named(today, rest, is_open=True, weekdays=_others(*numbers), has_gaps=True)
    if has_gaps:
        days = [coming_weekday(number, today) for number in set(numbers)]
        return Named(min(days), rest, max(days), weekdays=numbers, has_gaps=True)
    last = first + timedelta(days=(numbers[-1] - numbers[0]) % WEEK)
    return Named(first, rest, last, weekdays=numbers)


def _rather(text: str, found: list[Weekday]) -> Weekday | None:
    """Find the day that is preferred to another one: "not Monday but Tuesday"."""
    for before, after in pairwise(found):
        if RATHER.match(text[before.end : after.start]) and BUT.search(text[: before.start]):
            return after
    return None


def _with_between(text: str, found: list[Weekday]) -> tuple[tuple[int, ...], bool]:
    """Add those that lie between: of "Monday to Wednesday" Tuesday; tell whether days between them are left out."""
    numbers, has_gaps = [found[0].number], False
    for before, after in pairwise(found):
        days = (after.number - before.number) % WEEK
        between = text[before.end : after.start]
        is_pair = len(found) == 2 and AND.fullmatch(between) and BETWEEN.search(text[: before.start])
        if _SEPARATOR.fullmatch(between) or is_pair:
            numbers += [(before.number + one) % WEEK for one in range(1, days)]
        elif days > 1:
            has_gaps = True
        numbers.append(after.number)
    return tuple(numbers), has_gaps


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]} {text[end:]}"
