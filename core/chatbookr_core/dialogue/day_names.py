"""The names of weekdays and months in seven languages, out of CLDR, short and misspelt ones too."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chatbookr_core.dialogue.slips import is_slip_of
from chatbookr_core.dialogue.words import bare, plain

_FEWEST_LETTERS: Final = 3  # of an abbreviation: "do", "so" and "me" are other words too
_SHORT: Final = 4  # letters of a word that is no weekday and an "s"
_FEWEST_MISSPELT: Final = 6  # letters of a word that may be a misspelt name: shorter ones are other words
_ALSO: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "en": (("tues", 1), ("weds", 2), ("thur", 3), ("thurs", 3)),
    "de": (("sonnabend", 5),),
    "it": (("sabati", 5), ("domeniche", 6)),
    "pt": (("segunda", 0), ("terca", 1), ("quarta", 2), ("quinta", 3), ("sexta", 4)),
}
_PLURALS: Final[Mapping[str, tuple[str, ...]]] = {"de": ("e", "en"), "nl": ("en",)}
"""How a weekday ends of which there are several; "s" does in the others."""
_TWO_LETTERS: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "de": (("mo", 0), ("di", 1), ("mi", 2), ("do", 3), ("fr", 4), ("sa", 5)),
    "nl": (("ma", 0), ("di", 1), ("wo", 2), ("do", 3), ("vr", 4), ("za", 5), ("woe", 2)),
}
"""Short names that are no other word where that language is spoken, as "so" and "zo" are, and "vrij" is free."""
_ALSO_MONTHS: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "en": (("sept", 9),),
    "de": (("janner", 1), ("mar", 3), ("maerz", 3), ("jun", 6), ("jul", 7), ("sep", 9)),
    "es": (("setiembre", 9), ("sep", 9)),
    "it": (("sett", 9),),
}


@lru_cache(maxsize=16)
def weekdays_of(language: str, *, is_short: bool) -> Mapping[str, int]:
    """Map a language's names of weekdays to 0 for Monday to 6; the abbreviations too where `is_short`."""
    from babel.dates import get_day_names  # see dates.py

    found: dict[str, int] = {}
    for width in ("wide", "abbreviated") if is_short else ("wide",):
        for number, name in get_day_names(width, "format", language).items():
            found |= {_folded(name): number}
    names = {
        name: number for name, number in (*found.items(), *_ALSO.get(language, ())) if len(name) >= _FEWEST_LETTERS
    }
    return names | dict(_TWO_LETTERS.get(language, ()) if is_short else ())


@lru_cache(maxsize=16)
def months_of(language: str) -> Mapping[str, int]:
    """Map a language's names of months, and their abbreviations, to 1 to 12."""
    from babel.dates import get_month_names  # see dates.py

    found: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        found |= {_folded(name): number for number, name in get_month_names(width, "format", language).items()}
    return {**found, **dict(_ALSO_MONTHS.get(language, ()))}


def _folded(name: str) -> str:
    return bare(plain(name))


@lru_cache(maxsize=16)
def month_pattern(language: str) -> str:
    """Write a pattern of any month's name, the longest first."""
    return "|".join(re.escape(name) for name in sorted(months_of(language), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week that is named, 0 for Monday, and where in the text."""

    number: int
    start: int
    end: int


def weekdays_in(text: str, language: str, *, is_spoken: bool) -> list[Weekday]:
    """List the weekdays in the order they are named; in the language that is spoken short and misspelt ones too."""
    known, listed = weekdays_of(language, is_short=is_spoken), list[Weekday]()
    plurals = _PLURALS.get(language, ()) if is_spoken else ()
    for found in re.finditer(r"[^\W\d]+(?:-feiras?)?", text):
        singular = found[0].removesuffix("s") if len(found[0]) > _SHORT else found[0]  # "mars" is no Tuesday
        number = known.get(found[0], known.get(singular.replace("s-feira", "-feira")))
        for ending in plurals if number is None else ():
            number = known.get(found[0].removesuffix(ending)) if number is None else number
        if number is None and is_spoken and len(found[0]) >= _FEWEST_MISSPELT:
            number = _misspelt(found[0], language)
        if number is not None:
            listed.append(Weekday(number, *found.span()))
    return listed


@lru_cache(maxsize=512)
def _misspelt(word: str, language: str) -> int | None:
    names = weekdays_of(language, is_short=False)
    return next((number for name, number in names.items() if _is_nearly(word, name)), None)


def _is_nearly(word: str, name: str) -> bool:
    """Tell whether a long word is a name but for one letter inside it, left out, added, another or in another place."""
    is_long = len(name) >= _FEWEST_MISSPELT and word[0] == name[0] and word[-1] == name[-1]
    return is_long and is_slip_of(word, name)
