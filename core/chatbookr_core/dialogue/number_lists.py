"""Reads the numbers beside a date as days of their own: "5, 7 or 9 October", "am 5., 7. oder 9."."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from chatbookr_core.dialogue.when_words import ARTICLE
from chatbookr_core.dialogue.written_dates import ORDINAL, Mention, date_or_none

NO_HOUR: Final = r"(?!\d|[:.,h]\d|\s*(?:h\b|uhr|uur|am\b|pm\b|heures?|horas?|ore\b|o'clock))"
"""What a number that is a day is not followed by."""
_OR: Final = r"(?:or|oder|ou|o|u|oppure|of)"
_OR_AND: Final = r"(?:or|oder|ou|o|u|oppure|of|and|und|et|y|e|en)"
_BEFORE: Final = re.compile(
    rf"(?<![\d:.])\b(?P<number>\d{{1,2}}){ORDINAL}"
    rf" ?(?:[,/&] ?(?:{_OR_AND} )?|\b{_OR_AND}\b ?){ARTICLE}(?:dia )?$"
)
_NUMBER: Final = re.compile(rf"\d{{1,2}}{ORDINAL}")
_MORE: Final = rf"(?: ?, ?{ARTICLE}\d{{1,2}}{ORDINAL})"
_AFTER: Final = re.compile(
    rf"(?:{_MORE}+,? {_OR_AND}|,? {_OR}) {ARTICLE}(?:dia )?\d{{1,2}}{ORDINAL}{NO_HOUR}"
)  # a comma alone may stand before an hour


def with_numbers(text: str, found: list[Mention], today: date) -> list[Mention]:
    """Add the numbers that are listed with dates, before them or after them; in the order they stand in."""
    listed = list(found)
    for one in found:
        for other in (*_before_it(text, one, today), *_after_it(text, one)):
            if all(other.end <= each.start or other.start >= each.end for each in listed):
                listed.append(other)
    return sorted(listed, key=lambda one: one.start)


def _before_it(text: str, one: Mention, today: date) -> Iterator[Mention]:
    """List the numbers before a date, the last first: of its month, or where they are higher of the one before."""
    while (found := _BEFORE.search(text[: one.start])) is not None:
        number = int(found["number"])
        day = last_before(one.day, number)
        if day is None or day < today:
            day = date_or_none(one.day.year, one.day.month, number)
        if day is None or day < today:
            return
        one = Mention(day, found.start(), _end_of_number(text, found.start()), is_number=one.is_number)
        yield one


def _after_it(text: str, one: Mention) -> Iterator[Mention]:
    """List the numbers after a date that rise within its month."""
    found = _AFTER.match(text, one.end)
    last = one.day
    for number in re.finditer(r"\d{1,2}", found[0]) if found is not None else ():
        day = date_or_none(one.day.year, one.day.month, int(number[0]))
        if day is None or day <= last:
            return
        last, start = day, one.end + number.start()
        yield Mention(day, start, _end_of_number(text, start), is_number=one.is_number)


def _end_of_number(text: str, start: int) -> int:
    found = _NUMBER.match(text, start)
    return found.end() if found is not None else start


def last_before(day: date, number: int) -> date | None:
    """Return the last such day of a month before another day."""
    month = day if number < day.day else day.replace(day=1) - timedelta(days=1)
    return date_or_none(month.year, month.month, number)
