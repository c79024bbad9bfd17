"""Reads how long from now somebody would like to come: "in two hours", "dans une demi-heure"."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from chatbookr_core.dialogue.when_words import GRAMMARS

_UNITS: Final[Mapping[str, tuple[str, str, str]]] = {
    "en": (r"an hour|one hour", r"half an hour|a half[- ]hour", r"hours?|hrs?|h"),
    "de": (r"einer? stunde", r"einer halben stunde", r"stunden?|std|h"),
    "fr": (r"une heure", r"une demi[- ]heure", r"heures?|h"),
    "es": (r"una hora", r"media hora", r"horas?|h"),
    "it": (r"un'ora|un ora", r"mezz'ora|mezzora", r"or[ae]|h"),
    "pt": (r"uma hora", r"meia hora", r"horas?|h"),
    "nl": (r"een uur|een uurtje", r"een half ?uur(?:tje)?", r"uur|uren|u|h"),
}
"""By language: an hour, half of one, and hours that are counted."""
_MINUTES: Final = r"min(?:ut\w*)?"
_MOST_HOURS: Final = 24


def hours_ahead_in(text: str, language: str) -> tuple[timedelta | None, str]:
    """Find how long from now, and return the text without it; None where it says nothing of that."""
    found = _ahead(language).search(text)
    if found is None or int(found["hours"] or 0) > _MOST_HOURS:
        return None, text
    minutes = 60 if found["one"] else 30 if found["half"] else int(found["hours"] or 0) * 60
    ahead = timedelta(minutes=minutes + int(found["minutes"] or 0))
    return ahead, f"{text[: found.start()]} {text[found.end() :]}"


def day_and_time(ahead: timedelta, today: date, now: time | None) -> tuple[date, time | None]:
    """Tell the local day and time that is so far ahead; where it is not known how late it is, today."""
    if now is None:
        return today, None
    then = datetime.combine(today, now) + ahead
    return then.date(), then.time().replace(second=0, microsecond=0)


@lru_cache(maxsize=16)
def _ahead(language: str) -> re.Pattern[str]:
    one, half, hours = _UNITS[language]
    counted = rf"(?P<hours>\d{{1,2}}) ?(?:{hours})\b(?! ?\d)|(?P<minutes>\d{{1,3}}) ?{_MINUTES}\b"
    within = rf"(?<!kwart )(?<!vijf )(?<!tien )\b(?:{GRAMMARS[language].within})"
    return re.compile(rf"{within} (?:(?P<half>{half})|(?P<one>{one})|{counted})(?!\w)")
