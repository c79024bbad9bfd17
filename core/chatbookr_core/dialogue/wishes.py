"""Reads when a patient would like to come: a day and a part of it, out of a few plain words; never a time slot.

The names of days and months are CLDR's, by Babel. (dateparser was measured on 43 such phrases in the seven languages:
it missed 19, `pasado mañana`, `dopodomani` and `el jueves` among them.)
"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Final

from chatbookr_core.dialogue.when_words import GRAMMARS, UP_TO, Grammar, month_pattern, months_of, weekdays_of
from chatbookr_core.dialogue.words import bare

_CHARS: Final = 300  # of a text that is looked at: who writes more is not naming a day
_NOON_WORDS = re.compile(r"\b(?:noon|midday|(?<!apres[ -])midi|mediodia|mezzogiorno|meio[ -]dia)\b")
_NOON, _EVENING = time(12), time(17)
_FIGURES = re.compile(r"\b(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?(?![\d:])")
_HOUR = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|uhr|uur|heures?|horas?|ore|h|o'clock)?"
_BARE = re.compile(r"\b(\d{1,2})(?:([:h])(\d{2})\s*(am|pm|uhr|uur|h)?|()()\s*(am|pm|uhr|uur|heures?|h))\b")


_COMPOUNDS: Final = {"de": "vormittag|nachmittag|abend|morgen|fruh", "nl": "ochtend|namiddag|middag|avond"}


@dataclass(frozen=True, slots=True)
class Wish:
    """A local date and local times of day between which a start would suit; each may be open."""

    day: date | None = None
    from_time: time | None = None
    until_time: time | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """A wish, and what else its day may stand for: the week it lies in, or every such day of the week.

    `weekdays` are those that were named, 0 for Monday.
    """

    wish: Wish
    is_week: bool = False
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """The day that a text names, and the text without it, so that its figures are not read as hours."""

    day: date | None
    rest: str
    is_week: bool = False
    weekdays: tuple[int, ...] = ()


def find_wish(text: str, today: date, language: str = "en") -> Wish | None:
    """Read a wish out of a plain text (`words.plain`), or None where it says nothing of when."""
    heard = hear(text, today, language)
    return heard.wish if heard is not None else None


def hear(text: str, today: date, language: str = "en") -> Heard | None:
    """Read a wish, and what its day may stand for; None where a text says nothing of when.

    The language that is spoken goes first; another one is believed where it makes more of the text.
    """
    words = _NOON_WORDS.sub("12:00", bare(text[:_CHARS]))
    others = [tag for tag in GRAMMARS if tag != language]
    spoken = [language] if language in GRAMMARS else []
    heard = [_read(words, today, tag, is_spoken=tag == language) for tag in (*spoken, *others)]
    best = max(heard, key=_said)  # of those that say as much the first
    return best if best.wish != Wish() else None


def _said(heard: Heard) -> int:
    wish = heard.wish
    return 2 * (wish.day is not None) + (wish.from_time is not None) + (wish.until_time is not None)


def _read(text: str, today: date, language: str, *, is_spoken: bool) -> Heard:
    grammar, text = GRAMMARS[language], _apart(text, language)
    named = _take_day(text, today, language, is_spoken=is_spoken)
    from_time, until_time = _hours(named.rest, grammar)
    if from_time is None and until_time is None:
        from_time, until_time = _part_of_day(text, grammar)
    if from_time is not None and until_time is not None and from_time >= until_time:
        until_time = None
    return Heard(Wish(named.day, from_time, until_time), named.is_week, named.weekdays)


def _apart(text: str, language: str) -> str:
    """Write a day and its part as two words where they are one: "Freitagnachmittag", "morgenochtend"."""
    if language not in _COMPOUNDS:
        return text
    days = "|".join((*weekdays_of(language, is_short=False), "morgen", "heute"))
    return re.sub(rf"\b({days})({_COMPOUNDS[language]})", r"\1 \2", text)


def _take_day(text: str, today: date, language: str, *, is_spoken: bool) -> _Named:
    """Find a date, or another word for a day."""
    for pattern, order in _dates_of(language):
        for found in pattern.finditer(text):
            day = _coming(int(found[order[0]]), months_of(language)[found[order[1]]], today)
            if day is not None:
                return _Named(day, _without(text, found))
    lead = re.compile(rf"\b(?:{GRAMMARS[language].after}|{GRAMMARS[language].before})\s*$")
    for found in _FIGURES.finditer(text):
        is_time = found[3] is None and lead.search(text[: found.start()]) and "/" not in found[0]
        day = None if is_time and not text[found.end() :].startswith(".") else _written(found, today)
        if day is not None:
            return _Named(day, _without(text, found))
    return _counted(text, today, language, is_spoken=is_spoken) or _named(text, today, language, is_spoken=is_spoken)


@lru_cache(maxsize=16)
def _dates_of(language: str) -> tuple[tuple[re.Pattern[str], tuple[int, int]], ...]:
    months = month_pattern(language)
    day_month = rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|e|º|\.)?\s*(?:(?:of|de|do|van)\s+)?({months})\b"
    month_day = rf"\b({months})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.h]\d)"
    return (re.compile(day_month), (1, 2)), (re.compile(month_day), (2, 1))


def _without(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + " " + text[found.end() :]


def _written(found: re.Match[str], today: date) -> date | None:
    number, month, year = int(found[1]), int(found[2]), found[3]
    if year is None:
        return _coming(number, month, today)
    return _date_or_none(int(year) + (2000 if len(year) == 2 else 0), month, number)


def _counted(text: str, today: date, language: str, *, is_spoken: bool) -> _Named | None:
    """Read "in three days" and "in two weeks"; next week is its Monday, unless another day of it is named."""
    grammar = GRAMMARS[language]
    spelt = "|".join(f"(?:{one})" for one in grammar.numbers)
    pattern = rf"\b(?:{grammar.within})\s+(\d{{1,2}}|{spelt})\s+(?:({grammar.day_unit})|({grammar.week_unit}))\b"
    if found := re.search(pattern, text):
        count = int(found[1]) if found[1].isdecimal() else _number(found[1], grammar)
        day = today + timedelta(days=count * (7 if found[3] else 1))
        return _Named(day, _without(text, found), is_week=bool(found[3]))
    if found := re.search(rf"\b(?:{grammar.next_week})\b", text):
        weekdays, rest = _weekdays(_without(text, found), language, is_spoken=is_spoken)
        monday = today + timedelta(days=7 - today.weekday())
        return _Named(monday + timedelta(days=weekdays[0] if weekdays else 0), rest, is_week=True, weekdays=weekdays)
    return None


def _number(word: str, grammar: Grammar) -> int:
    return next(place for place, names in enumerate(grammar.numbers, 1) if re.fullmatch(names, word))


def _named(text: str, today: date, language: str, *, is_spoken: bool) -> _Named:
    """Find a weekday, which is the coming one, or today, tomorrow and the day after."""
    for pattern, days in GRAMMARS[language].days:
        if found := re.search(rf"\b(?:{pattern})\b", text):
            return _Named(today + timedelta(days=days), _without(text, found))
    weekdays, rest = _weekdays(text, language, is_spoken=is_spoken)
    if not weekdays:
        return _Named(None, rest)
    return _Named(today + timedelta(days=(weekdays[0] - today.weekday() - 1) % 7 + 1), rest, weekdays=weekdays)


def _weekdays(text: str, language: str, *, is_spoken: bool) -> tuple[tuple[int, ...], str]:
    """Find all weekdays in the order they are named, and return the text without the first of them.

    Of "Monday to Wednesday" those between are meant too.
    """
    known, numbers, rest, end = weekdays_of(language, is_short=is_spoken), list[int](), text, 0
    for found in re.finditer(r"[^\W\d]+(?:-feira)?", text):
        weekday = known.get(found[0], known.get(found[0].removesuffix("s")))
        if weekday is None:
            continue
        if not numbers:
            rest = _without(text, found)
        elif UP_TO.fullmatch(text[end : found.start()]):
            numbers += [(numbers[-1] + days) % 7 for days in range(1, (weekday - numbers[-1]) % 7)]
        numbers.append(weekday)
        end = found.end()
    return tuple(numbers), rest


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


def _hours(text: str, grammar: Grammar) -> tuple[time | None, time | None]:
    if found := re.search(rf"\b{grammar.between}{_HOUR}", text):
        first = re.fullmatch(_HOUR, found[1].strip())
        if first is not None:
            return _time(first[1], first[2], first[3] or found[4]), _time(found[2], found[3], found[4])
    after = re.search(rf"\b(?:{grammar.after})\s*{_HOUR}\b", text)
    before = re.search(rf"\b(?:{grammar.before})\s*{_HOUR}\b", text)
    from_time = _time(after[1], after[2], after[3]) if after else None
    until_time = _time(before[1], before[2], before[3]) if before else None
    if after is None and before is None and (alone := _BARE.search(text)):
        from_time = _time(alone[1], alone[3], alone[4] or alone[7])
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


def _part_of_day(text: str, grammar: Grammar) -> tuple[time | None, time | None]:
    for part, pattern in grammar.parts:
        if re.search(rf"\b(?:{pattern})\b", text):
            return {"morning": (None, _NOON), "afternoon": (_NOON, _EVENING), "evening": (_EVENING, None)}[part]
    return None, None
