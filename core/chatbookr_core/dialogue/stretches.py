"""Finds days that are counted off: "in the next two weeks", "the first week of January", "this week or next"."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from chatbookr_core.dialogue.absences import AWAY
from chatbookr_core.dialogue.day_names import month_pattern, months_of
from chatbookr_core.dialogue.when_words import GRAMMARS

Stretch = tuple[date, date, int, int]
"""The first day and the last, and where in the text they are named."""

_WEEK: Final = 7
_FEW_WEEKS: Final = 3
_COMING: Final[Mapping[str, str]] = {
    "en": r"(?:(?:in|within|over|during) )?the (?:next|coming) (?:COUNT |few |couple of )?(?:UNIT)"
    r"|within (?:the next )?(?:COUNT )(?:UNIT)",
    "de": r"(?:(?:in|innerhalb|wahrend) )?de[nr] (?:nachsten|kommenden) (?:COUNT |paar )?(?:UNIT)"
    r"|(?:innerhalb|binnen)(?: von)? (?:COUNT )(?:UNIT)",
    "fr": r"(?:(?:dans|pendant|sous) )?les (?:COUNT |quelques )?prochaine?s (?:COUNT )?(?:UNIT)"
    r"|d'ici (?:COUNT )(?:UNIT)",
    "es": r"(?:(?:en|durante) )?l[oa]s (?:COUNT )?proxim[oa]s (?:COUNT )?(?:UNIT)",
    "it": r"(?:nei|nelle|entro|entro i|entro le|per i|per le) (?:COUNT )?prossim[ei] (?:COUNT )?(?:UNIT)"
    r"|entro (?:COUNT )(?:UNIT)",
    "pt": r"(?:n[oa]s|durante [oa]s|em) (?:COUNT )?proxim[oa]s (?:COUNT )?(?:UNIT)",
    "nl": r"(?:(?:in|de) )*(?:komende|aankomende|eerstvolgende) (?:COUNT |paar )?(?:UNITS)|binnen (?:COUNT )(?:UNIT)",
}
"""Days or weeks from today on, by language; in Dutch "komende week" is the next one."""
_THIS_OR_NEXT: Final[Mapping[str, str]] = {
    "en": r"this(?: week)? or (?:the )?next(?: week| one)?",
    "de": r"diese(?: woche)? oder (?:nachste|kommende)(?: woche)?",
    "fr": r"cette semaine ou (?:la )?(?:semaine )?(?:prochaine|suivante)",
    "es": r"esta(?: semana)? o (?:la )?(?:semana )?(?:que viene|proxima(?: semana)?|siguiente)",
    "it": r"questa(?: settimana)? o (?:la )?(?:settimana )?prossima(?: settimana)?",
    "pt": r"esta(?: semana)? ou (?:n?a )?(?:proxima(?: semana)?|(?:semana )?que vem|seguinte)",
    "nl": r"deze(?: week)? of (?:de )?(?:volgende|komende)(?: week)?",
}
_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("first|1st", "second|2nd", "third|3rd", "fourth|4th", "last"),
    "de": ("erste[nr]?|1\\.", "zweite[nr]?|2\\.", "dritte[nr]?|3\\.", "vierte[nr]?|4\\.", "letzte[nr]?"),
    "fr": ("premiere|1ere?", "deuxieme|seconde|2eme?", "troisieme|3eme?", "quatrieme|4eme?", "derniere"),
    "es": ("primera|1a", "segunda|2a", "tercera|3a", "cuarta|4a", "ultima"),
    "it": ("prima|1a", "seconda|2a", "terza|3a", "quarta|4a", "ultima"),
    "pt": ("primeira|1a", "segunda|2a", "terceira|3a", "quarta|4a", "ultima"),
    "nl": ("eerste|1e", "tweede|2e", "derde|3e", "vierde|4e", "laatste"),
}
"""Of the weeks of a month, from the first to the fourth, and the last."""
_HALF: Final[Mapping[str, str]] = {
    "en": "half",
    "de": "halfte",
    "fr": "moitie|quinzaine",
    "es": "mitad|quincena",
    "it": "meta",
    "pt": "metade|quinzena",
    "nl": "helft",
}
_OF: Final = r"(?:(?:of|in|im|des|de|d'|du|del|di|van|em|a) )?"


def stretch_in(text: str, today: date, language: str) -> Stretch | None:
    """Find days that are counted from today, or a week or a half of a month."""
    monday = today - timedelta(days=today.weekday())
    if found := re.search(rf"\b(?:{_THIS_OR_NEXT[language]})\b", text):
        return today, monday + timedelta(days=2 * _WEEK - 1), *found.span()
    if found := _coming(language).search(text):
        count = next((one for name, one in found.groupdict().items() if name.startswith("count") and one), None)
        number = None if count is None else _number(count, language)
        is_weeks = re.search(rf"(?:{GRAMMARS[language].week_unit})$", found[0]) is not None
        days = (number or _FEW_WEEKS) * _WEEK if is_weeks else number or _WEEK
        return today, today + timedelta(days=days), *found.span()
    return _part_of_month(text, today, language)


def away_for(text: str, language: str) -> tuple[int, int, int] | None:
    """Find for how many days from today somebody is away, and where that stands: "I'm away for two weeks"."""
    found = _away(language).search(text)
    if found is None:
        return None
    count = _number(found["before"] or found["after"], language)
    is_weeks = bool(found["weeks_before"] or found["weeks_after"])
    return count * (_WEEK if is_weeks else 1), *found.span()


def _part_of_month(text: str, today: date, language: str) -> Stretch | None:
    found = _of_month(language).search(text)
    if found is None:
        return None
    number = months_of(language)[found["month"] or found["joined"]]
    year = today.year + (number < today.month)
    length = monthrange(year, number)[1]
    place = next(place for place in range(5) if found[f"place{place}"])
    if found["half"] or found["joined_half"]:
        first, last = (1, 15) if place == 0 else (16, length)
    else:
        first, last = (length - _WEEK + 1, length) if place == 4 else (place * _WEEK + 1, (place + 1) * _WEEK)
    end = date(year, number, last)
    return (max(date(year, number, first), today), end, *found.span()) if end >= today else None


def _number(word: str, language: str) -> int:
    if word.isdecimal():
        return int(word)
    return next(place for place, names in enumerate(GRAMMARS[language].numbers, 1) if re.fullmatch(names, word))


@lru_cache(maxsize=16)
def _coming(language: str) -> re.Pattern[str]:
    grammar = GRAMMARS[language]
    spelt = "|".join(f"(?:{one})" for one in grammar.numbers)
    units = f"{grammar.day_unit}|{grammar.week_unit}"
    first, *parts = _COMING[language].replace("UNITS", "dagen|weken").replace("UNIT", units).split("COUNT")
    counted = "".join(rf"(?P<count{place}>\d{{1,2}}|{spelt}){part}" for place, part in enumerate(parts))
    return re.compile(rf"\b(?:{first}{counted})\b")


@lru_cache(maxsize=16)
def _away(language: str) -> re.Pattern[str]:
    grammar = GRAMMARS[language]
    count = rf"\d{{1,2}}|{'|'.join(f'(?:{one})' for one in grammar.numbers)}"
    days, weeks = grammar.day_unit, grammar.week_unit
    ahead = "".join(rf"(?<!\b{one} )" for one in ("in", "over", "dans", "tra", "fra", "en", "em", "de", "a"))
    long = r"(?:(?:for|fur|pendant|pour|durante|por|per|voor|noch|nog) )*"
    return re.compile(
        rf"\b{AWAY} {long}(?P<before>{count}) (?:(?P<weeks_before>{weeks})|{days})\b"
        rf"|\b{long}{ahead}(?P<after>{count}) (?:(?P<weeks_after>{weeks})|{days}) i can't\b"
    )


@lru_cache(maxsize=16)
def _of_month(language: str) -> re.Pattern[str]:
    places = "|".join(f"(?P<place{number}>{words})" for number, words in enumerate(_PLACES[language]))
    week, half, months = GRAMMARS[language].week_unit, _HALF[language], month_pattern(language)
    spoken = rf"(?:(?P<half>{half})|{week}) {_OF}(?P<month>{months})"
    joined = rf"(?P<joined>{months})-?(?:(?P<joined_half>{half})|{week})"
    return re.compile(rf"(?<!\w)(?:{places}) (?:{spoken}|{joined})\b")
