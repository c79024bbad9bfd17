"""Reads what stands around a day, a week or a month: from it on, after it, before it, until it, or not then."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from chatbookr_core.dialogue.absences import AWAY, BACK
from chatbookr_core.dialogue.hours import names_hours
from chatbookr_core.dialogue.periods import SUNDAY, WEEK, Period
from chatbookr_core.dialogue.refusals import is_refused
from chatbookr_core.dialogue.when_words import ARTICLE, BUT, GRAMMARS, IN_MONTH, LATER, NOT_THEN
from chatbookr_core.dialogue.written_dates import Mention

_CONTRACTED: Final = re.compile(r"(?:du|au|del|dal|al) ")
"""How a number begins to which belongs what stands before it: "a partir du 20"."""
_NOT: Final = r"(?:not|no|nicht|pas|non|nao|niet)"
_WEEK_OF: Final = re.compile(
    rf"\b(?:week|woche|semaine|semana|settimana) (?:(?:of|commencing|starting|vom|du|del?|do|van) )?{ARTICLE}$"
)
"""What stands before a day whose whole week is meant."""
_VOOR: Final = re.compile(r"(?<!niet )(?<!geen )\bvoor (?:(?:de|aanstaande|aankomende|komende) )*$")
"""In Dutch "before" and "for" are one word: what stands alone before a day may mean either, and any day until then."""
_FOR: Final = re.compile(r"\b(?:afspra|plek|plaats|iets|tijd|maken|boeken)\w*\b[^,.;]* $")
"""What makes it "for": "een afspraak voor vrijdag"."""
_FAR: Final = timedelta(days=15)
"""So far ahead what would not suit leaves days before it, which are meant then."""
_LATEST: Final = re.compile(
    r" (?:at the latest|au plus tard|a mas tardar|como muy tarde|al piu tardi|o mais tardar|no maximo|spatestens"
    r"|op zijn laatst|uiterlijk)\b"
)
"""What stands after a day that would suit as well as any before it."""


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


def on_days(days: list[date], rest: str) -> Named:
    """Name some days alone; of what lies between them the other weekdays are left out."""
    if len(set(days)) == (max(days) - min(days)).days + 1:  # one after the other
        return Named(min(days), rest, max(days))
    weekdays = tuple(sorted({day.weekday() for day in days}))
    alone = tuple(sorted(set(days))) if (max(days) - min(days)).days >= WEEK else ()  # else the weekdays say it
    return Named(min(days), rest, max(days), weekdays=weekdays, has_gaps=True, is_dated=True, days=alone)


def others(*weekdays: int) -> tuple[int, ...]:
    return tuple(number for number in range(WEEK) if number not in weekdays)


class _Leads:
    """What stands right before a day or a week."""

    def __init__(self, before: str, language: str) -> None:
        self._before, self._grammar = before, GRAMMARS[language]

    def _ends(self, words: str) -> bool:
        return re.search(rf"\b(?:{words}) {ARTICLE}$", self._before) is not None

    @property
    def on(self) -> bool:
        return self._ends(rf"{self._grammar.on}|{BACK}(?: on| dia)?|{_NOT} (?:{self._grammar.by})")

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

    @property
    def away_by(self) -> bool:
        return self._ends(rf"{AWAY} (?:{self._grammar.by})")

    @property
    def away_on(self) -> bool:
        return self._ends(rf"{AWAY} (?:{self._grammar.on})")


def bounded(text: str, one: Mention, today: date, language: str) -> Named:
    """Read what stands right before a day: from it on, after it, before it, or until it."""
    article = _CONTRACTED.match(text, one.start)
    before, rest = text[: article.end() if article else one.start], without(text, one.start, one.end)
    leads = _Leads(before, language)
    if _WEEK_OF.search(before) and one.weekday is None:
        return _week_of(one.day, rest, today)
    if (away := _away(text, one, leads, rest, today)) is not None:
        return away
    if leads.on or LATER.match(text[one.end :]):
        return Named(one.day, rest, is_open=True)
    if BUT.search(before) or NOT_THEN.match(text[one.end :]):
        if one.weekday is None:
            return but_for(one.day, one.day, rest, today)
        return Named(today, rest, is_open=True, weekdays=others(one.weekday), has_gaps=True)
    weekdays = () if one.weekday is None else (one.weekday,)
    if leads.not_past and one.day > today:
        return Named(today, rest, one.day)
    if leads.past:
        return Named(one.day + timedelta(days=1), rest, is_open=True)
    if leads.ahead and one.day > today:
        return Named(today, rest, one.day - timedelta(days=1))
    is_by = leads.by or _LATEST.match(text[one.end :]) or _may_be_before(before, rest, one, today, language)
    if is_by and one.day > today:
        return Named(today, rest, one.day)
    return Named(one.day, rest, weekdays=weekdays)


def _may_be_before(before: str, rest: str, one: Mention, today: date, language: str) -> bool:
    """Tell whether a day in Dutch is led by "voor", and is neither tomorrow nor with an hour: then that is "for"."""
    found = _VOOR.search(before) if language == "nl" and one.day - today > timedelta(days=1) else None
    return found is not None and not _FOR.search(before[: found.start()]) and not names_hours(rest, GRAMMARS["nl"])


def _away(text: str, one: Mention, leads: _Leads, rest: str, today: date) -> Named | None:
    """Read until when somebody is away, or from when on: "I'm away until the 10th", "from Friday I'm away"."""
    is_after = NOT_THEN.match(text[one.end :]) is not None
    if leads.away_by or (is_after and leads.by):
        return Named(one.day + timedelta(days=1), rest, is_open=True)
    is_from = leads.away_on or (is_after and leads.on)
    return Named(today, rest, one.day - timedelta(days=1)) if is_from and one.day > today else None


def but_for(first: date, last: date, rest: str, today: date) -> Named:
    """Leave out days that would not suit: those after them are meant, or those before where there are many."""
    if first - today > _FAR:
        return Named(today, rest, first - timedelta(days=1))
    return Named(last + timedelta(days=1), rest, is_open=True)


def _week_of(day: date, rest: str, today: date) -> Named:
    monday = day - timedelta(days=day.weekday())
    return Named(max(monday, today), rest, monday + timedelta(days=SUNDAY), is_week=True)


def bounded_by(text: str, period: Period, today: date, language: str, *, first: date) -> Named | None:
    """Read what stands right before a week or month that begins on `first`, or that it would not suit; None: neither.

    "No" is an answer before it in English: "no, next week".
    """
    rest, after = without(text, period.start, period.end), text[period.end :]
    start = len(re.sub(rf" {IN_MONTH} $", " ", text[: period.start]))
    leads, is_after = _Leads(text[:start], language), NOT_THEN.match(after) is not None
    if leads.away_by or (is_after and leads.by):  # who is away until then is back then
        return Named(max(first, today), rest, is_open=True)
    if (leads.away_on or (is_after and leads.on)) and first > today:
        return Named(today, rest, first - timedelta(days=1))
    if leads.on or LATER.match(after):
        return Named(max(first, today), rest, is_open=True)
    said = text.removeprefix("no ") if language == "en" else text
    shift = len(said) - len(text)
    if leads.past:
        return Named(period.last + timedelta(days=1), rest, is_open=True)
    if is_refused(said, shift + period.start, shift + period.end):
        return but_for(first, period.last, rest, today)
    if leads.ahead and first > today:
        return Named(today, rest, first - timedelta(days=1))
    return Named(today, rest, period.last) if leads.by and first > today else None


def without(text: str, start: int, end: int) -> str:
    """Return a text without what stands between two places."""
    return f"{text[:start]} {text[end:]}"
