"""What is said in the middle of something else: a question that leaves it open, or that it shall be left."""

from dataclasses import replace

from chatbookr_core.dialogue import changing, choosing, words
from chatbookr_core.dialogue.asking import again, ask, released
from chatbookr_core.dialogue.beginning import with_all_said
from chatbookr_core.dialogue.details import NONE, details_in
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.looking import look, wish_in
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.sentences import About, about, cancels
from chatbookr_core.dialogue.state import State, Step
from chatbookr_core.dialogue.steps import HALFWAY, TIMES_OR_NONE
from chatbookr_core.dialogue.whom import service_named

_FEW_WORDS = 6
_MOST_WORDS = 12
_SAME_WORDS = 3
_WAITED_FOR = (Step.IDLE, Step.HOLDING, Step.FINDING, Step.PENDING, Step.BOOKED, Step.REASON, Step.MENU, Step.SERVICE)
"""Where no booking is half made, or its answer is on its way."""
_CHOOSING = (*HALFWAY, *TIMES_OR_NONE)
"""Where somebody may still say that it is for something else."""


def interrupted(text: str, state: State, scene: Scene) -> Turn | None:
    """Answer what is booked already and repeat the open question, or leave what is half made."""
    if state.step is Step.CANCELLING and words.says(text, words.KEEP) and state.booking_id is not None:
        return changing.keep(state, scene, state.booking_id)
    if state.step in _WAITED_FOR or (state.service_id is None and not state.is_rescheduling):
        return None
    is_short = len(text.split()) <= _FEW_WORDS
    if is_short and (words.says(text, words.NEVER_MIND) or (cancels(text) and not words.says(text, words.NOT))):
        return _left(state, scene)
    other = _other_service(text, state, scene)
    if other is not None:
        return other
    if text in words.MINE or about(text) is not About.SHOW or wish_in(text, state, scene) is not None:
        return None
    return ask(state, scene, lead=changing.booked_already(scene))


def _other_service(text: str, state: State, scene: Scene) -> Turn | None:
    """Begin anew with another service that is named, for the same person and when it was wished for."""
    named = None if state.is_rescheduling or state.step not in _CHOOSING else service_named(text, scene)
    if named is None:
        return None
    if named == state.service_id:  # said once more, and nothing else with it
        is_all = len(text.split()) <= _SAME_WORDS and details_in(text, scene) == NONE
        is_all = is_all and wish_in(text, state, scene) is None
        return again(replace(state, misses=0, asks_to_go_on=False), scene) if is_all else None
    wish = wish_in(text, state, scene) or state.wish
    whom = state.relative_id, state.called, state.born
    anew = replace(state.cleared(), wish=wish, who=state.who, misses=0)
    anew = replace(anew, relative_id=whom[0], called=whom[1], born=whom[2])
    anew = with_all_said(text, anew, scene)
    turn = choosing.start_booking(anew, scene, service_id=named)
    return replace(turn, effects=(*released(state), *turn.effects))


def _left(state: State, scene: Scene) -> Turn:
    """Leave a booking that is half made; one that was to be moved stays."""
    if state.is_rescheduling and state.booking_id is not None:
        return changing.keep(state, scene, state.booking_id)
    return choosing.drop(state, scene)


def thought_better(text: str, state: State, scene: Scene) -> Turn | None:
    """Offer the time again that was cancelled just now, or others for the same, where somebody thinks better of it."""
    if state.step is not Step.REASON or state.chosen is None or state.service_id is None:
        return None
    if len(text.split()) <= _MOST_WORDS and words.says(text, words.KEEP):
        return choosing.choose_slot(state, scene, state.chosen)
    is_asked = "?" in text or words.says(text, words.INSTEAD)
    wish = wish_in(text, state, scene) if is_asked and about(text) is not About.MAKE else None
    return look(choosing.instead(state, wish), scene) if wish is not None else None
