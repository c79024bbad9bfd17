"""Hears that other hours of the same day would suit, later ones or earlier ones: "later op de dag", "etwas früher"."""

import re
from dataclasses import replace
from datetime import date, time
from typing import Final

from chatbookr_core.dialogue import dates, words
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import Slot
from chatbookr_core.dialogue.state import State, Step
from chatbookr_core.dialogue.steps import HELD
from chatbookr_core.dialogue.when_words import EARLIER_IN_DAY, LATER_IN_DAY
from chatbookr_core.dialogue.wishes import Wish

_NOON: Final = time(12)
_A_BIT: Final = (
    r"(?:(?:a|bit|little|slightly|anything|something|rather|any|is|it|can|could|be|there|do|you|have|got"
    r"|etwas|ein|bisschen|wenig|lieber|geht|ginge|es|auch|gibt|haben|sie|was"
    r"|un|pouco|peu|plutot|quelque|chose|de|avez-vous|c'est|possible|poco|algo|mejor|hay|puede|ser|tiene|tienen"
    r"|po'?|qualcosa|di|meglio|c'e|si|puo|avete|um|pouco|melhor|mais|tem|pode|iets|wat|liever|kan|het|ook|heeft|heb"
    r"|u|je|er|is|zijn|nog) )*"
)
_ALONE: Final = {
    is_later: re.compile(rf"{_A_BIT}(?:{'|'.join(re.escape(words.bare(one)) for one in said)})")
    for is_later, said in ((True, words.LATER), (False, words.EARLIER))
}
"""What says no more than that: below a time that is to be confirmed it is said of that time."""


def hours_meant(text: str, wish: Wish | None, state: State, scene: Scene) -> Wish | None:
    """Mean by "later in the day" what comes after the times that are shown, or after the one that is held.

    None where nothing is said of when; another wish stays as it is.
    """
    zone = scene.zone_of(state.location_id)
    wish = _without_today(text, wish, state, dates.local_day(scene.view.now, zone))
    is_later = _is_later(text, wish, state)
    if is_later is None:
        return wish
    said = wish or Wish()
    if state.step in HELD and state.chosen is not None:
        day = said.day or dates.local_day(state.chosen.starts_at, zone)
        return _beside(replace(said, day=day), (state.chosen,), zone, is_later=is_later)
    if state.step not in (Step.TIMES, Step.DAY_TIMES) or not state.offered or said.day is not None:
        return said
    days = {dates.local_day(one.starts_at, zone) for one in state.offered}
    return _beside_shown(said, days, state, zone, is_later=is_later)


def _without_today(text: str, wish: Wish | None, state: State, today: date) -> Wish | None:
    """Mean the day that is spoken of by what is today where none is: "plus tard dans la journée"."""
    is_spoken_of = state.offered or state.chosen is not None or (state.wish is not None and state.wish.day is not None)
    if not is_spoken_of or wish != Wish(today) or not LATER_IN_DAY.search(words.bare(text)):
        return wish
    return Wish(None, _NOON)


def _is_later(text: str, wish: Wish | None, state: State) -> bool | None:
    """Tell which of the two is said; None where neither is, or hours are named beside it."""
    said = words.bare(text)
    for is_later, pattern, hours in ((True, LATER_IN_DAY, (_NOON, None)), (False, EARLIER_IN_DAY, (None, _NOON))):
        if pattern.search(said):
            return is_later if wish is not None and (wish.from_time, wish.until_time) == hours else None
    if wish is not None or state.step not in (Step.OVERLAP, Step.CONFIRM) or state.asks_to_go_on:
        return None
    alone = words.bare(words.without_courtesy(text)).strip("?!.¿¡ ")
    return next((is_later for is_later, pattern in _ALONE.items() if pattern.fullmatch(alone)), None)


def _beside_shown(said: Wish, days: set[date], state: State, zone: str, *, is_later: bool) -> Wish:
    """Name the hours after those that are shown, or before; of whole days the other half."""
    before = state.wish or Wish()
    bound = before.until_time if is_later else before.from_time
    alone = replace(said, day=min(days)) if len(days) == 1 else said
    if bound is not None:
        return replace(alone, from_time=bound if is_later else None, until_time=None if is_later else bound)
    starts = [dates.local_time(one.starts_at, zone) for one in state.offered]
    is_of_whole_day = any(one < _NOON for one in starts) and any(one >= _NOON for one in starts)
    if len(days) > 1 or is_of_whole_day:
        return alone
    return _beside(alone, state.offered, zone, is_later=is_later)


def _beside(wish: Wish, slots: tuple[Slot, ...], zone: str, *, is_later: bool) -> Wish:
    """Name the hours after the end of some times, or before they begin."""
    if not is_later:
        return replace(wish, from_time=None, until_time=min(dates.local_time(one.starts_at, zone) for one in slots))
    return replace(wish, from_time=max(dates.local_time(one.ends_at, zone) for one in slots), until_time=None)
