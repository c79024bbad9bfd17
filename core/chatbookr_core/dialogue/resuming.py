"""Takes a booking up that was left in the middle (M16): a hold ends without a word, and who writes again is asked."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from chatbookr_core.dialogue import wording, words
from chatbookr_core.dialogue.asking import ask, released
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State, Step

SILENCE: Final = timedelta(hours=1)
"""After this long somebody who greets, or is not understood, is asked whether to go on."""

_UNDER_WAY = (
    Step.LOCATION,
    Step.PRACTITIONER,
    Step.DURATION,
    Step.TIMES,
    Step.DAYS,
    Step.DAY_TIMES,
    Step.NOTHING_FREE,
    Step.NOTHING_FITS,
    Step.HOLDING,
    Step.WHO,
    Step.NAME,
    Step.BIRTH,
    Step.CONFIRM,
)


def resumed_by_greeting(text: str, state: State, scene: Scene) -> Turn | None:
    """Ask whether to go on where somebody greets after a silence."""
    return resumed(state, scene) if text in words.GREETINGS else None


def resumed(state: State, scene: Scene) -> Turn | None:
    """Ask whether to go on with what was under way before a silence; None where nothing was, or it was just now.

    The time that was held is let go: whoever goes on is shown the current ones.
    """
    touched_at = state.touched_at
    is_silent = touched_at is not None and scene.view.now - touched_at >= SILENCE
    is_under_way = state.step in _UNDER_WAY and scene.find_service(state.service_id) is not None
    if not is_silent or not is_under_way or state.asks_to_go_on:
        return None
    service = wording.service_title(scene, state.service_id)
    waiting = replace(state, chosen=None, hold_id=None, hold_asked_at=None, misses=0, asks_to_go_on=True)
    body = scene.voice.gettext("Shall we go on with {service}?", service=service)
    return ask(waiting, scene, body=body, effects=released(state))
