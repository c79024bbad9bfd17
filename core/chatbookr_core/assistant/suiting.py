"""What the dialogue heard of when a time would suit, as a place on the waitlist keeps it, and back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time

from chatbookr_core.dialogue import EVENING, NOON, DayHours, Refused, Suiting
from chatbookr_core.models import WaitlistEntry
from chatbookr_core.waitlist.entries import days_of, hours_of
from chatbookr_core.waitlist.rules import DAY_MINUTES, EVERY_DAY, EVERY_PART, Wish
from chatbookr_core.waitlist.rules import DayHours as KeptHours

MORNING_PART, AFTERNOON_PART, EVENING_PART = 1, 2, 4
PARTS = {
    MORNING_PART: (None, NOON),
    AFTERNOON_PART: (NOON, EVENING),
    EVENING_PART: (EVENING, None),
    MORNING_PART | AFTERNOON_PART: (None, EVENING),
    AFTERNOON_PART | EVENING_PART: (NOON, None),
}
"""Between which hours the parts of the day lie; morning and evening without what is between them has no such hours."""
ENDS_OF_DAY = (DayHours(until_time=NOON), DayHours(from_time=EVENING))


def wish_of(suiting: Suiting) -> Wish:
    """Write it as a place keeps it: hours that are a part of the day as that, as staff choose them."""
    wish = replace(_wish_of_hours(suiting), days=suiting.days)
    if suiting.day_hours != ENDS_OF_DAY:
        wish = replace(wish, day_hours=tuple(map(_kept, suiting.day_hours)))
    if suiting.refused is None:
        return wish
    start, end = (_minute(at) for at in (suiting.refused.from_time, suiting.refused.until_time))
    bits = _bits(suiting.refused.weekdays)
    return replace(wish, refused_weekdays=bits, refused_from_minute=start, refused_until_minute=end)


def _kept(own: DayHours) -> KeptHours:
    return KeptHours(_bits(own.weekdays) or EVERY_DAY, own.days, _minute(own.from_time), _minute(own.until_time))


def _bits(weekdays: Iterable[int]) -> int:
    return sum(1 << day for day in weekdays)


def _weekdays(bits: int) -> tuple[int, ...]:
    return tuple(day for day in range(7) if bits >> day & 1)


def _minute(at: time | None) -> int | None:
    return at.hour * 60 + at.minute if at is not None else None


def _time(minute: int | None) -> time | None:
    """Read a minute of the local day; that at which the day ends is no time of it, and no bound."""
    return None if minute is None or minute >= DAY_MINUTES else time(*divmod(minute, 60))


def _wish_of_hours(suiting: Suiting) -> Wish:
    hours = suiting.from_time, suiting.until_time
    parts = next((bits for bits, times in PARTS.items() if times == hours), None)
    parts = MORNING_PART | EVENING_PART if suiting.day_hours == ENDS_OF_DAY else parts
    weekdays = _bits(suiting.weekdays) or EVERY_DAY
    if parts is not None:
        return Wish(suiting.first_day, suiting.last_day, weekdays, parts)
    start, end = (_minute(at) for at in hours)
    return Wish(suiting.first_day, suiting.last_day, weekdays, from_minute=start, until_minute=end)


def suiting_of(entry: WaitlistEntry) -> Suiting:
    """Read it of a place, whoever wrote it down, as far as it can be said in a few words."""
    weekdays = _weekdays(entry.weekdays) if entry.weekdays != EVERY_DAY else ()
    start, end = PARTS.get(entry.day_parts, (None, None)) if entry.day_parts != EVERY_PART else (None, None)
    if entry.from_minute is not None:
        start = max(start or time(), _time(entry.from_minute) or time())
    if (until := _time(entry.until_minute)) is not None:
        end = min(end or time.max, until)
    days = entry.first_day, entry.last_day, weekdays
    return Suiting(*days, start, end, days_of(entry.days), _refused_of(entry), _own_of(entry))


def _own_of(entry: WaitlistEntry) -> tuple[DayHours, ...]:
    """Read the times of some days, which mornings and evenings without what is between them are, too."""
    stored = hours_of(entry.day_hours)
    if not stored and entry.day_parts == MORNING_PART | EVENING_PART:
        return ENDS_OF_DAY if entry.from_minute is None and entry.until_minute is None else ()
    return tuple(
        DayHours(
            _weekdays(one.weekdays) if one.weekdays != EVERY_DAY else (),
            one.days,
            _time(one.from_minute or None),
            _time(one.until_minute),
        )
        for one in stored
    )


def _refused_of(entry: WaitlistEntry) -> Refused | None:
    weekdays = _weekdays(entry.refused_weekdays)
    if not weekdays:
        return None
    return Refused(weekdays, _time(entry.refused_from_minute or None), _time(entry.refused_until_minute))
