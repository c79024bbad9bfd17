"""Takes a booking up that was left in the middle (M16): a hold ends without a word, and who is silent is asked once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from chatbookr_core.dialogue import wording, words
from chatbookr_core.dialogue.asking import ask, released
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State
from chatbookr_core.dialogue.steps import UNDER_WAY
from chatbookr_core.dialogue.view import View

SILENCE: Final = timedelta(hours=1)
"""After this long somebody who greets, or is not understood, is asked whether to go on."""


def resumed_by_greeting(text: str, state: State, scene: Scene) -> Turn | None:
    """Ask whether to go on where somebody greets after a silence, also where they were asked meanwhile."""
    return _asked(state, scene) if text in words.GREETINGS and _is_silent(state, scene) else None


def resumed(state: State, scene: Scene) -> Turn | None:
    """Ask whether to go on with what was under way before a silence; None where nothing was, or it was just now."""
    return _asked(state, scene) if _is_silent(state, scene) and not state.asks_to_go_on else None


def silent_at(state: State, view: View) -> datetime | None:
    """Tell when a patient who says nothing more is asked, once, whether to go on; None: they are not.

    No sooner than a time that was held for them is let go.
    """
    if not view.nudge_minutes or state.touched_at is None or state.asks_to_go_on or state.is_handed_over:
        return None
    given = (*view.services, *view.former) if state.is_rescheduling else view.services
    if state.step not in UNDER_WAY or not any(one.id == state.service_id for one in given):
        return None
    return state.touched_at + timedelta(minutes=max(view.nudge_minutes, view.hold_minutes))


def nudged(state: State, scene: Scene) -> Turn:
    """Ask a patient who fell silent whether to go on; nothing is said where they are not to be asked, or not yet."""
    at = silent_at(state, scene.view)
    return (_asked(state, scene) if at is not None and at <= scene.view.now else None) or Turn(state)


def _is_silent(state: State, scene: Scene) -> bool:
    return state.touched_at is not None and scene.view.now - state.touched_at >= SILENCE


def _asked(state: State, scene: Scene) -> Turn | None:
    """Ask whether to go on. The time that was held is let go: whoever goes on is shown the current ones."""
    is_given = scene.find_service(state.service_id, is_booked=state.is_rescheduling) is not None
    if state.step not in UNDER_WAY or not is_given:
        return None
    service = wording.service_title(scene, state.service_id)
    waiting = replace(state, chosen=None, hold_id=None, hold_asked_at=None, misses=0, asks_to_go_on=True)
    body = scene.voice.gettext("Shall we go on with {service}?", service=service)
    return ask(waiting, scene, body=body, effects=released(state))
