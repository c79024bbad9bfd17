"""Reads a day beside an appointment that is to move and is far off: "Thursday instead" is the Thursday of its week."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from chatbookr_core.availability.horizons import is_beyond
from chatbookr_core.dialogue import dates
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import DayHours
from chatbookr_core.dialogue.state import State
from chatbookr_core.dialogue.wishes import Wish
from chatbookr_core.dialogue.written_dates import date_or_none

_MONTHS_ASIDE = (-1, 0, 1)
_MONTHS = 12


def near_what_moves(wish: Wish, state: State, scene: Scene) -> Wish:
    """Let days that were named alone be those around what moves, where that stands beyond the clinic's horizon.

    What names a date, or counts from today ("tomorrow", "next week"), stays; nothing is read as a day that has passed.
    """
    moved = scene.find_booking(state.booking_id) if state.is_rescheduling else None
    now, horizon = scene.view.now, scene.view.horizon
    if wish.day is None or moved is None or not is_beyond(moved.ends_at, now=now, horizon=horizon):
        return wish
    has, today = dates.local_day(moved.starts_at, moved.zone), dates.local_day(now, moved.zone)
    if wish.is_open and wish.day <= today and (wish.weekdays or wish.refused):  # "any day but Monday"
        return replace(wish, day=max(_monday(has), today), is_weekday=False)
    if wish.is_weekday:
        return _of_its_week(wish, has)
    if wish.is_number and not wish.is_span:
        return replace(wish, day=_nearest(wish.day, has, today), is_number=False)
    return wish


def _of_its_week(wish: Wish, has: date) -> Wish:
    """Move the coming days of the week that were named to the week of a day."""
    if wish.day is None or (weeks := _monday(has) - _monday(wish.day)) <= timedelta(0):
        return wish

    def shifted(day: date) -> date:
        return day + weeks

    last_day = shifted(wish.last_day) if wish.last_day is not None else None
    hours = tuple(_with_days(one, shifted) for one in wish.day_hours)
    days = tuple(shifted(day) for day in wish.days)
    return replace(wish, day=shifted(wish.day), last_day=last_day, days=days, day_hours=hours, is_weekday=False)


def _with_days(hours: DayHours, shifted: Callable[[date], date]) -> DayHours:
    return replace(hours, days=tuple(shifted(day) for day in hours.days))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _nearest(named: date, has: date, today: date) -> date:
    """Return the day of a month, of those with the number that was named, that is nearest to a day."""
    months = [divmod(has.year * _MONTHS + has.month - 1 + aside, _MONTHS) for aside in _MONTHS_ASIDE]
    found = [date_or_none(year, month + 1, named.day) for year, month in months]
    return min(
        (day for day in found if day is not None and day >= today), key=lambda day: abs(day - has), default=named
    )
