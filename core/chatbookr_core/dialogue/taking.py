"""Takes one of the choices of the open question by what was typed: its title, its place, or the time it stands for."""

import re
from dataclasses import replace
from typing import Final

from chatbookr_core.dialogue import dates, words
from chatbookr_core.dialogue.asking import again
from chatbookr_core.dialogue.beginning import is_again, with_all_said
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.looking import wish_in
from chatbookr_core.dialogue.places import hour_of, place_in, without_nods
from chatbookr_core.dialogue.questions import question_for
from chatbookr_core.dialogue.rendering import Choice, Form, Question, form_of
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.short_words import is_for_me
from chatbookr_core.dialogue.slips import is_slip_of, names
from chatbookr_core.dialogue.state import State, Step
from chatbookr_core.dialogue.tapping import choose
from chatbookr_core.dialogue.wishes import Wish

_NAMED: Final = (Step.SERVICE, Step.LOCATION, Step.PRACTITIONER)
"""Where a choice may be named within a sentence, or by a part of its title."""
_TIMES: Final = (Step.TIMES, Step.DAY_TIMES)
_LISTED: Final = (*_TIMES, Step.DAYS)
"""Where a number alone is an hour or a day."""
_BINDING: Final = (Step.CONFIRM, Step.CANCELLING, Step.BOOKED)
"""Where a place is too little to book or to cancel: "the first one" is a time."""
_SHORTEST_NAME: Final = 3
_FEW_WORDS: Final = 6


def option_typed(text: str, state: State, scene: Scene) -> Turn | None:
    """Take the choice of the open question that is meant by a plain text; None where none is, or several may be."""
    question = question_for(state, scene)
    if question is None:
        return None
    meant = (
        _titled(text, question)
        or _numbered(text, question, scene)
        or _placed(text, question, state, scene)
        or _timed(text, question, state, scene)
        or _named(text, question, state, scene)
    )
    if len(meant) != 1:
        return None
    here = replace(state, misses=0, asks_to_go_on=False)
    if state.step in _NAMED:
        wish, here = wish_in(text, state, scene), with_all_said(text, here, scene)
        here = here if wish in (None, Wish()) else replace(here, wish=wish)
    return choose(here, scene, meant[0].key)


def _titled(text: str, question: Question) -> list[Choice]:
    """Find the choice whose title was typed, also with a slip, or as one word or two."""
    same = [choice for choice in question.choices if words.plain(choice.title) == text]
    return same or [one for one in question.choices if is_slip_of(_letters(without_nods(text)), _letters(one.title))]


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", words.bare(words.plain(text))))


def _numbered(text: str, question: Question, scene: Scene) -> list[Choice]:
    """Find the choice that was shown with this number."""
    if not text.isdecimal() or form_of(question, scene.view.limits) is not Form.NUMBERED:
        return []
    number = int(text) if len(text) < 4 else 0
    return list(question.choices[number - 1 : number]) if number else []


def _placed(text: str, question: Question, state: State, scene: Scene) -> list[Choice]:
    """Find the choice by its place: "the second one", "option 2", and where no hour is asked for "2"."""
    is_binding = state.step in _BINDING and not state.asks_to_go_on
    if is_binding or form_of(question, scene.view.limits) is Form.NUMBERED:
        return []
    is_number_enough = state.asks_to_go_on or state.step not in _LISTED
    place = place_in(text, scene.voice.language, is_number_enough=is_number_enough)
    shown = [
        one for one in question.choices if state.step not in _LISTED or one.key.partition(":")[0] in ("slot", "day")
    ]
    if place is None or not -len(shown) <= place < len(shown):
        return []
    return [shown[place]]


def time_repeated(text: str, state: State, scene: Scene) -> Turn | None:
    """Ask once more for the time that is to be confirmed where it is named again: "9:30 is fine"."""
    if state.step is not Step.CONFIRM or state.chosen is None or state.asks_to_go_on:
        return None
    zone = scene.zone_of(state.location_id)
    hour = hour_of(text, dates.local_day(scene.view.now, zone), scene.voice.language)
    day, at = dates.local_day(state.chosen.starts_at, zone), dates.local_time(state.chosen.starts_at, zone)
    return again(replace(state, misses=0), scene) if hour in ((None, at), (day, at)) else None


def _timed(text: str, question: Question, state: State, scene: Scene) -> list[Choice]:
    """Find the only time shown that begins at an hour that was typed, on the day beside it if one was."""
    if state.step not in _TIMES or state.asks_to_go_on:
        return []
    zone = scene.zone_of(state.location_id)
    hour = hour_of(text, dates.local_day(scene.view.now, zone), scene.voice.language)
    if hour is None:
        return []
    day, at = hour
    slots = [
        place
        for place, one in enumerate(state.offered)
        if dates.local_time(one.starts_at, zone) == at and day in (None, dates.local_day(one.starts_at, zone))
    ]
    return [one for one in question.choices if len(slots) == 1 and one.key.startswith(f"slot:{slots[0]}:")]


def _named(text: str, question: Question, state: State, scene: Scene) -> list[Choice]:
    """Find the choice whose title is said within a text, or a part of it alone: "vos" for Dr Vos."""
    if state.asks_to_go_on:
        return []
    if state.step is Step.WHO and is_for_me(text):
        return [one for one in question.choices if one.key == "who:me"]
    if state.step is Step.PRACTITIONER and is_again(text, scene):
        before = scene.view.patient.last_practitioner_id
        return [one for one in question.choices if before is not None and one.key == f"practitioner:{before.hex}"]
    if state.step is Step.PRACTITIONER and text in words.ANYBODY:
        return [one for one in question.choices if one.key == "practitioner:any"]
    if state.step not in _NAMED:
        return []
    titled = [(one, words.plain(one.title)) for one in question.choices if not one.key.startswith("more:")]
    said = [one for one, title in titled if names(text, title)]
    if said or len(text.split()) > _FEW_WORDS:
        return said
    return [one for one, title in titled if _is_part(text, title)]


def _is_part(text: str, title: str) -> bool:
    """Tell whether a few words hold a word of a title, or most of one: "physio", "with jansen please"."""
    said = [word for word in re.findall(r"\w+", words.bare(text)) if len(word) >= _SHORTEST_NAME]
    named = [word for word in re.findall(r"\w+", words.bare(title)) if len(word) >= _SHORTEST_NAME]
    return any(
        is_slip_of(one, other) or (len(one) > _SHORTEST_NAME and other.startswith(one))
        for one in said
        for other in named
    )
