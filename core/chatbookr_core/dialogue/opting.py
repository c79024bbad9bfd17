"""STOP and START (M15): what the patient wants no more of, or again; a booking stays as it is, and so does its talk."""

from collections.abc import Sequence
from typing import Final

from chatbookr_core.consents.rules import Decision, Purpose, State, is_stopped, state_of
from chatbookr_core.dialogue import words
from chatbookr_core.dialogue.asking import show, tell
from chatbookr_core.dialogue.events import Effect, HandOver, NoteConsent, TakeBack, Turn
from chatbookr_core.dialogue.opt_words import find_opting
from chatbookr_core.dialogue.questions import plain
from chatbookr_core.dialogue.rendering import Choice, Form, form_of
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State as Dialogue

EVERYTHING: Final = (Purpose.MESSAGES, Purpose.REMINDERS, Purpose.MARKETING)
AGAIN: Final = (Purpose.MESSAGES, Purpose.REMINDERS)
"""What START alone brings back: offers are asked for by their name."""


def is_opting(text: str) -> bool:
    """Tell whether what somebody typed is STOP or START: it is heard whoever has the conversation."""
    return find_opting(words.plain(text)) is not None


def opted(text: str, state: Dialogue, scene: Scene) -> Turn | None:
    """Answer STOP or START; None where it is neither, or a START of somebody who never stopped: a greeting."""
    opting = find_opting(text)
    if opting is None:
        return _choice_typed(text, state, scene)
    if not opting.is_stop:
        return _start(state, scene, opting.purpose)
    if opting.purpose is not None:
        return _stop(state, scene, (opting.purpose,))
    asks = bool(scene.view.upcoming) and not opting.is_everything and not is_stopped(scene.view.patient.consents)
    return _ask_which(state, scene) if asks else _stop(state, scene, EVERYTHING)


def opted_by_tap(value: str, state: Dialogue, scene: Scene) -> Turn:
    """Answer a tap on what STOP asked, however old it is: it says by itself what it is about."""
    if value == "keep":
        return tell(state, scene, scene.voice.gettext("All right, nothing changes."))
    return _stop(state, scene, EVERYTHING if value == "all" else (Purpose.REMINDERS,))


def silenced(state: Dialogue, scene: Scene) -> Turn | None:
    """Say nothing to somebody who wants no messages, and let a person see that they wrote."""
    return Turn(state, (), (HandOver("stop_requested"),)) if is_stopped(scene.view.patient.consents) else None


def _choices(scene: Scene) -> tuple[Choice, ...]:
    say = scene.voice.gettext
    return (
        Choice("stop:reminders", say("Reminders only")),
        Choice("stop:all", say("All messages")),
        Choice("stop:keep", say("Keep everything")),
    )


def _choice_typed(text: str, state: Dialogue, scene: Scene) -> Turn | None:
    """Take two of the titles typed: they mean one thing alone."""
    meant = [one for one in _choices(scene)[:2] if words.plain(one.title) == text]
    return opted_by_tap(meant[0].key.partition(":")[2], state, scene) if meant else None


def _ask_which(state: Dialogue, scene: Scene) -> Turn:
    """Ask without leaving the open question: the answer says by itself what it is about."""
    say = scene.voice.gettext
    asked = say("Which messages shall end? Your appointments stay as they are.")
    question = plain(scene, asked, *_choices(scene))
    if form_of(question, scene.view.limits) is Form.NUMBERED:  # a number would answer the question that is open
        how = say("Write STOP REMINDERS or STOP ALL.")
        return tell(state, scene, f"{asked} {how}")
    return Turn(state, show(question, state, scene))


def _stop(state: Dialogue, scene: Scene, purposes: Sequence[Purpose]) -> Turn:
    """Enter the withdrawal and confirm it once; who has stopped that already hears nothing more."""
    standing = [one for one in purposes if state_of(scene.view.patient.consents, one) is not State.WITHDRAWN]
    if purposes[0] not in standing:
        return Turn(state)
    effects = tuple(NoteConsent(one, Decision.WITHDRAWN) for one in standing)
    say = scene.voice.gettext
    said = {
        Purpose.MESSAGES: say("Understood: this assistant will not write to you any more."),
        Purpose.REMINDERS: say("Understood: no more reminders."),
        Purpose.MARKETING: say("Understood: no more offers or news."),
    }[purposes[0]]
    rest = say("Your appointments stay as they are. Write START to get messages again.")
    if purposes[0] is Purpose.MARKETING:
        rest = say("Write START MARKETING to get them again.")
    return tell(state, scene, f"{said} {rest}", effects=effects)


def _start(state: Dialogue, scene: Scene, purpose: Purpose | None) -> Turn | None:
    """Enter what is wanted again; START alone brings back what STOP took, and nothing that was never there."""
    consents = scene.view.patient.consents
    if purpose is not None:
        wanted = [one for one in (Purpose.MESSAGES, purpose) if one is purpose or is_stopped(consents)]
        wanted = [one for one in wanted if state_of(consents, one) is not State.GRANTED]
    else:
        wanted = [one for one in AGAIN if state_of(consents, one) is State.WITHDRAWN]
    if not wanted:
        return None if purpose is None else Turn(state)
    effects: tuple[Effect, ...] = (*(NoteConsent(one, Decision.GRANTED) for one in wanted), TakeBack())
    said = scene.voice.gettext("Welcome back: you get messages again. Write STOP any time to end them.")
    return tell(state, scene, said, effects=effects)
