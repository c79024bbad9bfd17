"""Reads days by their kind: "weekdays", "at the weekend", and which of the two would not suit."""

import re
from functools import lru_cache
from typing import Final

from chatbookr_core.dialogue.when_words import BUT, NOT_THEN, WEEKEND

WORKDAYS: Final = (0, 1, 2, 3, 4)
"""Monday to Friday, 0 for Monday: on a Saturday a practice is open for few."""
_WEEKEND: Final = (5, 6)
_ON: Final = (
    r"(?:(?:on|during|at|am|an|im|in|den|unter|en|pendant|les|le|la|los|las|nei|nel|di|de|i|il|durante|nos|nas|na|o|op"
    r"|het|een|a|the|any|einem|einen|einer|un|une|ein) )*"
)
_WORKDAYS: Final = re.compile(
    rf"(?<!\d )\b{_ON}(?:week ?days?|(?<=during the )week|working days?|business days?|work days?"
    r"|werktags|werktage?n?|wochentags|wochentage?n?|arbeitstage?n?|unter der woche"
    r"|jours? de (?:la )?semaine|jours? (?:ouvrables?|ouvres?)|en semaine(?! \d| prochaine| suivante)"
    r"|entre semana|dias? (?:laborables?|habil(?:es)?|de semana)"
    r"|giorn[oi] (?:ferial[ei]|lavorativ[oi]|infrasettimanal[ei])|durante la settimana"
    r"|dias? (?:uteis|util|de semana)|durante a semana"
    r"|doordeweek(?:s|se dag(?:en)?)|door de week|werkdag(?:en)?|weekdag(?:en)?)\b"
)
_WEEKEND_NAMED: Final = re.compile(rf"\b{_ON}{WEEKEND.pattern}")


@lru_cache(maxsize=16)  # a text is read by the grammar of each language
def kind_of_days_in(text: str) -> tuple[tuple[int, ...], str]:
    """Find the weekdays of a kind that is named, and return the text without it; none where none is named.

    The weekend alone is a span of two days, which is read elsewhere: here it is read where it would not suit.
    """
    if found := _WORKDAYS.search(text):
        is_refused, start, end = _refused(text, found)
        return _WEEKEND if is_refused else WORKDAYS, f"{text[:start]} {text[end:]}"
    if (found := _WEEKEND_NAMED.search(text)) is not None:
        is_refused, start, end = _refused(text, found)
        if is_refused:
            return WORKDAYS, f"{text[:start]} {text[end:]}"
    return (), text


def _refused(text: str, found: re.Match[str]) -> tuple[bool, int, int]:
    """Tell whether days would not suit, by what stands around them, and where that begins and ends."""
    before, after = BUT.search(text[: found.start()]), NOT_THEN.match(text[found.end() :])
    start = before.start() if before is not None else found.start()
    return bool(before or after), start, found.end() + (after.end() if after is not None else 0)
