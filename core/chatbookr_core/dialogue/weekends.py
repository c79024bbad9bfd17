"""Finds the weekends that a plain text names: this one, the next, the one after it."""

import re
from datetime import date, timedelta
from typing import Final

from chatbookr_core.dialogue.bounds import Named, bounded_by, on_days, without
from chatbookr_core.dialogue.periods import SATURDAY, SUNDAY, WEEK, Period
from chatbookr_core.dialogue.when_words import WEEKEND

_AFTER: Final = re.compile(
    r"\b(?:week-?end after next|u(?:e)?bernachste[ns]? wochenende|week-?end (?:d'apres|suivant)|fin de semana siguiente"
    r"|(?:fine settimana|week-?end) (?:dopo(?: il prossimo)?|successivo)|fim de semana seguinte"
    r"|week-?end (?:erna|erop|daarna))\b"
)
_NEXT: Final = re.compile(r"\b(?:next week-?end|week-?end prochain|prochain week-?end|volgend weekend)\b")
"""What is said of that of next week: the coming one is "this weekend" there."""
_EITHER: Final = re.compile(
    r"\b(?:nachste[ns]? wochenende|proximo (?:fin de semana|finde)|(?:fin de semana|finde) (?:que viene|proximo)"
    r"|prossimo (?:fine settimana|week-?end)|(?:fine settimana|week-?end) prossimo"
    r"|proximo (?:fi[mn] de semana|final de semana|fds)|(?:fi[mn] de semana|final de semana|fds) (?:que vem|proximo))\b"
)
"""What some say of the coming one, and others of that of next week: both are offered."""


def weekend_in(text: str, today: date, language: str) -> Named | None:
    """Find the weekend that is named, or the days that what stands around it leaves: "not at the weekend"."""
    found = WEEKEND.search(text)
    if found is None:
        return None
    coming = today + timedelta(days=SATURDAY - today.weekday())
    following = coming + timedelta(days=WEEK)
    for pattern, saturdays in ((_AFTER, (following,)), (_NEXT, (following,)), (_EITHER, (coming, following))):
        if said := pattern.search(text):
            is_begun = today.weekday() >= SATURDAY  # who says "next" then means none of these two days
            return _named(text, said.span(), saturdays[-1:] if is_begun else saturdays, today, language)
    return _named(text, found.span(), (coming,), today, language)


def _named(text: str, span: tuple[int, int], saturdays: tuple[date, ...], today: date, language: str) -> Named:
    rest, sunday = without(text, *span), timedelta(days=SUNDAY - SATURDAY)
    days = [day for saturday in saturdays for day in (saturday, saturday + sunday) if day >= today]
    period = Period(days[0], saturdays[0] + sunday, *span)
    if (around := bounded_by(text, period, today, language, first=days[0])) is not None:
        return around
    if len(saturdays) > 1:
        return on_days(days, rest)
    return Named(days[0], rest, days[-1], weekdays=(SATURDAY, SUNDAY))
