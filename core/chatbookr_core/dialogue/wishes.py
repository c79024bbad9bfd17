"""Reads when a patient would like to come: a day and a part of it, out of a few plain words; never a time slot."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

_WEEKDAYS: tuple[tuple[str, ...], ...] = (
    ("monday", "mon", "montag"),
    ("tuesday", "tue", "tues", "dienstag"),
    ("wednesday", "wed", "mittwoch"),
    ("thursday", "thu", "thur", "thurs", "donnerstag"),
    ("friday", "fri", "freitag"),
    ("saturday", "sat", "samstag", "sonnabend"),
    ("sunday", "sun", "sonntag"),
)
_MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "jan", "januar", "jänner"),
    ("february", "feb", "februar"),
    ("march", "mar", "märz", "mär"),
    ("april", "apr"),
    ("may", "mai"),
    ("june", "jun", "juni"),
    ("july", "jul", "juli"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("october", "oct", "oktober", "okt"),
    ("november", "nov"),
    ("december", "dec", "dezember", "dez"),
)
_WEEKDAY = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))

_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)?\s*(?:of\s+)?({_MONTH_NAMES})\b")
_MONTH_DAY = re.compile(rf"\b({_MONTH_NAMES})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)")
_FIGURES = re.compile(r"\b(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?!\d)")
_HOUR = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|uhr|h|o'clock)?"
_FROM = re.compile(rf"\b(?:after|from|since|at|around|about|nach|ab|um|gegen)\s+{_HOUR}\b")
_UNTIL = re.compile(rf"\b(?:before|until|till|by|vor|bis)\s+{_HOUR}\b")
_BARE = re.compile(r"\b(\d{1,2})(?:(?::)(\d{2})\s*(am|pm|uhr|h)?|()\s*(am|pm|uhr))\b")

_PARTS: tuple[tuple[str, time | None, time | None], ...] = (
    (r"\b(afternoon|nachmittags?)\b", time(12), time(17)),
    (r"\b(evening|abends?)\b", time(17), None),
    (r"\b(mornings?|vormittags?|morgens|(am|in der) (morgen|früh)|früh)\b", None, time(12)),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A local date and local times of day between which a start would suit; each may be open."""

    day: date | None = None
    from_time: time | None = None
    until_time: time | None = None


def find_wish(text: str, today: date) -> Wish | None:
    """Read a wish out of a plain text (`words.plain`), or None where it says nothing of when."""
    day, rest = _take_day(text, today)
    from_time, until_time = _hours(rest)
    if from_time is None and until_time is None:
        from_time, until_time = _part_of_day(text)
    if from_time is not None and until_time is not None and from_time >= until_time:
        until_time = None
    if day is None and from_time is None and until_time is None:
        return None
    return Wish(day, from_time, until_time)


def _take_day(text: str, today: date) -> tuple[date | None, str]:
    """Find a date and return the text without it, so that its figures are not read as hours."""
    for pattern, order in ((_DAY_MONTH, (1, 2)), (_MONTH_DAY, (2, 1))):
        if (found := pattern.search(text)) and (day := _coming(int(found[order[0]]), _MONTH[found[order[1]]], today)):
            return day, text[: found.start()] + " " + text[found.end() :]
    for found in _FIGURES.finditer(text):
        is_time = re.search(
            r"\b(after|from|at|around|before|until|nach|ab|um|gegen|vor|bis)\s*$", text[: found.start()]
        )
        if not (is_time and found[3] is None and not text[found.end() :].startswith(".")):
            day = _written(found, today)
            if day is not None:
                return day, text[: found.start()] + " " + text[found.end() :]
    return _named_day(text, today), text


def _written(found: re.Match[str], today: date) -> date | None:
    number, month, year = int(found[1]), int(found[2]), found[3]
    if year is None:
        return _coming(number, month, today)
    return _date_or_none(int(year) + (2000 if len(year) == 2 else 0), month, number)


def _named_day(text: str, today: date) -> date | None:
    if re.search(r"\b(day after tomorrow|übermorgen)\b", text):
        return today + timedelta(days=2)
    if re.search(r"\btomorrow\b|(?<!am )(?<!der )(?<!guten )\bmorgen\b", text):
        return today + timedelta(days=1)
    if re.search(r"\b(today|heute)\b", text):
        return today
    for word in re.findall(r"\w+", text):
        weekday = _WEEKDAY.get(word) if word in _WEEKDAY else _WEEKDAY.get(word.removesuffix("s"))
        if weekday is not None:
            return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return None


def _coming(number: int, month: int, today: date) -> date | None:
    """Return the next such date; a day that has passed is meant for next year."""
    this_year = _date_or_none(today.year, month, number)
    if this_year is not None and this_year >= today:
        return this_year
    return _date_or_none(today.year + 1, month, number)


def _date_or_none(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _hours(text: str) -> tuple[time | None, time | None]:
    after, before = _FROM.search(text), _UNTIL.search(text)
    from_time = _time(after[1], after[2], after[3]) if after else None
    until_time = _time(before[1], before[2], before[3]) if before else None
    if after is None and before is None and (bare := _BARE.search(text)):
        from_time = _time(bare[1], bare[2], bare[3] or bare[5])
    return from_time, until_time


def _time(hour_figures: str, minute_figures: str | None, unit: str | None) -> time | None:
    hour, minute = int(hour_figures), int(minute_figures or 0)
    if unit == "pm" and hour < 12:
        hour += 12
    elif unit == "am" and hour == 12:
        hour = 0
    elif unit in (None, "o'clock") and not minute_figures and 1 <= hour <= 7:
        hour += 12  # "after 4" is said of the afternoon: nobody is open at four in the morning
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _part_of_day(text: str) -> tuple[time | None, time | None]:
    for pattern, from_time, until_time in _PARTS:
        if re.search(pattern, text):
            return from_time, until_time
    return None, None
