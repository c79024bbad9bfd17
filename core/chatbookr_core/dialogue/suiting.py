"""When a time would suit somebody who waits: read out of what they type, and written out again."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Final

from chatbookr_core.dialogue import dates
from chatbookr_core.dialogue.slots import DayHours, Refused
from chatbookr_core.dialogue.wishes import Heard, Wish, hear
from chatbookr_core.dialogue.workdays import WORKDAYS
from chatbookr_core.voice import Voice

NOON: Final = time(12)
EVENING: Final = time(17)
WEEK: Final = timedelta(days=7)
MOST_NAMED: Final = 5
"""So many weekdays of a week are named by those that are not among them."""


@dataclass(frozen=True, slots=True)
class Suiting:
    """Local dates, weekdays (0 for Monday; none: any) and times of day between which a start would suit.

    `days`: those alone, where any are named. `refused` would not suit; where there are `day_hours`, what one of them
    covers suits alone.
    """

    first_day: date | None = None
    last_day: date | None = None
    weekdays: tuple[int, ...] = ()
    from_time: time | None = None
    until_time: time | None = None
    days: tuple[date, ...] = ()
    refused: Refused | None = None
    day_hours: tuple[DayHours, ...] = ()


ANY: Final = Suiting()
TAPPED: Final = {
    "any": ANY,
    "morning": Suiting(until_time=NOON),
    "afternoon": Suiting(from_time=NOON, until_time=EVENING),
}
"""What can be tapped, by the choice's value."""


def suiting_in(text: str, today: date, language: str) -> Suiting | None:
    """Read it out of a plain text; None where it says nothing of when, or names a day that has passed.

    A day of the week is every such day: who waits would lose their place with the first that passes.
    """
    heard = hear(text, today, language)
    if heard is None:
        return None
    suiting = _named(heard, today)
    suiting = suiting and replace(suiting, day_hours=heard.wish.day_hours)
    if suiting is None or heard.wish.refused is None:
        return suiting
    if heard.wish.is_open and suiting.first_day == today:  # every day but for that
        suiting = replace(suiting, first_day=None)
    return _without(heard.wish.refused, suiting)


def _named(heard: Heard, today: date) -> Suiting | None:
    """Read which days and hours would suit, whatever of them would not."""
    day, hours = heard.wish.day, (heard.wish.from_time, heard.wish.until_time)
    weekdays = tuple(sorted(set(heard.weekdays)))
    if day is None or (weekdays and not heard.is_week):
        return Suiting(None, None, weekdays, *hours)
    if heard.wish.is_open:
        return Suiting(day, None, weekdays, *hours)
    first = day - timedelta(days=day.weekday()) if heard.is_week else day
    last = first + WEEK - timedelta(days=1) if heard.is_week else heard.wish.last_day or day
    of_dates = () if weekdays or heard.wish.days else heard.wish.weekdays
    return Suiting(first, last, weekdays or of_dates, *hours, heard.wish.days) if last >= today else None


def suiting_of(wish: Wish) -> Suiting:
    """Say of a wish for a booking when that is."""
    last_day = None if wish.is_open else wish.last_day or wish.day
    weekdays = () if wish.days else wish.weekdays
    suiting = Suiting(wish.day, last_day, weekdays, wish.from_time, wish.until_time, wish.days)
    suiting = replace(suiting, day_hours=wish.day_hours)
    return suiting if wish.refused is None else _without(wish.refused, suiting)


def _without(refused: Refused, suiting: Suiting) -> Suiting:
    """Leave a part of some weekdays out; of the only one that is meant, what is left of it may be its hours alone."""
    left = tuple(day for day in suiting.weekdays or range(7) if day not in refused.weekdays)
    if left or suiting.days or (refused.from_time is not None and refused.until_time is not None):
        return replace(suiting, refused=refused)
    if refused.from_time is not None:
        return replace(suiting, until_time=min(suiting.until_time or time.max, refused.from_time))
    if refused.until_time is not None:
        return replace(suiting, from_time=max(suiting.from_time or time(), refused.until_time))
    return suiting


def wish_of(suiting: Suiting) -> Wish:
    """Write when it would suit as a wish, of which `suiting_of` makes the same again."""
    is_open = suiting.first_day is not None and suiting.last_day is None
    hours = suiting.from_time, suiting.until_time
    return Wish(
        suiting.first_day,
        *hours,
        suiting.last_day,
        is_open,
        suiting.weekdays,
        suiting.days,
        suiting.refused,
        suiting.day_hours,
    )


def written(suiting: Suiting, voice: Voice) -> str:
    """Write it as "Thursday, from 16:00", and what would not suit; nothing where any time suits."""
    days = ", ".join(dates.day_title(day, voice.language) for day in suiting.days) or _days(suiting, voice)
    refused = "" if suiting.refused is None else voice.gettext("not {when}", when=_left_out(suiting.refused, voice))
    weekdays, hours = _weekdays(suiting.weekdays, voice.language), _hours(suiting, voice)
    if suiting.day_hours:
        are_named = all(one.weekdays or one.days for one in suiting.day_hours)
        days, weekdays = ("" if all(one.days for one in suiting.day_hours) else days), "" if are_named else weekdays
        hours = "; ".join(_own(one, voice) for one in suiting.day_hours)
    return ", ".join(part for part in (days, weekdays, hours, refused) if part)


def _own(own: DayHours, voice: Voice) -> str:
    """Write what suits of some days as "Monday, before 12:00"."""
    return written(Suiting(None, None, own.weekdays, own.from_time, own.until_time, own.days), voice)


def _left_out(refused: Refused, voice: Voice) -> str:
    weekdays = refused.weekdays if len(set(refused.weekdays)) < WEEK.days else ()
    return written(Suiting(None, None, weekdays, refused.from_time, refused.until_time), voice)


def written_wish(wish: Wish, voice: Voice) -> str:
    """Write when an appointment is wished for as "Thursday 15 October, from 16:00", and what would not suit."""
    suiting = replace(suiting_of(replace(wish, refused=None)), refused=wish.refused)
    is_many = len(wish.weekdays) >= MOST_NAMED and wish.weekdays != WORKDAYS and not wish.day_hours
    if wish.is_span and is_many and wish.refused is None:  # who named the others reads those
        refused = Refused(tuple(number for number in range(7) if number not in wish.weekdays))
        suiting = replace(suiting, weekdays=(), refused=refused)
    return written(suiting, voice)


def _days(suiting: Suiting, voice: Voice) -> str:
    first, last = suiting.first_day, suiting.last_day
    if first is not None and first == last:
        return dates.long_day(first, voice.language)
    if first is not None and last is not None:
        return f"{dates.day_title(first, voice.language)} – {dates.day_title(last, voice.language)}"
    if first is not None:
        return voice.gettext("from {day} on", day=dates.day_title(first, voice.language))
    return voice.gettext("until {day}", day=dates.day_title(last, voice.language)) if last is not None else ""


def _weekdays(weekdays: tuple[int, ...], language: str) -> str:
    from babel.dates import get_day_names  # see dates.py

    names = get_day_names("wide", "stand-alone", language)
    if weekdays == WORKDAYS:
        return f"{names[0]}–{names[WORKDAYS[-1]]}"
    return ", ".join(names[number] for number in weekdays)


def _hours(suiting: Suiting, voice: Voice) -> str:
    start, end = suiting.from_time, suiting.until_time
    if start is not None and end is not None:
        return f"{start:%H:%M}–{end:%H:%M}"
    if start is not None:
        return voice.gettext("from {time}", time=f"{start:%H:%M}")
    return voice.gettext("before {time}", time=f"{end:%H:%M}") if end is not None else ""
