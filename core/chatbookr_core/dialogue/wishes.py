"""Reads when a patient would like to come: a day and a part of it, out of a few plain words; never a time slot.

The names of days and months are CLDR's, by Babel. (dateparser was measured on 43 such phrases in the seven languages:
it missed 19, `pasado mañana`, `dopodomani` and `el jueves` among them.)
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Final

from chatbookr_core.dialogue.absences import with_refusals
from chatbookr_core.dialogue.day_hours import apart_in
from chatbookr_core.dialogue.day_names import weekdays_of
from chatbookr_core.dialogue.everyday_words import in_figures
from chatbookr_core.dialogue.hours import hours_in
from chatbookr_core.dialogue.hours_ahead import day_and_time, hours_ahead_in
from chatbookr_core.dialogue.mentions import named_in
from chatbookr_core.dialogue.nth_weekdays import counted_in
from chatbookr_core.dialogue.numerals import days_in_figures
from chatbookr_core.dialogue.refusals import left_of, refused_in
from chatbookr_core.dialogue.slots import DayHours, Refused
from chatbookr_core.dialogue.when_words import GRAMMARS, LAST_DAYS
from chatbookr_core.dialogue.words import bare

_CHARS: Final = 300  # of a text that is looked at: who writes more is not naming a day
_NOON_WORDS = re.compile(
    r"\b(?:noon|midday|(?<!apres[ -])midi|mediodia|mezzogiorno|meio[ -]dia)\b(?! et (?:deux|2|demie?)\b)"
)
_ASIDE: Final = re.compile(
    r"\b(?:good|guten|schonen|buenas|boa|buona|buon|goede[nr]?)"
    r" (?:mornings?|afternoon|evening|abend|nachmittag|tardes?|noches?|noite|sera|serata|pomeriggio|middag"
    r"|avond|ochtend)\b"
    rf"|{LAST_DAYS}|\bmeia[ -]noite\b"
)
"""What names a part of the day to greet, days that have passed, and midnight, at which nobody is open: no wish."""
_FOR_AN_HOUR: Final = re.compile(r"\b(?:d'|pendant |van )1 (?:heure|uur)\b(?! (?:tot|a|en)\b)")
"""How long something takes, which is no hour of the day."""
_FROM_TODAY: Final = re.compile(
    r"\b(?:this|next|coming|upcoming|diese[nmrs]?|nachste[nmrs]?|kommende[nmrs]?|cet?(?= \w+di\b| week-?end\b)"
    r"|prochaine?|este|quest[oa]|proxim[oa]|prossim[oa]|que (?:viene|vem)|deze|dit|aanstaande?|(?:eerst)?volgende?"
    r"|(?:aan)?komende?)\b"
)
"""What makes a day of the week one that is counted from today."""
_BEFORE: Final = re.compile(r"\bvóór\b")
"""In Dutch the accents tell "before" from "for"."""
_ON_WEEKEND: Final = re.compile(r"\bno (?=(?:proximo )?(?:sabado|domingo|fim de semana|final de semana|fds)\b)")
_ON_DAY: Final = re.compile(r"\bno (?=\w)(?!puedo\b|me\b|quiero\b|estoy\b|tengo\b|voy\b)")
"""In Portuguese "no" is "on the", in others it is "not"."""
_COMPOUNDS: Final = {"de": "vormittag|nachmittag|mittag|abend|morgen|fruh", "nl": "ochtend|namiddag|middag|avond"}


@dataclass(frozen=True, slots=True)
class Wish:
    """A local date and local times of day between which a start would suit; each may be open.

    `last_day` ends a span of days, `is_open` is one without an end: from `day` on. Of a span `weekdays` alone are
    meant, 0 for Monday; none: all of it; where `days` are named, those alone. `refused` would not suit. Where there are
    `day_hours`, what one of them covers is meant alone: "Monday morning or Friday afternoon".

    `is_weekday`, `is_number`: the days are the coming ones of a name or a number alone, which may mean others beside
    something that is far off.
    """

    day: date | None = None
    from_time: time | None = None
    until_time: time | None = None
    last_day: date | None = None
    is_open: bool = False
    weekdays: tuple[int, ...] = ()
    days: tuple[date, ...] = ()
    refused: Refused | None = None
    day_hours: tuple[DayHours, ...] = ()
    is_weekday: bool = field(default=False, compare=False)
    is_number: bool = field(default=False, compare=False)

    @property
    def is_span(self) -> bool:
        """Tell whether more days than one would suit."""
        return self.last_day is not None or self.is_open


@dataclass(frozen=True, slots=True)
class Heard:
    """A wish, and what else its day may stand for: the week it lies in, or every such day of the week.

    `weekdays` are those that were named, 0 for Monday. `is_number`: the day is that of a month alone; `has_hour`: an
    hour is named; `is_counted`: the day is one of a month by its place, "the first Monday in January".
    """

    wish: Wish
    is_week: bool = False
    weekdays: tuple[int, ...] = ()
    is_number: bool = False
    has_hour: bool = False
    is_counted: bool = False


def find_wish(text: str, today: date, language: str = "en", now: time | None = None) -> Wish | None:
    """Read a wish out of a plain text (`words.plain`), or None where it says nothing of when.

    `now` is the local time, from which hours are counted: "in two hours".
    """
    heard = hear(text, today, language, now)
    if heard is None:
        return None
    is_weekday = bool(heard.weekdays) and not heard.is_week and not _FROM_TODAY.search(bare(text[:_CHARS]))
    return replace(heard.wish, is_weekday=is_weekday, is_number=heard.is_number)


def hear(text: str, today: date, language: str = "en", now: time | None = None) -> Heard | None:
    """Read a wish, and what its day may stand for; None where a text says nothing of when.

    The language that is spoken goes first; another one is believed where it makes more of the text.
    """
    text = _BEFORE.sub("eerder dan", text)
    words = _NOON_WORDS.sub("12:00", _FOR_AN_HOUR.sub(" ", _ASIDE.sub(" ", bare(text[:_CHARS]))))
    words = _ON_DAY.sub("em ", _ON_WEEKEND.sub("na ", words)) if language == "pt" else words
    words = with_refusals(words)
    others = [tag for tag in GRAMMARS if tag != language]
    spoken = [language] if language in GRAMMARS else []
    heard = [_read(words, today, tag, now, is_spoken=tag == language) for tag in (*spoken, *others)]
    best = max(heard, key=_said)  # of those that say as much the first
    return best if best.wish != Wish() else None


def _said(heard: Heard) -> int:
    """Weigh how much a reading makes of a text: an hour more than a part of the day, a date more than its number."""
    wish = heard.wish
    has_hours = wish.from_time is not None or wish.until_time is not None or bool(wish.day_hours)
    hours = (3 if heard.has_hour else 2) if has_hours else 0
    is_day = wish.day is not None or any(one.weekdays or one.days for one in wish.day_hours)
    days = 0 if not is_day else 2 if heard.is_number else 4
    return days + hours + (wish.is_span or bool(heard.weekdays)) + 2 * heard.is_counted


def _read(text: str, today: date, language: str, now: time | None, *, is_spoken: bool) -> Heard:
    grammar, text = GRAMMARS[language], days_in_figures(_apart(text, language), language)
    ahead, text = hours_ahead_in(text, language)
    if ahead is not None:
        day, at = day_and_time(ahead, today, now)
        return Heard(Wish(day, at), has_hour=True)
    text = in_figures(text, language)
    refused, text = refused_in(text, language, is_spoken=is_spoken)
    named = named_in(text, today, language, is_spoken=is_spoken)
    apart = apart_in(text, named, today, language, is_spoken=is_spoken)
    named, hours = (named, hours_in(text, named.rest, grammar)) if apart is None else (apart.named, apart.hours)
    weekdays = tuple(sorted(set(named.weekdays))) if named.has_gaps else ()
    wish = Wish(named.day, hours.from_time, hours.until_time, named.last_day, named.is_open, weekdays, named.days)
    wish = wish if apart is None else replace(wish, day_hours=apart.day_hours)
    wish = _without(refused, wish, today)
    meant = () if named.is_dated else named.weekdays
    is_counted = next(counted_in(text, today, language), None) is not None
    return Heard(wish, named.is_week, meant, named.is_number, hours.is_exact, is_counted)


def _without(refused: tuple[Refused, ...], wish: Wish, today: date) -> Wish:
    """Leave some times out of a wish; of one without a day, out of all that are to come."""
    if not refused:
        return wish
    is_everyday = wish.day is None
    wish = replace(wish, day=today, is_open=True) if is_everyday else wish
    weekdays = {number for one in refused for number in one.weekdays}
    if wish.day is None or not (wish.is_span or wish.day.weekday() in weekdays):
        return wish
    is_alike = len({(one.from_time, one.until_time) for one in refused}) == 1
    if is_alike:
        return replace(wish, refused=replace(refused[0], weekdays=tuple(sorted(weekdays))))
    return replace(wish, day_hours=left_of(refused)) if not wish.day_hours else replace(wish, refused=refused[0])


def _apart(text: str, language: str) -> str:
    """Write a day and its part as two words where they are one: "Freitagnachmittag", "morgenochtend"."""
    if language not in _COMPOUNDS:
        return text
    days = "|".join((*weekdays_of(language, is_short=False), "morgen", "heute"))
    return re.sub(rf"\b({days})({_COMPOUNDS[language]})", r"\1 \2", text)
