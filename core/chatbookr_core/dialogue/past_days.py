"""Answers a wish for a day that has passed: "yesterday", "last Tuesday", a date of a week ago."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from chatbookr_core.dialogue import changing, choosing, dates
from chatbookr_core.dialogue.asking import ask, find
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.looking import wish_in
from chatbookr_core.dialogue.periods import LATELY
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.sentences import About, about
from chatbookr_core.dialogue.state import Notice, State, Step
from chatbookr_core.dialogue.steps import HALFWAY, TIMES_OR_NONE
from chatbookr_core.dialogue.when_words import LAST_DAYS
from chatbookr_core.dialogue.wishes import Wish
from chatbookr_core.dialogue.words import bare

_YESTERDAY: Final = re.compile(
    r"\b(?:yesterday|(?:vor)?gestern|avant-?hier|anteayer|antier|ayer|altro ?ieri|avantieri|ieri|anteontem|ontem"
    r"|(?:eer)?gister(?:en)?)\b"
)
_YESTERDAY_IN: Final[Mapping[str, re.Pattern[str]]] = {"fr": re.compile(r"\bhier\b")}
"""What says so in one language alone: "hier" is "here" in others."""
_LAST: Final = re.compile(LAST_DAYS)
_SINCE: Final = re.compile(r"^(?:since|seit|depuis|desde|da|sinds) |\b(?:since|seit|depuis|desde|da|sinds) $")
_FEW_WORDS: Final = 5
_YEAR: Final = timedelta(days=365)
_ASKED: Final = (Step.SERVICE, *HALFWAY, Step.WHO, Step.OVERLAP, Step.CONFIRM)
_RESTING: Final = (Step.IDLE, Step.MENU, Step.BOOKED)


def passed(text: str, state: State, scene: Scene) -> Turn | None:
    """Say that a day is past and offer the next times, or ask again what is open; None where no such day is named."""
    today = dates.local_day(scene.view.now, scene.zone_of(state.location_id))
    wish, language = wish_in(text, state, scene), scene.voice.language
    is_wanted = about(text) is About.MAKE or len(text.split()) <= _FEW_WORDS
    if state.is_joining or not is_wanted or not _names_past(text, wish, today, language):
        return None
    here, lead = replace(state, misses=0, asks_to_go_on=False), scene.voice.gettext("That day is past.")
    if state.step in TIMES_OR_NONE and state.service_id is not None:
        return find(replace(here, wish=None), notice=Notice.PAST)
    if state.step in _ASKED:
        return ask(here, scene, lead=lead)
    if state.step is Step.APPOINTMENT and state.booking_id is not None:
        return _said_first(changing.start_move(here, scene, state.booking_id, None), scene, lead)
    return _said_first(choosing.start_booking(here, scene), scene, lead) if state.step in _RESTING else None


def _said_first(turn: Turn, scene: Scene, lead: str) -> Turn:
    """Say before what is asked next that the day is past."""
    if turn.state.step is Step.FINDING:
        return replace(turn, state=replace(turn.state, notice=Notice.PAST))
    is_asked = turn.state.step in _ASKED and not turn.state.is_handed_over
    return replace(ask(turn.state, scene, lead=lead), effects=turn.effects) if is_asked else turn


def _names_past(text: str, wish: Wish | None, today: date, language: str) -> bool:
    """Tell whether a plain text wishes for a day that has passed, `wish` being what was read of it.

    A date without its year is read as the next such one: one of the last weeks lies nearly a year ahead then.
    """
    if wish is not None and wish.day is not None:
        day = wish.last_day or wish.day
        is_of_next_year = str(day.year) not in text and not text.endswith(f"{day.year % 100:02}")
        is_lately = is_of_next_year and not wish.is_span and today - LATELY <= day - _YEAR < today
        return (day < today and not wish.is_open) or is_lately
    said = bare(text)
    alone = _YESTERDAY_IN.get(language)
    found = _YESTERDAY.search(said) or _LAST.search(said) or (alone.search(said) if alone is not None else None)
    return found is not None and not _SINCE.search(said[: found.start()]) and not _SINCE.search(found[0])
