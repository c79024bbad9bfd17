"""Reads when somebody was born as people write it: in figures, the day first, by ISO 8601, or with the month's name."""

import re
from datetime import date
from typing import Final

from chatbookr_core.dialogue.day_names import month_pattern, months_of
from chatbookr_core.dialogue.when_words import GRAMMARS
from chatbookr_core.dialogue.words import bare

EARLIEST: Final = 1900
_CHARS: Final = 60
_ISO: Final = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_FIGURES: Final = re.compile(r"\b(\d{1,2})[ ./-]+(\d{1,2})[ ./-]+(\d{4})\b")


def birth_date_in(text: str, today: date, language: str) -> date | None:
    """Find a date of the past in a plain text (`words.plain`), or None; the language that is spoken goes first."""
    words = bare(text[:_CHARS])
    if found := _ISO.search(words):
        return _past(int(found[1]), int(found[2]), int(found[3]), today)
    if found := _FIGURES.search(words):
        return _past(int(found[3]), int(found[2]), int(found[1]), today)
    for tag in sorted(GRAMMARS, key=lambda one: one != language):
        day_first = rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s*(?:(?:of|de|do|van)\s+)?({month_pattern(tag)})\b"
        if found := re.search(rf"{day_first}\.?,?\s*(?:de\s+)?(\d{{4}})\b", words):
            return _past(int(found[3]), months_of(tag)[found[2]], int(found[1]), today)
        if found := re.search(rf"\b({month_pattern(tag)})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", words):
            return _past(int(found[3]), months_of(tag)[found[1]], int(found[2]), today)
    return None


def birth_date(day: date, language: str) -> str:
    """Write it out with the month's name, so that nobody takes the day for the month: "12 March 2018"."""
    from babel.dates import format_date  # see dates.py

    return format_date(day, "d MMMM y" if language in ("en", "fr", "it", "nl") else "long", locale=language)


def _past(year: int, month: int, number: int, today: date) -> date | None:
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return found if year >= EARLIEST and found <= today else None
