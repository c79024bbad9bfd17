"""The first words of a talk: the notice goes first, and what was wanted is kept until it can be asked for."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from chatbookr_core.dialogue import facts, wording, words
from chatbookr_core.dialogue.agreeing import welcome
from chatbookr_core.dialogue.asking import again
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.looking import wish_in
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State, Who
from chatbookr_core.dialogue.whom import service_named

NOTICE_HOLDS: Final = timedelta(days=30)
_FEW_WORDS = 6
_NOTICE_CHARS: Final = 300
"""What is kept free for the link to how data is used, or for the question whether somebody agrees."""


def first(text: str, state: State, scene: Scene) -> Turn | None:
    """Nobody is served before he has read the notice, or when that was long ago."""
    if state.greeted_at is not None and scene.view.now - state.greeted_at < NOTICE_HOLDS:
        return None
    turn = welcome(state, scene, fact=_fact(text, state, scene))
    wish = wish_in(text, state, scene)
    is_wished = wish is not None and (wish.day is not None or wish.from_time is not None or wish.until_time is not None)
    is_other = scene.view.books_for_others and words.says(text, words.FOR_OTHERS)
    kept = replace(
        turn.state,
        wish=wish if is_wished else None,
        who=Who.OTHER if is_other else None,
        meant_service_id=service_named(text, scene),
    )
    return replace(turn, state=kept)


def stranger(text: str, state: State, scene: Scene) -> Turn | None:
    """Say who speaks where that is asked; who has the wrong number wants no answer."""
    if words.says(text, words.WRONG_NUMBER):
        return Turn(state)
    is_asked = len(text.split()) <= _FEW_WORDS and words.says(words.bare(text), words.WHO_IS_THIS)
    return again(state, scene, lead=wording.introduction(scene)) if is_asked else None


def _fact(text: str, state: State, scene: Scene) -> str:
    """Answer what is asked in the first words, as far as it goes into one message with the notice."""
    fact = facts.told(text, state, scene) or ""
    return fact if len(wording.introduction(scene)) + len(fact) <= scene.view.limits.body_chars - _NOTICE_CHARS else ""
