"""Finds the days that are counted within a month: "the first Monday in January", "der letzte Freitag des Monats"."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from chatbookr_core.dialogue.day_names import month_pattern, months_of, weekdays_of
from chatbookr_core.dialogue.when_words import NEXT_MONTH

Counted = tuple[date, int, int]
"""A day, and where in the text it is named."""

_WEEK: Final = 7
_LAST: Final = 4
_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("first|1(?:st|th)", "second|2(?:nd|th)", "third|3(?:rd|th)", "fourth|4th", "last"),
    "de": (r"erste[nrms]?|1\.", r"zweite[nrms]?|2\.", r"dritte[nrms]?|3\.", r"vierte[nrms]?|4\.", "letzte[nrms]?"),
    "fr": ("premiers?|1er", "deuxieme|second|2e(?:me)?", "troisieme|3e(?:me)?", "quatrieme|4e(?:me)?", "derniers?"),
    "es": ("primer|1er", r"segundo|2[ºo]", "tercer|3er", r"cuarto|4[ºo]", "ultimo"),
    "it": (r"primo|prima|1[ºo]", r"secondo|seconda|2[ºo]", r"terzo|terza|3[ºo]", r"quarto|quarta|4[ºo]", "ultim[oa]"),
    "pt": ("primeir[oa]", "segund[oa]", "terceir[oa]", "quart[oa]", "ultim[oa]"),
    "nl": ("eerste|1e", "tweede|2e", "derde|3e", "vierde|4e", "laatste"),
}
"""Of the days of one name in a month, from the first to the fourth, and the last."""
_OR: Final = r"(?:or|and|oder|und|ou|et|o|u|y|e|of|en)"
_ARTICLE: Final = r"(?:(?:the|am|der|den|dem|le|el|il|no|na|o|a|de) |l')?"
_OF: Final = r"(?:(?:of|in|im|i[nm]|des|vom|du(?: mois de)?|en|del?|di|do|a|van|em) |d')?"
_THIS_MONTH: Final = (
    r"(?:(?:the|this) month|diese[nms] monats?|monats|(?:ce )?mois|(?:este )?mes|(?:questo )?mese|(?:deze )?maand)"
)


def counted_in(text: str, today: date, language: str) -> Iterator[Counted]:
    """List them; where one has passed it is that of the next such month."""
    for found in _counted(language).finditer(text):
        names = found["weekday"].removesuffix("s"), found["weekday"]
        known = weekdays_of(language, is_short=False)
        weekday = next((known[name] for name in names if name in known), None)
        if weekday is None:
            continue
        start = found.start()
        if found["either"]:
            day = _coming(_place(found["either"], language), weekday, found, today, language)
            yield day, start, found.end("either")
            start = found.start("place")
        yield _coming(_place(found["place"], language), weekday, found, today, language), start, found.end()


def _place(word: str, language: str) -> int:
    return next(number for number, words in enumerate(_PLACES[language]) if re.fullmatch(words, word))


def _coming(place: int, weekday: int, found: re.Match[str], today: date, language: str) -> date:
    if found["month"]:
        number = months_of(language)[found["month"]]
        day = _counted_of(place, weekday, today.year, number)
        return day if day >= today else _counted_of(place, weekday, today.year + 1, number)
    following = today.replace(day=1) + timedelta(days=32)
    day = _counted_of(place, weekday, today.year, today.month)
    is_next = found["next"] is not None or day < today
    return _counted_of(place, weekday, following.year, following.month) if is_next else day


def _counted_of(place: int, weekday: int, year: int, month: int) -> date:
    """Return the first such day of a month, the second to fourth, or the last."""
    if place < _LAST:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % _WEEK + place * _WEEK)
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - weekday) % _WEEK)


@lru_cache(maxsize=16)
def _counted(language: str) -> re.Pattern[str]:
    places = "|".join(_PLACES[language])
    weekdays = "|".join(sorted(map(re.escape, weekdays_of(language, is_short=False)), key=len, reverse=True))
    month = rf"(?P<month>{month_pattern(language)})\b|(?P<next>{NEXT_MONTH.pattern})|{_THIS_MONTH}\b"
    either = rf"(?:(?P<either>{places}) {_OR} {_ARTICLE})?"
    return re.compile(rf"(?<!\w){_ARTICLE}{either}(?P<place>{places}) (?P<weekday>(?:{weekdays})s?) {_OF}(?:{month})")
