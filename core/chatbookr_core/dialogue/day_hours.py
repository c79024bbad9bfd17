"""Reads days that have hours of their own: "Monday morning or Friday afternoon", "mornings or evenings"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Final

from chatbookr_core.dialogue.bounds import Named, on_days
from chatbookr_core.dialogue.day_names import weekdays_in
from chatbookr_core.dialogue.hours import Between, Hours, hours_in, names_hours, refused_together
from chatbookr_core.dialogue.mentions import named_in
from chatbookr_core.dialogue.number_lists import with_numbers
from chatbookr_core.dialogue.periods import WEEK
from chatbookr_core.dialogue.refusals import wanted_in
from chatbookr_core.dialogue.slots import DayHours
from chatbookr_core.dialogue.when_words import ARTICLE, EITHER, GRAMMARS
from chatbookr_core.dialogue.written_dates import dates_in

_OR: Final = {"en": "or", "de": "oder", "fr": "ou", "es": "o|u", "it": "o|od|oppure", "pt": "ou", "nl": "of"}
_AND: Final = {"en": "and", "de": "und", "fr": "et", "es": "y|e", "it": "e|ed", "pt": "e", "nl": "en"}
"""By language, for many of these are other words elsewhere: "en" is "in", and "o" an article."""
_BETWEEN: Final = re.compile(r"\b(?:between|zwischen|entre|tra|fra|tussen)\b.*?\b(?:and|und|et|y|e|en)\b")
"""Where a word for "and" joins no two wishes."""
_MOST_DAYS: Final = 31
_ANY: Final[Between] = (None, None)


@dataclass(frozen=True, slots=True)
class Apart:
    """The days that are named, the hours between which all of theirs lie, and those of each where they differ."""

    named: Named
    hours: Hours
    day_hours: tuple[DayHours, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two words that join; `is_led`: its hours stand before its days.

    `joined_by` is what stands before it: "or", something else, or nothing.
    """

    named: Named
    hours: Hours
    is_led: bool
    joined_by: str

    @property
    def has_day(self) -> bool:
        return self.named.day is not None

    @property
    def between(self) -> Between:
        return self.hours.from_time, self.hours.until_time

    @property
    def has_hours(self) -> bool:
        return self.between != _ANY


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where one wish ends and another begins, and by what they are joined: "or", something else, or nothing."""

    start: int
    end: int
    word: str


@dataclass(slots=True)
class _Group:
    """Days that share their hours; no days: any, no hours: any. `is_led`: days that follow share them, too."""

    named: list[Named]
    hours: list[Between] = field(default_factory=list)
    is_led: bool = False

    @property
    def between(self) -> list[Between]:
        """Join hours that meet: a morning and an afternoon are one time."""
        joined: list[Between] = []
        for start, end in sorted(self.hours or [_ANY], key=lambda one: (one[0] or time(), one[1] or time.max)):
            last = joined[-1] if joined else None
            if last is None or (last[1] is not None and start is not None and last[1] < start):
                joined.append((start, end))
            else:
                joined[-1] = last[0], None if None in (last[1], end) else max(last[1] or time(), end or time())
        return joined


def apart_in(text: str, whole: Named, today: date, language: str, *, is_spoken: bool) -> Apart | None:
    """Read days with hours of their own; None where a text names no such, and is to be read as a `whole`."""
    if not names_hours(text, GRAMMARS[language]):
        return None
    pieces = list(_pieces(text, today, language, is_spoken=is_spoken))
    groups = _grouped(_in_week(_rejoined(pieces), whole)) if len(pieces) > 1 else None
    if groups is None:
        return None
    named = [one for group in groups for one in group.named]
    hours = [group.between for group in groups]
    is_alike = all(one == hours[0] for one in hours)
    if is_alike and len(hours[0]) == 1 and _covers(whole, named):
        return None
    is_weekly = _are_weekly(named, whole)
    is_any_day = not named or (not is_alike and any(not group.named for group in groups))
    days = whole if not named else _together(named, whole, today, is_weekly=is_weekly)
    if days is None:
        return None
    hull = _hull([one for each in hours for one in each], is_exact=any(one.hours.is_exact for one in pieces))
    if is_alike:
        return Apart(days, hull, tuple(DayHours((), (), *one) for one in hours[0] if len(hours[0]) > 1))
    own = [
        replace(_own_days(group.named, is_weekly=is_weekly), from_time=start, until_time=end)
        for group, each in zip(groups, hours, strict=True)
        for start, end in each
    ]
    return Apart(Named(None, whole.rest) if is_any_day else days, hull, tuple(own))


@lru_cache(maxsize=16)
def _joiner(language: str) -> re.Pattern[str]:
    words = rf"\b(?P<or>{_OR[language]})\b|\b(?:{_AND[language]})\b"
    return re.compile(rf" ?(?:,(?!\d)|[;&]|(?<!\d)/|/(?!\d)|{words}) ?")


def _pieces(text: str, today: date, language: str, *, is_spoken: bool) -> Iterator[_Piece]:
    """Cut a text at the words that join, and read what says anything of when."""
    text, cuts = _cuts(text, today, language, is_spoken=is_spoken)
    starts, ends = (0, *(one.end for one in cuts)), (*(one.start for one in cuts), len(text))
    said = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    if not cuts or not any(_hours_of(one, language) for one in said):
        return
    joined_by = ""
    for piece, cut in zip(said, (None, *cuts), strict=True):
        joined_by += "" if cut is None else cut.word
        named = named_in(piece, today, language, is_spoken=is_spoken)
        hours = hours_in(piece, named.rest, GRAMMARS[language])
        found = _Piece(named, hours, _is_led(piece, named, language), joined_by)
        if found.has_day or found.has_hours:
            yield found
            joined_by = ""


def _cuts(text: str, today: date, language: str, *, is_spoken: bool) -> tuple[str, list[_Cut]]:
    """List where a text is to be cut, and return it without the weekdays that would not suit."""
    found = weekdays_in(text, language, is_spoken=is_spoken)
    text, wanted = wanted_in(text, found)
    if found and not wanted:
        return text, []
    cuts = [_Cut(*one.span(), "or" if one["or"] else one[0].strip()) for one in _joiner(language).finditer(text)]
    kept = [one.span() for one in _BETWEEN.finditer(text)] + refused_together(text, GRAMMARS[language])
    if cuts:
        dates = with_numbers(text, dates_in(text, today, language), today)
        kept += [
            (one.end, other.start) for one, other in pairwise(dates) if EITHER.fullmatch(text[one.end : other.start])
        ]
    cuts = [one for one in cuts if not any(start <= one.start < end for start, end in kept)]
    after_part = (one.start for one in wanted[1:] if _ends_in_part(language).search(text[: one.start]))
    unjoined = [_Cut(place, place, "") for place in after_part if all(one.end != place for one in cuts)]
    return text, sorted((*cuts, *unjoined), key=lambda one: one.start)


@lru_cache(maxsize=16)
def _ends_in_part(language: str) -> re.Pattern[str]:
    parts = "|".join(f"(?:{pattern})" for _, pattern in GRAMMARS[language].parts)
    return re.compile(rf"\b(?:{parts})\.? {ARTICLE}$")


def _hours_of(text: str, language: str) -> bool:
    hours = hours_in(text, text, GRAMMARS[language])
    return (hours.from_time, hours.until_time) != _ANY


def _is_led(piece: str, named: Named, language: str) -> bool:
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(piece, named.rest, strict=False))
    return named.day is not None and _hours_of(piece[: sum(1 for _ in alike)], language)


def _rejoined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Join a date and its weekday, between which a comma stands: "Friday, 4 December"."""
    joined: list[_Piece] = []
    for one in pieces:
        last = joined[-1] if joined and one.joined_by == "," else None
        if last is not None and _is_same_day(last.named, one.named) and not (last.has_hours and one.has_hours):
            dated = one.named if one.named.weekdays == () else last.named
            joined[-1] = replace(last if last.has_hours else one, named=dated, joined_by=last.joined_by)
        else:
            joined.append(one)
    return joined


def _is_same_day(one: Named, other: Named) -> bool:
    dated, weekday = (one, other) if not one.weekdays else (other, one)
    is_one = dated.last_day is None and not dated.is_open and dated.day is not None
    return is_one and not dated.weekdays and dated.day is not None and weekday.weekdays == (dated.day.weekday(),)


def _in_week(pieces: list[_Piece], whole: Named) -> list[_Piece]:
    """Leave out the week whose days are named apart; its hours hold for those: "next week in the morning, Monday"."""
    if not whole.is_week or not whole.weekdays:
        return pieces
    is_week = [one.named.is_week and not one.named.weekdays for one in pieces]
    led = [
        replace(one, named=Named(None, one.named.rest)) if is_of else one
        for one, is_of in zip(pieces, is_week, strict=True)
    ]
    return [one for one in led if one.has_day or one.has_hours]


def _grouped(pieces: Sequence[_Piece]) -> list[_Group] | None:
    """Put days to their hours; None where that cannot be said."""
    if (either := _hours_or_days(pieces)) is not None:
        return either
    groups, pending = list[_Group](), list[Named]()
    for place, one in enumerate(pieces):
        if (one.has_day and not _is_clear(one)) or (place and not one.joined_by and not one.has_hours):
            return None
        last = groups[-1] if groups else None
        if one.has_day and not one.has_hours:
            (last.named if last is not None and last.is_led and not pending else pending).append(one.named)
        elif one.has_day and last is not None and one.is_led and not last.named:  # "mornings or evenings on Monday"
            last.named.append(one.named)
            last.hours.append(one.between)
        elif one.has_day:
            if one.is_led and pending:
                groups.append(_Group(pending))
                pending = []
            groups.append(_Group([*pending, one.named], [one.between], one.is_led))
            pending = []
        elif pending or last is None:
            groups.append(_Group(pending, [one.between], not pending))
            pending = []
        elif one.hours.is_exact and "or" not in one.joined_by:  # "after 9 and before 11" is one time
            return None
        else:
            last.hours.append(one.between)
    is_exact = any(one.hours.is_exact for one in pieces)
    if pending:
        groups.append(_Group(pending))
    return None if len(groups) > 1 and is_exact and any(not one.named for one in groups) else groups


def _hours_or_days(pieces: Sequence[_Piece]) -> list[_Group] | None:
    """Keep hours of any day apart from whole days: "mornings or weekends"; None where a text says something else."""
    hours, days = pieces[0], pieces[1:]
    are_whole = all(one.has_day and not one.has_hours and _is_clear(one) for one in days)
    if hours.has_day or not are_whole or days[0].joined_by != "or":
        return None
    return [_Group([], [hours.between]), _Group([one.named for one in days])]


def _is_clear(piece: _Piece) -> bool:
    """Tell whether a piece names days that can be counted: no open span, and no month without hours."""
    named = piece.named
    if named.is_open or named.day is None:
        return bool(named.weekdays)
    return len(_days_of(named)) <= (_MOST_DAYS if piece.has_hours else WEEK)


def _days_of(named: Named) -> list[date]:
    """List the days of what is no open span."""
    if named.day is None or named.days or named.last_day is None:
        return list(named.days) or ([] if named.day is None else [named.day])
    days = (named.day + timedelta(days=one) for one in range((named.last_day - named.day).days + 1))
    return [day for day in days if not named.has_gaps or day.weekday() in named.weekdays]


def _weekdays_of(named: Sequence[Named]) -> tuple[int, ...]:
    return tuple(sorted({number for one in named for number in one.weekdays}))


def _are_weekly(named: Sequence[Named], whole: Named) -> bool:
    """Tell whether the days are meant by their weekdays, all of one week."""
    if not all(one.weekdays and not one.is_dated for one in named):
        return False
    if whole.is_week:
        return sum(one.is_week for one in named) < 2 and set(_weekdays_of(named)) <= set(whole.weekdays)
    days = [day for one in named if not one.is_open for day in _days_of(one)]
    return not any(one.is_week for one in named) and (not days or (max(days) - min(days)).days < WEEK)


def _covers(whole: Named, named: Sequence[Named]) -> bool:
    """Tell whether a reading of the whole text has all days that its pieces name."""
    if whole.is_open or not named:
        return not named or set(_weekdays_of(named)) <= set(whole.weekdays)
    if all(one.weekdays and not one.is_dated for one in named) and whole.weekdays and not whole.is_dated:
        return set(_weekdays_of(named)) <= set(whole.weekdays)
    return {day for one in named for day in _days_of(one)} <= set(_days_of(whole))


def _together(named: Sequence[Named], whole: Named, today: date, *, is_weekly: bool) -> Named | None:
    """Name all days; None where they cannot be counted."""
    weekdays = _weekdays_of(named)
    if is_weekly and any(one.is_open for one in named):
        return Named(today, whole.rest, is_open=True, weekdays=weekdays, has_gaps=True)
    if is_weekly and whole.day is not None and not whole.is_dated and set(weekdays) <= set(whole.weekdays):
        return whole
    days = [day for one in named for day in _days_of(one)]
    if any(one.is_open for one in named) or not 0 < len(set(days)) <= _MOST_DAYS:
        return None
    apart = on_days(days, whole.rest) if len(set(days)) > 1 else Named(days[0], whole.rest)
    return replace(apart, weekdays=weekdays, has_gaps=True, is_dated=False) if is_weekly else apart


def _own_days(named: Sequence[Named], *, is_weekly: bool) -> DayHours:
    if is_weekly:
        return DayHours(_weekdays_of(named))
    return DayHours((), tuple(sorted({day for one in named for day in _days_of(one)})))


def _hull(between: Sequence[Between], *, is_exact: bool) -> Hours:
    starts, ends = [one[0] for one in between], [one[1] for one in between]
    from_time = min((one for one in starts if one is not None), default=None) if None not in starts else None
    until_time = max((one for one in ends if one is not None), default=None) if None not in ends else None
    return Hours(from_time, until_time, is_exact)
