"""Reads when a patient would like to come: a day and a part of it, out of a few plain words; never a time slot.

The names of days and months are CLDR's, by Babel. (dateparser was measured on 43 such phrases in the seven languages:
it missed 19, `pasado mañana`, `dopodomani` and `el jueves` among them.)
"""

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from chatbookr_core.dialogue.mentions import HAS_FIGURES, named_in
from chatbookr_core.dialogue.when_words import GRAMMARS, UP_TO, Grammar, weekdays_of
from chatbookr_core.dialogue.words import bare

_CHARS: Final = 300  # of a text that is looked at: who writes more is not naming a day
_NOON_WORDS = re.compile(r"\b(?:noon|midday|(?<!apres[ -])midi|mediodia|mezzogiorno|meio[ -]dia)\b")
_NOON, _EVENING = time(12), time(17)
_HOUR = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|uhr|uur|heures?|horas?|ore|h|o'clock)?"
_BARE = re.compile(r"\b(\d{1,2})(?:([:h])(\d{2})\s*(am|pm|uhr|uur|h)?|()()\s*(am|pm|uhr|uur|heures?|h))\b")


_SPAN = rf"{_HOUR}(?:{UP_TO.pattern}|\s*(?:alle|as)\s*)(?:(?:las|le) )?{_HOUR}"
_FROM_TO = re.compile(rf"\b(?:from|von|de|das|dalle|van) (?:(?:las|le) )?{_SPAN}\b")
_ALONE = re.compile(rf"\s*{_SPAN}\s*")

_COMPOUNDS: Final = {"de": "vormittag|nachmittag|abend|morgen|fruh", "nl": "ochtend|namiddag|middag|avond"}


@dataclass(frozen=True, slots=True)
class Wish:
    """A local date and local times of day between which a start would suit; each may be open.

    `last_day` ends a span of days, `is_open` is one without an end: from `day` on. Of a span `weekdays` alone are
    meant, 0 for Monday; none: all of it.
    """

    day: date | None = None
    from_time: time | None = None
    until_time: time | None = None
    last_day: date | None = None
    is_open: bool = False
    weekdays: tuple[int, ...] = ()

    @property
    def is_span(self) -> bool:
        """Tell whether more days than one would suit."""
        return self.last_day is not None or self.is_open


@dataclass(frozen=True, slots=True)
class Heard:
    """A wish, and what else its day may stand for: the week it lies in, or every such day of the week.

    `weekdays` are those that were named, 0 for Monday.
    """

    wish: Wish
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
    hours = (wish.from_time is not None) + (wish.until_time is not None)
    return 4 * (wish.day is not None) + 2 * hours + wish.is_span


def _read(text: str, today: date, language: str, *, is_spoken: bool) -> Heard:
    grammar, text = GRAMMARS[language], _apart(text, language)
    named = named_in(text, today, language, is_spoken=is_spoken)
    from_time, until_time = _hours(named.rest, grammar)
    if from_time is None and until_time is None:
        from_time, until_time = _part_of_day(text, grammar)
    if from_time is not None and until_time is not None and from_time >= until_time:
        until_time = None
    weekdays = tuple(sorted(set(named.weekdays))) if named.has_gaps else ()
    wish = Wish(named.day, from_time, until_time, named.last_day, named.is_open, weekdays)
    return Heard(wish, named.is_week, named.weekdays)


def _apart(text: str, language: str) -> str:
    """Write a day and its part as two words where they are one: "Freitagnachmittag", "morgenochtend"."""
    if language not in _COMPOUNDS:
        return text
    days = "|".join((*weekdays_of(language, is_short=False), "morgen", "heute"))
    return re.sub(rf"\b({days})({_COMPOUNDS[language]})", r"\1 \2", text)


def _hours(text: str, grammar: Grammar) -> tuple[time | None, time | None]:
    if not HAS_FIGURES.search(text):
        return None, None
    if found := re.search(rf"\b{grammar.between}{_HOUR}", text):
        first = re.fullmatch(_HOUR, found[1].strip())
        if first is not None:
            return _time(first[1], first[2], first[3] or found[4]), _time(found[2], found[3], found[4])
    if found := _FROM_TO.search(text) or _ALONE.fullmatch(text):
        return _time(found[1], found[2], found[3] or found[6]), _time(found[4], found[5], found[6])
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
