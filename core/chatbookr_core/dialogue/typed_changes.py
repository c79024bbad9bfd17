"""Hears that an appointment that stands shall be moved, cancelled or shown, wherever no other is being booked."""

import re
from dataclasses import replace
from typing import Final

from chatbookr_core.dialogue import changing, dates, words
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.looking import wish_in
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.sentences import About, about, cancels, moves, wants_instead
from chatbookr_core.dialogue.state import Change, State, Step

_SPOKEN_OF: Final = (Step.APPOINTMENT, Step.BOOKED, Step.CANCELLING)
"""Where "it" is the appointment that was shown last."""
_RESTING: Final = (Step.IDLE, Step.MENU, Step.BOOKED, Step.WAITLIST)
"""Where "it" is the appointment that stands: nothing else is spoken of."""
_FEW_WORDS: Final = 8
_PARTS: Final = re.compile(
    r"[,.;!?]|\b(?:and|und|et|y|e|en|but|aber|mais|pero|ma|mas|maar)\b"
    r"|(?<!no )(?<!non )(?<!nao )(?<!não )\b(?=(?:can|could) (?:i|we)\b|(?:kann|könnte|konnte) ich\b|je peux|puis-je"
    r"|puedo\b|podría\b|podria\b|posso\b|potrei\b|kan ik\b)"
)
"""What parts a sentence into what is taken away and what is asked for."""
_RATHER: Final = words.INSTEAD | words.spoken(
    *("better", "rather", "after all", "besser", "mieux", "finalement", "piuttosto", "afinal", "beter", "toch")
)
"""What says after a booking that another time would have been better."""


def is_booking(state: State) -> bool:
    """Tell whether a booking is under way; the service of one that was just cancelled is known too."""
    return state.service_id is not None and state.step is not Step.REASON


def change_meant(text: str, state: State, scene: Scene) -> Turn | None:
    """Change or show an appointment where a sentence asks for that, unless another one is being booked."""
    is_spoken_of = state.step in _SPOKEN_OF and scene.find_booking(state.booking_id) is not None
    subject = None if is_booking(state) else about(text, is_spoken_of=is_spoken_of) or _of_the_only(text, state, scene)
    here = replace(state, misses=0, asks_to_go_on=False)
    if subject in (About.CANCEL, About.MISS) or (not is_booking(state) and cancels(text)):
        instead = _instead(text, here, scene)
        if instead is not None:
            return instead
    match subject:
        case About.CANCEL | About.MOVE:
            wish = wish_in(text, state, scene)
            return changing.change_typed(here, scene, is_cancel=subject is About.CANCEL, wish=wish)
        case About.MISS if scene.view.upcoming:
            return _missed(text, here, scene)
        case About.SHOW if state.step is not Step.APPOINTMENT:
            return changing.list_appointments(here, scene)
    return None


def _instead(text: str, state: State, scene: Scene) -> Turn | None:
    """Move an appointment where one sentence takes it away and asks for another day: "cancel Tuesday, book Friday"."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    wishes = [
        wish_in(part, state, scene) if place and wants_instead(part) else None for place, part in enumerate(parts)
    ]
    wish = next((one for one in reversed(wishes) if one is not None and one.day is not None), None)
    booked = {dates.local_day(one.starts_at, one.zone) for one in scene.view.standing}
    if wish is None or not scene.view.upcoming or (wish.day in booked and wish.from_time is None):
        return None
    days = {one.day for part in parts if (one := wish_in(part, state, scene)) is not None and one != wish}
    meant = [one for one in scene.view.standing if dates.local_day(one.starts_at, one.zone) in days]
    meant = meant or list(scene.view.upcoming)
    if len(meant) == 1:
        return changing.start_move(state, scene, meant[0].id, wish)
    return changing.list_appointments(state, scene, Change.MOVE, wish=wish)


def _of_the_only(text: str, state: State, scene: Scene) -> About | None:
    """Read "cancel it", "can we make it Friday" where nothing but what is booked can be meant."""
    if state.step not in _RESTING or not scene.view.upcoming or len(text.split()) > _FEW_WORDS:
        return None
    if cancels(text) and not words.says(text, words.NOT):
        return About.CANCEL
    if state.step is Step.BOOKED and "?" in text and words.says(text, words.EARLIER):
        return About.MOVE
    if words.says(text, words.OTHER_DAY | words.OTHER_TIME) and not words.says(text, words.NOT):
        return About.MOVE
    is_move = moves(text) or (state.step is Step.BOOKED and words.says(text, _RATHER))
    return About.MOVE if is_move and wish_in(text, state, scene) is not None else None


def _missed(text: str, state: State, scene: Scene) -> Turn:
    """Show what can be done with the appointment that somebody cannot come to, where the day they name tells which."""
    wish = wish_in(text, state, scene)
    meant = [one for one in scene.view.standing if wish and wish.day == dates.local_day(one.starts_at, one.zone)]
    if len(meant) == 1:
        return changing.open_appointment(state, scene, meant[0].id)
    return changing.list_appointments(state, scene)
