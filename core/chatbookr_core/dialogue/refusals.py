"""Reads what would not suit: "not Friday afternoon" leaves Friday's morning and the other days' afternoons."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from typing import Final

from chatbookr_core.dialogue.day_names import Weekday, weekdays_in
from chatbookr_core.dialogue.hours import HOUR, Between, hours_in, refused_occasion_in
from chatbookr_core.dialogue.slots import DayHours, Refused
from chatbookr_core.dialogue.when_words import ARTICLE, BUT, EITHER, GRAMMARS, IN_MONTH, NOT_THEN, RATHER, UP_TO, WORKS

_OR: Final = re.compile(rf" (?:or|oder|ou|o|u|oppure|of|and|und|et|y|e|en) {ARTICLE}")
_NOR: Final = re.compile(
    r",? (?:or|nor|oder|noch|ou|ni|o|u|oppure|ne|nem|of|and|und|et|y|e|en)(?: (?:not|nicht|pas|no|non|nao|niet))?"
    r"(?: (?:on|am|an|le|les|el|los|il|di|de|na|nas|no|a|as|op))? "
)
_NOT: Final = r"(?:not|never|except|nicht|ausser|pas|sauf|no|salvo|non|tranne|nao|exceto|niet|behalve)"
_AT_PART: Final = r"(?:in the |am |le |l'|en |nel |di |de |da |a |in de |op de |'?s )?"
"""What may stand between a weekday and the part of it."""

_LEAD: Final = re.compile(
    rf"\b(?:(?:the|this|der|die|das|la|na|nella|from|between|vom|von|zwischen|du|entre|del|dal|tra|fra|do|van|tussen"
    rf"|during|wahrend|pendant|durante|(?:all|ganze[nr]?|toute?|tod[oa]|tutt[oa]|hele)(?: of)?|{IN_MONTH}) )+$"
)
"""What stands between "not" and a week, a month or a span."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of some weekdays, and where in the text it stands; `first` is the place of the first weekday."""

    refused: Refused
    first: int
    start: int
    end: int


def refused_in(text: str, language: str, *, is_spoken: bool) -> tuple[tuple[Refused, ...], str]:
    """Find weekdays of which a part would not suit, and return the text without them; nothing where there are none."""
    found = weekdays_in(text, language, is_spoken=is_spoken)
    parts = list(_parts(text, found, language))
    for place, first in enumerate(parts):
        chain = _joined(text, parts[place:])
        before, after = BUT.search(text[: first.start]), NOT_THEN.match(text[chain[-1].end :])
        if before is None and after is None:
            continue
        is_rather = before is not None and before[0].startswith("but ") and first.first
        if is_rather and BUT.search(text[: found[first.first - 1].start]):
            continue  # "not Friday but Thursday morning"
        start = first.start if before is None else before.start()
        rest = text[chain[-1].end + (after.end() if after is not None else 0) :]
        rather = RATHER.match(rest)
        return tuple(one.refused for one in chain), f"{text[:start]} {rest[rather.end() if rather else 0 :]}"
    refused, rest = _at_no_day(text, language)
    return () if refused is None else (refused,), rest


def _parts(text: str, found: list[Weekday], language: str) -> Iterator[_Part]:
    for place, last in enumerate(found):
        part = _part_after(language).match(text[last.end :])
        if part is None:
            continue
        first = _first_beside(text, found, place)
        hours = hours_in(part[0], part[0], GRAMMARS[language])
        numbers = tuple(sorted({one.number for one in found[first : place + 1]}))
        refused = Refused(numbers, hours.from_time, hours.until_time)
        yield _Part(refused, first, found[first].start, last.end + part.end())


def _joined(text: str, parts: list[_Part]) -> list[_Part]:
    """List the parts that are refused together, the first among them: "not Monday morning or Friday afternoon"."""
    chain = parts[:1]
    for one in parts[1:]:
        after = text[one.end :]
        suits = WORKS.match(after) is not None and NOT_THEN.match(after) is None
        if suits or not _NOR.fullmatch(text[chain[-1].end : one.start]):
            break
        chain.append(one)
    return chain


def left_of(refused: Sequence[Refused]) -> tuple[DayHours, ...]:
    """List the hours that are left of a week where several parts of it would not suit."""
    left: list[DayHours] = []
    days: dict[tuple[Between, ...], list[int]] = {}
    for weekday in range(7):
        of_day = [(one.from_time, one.until_time) for one in refused if weekday in one.weekdays]
        days.setdefault(tuple(sorted(of_day, key=_begins)), []).append(weekday)
    for ends, weekdays in days.items():
        start: time | None = None
        for from_time, until_time in ends:
            if from_time is not None and from_time > (start or time()):
                left.append(DayHours(tuple(weekdays), (), start, from_time))
            start = until_time
            if start is None:
                break
        if not ends or start is not None:
            left.append(DayHours(tuple(weekdays), (), start))
    return tuple(left)


def _begins(between: Between) -> time:
    return between[0] or time()


def _at_no_day(text: str, language: str) -> tuple[Refused | None, str]:
    """Find hours that would not suit on whichever day: "not between 10 and 12"."""
    found = _not_between(language).search(text)
    if found is None:
        return _at_occasion(text)
    hours = hours_in(found["hours"], found["hours"], GRAMMARS[language])
    if hours.from_time is None or hours.until_time is None:
        return None, text
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return Refused(tuple(range(7)), hours.from_time, hours.until_time), rest


def _at_occasion(text: str) -> tuple[Refused | None, str]:
    """Find what people's days are made of that would not suit: "any time except lunch"."""
    found = refused_occasion_in(text)
    if found is None:
        return None, text
    (from_time, until_time), start, end = found
    return Refused(tuple(range(7)), from_time, until_time), f"{text[:start]} {text[end:]}"


def is_refused(text: str, start: int, end: int) -> bool:
    """Tell whether several days would not suit, by what stands around them."""
    return _around(text, start, end) is not None


def without_refused(text: str, start: int, end: int) -> str | None:
    """Leave out several days that would not suit, and what says so: "not this week, rather Friday" leaves Friday.

    None where they would suit, or where what follows is what does not: "this week I can't do Friday".
    """
    around = _around(text, start, end)
    if around is None:
        return None
    before, after = around
    is_apart = not after.strip() or after.startswith(",") or RATHER.match(after) is not None
    return f"{before} {after}" if is_apart else None


def _around(text: str, start: int, end: int) -> tuple[str, str] | None:
    """Return what stands around several days, without what says that they would not suit; None where nothing does."""
    before, after = _LEAD.sub("", text[:start]), text[end:]
    but, then = BUT.search(before), NOT_THEN.match(after)
    if but is None and then is None:
        return None
    return before if but is None else before[: but.start()], after if then is None else after[then.end() :]


def wanted_in(text: str, found: list[Weekday]) -> tuple[str, list[Weekday]]:
    """Keep the weekdays that would suit, and the text with the others blanked: "no Friday, Thursday"."""
    refused: set[int] = set()
    for place, one in enumerate(found):
        before, after = BUT.search(text[: one.start]), NOT_THEN.match(text[one.end :])
        is_with_last = place - 1 in refused and _is_beside(text[found[place - 1].end : one.start])
        if after is not None:
            first = _first_beside(text, found, place)
            is_to = first > 0 and UP_TO.fullmatch(text[found[first - 1].end : found[first].start]) is not None
            refused |= set(range(first - is_to, place + 1))
        elif before is not None or (is_with_last and not _suits_at(text, found, place)):
            refused.add(place)
    for place in refused if len(refused) < len(found) else ():
        one = found[place]
        before, after = BUT.search(text[: one.start]), NOT_THEN.match(text[one.end :])
        start, end = before.start() if before else one.start, one.end + (after.end() if after else 0)
        text = text[:start] + " " * (end - start) + text[end:]
    return text, [one for place, one in enumerate(found) if place not in refused]


def _is_beside(between: str) -> bool:
    return EITHER.fullmatch(between) is not None or UP_TO.fullmatch(between) is not None


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
