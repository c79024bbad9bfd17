"""Hears what comes in pieces: "I need", "an appointment", "tomorrow", sent before the first of them was answered.

Whoever has not read an answer yet cannot have answered it: what is not understood then is no miss, and is read once
more together with what came right before it. What is understood is answered once: a question that asks no more than
what is open, and has not left yet, is not asked any more where the next words were heard (`is_overtaken`). Once it has
left, words that would be answered by the same question are answered by that (`asked_already`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from chatbookr_core.dialogue.asking import ask
from chatbookr_core.dialogue.events import HandOver, Said, Turn
from chatbookr_core.dialogue.hearing import said
from chatbookr_core.dialogue.looking import noted
from chatbookr_core.dialogue.opting import is_opting
from chatbookr_core.dialogue.options import OptionSigner
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State
from chatbookr_core.dialogue.view import View
from chatbookr_core.voice import voice_for
from chatbookr_sdk import OutboundContent

READING: Final = timedelta(seconds=2)
"""So long after an answer left nobody has read it and typed; providers give the time of a message in whole seconds."""
_CHARS: Final = 300  # of what was not understood that are kept: a patient who writes more writes no fragments


def said_in_pieces(state: State, scene: Scene, event: Said) -> Turn:
    """Answer typed words; a piece that came before our last answer is answered with the pieces before it, or not."""
    is_early = is_before_answer(state, event)
    whole = f"{state.fragment} {event.text}"
    if is_early and state.fragment and not is_opting(event.text):
        turn = said(state, scene, replace(event, text=whole))
        if not _is_miss(state, turn):
            return _with_fragment(turn, "")
    turn = said(state, scene, event)
    if not _is_miss(state, turn):
        return _with_fragment(turn, "")
    if is_early:
        return Turn(replace(state, fragment=whole.strip()[-_CHARS:]))
    return _with_fragment(turn, event.text[-_CHARS:])


def is_before_answer(state: State, event: Said) -> bool:
    """Tell whether a message was sent before its sender can have read what was said last."""
    return event.sent_at is not None and state.spoke_at is not None and event.sent_at < state.spoke_at + READING


def _is_miss(state: State, turn: Turn) -> bool:
    is_given_up = any(isinstance(one, HandOver) and one.reason == "not_understood" for one in turn.effects)
    return is_given_up or turn.state.misses > state.misses


def _with_fragment(turn: Turn, fragment: str) -> Turn:
    return replace(turn, state=replace(turn.state, fragment=fragment))


def questions_alone(state: State, view: View, sign: OptionSigner) -> tuple[OutboundContent, ...]:
    """Write what asks for no more than what is open: with nothing before it, with what was noted, or after a miss.

    A question that takes several messages is none of them.
    """
    scene = _scene(state, view, sign)
    leads = "", noted(state, scene), scene.voice.gettext("Sorry, I did not get that.")
    asked = [ask(state, scene, lead=lead).say for lead in dict.fromkeys(leads)]
    return tuple(one[0] for one in asked if len(one) == 1)


def is_overtaken(state: State, said: Sequence[OutboundContent], view: View, sign: OptionSigner) -> bool:
    """Tell whether what was said last leaves nothing open of an earlier question: it asks anew, or calls a person."""
    if state.is_handed_over:
        return bool(said)
    asked = ask(state, _scene(state, view, sign)).say
    return bool(said and asked) and said[-1].body.endswith(asked[-1].body) and type(said[-1]) is type(asked[-1])


def asked_already(
    before: State, state: State, said: Sequence[OutboundContent], view: View, sign: OptionSigner
) -> State | None:
    """Return where the talk stands if nothing is said, where an answer asks what is open already and nothing else.

    What was shown before holds then: it is the open question. None where the answer says more, or another thing.
    """
    if state.is_handed_over or len(said) != 1:
        return None
    serials = before.serial, before.times_serial
    still = replace(state, serial=serials[0], times_serial=serials[1], spoke_at=before.spoke_at)
    asked, open_before, open_still = (ask(one, _scene(one, view, sign)).say for one in (state, before, still))
    return still if tuple(said) == asked and open_before == open_still else None


def _scene(state: State, view: View, sign: OptionSigner) -> Scene:
    return Scene(view, voice_for(state.language, view.patient.language, view.language), sign)
