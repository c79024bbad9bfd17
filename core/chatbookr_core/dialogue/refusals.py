"""Reads what would not suit: "not Friday afternoon" leaves Friday's morning and the other days' afternoons."""

import re
from functools import lru_cache
from typing import Final

from chatbookr_core.dialogue.hours import HOUR, hours_in
from chatbookr_core.dialogue.slots import Refused
from chatbookr_core.dialogue.when_words import ARTICLE, BUT, EITHER, GRAMMARS, NOT_THEN, WORKS, Weekday, weekdays_in

_OR: Final = re.compile(rf" (?:or|oder|ou|o|u|oppure|of|and|und|et|y|e|en) {ARTICLE}")
_NOT: Final = r"(?:not|never|except|nicht|ausser|pas|sauf|no|salvo|non|tranne|nao|exceto|niet|behalve)"
_AT_PART: Final = r"(?:in the |am |le |l'|en |nel |di |de |da |a |in de |op de |'?s )?"
"""What may stand between a weekday and the part of it."""


def refused_in(text: str, language: str, *, is_spoken: bool) -> tuple[Refused | None, str]:
    """Find weekdays of which a part would not suit, and return the text without them; None where there are none."""
    found = weekdays_in(text, language, is_spoken=is_spoken)
    for place, last in enumerate(found):
        part = _part_after(language).match(text[last.end :])
        if part is None:
            continue
        first = _first_beside(text, found, place)
        end = last.end + part.end()
        before, after = BUT.search(text[: found[first].start]), NOT_THEN.match(text[end:])
        if before is None and after is None:
            continue
        if before is not None and before[0].startswith("but ") and first and BUT.search(text[: found[first - 1].start]):
            continue  # "not Friday but Thursday morning"
        hours = hours_in(part[0], part[0], GRAMMARS[language])
        numbers = tuple(sorted({one.number for one in found[first : place + 1]}))
        start = found[first].start if before is None else before.start()
        rest = f"{text[:start]} {text[end if after is None else end + after.end() :]}"
        return Refused(numbers, hours.from_time, hours.until_time), rest
    return _at_no_day(text, language)


def _at_no_day(text: str, language: str) -> tuple[Refused | None, str]:
    """Find hours that would not suit on whichever day: "not between 10 and 12"."""
    found = _not_between(language).search(text)
    if found is None:
        return None, text
    hours = hours_in(found["hours"], found["hours"], GRAMMARS[language])
    if hours.from_time is None or hours.until_time is None:
        return None, text
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return Refused(tuple(range(7)), hours.from_time, hours.until_time), rest


def wanted_in(text: str, found: list[Weekday]) -> tuple[str, list[Weekday]]:
    """Keep the weekdays that would suit, and the text with the others blanked: "no Friday, Thursday"."""
    refused: set[int] = set()
    for place, one in enumerate(found):
        before, after = BUT.search(text[: one.start]), NOT_THEN.match(text[one.end :])
        is_with_last = place - 1 in refused and EITHER.fullmatch(text[found[place - 1].end : one.start]) is not None
        if after is not None:
            refused |= set(range(_first_beside(text, found, place), place + 1))
        elif before is not None or (is_with_last and not _suits_at(text, found, place)):
            refused.add(place)
    for place in refused if len(refused) < len(found) else ():
        one = found[place]
        before, after = BUT.search(text[: one.start]), NOT_THEN.match(text[one.end :])
        start, end = before.start() if before else one.start, one.end + (after.end() if after else 0)
        text = text[:start] + " " * (end - start) + text[end:]
    return text, [one for place, one in enumerate(found) if place not in refused]


def _suits_at(text: str, found: list[Weekday], place: int) -> bool:
    """Tell whether a day is said to suit, or stands before one that is: "not Monday, Tuesday or Thursday is fine"."""
    while not WORKS.match(text[found[place].end :]):
        place += 1
        if place == len(found) or not _OR.fullmatch(text[found[place - 1].end : found[place].start]):
            return False
    return True


def _first_beside(text: str, found: list[Weekday], place: int) -> int:
    """Return where the weekdays begin that are joined to one: of "Monday or Friday afternoon" with Monday."""
    while place and re.search(r"\w|,", between := text[found[place - 1].end : found[place].start]):
        if not EITHER.fullmatch(between):
            break
        place -= 1
    return place


@lru_cache(maxsize=16)
def _not_between(language: str) -> re.Pattern[str]:
    between = GRAMMARS[language].between.replace("(.+?)", HOUR)
    return re.compile(rf"(?:\b(?:but|aber|mais|pero|ma|mas|maar) )?\b{_NOT} (?P<hours>{between}{HOUR})")


@lru_cache(maxsize=16)
def _part_after(language: str) -> re.Pattern[str]:
    grammar = GRAMMARS[language]
    parts = "|".join(f"(?:{pattern})" for _, pattern in grammar.parts)
    hours = rf"(?:{grammar.after}|{grammar.before})\s*{HOUR}|{grammar.between.replace('(.+?)', HOUR)}{HOUR}"
    return re.compile(rf",? {ARTICLE}(?:{_AT_PART}(?:{parts})|{hours})\b\.?")
