"""Reads a wish beside the days a talk is about already: "Wednesday" after "Tuesday of next week" is of its week."""

from dataclasses import replace
from datetime import date, timedelta

from chatbookr_core.dialogue import dates
from chatbookr_core.dialogue.periods import WEEK
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import Notice, State, Step
from chatbookr_core.dialogue.steps import HALFWAY, HELD
from chatbookr_core.dialogue.suiting import MOST_NAMED
from chatbookr_core.dialogue.wishes import Wish

_DAY_OPEN = (Step.SERVICE, *HALFWAY, Step.DAY_TIMES)
"""Where the days that were wished for are those that are spoken of still."""
_TURN_OF_A_WEEK = timedelta(days=1)
"""So near Sunday and Monday are that the one named after the other may be of either's week."""


def joined(wish: Wish, state: State, scene: Scene) -> Wish:
    """Add hours alone to the days that were wished for just before: "Thursday", and then "after 4" or "not Friday"."""
    before = state.wish
    wish = _of_week_spoken_of(wish, state, scene)
    is_under_way = state.step in _DAY_OPEN or (state.step is Step.TIMES and state.notice is Notice.AS_WISHED)
    if before is not None and is_under_way and _is_refusal(wish):
        return _without(before, wish)
    if state.step in (Step.OVERLAP, Step.CONFIRM) and state.chosen is not None and _is_of_hours(wish):
        return replace(wish, day=dates.local_day(state.chosen.starts_at, scene.zone_of(state.location_id)))
    names_days = wish.day is not None or any(one.weekdays or one.days for one in wish.day_hours)
    if before is None or before.day is None or names_days or wish == Wish() or not is_under_way:
        return wish
    return replace(before, from_time=wish.from_time, until_time=wish.until_time, day_hours=wish.day_hours)


def _is_of_hours(wish: Wish) -> bool:
    """Tell whether a wish names hours alone: below a time that is to be confirmed they are of its day."""
    return wish.day is None and not wish.day_hours and (wish.from_time, wish.until_time) != (None, None)


def _of_week_spoken_of(wish: Wish, state: State, scene: Scene) -> Wish:
    """Mean the days of the week that is spoken of, where days of the week are named alone and would be sooner."""
    is_of_any_week = wish.is_open and bool(wish.weekdays or wish.day_hours or wish.refused)  # "weekday evenings"
    if not wish.is_weekday or wish.day is None or is_of_any_week:
        return wish
    before, first = state.wish, _spoken_of(state, scene)
    if first is None or wish.day >= first:
        return wish
    is_span = before is not None and before.day == first and before.last_day is not None
    if not is_span and first - wish.day <= _TURN_OF_A_WEEK:
        return wish
    meant = _moved(wish, first if is_span else first - timedelta(days=first.weekday()))
    is_within = not is_span or before is None or (meant.day or first) <= (before.last_day or first)
    return meant if is_within and not _is_only_shown(wish.day, meant.day, state) else wish


def _is_only_shown(sooner: date, meant: date | None, state: State) -> bool:
    """Tell whether of two days of one name the sooner one alone stands in the list of days that have space."""
    shown = {row.day for row in state.days}
    if meant is None or sooner not in shown or meant in shown:
        return False
    return not state.has_later_days or meant <= max(shown)


def _spoken_of(state: State, scene: Scene) -> date | None:
    """Say which day a talk is about, or begins at; None where that is only the coming one of its name."""
    zone = scene.zone_of(state.location_id)
    if state.step in HELD and state.chosen is not None:
        held = dates.local_day(state.chosen.starts_at, zone)
        return held if held - dates.local_day(scene.view.now, zone) > timedelta(days=WEEK) else None
    before = state.wish
    if before is None or before.day is None or (before.is_weekday and before.last_day is None) or before.is_open:
        return None
    return before.day


def _moved(wish: Wish, first: date) -> Wish:
    """Name the same days of the week, the first such ones from a day on."""
    if wish.day is None:
        return wish

    def from_first(number: int) -> date:
        return first + timedelta(days=(number - first.weekday()) % WEEK)

    numbers = wish.weekdays or tuple(sorted({number for one in wish.day_hours for number in one.weekdays}))
    if numbers and wish.is_span:
        days = [from_first(number) for number in numbers]
        return replace(wish, day=min(days), last_day=max(days), is_weekday=False)
    day = from_first(wish.day.weekday())
    last_day = day + (wish.last_day - wish.day) if wish.last_day is not None else None
    return replace(wish, day=day, last_day=last_day, is_weekday=False)


def _is_refusal(wish: Wish) -> bool:
    """Tell whether a wish says alone which days would not suit: hours that were wished for before hold on."""
    is_without_hours = wish.from_time is None and wish.until_time is None and not wish.day_hours
    return wish.is_open and is_without_hours and (wish.refused is not None or len(wish.weekdays) >= MOST_NAMED)


def _without(before: Wish, refusal: Wish) -> Wish:
    """Leave out of the days that were wished for those that would not suit.

    Where none are left, or none of them was meant, all others are.
    """
    hours = replace(refusal, from_time=before.from_time, until_time=before.until_time, day_hours=before.day_hours)
    weekdays = before.weekdays
    is_meant = not weekdays or any(one not in refusal.weekdays for one in weekdays) or refusal.refused is not None
    if before.day is None or not before.is_span or not is_meant:
        return hours
    if refusal.weekdays:
        weekdays = tuple(one for one in before.weekdays or range(WEEK) if one in refusal.weekdays)
    days = tuple(one for one in before.days if not weekdays or one.weekday() in weekdays)
    if (refusal.weekdays and not weekdays) or (before.days and not days):
        return hours
    left = replace(before, weekdays=weekdays, days=days, refused=refusal.refused or before.refused)
    return _trimmed(left, before.day) if weekdays else left


def _trimmed(wish: Wish, first: date) -> Wish:
    """Let a span begin and end with a day that is meant."""
    last = wish.last_day
    while first.weekday() not in wish.weekdays:
        first += timedelta(days=1)
    while last is not None and last.weekday() not in wish.weekdays:
        last -= timedelta(days=1)
    return wish if last is not None and last < first else replace(wish, day=first, last_day=last)
