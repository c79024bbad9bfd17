"""Finds the days that a plain text mentions: one, several, or a span of them with its first and its last."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from chatbookr_core.dialogue.bounds import Named, bounded, bounded_by, but_for, on_days, others, without
from chatbookr_core.dialogue.day_names import Weekday, weekdays_in
from chatbookr_core.dialogue.number_lists import NO_HOUR, last_before, with_numbers
from chatbookr_core.dialogue.periods import (
    SUNDAY,
    WEEK,
    Period,
    coming_weekday,
    days_counted_in,
    months_in,
    weeks_in,
    years_in,
)
from chatbookr_core.dialogue.refusals import is_refused, wanted_in, without_refused
from chatbookr_core.dialogue.stretches import away_for, stretch_in
from chatbookr_core.dialogue.weekends import weekend_in
from chatbookr_core.dialogue.when_words import AND, ARTICLE, BETWEEN, BUT, EITHER, GRAMMARS, NOT_THEN, RATHER, UP_TO
from chatbookr_core.dialogue.workdays import kind_of_days_in
from chatbookr_core.dialogue.written_dates import ORDINAL, Mention, date_or_none, dates_in

_SEPARATOR: Final = re.compile(rf"{UP_TO.pattern}{ARTICLE}")
_FIRST_NUMBER: Final = re.compile(rf"\b(\d{{1,2}}){ORDINAL}{UP_TO.pattern}{ARTICLE}$")
_LAST_NUMBER: Final = re.compile(rf"{UP_TO.pattern}{ARTICLE}(\d{{1,2}}){ORDINAL}{NO_HOUR}")
_ONLY_ARTICLE: Final = re.compile(rf",? {ARTICLE}")
_MOST_DAYS: Final = 62  # of two months that are named together
_INSTEAD: Final = re.compile(
    rf"(?:\s*[,.;!] ?|{RATHER.pattern}|\s)+(?:(?:then|so|dann|alors|entonces|allora|entao|dan|lieber|rather|plutot"
    rf"|mejor|meglio|melhor|liever|doch|aber|ich kann|wel|better) )*{ARTICLE}"
)
"""What stands between a day that would not suit and the one that would: "not today, tomorrow please"."""
_AND_NOT: Final = re.compile(
    r",? (?:and|or|und|oder|et|ou|y|o|ni|e|en|of) (?:not|auch nicht|nicht|pas|non|no|nao|(?:ook )?niet)"
    r"(?: (?:on|am|il|le|el|de|na|no|em|op))? "
)
_NEITHER: Final = re.compile(
    r"s? (?:(?:i|ich|je|yo|io|eu|ik|can't|kann|peux|puedo|posso|kan|ich|ik|es|geht) )*(?:auch nicht|either|neither"
    r"|non plus|tampoco|neanche|nemmeno|neppure|tambem nao|ook niet)\b"
)
"""What stands between two days, or after the second, neither of which would suit."""
_FOLLOWING: Final = re.compile(
    r"s? (?:after(?: that)?|afterwards?|(?:da)?nach|darauf|drauf|d'apres|suivant|qui suit|siguiente|despues|posterior"
    r"|dopo|successivo|seguente|seguinte|a seguir|depois|daarna|erna|erop|daarop)\b"
)
_FOLLOWS: Final = re.compile(r"\b(?:following|(?:darauf)?folgenden?|siguiente|seguente|seguinte|daaropvolgende) $")
"""What stands after a weekday, or before it, that is the one after a week that would not suit."""
_FROM: Final = re.compile(r"(?:vom|du|del|dal) |[^\W\d]+\.? \d{1,2}")
"""How a day begins after which "to 5" is another day and no hour: "vom 3.", "December 3"."""


def named_in(text: str, today: date, language: str, *, is_spoken: bool) -> Named:
    """Find what days a text names; a weekday is the coming one, and those of a kind are of what else is named."""
    weekdays, rest = kind_of_days_in(text)
    named = _named_in(rest, today, language, is_spoken=is_spoken)
    if not weekdays:
        return named
    if named.day is None:
        return replace(named, day=today, is_open=True, weekdays=weekdays, has_gaps=True)
    left = tuple(one for one in weekdays if not named.has_gaps or one in named.weekdays)
    is_span = (named.last_day is not None or named.is_open) and not named.days and left
    return replace(named, weekdays=left, has_gaps=True) if is_span else named


def _named_in(text: str, today: date, language: str, *, is_spoken: bool) -> Named:
    if (away := away_for(text, language)) is not None:
        days, start, end = away
        return Named(today + timedelta(days=days), without(text, start, end), is_open=True)
    if (stretch := stretch_in(text, today, language)) is not None:
        return _of_month(text, Period(*stretch), today, language, is_spoken=is_spoken)
    dates = dates_in(text, today, language)
    near = _relative_in(text, today, language)
    if dates:
        found = _in_one_month(text, with_numbers(text, [*dates, *near], today), today)
        named = _spanned(text, _with_weekdays(text, found, today, language, is_spoken=is_spoken), today, language)
        return replace(named, is_number=all(one.is_number for one in found))
    if period := weeks_in(text, today, language, is_spoken=is_spoken) or days_counted_in(text, today, language):
        return _of_period(text, period, today, language, is_spoken=is_spoken)
    if near:
        return _spanned(text, _with_weekdays(text, near, today, language, is_spoken=is_spoken), today, language)
    if (weekend := weekend_in(text, today, language)) is not None:
        return weekend
    if period := months_in(text, today, language):
        return _of_month(text, period, today, language, is_spoken=is_spoken)
    if period := years_in(text, today):
        return _of_month(text, period, today, language, is_spoken=is_spoken)
    return _on_weekdays(text, weekdays_in(text, language, is_spoken=is_spoken), today, language)


def _of_month(text: str, period: Period, today: date, language: str, *, is_spoken: bool) -> Named:
    """Name a month or a year, what stands around it says, and those weekdays of it that are named."""
    rest = without(text, period.start, period.end)
    is_later = (period.last - period.first).days > _MOST_DAYS and period.first > today  # next year
    whole = Named(period.first, rest, None if is_later else period.last, is_open=is_later)
    named = bounded_by(text, period, today, language, first=period.first) or whole
    found = weekdays_in(rest, language, is_spoken=is_spoken)
    if not found:
        return named
    left, wanted = wanted_in(rest, found)
    numbers, _ = _with_between(left, wanted or found)
    return replace(named, rest=left, weekdays=numbers if wanted else others(*numbers), has_gaps=True)


def _in_one_month(text: str, found: list[Mention], today: date) -> list[Mention]:
    """Let a number be of the month that is named of the day beside it: "the 8th or 20th of December"."""
    read = list(found)
    for place in range(len(read) - 2, -1, -1):
        one, following = read[place], read[place + 1]
        between = text[one.end : following.start]
        if one.is_number and not following.is_number and between.strip() and EITHER.fullmatch(between):
            day = last_before(following.day, one.day.day)
            if day is not None and day >= today:
                read[place] = replace(one, day=day, is_number=False)
    return read


def _relative_in(text: str, today: date, language: str) -> list[Mention]:
    """List today, tomorrow and the day after."""
    listed: list[Mention] = []
    for pattern, days in GRAMMARS[language].days:
        for found in re.finditer(rf"\b(?:{pattern})\b", text):
            if all(found.end() <= one.start or found.start() >= one.end for one in listed):
                listed.append(Mention(today + timedelta(days=days), *found.span()))
    return sorted(listed, key=lambda one: one.start)


def _with_weekdays(text: str, found: list[Mention], today: date, language: str, *, is_spoken: bool) -> list[Mention]:
    """Add the weekdays that stand beside other days; one that is the day of a date is no other day."""
    mentions = list(found)
    for one in weekdays_in(text, language, is_spoken=is_spoken):
        mention = Mention(coming_weekday(one.number, today), one.start, one.end, one.number)
        before = [other for other in mentions if other.end <= one.start]
        after = [other for other in mentions if other.start >= one.end]
        is_other = (before and (_are_beside(text, before[-1], mention) or _is_instead(text, before[-1], mention))) or (
            after and _are_beside(text, mention, after[0])
        )
        if is_other:
            mentions = sorted((*mentions, mention), key=lambda each: each.start)
    return mentions


def _are_beside(text: str, first: Mention, second: Mention) -> bool:
    """Tell whether two are joined by a word: "tomorrow or Friday", not "Friday 4 December"."""
    between = text[first.end : second.start]
    if _ONLY_ARTICLE.fullmatch(between) and first.weekday == second.day.weekday():
        return False  # "Dienstag den 15. Dezember"
    is_word = any(sign.isalpha() for sign in between) or "-" in between or "/" in between
    return is_word and (_is_joined(text, first, second) or EITHER.fullmatch(between) is not None)


def _spanned(text: str, found: list[Mention], today: date, language: str) -> Named:
    """Read one day, or two with all between them, or several, or a day and what stands before it."""
    first, others = found[0], found[1:]
    if (left := _past_refused(text, found, today, language)) is not None:
        return left
    if others and _is_joined(text, first, others[0]):
        last = others[0]
        begin = last_before(last.day, first.day.day) if first.is_number else first.day
        if begin is not None and last.day > begin:
            return _span(text, (first.start, last.end), (begin, last.day), today)
    next_start = next((one.start for one in others if not one.is_number), len(text))  # of whose date a number may be
    if (span := _to_number(text[:next_start], first, today)) is not None:
        return replace(span, rest=span.rest + text[next_start:])
    several = [first]
    for one in others:
        between = text[several[-1].end : one.start]
        if between.strip() and EITHER.fullmatch(between):
            several.append(one)
    if len({one.day for one in several}) > 1:
        joins = text[first.end : several[-1].end]
        is_wished = BUT.search(text[: first.start]) is None and NOT_THEN.match(text[several[-1].end :]) is None
        if re.search(r"\b(?:nor|noch|ni|ne|nem)\b", joins):
            rest = without(text, first.start, several[-1].end)
            return but_for(min(one.day for one in several), max(one.day for one in several), rest, today)
        if is_wished:
            return on_days([one.day for one in several], without(text, first.start, several[-1].end))
        first = replace(first, day=max(one.day for one in several), end=several[-1].end)
    return bounded(text, first, today, language)


def _past_refused(text: str, found: list[Mention], today: date, language: str) -> Named | None:
    """Read what is left by a day that would not suit, and the one beside it; None where both are read together."""
    if len(found) < 2:
        return None
    first, second, is_soon = found[0], found[1], found[0].day - today <= timedelta(days=1)
    if _are_both_refused(text, first, second):
        rest = without(text, first.start, second.end)
        return but_for(min(first.day, second.day), max(first.day, second.day), rest, today)
    if not _is_instead(text, first, second) or (len(found) > 2 and not is_soon):  # "not the 5th, 6th or 7th"
        return None
    start = first.start - len(_refusal_before(text, first))
    blank = " " * (second.start - start)
    return _spanned(f"{text[:start]}{blank}{text[second.start :]}", found[1:], today, language)


def _is_instead(text: str, first: Mention, second: Mention) -> bool:
    """Tell whether a day would suit in place of the one before it, which would not."""
    after, is_out = NOT_THEN.match(text[first.end :]), bool(_refusal_before(text, first))
    start = first.end + (after.end() if after is not None else 0)
    between = text[start : second.start]
    if not (is_out or after) or start > second.start or not (after or between.strip()):
        return False
    return _INSTEAD.fullmatch(between) is not None and NOT_THEN.match(text[second.end :]) is None


def _are_both_refused(text: str, first: Mention, second: Mention) -> bool:
    """Tell whether of two days each is said not to suit: "not today and not tomorrow"."""
    after = NOT_THEN.match(text[first.end :])
    if after is None and not _refusal_before(text, first):
        return False
    between = text[first.end + (after.end() if after is not None else 0) : second.start]
    is_second = NOT_THEN.match(text[second.end :]) or _NEITHER.match(text[second.end :])
    return bool(_AND_NOT.fullmatch(between) or (is_second and _INSTEAD.fullmatch(between)))


def _refusal_before(text: str, one: Mention) -> str:
    """Return what stands before a day and says that it would not suit; nothing where it may."""
    found = BUT.search(text[: one.start])
    return found[0] if found is not None else ""


def _span(text: str, places: tuple[int, int], days: tuple[date, date], today: date) -> Named:
    """Name all days between two, or those that are left where they would not suit."""
    rest = without(text, *places)
    return but_for(*days, rest, today) if is_refused(text, *places) else Named(days[0], rest, days[1])


def _to_number(text: str, one: Mention, today: date) -> Named | None:
    """Read a number before or after a date as the other end of a span: "3 to 5 December", "December 3 to 5"."""
    before = _FIRST_NUMBER.search(text[: one.start])
    begin = last_before(one.day, int(before[1])) if before else None
    if begin is not None and before is not None:
        return _span(text, (before.start(), one.end), (begin, one.day), today)
    after = _LAST_NUMBER.match(text[one.end :]) if _FROM.match(text[one.start :]) else None
    if after is None or int(after[1]) <= one.day.day:
        return None
    last = date_or_none(one.day.year, one.day.month, int(after[1]))
    return None if last is None else _span(text, (one.start, one.end + after.end()), (one.day, last), today)


def _is_joined(text: str, first: Mention, second: Mention) -> bool:
    between = text[first.end : second.start]
    if _SEPARATOR.fullmatch(between):
        return True
    return AND.fullmatch(between) is not None and BETWEEN.search(text[: first.start]) is not None


def _of_period(text: str, period: Period, today: date, language: str, *, is_spoken: bool) -> Named:
    """Name a week, those days of it that are named beside it, or the day that was counted."""
    rest = without(text, period.start, period.end)
    is_out = is_refused(text, period.start, period.end)
    if is_out and (instead := _instead(text, period, today, language, is_spoken=is_spoken)) is not None:
        return instead
    if period.first == period.last and not is_out:  # on a Sunday this week is one day, too
        return Named(period.first, rest)
    if period.monday is not None:
        found = weekdays_in(rest, language, is_spoken=is_spoken)
        whole = Named(period.first, rest, period.last, is_week=True)
        return (
            _of_week(period.monday, rest, found)
            or bounded_by(text, period, today, language, first=period.monday)
            or whole
        )
    span = (period.last - period.first).days
    is_week = span == SUNDAY or (span < SUNDAY and period.first.weekday() == 0)
    monday = period.last - timedelta(days=SUNDAY)
    is_to_sunday = period.last.weekday() == SUNDAY
    around = bounded_by(text, period, today, language, first=monday) if is_to_sunday else None
    return around or Named(period.first, rest, period.last, is_week=is_week)


def _instead(text: str, period: Period, today: date, language: str, *, is_spoken: bool) -> Named | None:
    """Name the weekdays that would suit in place of a week that does not: "not this week, rather Friday"."""
    rest = without_refused(text, period.start, period.end) or ""
    found = weekdays_in(rest, language, is_spoken=is_spoken)
    _, wanted = wanted_in(rest, found)
    if not wanted:
        return None
    is_within = any(period.first <= coming_weekday(one.number, today) <= period.last for one in wanted)
    is_after = _FOLLOWING.match(rest[wanted[-1].end :]) or _FOLLOWS.search(rest[: wanted[0].start])
    return _on_weekdays(rest, found, period.last if is_within or is_after else today, language)


def _of_week(monday: date, rest: str, found: list[Weekday]) -> Named | None:
    """Name those weekdays of a week that a text names; None where it names none."""
    if not found:
        return None
    left, wanted = wanted_in(rest, found)
    if 0 < len(wanted) < len(found):
        return _of_week(monday, left, wanted)
    numbers, has_gaps = _with_between(rest, found)
    if not wanted:
        numbers, has_gaps = others(*numbers), True
    days = sorted(monday + timedelta(days=number) for number in set(numbers))
    last_day = days[-1] if len(days) > 1 else None
    left = without(rest, found[0].start, found[-1].end)
    return Named(days[0], left, last_day, is_week=True, weekdays=numbers, has_gaps=has_gaps)


def _on_weekdays(text: str, found: list[Weekday], today: date, language: str) -> Named:
    """Read weekdays: one is the coming one, several are a span, with gaps unless all between them are meant."""
    if not found:
        return Named(None, text)
    if (rather := _rather(text, found)) is not None:
        day = coming_weekday(rather.number, today)
        return Named(day, without(text, found[0].start, rather.end), weekdays=(rather.number,))
    left, wanted = wanted_in(text, found)
    if 0 < len(wanted) < len(found):
        return _on_weekdays(left, wanted, today, language)
    numbers, has_gaps = _with_between(text, found)
    first = coming_weekday(numbers[0], today)
    if len(set(numbers)) == 1:
        mention = Mention(first, found[0].start, found[0].end, numbers[0])
        return bounded(text, mention, today, language)
    rest = without(text, found[0].start, found[-1].end)
    if not wanted:
        return Named(today, rest, is_open=True, weekdays=others(*numbers), has_gaps=True)
    if has_gaps:
        days = [coming_weekday(number, today) for number in set(numbers)]
        return Named(min(days), rest, max(days), weekdays=numbers, has_gaps=True)
    last = first + timedelta(days=(numbers[-1] - numbers[0]) % WEEK)
    return Named(first, rest, last, weekdays=numbers)


def _rather(text: str, found: list[Weekday]) -> Weekday | None:
    """Find the day that is preferred to another one: "not Monday but Tuesday"."""
    for before, after in pairwise(found):
        if RATHER.match(text[before.end : after.start]) and BUT.search(text[: before.start]):
            return after
    return None


def _with_between(text: str, found: list[Weekday]) -> tuple[tuple[int, ...], bool]:
    """Add those that lie between: of "Monday to Wednesday" Tuesday; tell whether days between them are left out."""
    numbers, has_gaps = [found[0].number], False
    for before, after in pairwise(found):
        days = (after.number - before.number) % WEEK
        between = text[before.end : after.start]
        is_pair = len(found) == 2 and AND.fullmatch(between) and BETWEEN.search(text[: before.start])
        if _SEPARATOR.fullmatch(between) or is_pair:
            numbers += [(before.number + one) % WEEK for one in range(1, days)]
        elif days > 1:
            has_gaps = True
        numbers.append(after.number)
    return tuple(numbers), has_gaps
