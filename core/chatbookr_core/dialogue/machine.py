"""The dialogue itself: one state and one event make one turn. No clock, no storage, no chance inside."""

from dataclasses import replace

from chatbookr_core.dialogue import answers, choosing, waitlist
from chatbookr_core.dialogue.bursts import said_in_pieces
from chatbookr_core.dialogue.events import (
    BookingCancelled,
    BookingMade,
    BookingMoved,
    BookingRefused,
    Chose,
    Event,
    FellSilent,
    FindSlots,
    HoldLost,
    HoldTaken,
    MoveAsked,
    OfferGone,
    OfferPassed,
    OfferTaken,
    OtherSaid,
    ReturnedToAssistant,
    Said,
    SlotsFound,
    TakeHold,
    Turn,
    WaitlistJoined,
)
from chatbookr_core.dialogue.hearing import other_said
from chatbookr_core.dialogue.options import OptionSigner
from chatbookr_core.dialogue.repeating import never_thrice, with_current_times
from chatbookr_core.dialogue.resuming import nudged
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State
from chatbookr_core.dialogue.tapping import tapped
from chatbookr_core.dialogue.view import View
from chatbookr_core.voice import voice_for


def advance(state: State, event: Event, view: View, *, sign: OptionSigner) -> Turn:
    """Answer one event; the same arguments make the same turn."""
    scene = Scene(view, voice_for(state.language, view.patient.language, view.language), sign)
    begun = state if state.dialogue else replace(state, dialogue=f"{int(view.now.timestamp()):x}")
    turn = _of_what_is_offered(_answer(begun, scene, event), scene)
    turn = never_thrice(begun, turn, scene) if isinstance(event, Said) else turn
    is_patients = isinstance(event, Said | Chose | OtherSaid)
    turn = _noted(with_current_times(turn, scene) if is_patients else turn, view)
    if is_patients:
        has_moved_on = isinstance(event, Said) and turn.state.serial != begun.serial
        last_tap = "" if has_moved_on else turn.state.last_tap
        return replace(turn, state=replace(turn.state, touched_at=view.now, last_tap=last_tap))
    return turn


def _of_what_is_offered(turn: Turn, scene: Scene) -> Turn:
    """Look for no time of a service, or with somebody, that the clinic does not have any more: nobody can find one."""
    others = tuple(one for one in turn.effects if not isinstance(one, FindSlots | TakeHold))
    told = choosing.not_there(turn.state, scene) if len(others) < len(turn.effects) else None
    return turn if told is None else replace(told, effects=(*others, *told.effects))


def _noted(turn: Turn, view: View) -> Turn:
    """Note when something was said: who writes before they can have read it does not answer it."""
    return replace(turn, state=replace(turn.state, spoke_at=view.now)) if turn.say else turn


def _answer(state: State, scene: Scene, event: Event) -> Turn:
    match event:
        case Said():
            return said_in_pieces(state, scene, event)
        case Chose():
            return tapped(replace(state, fragment=""), scene, event)
        case OtherSaid():
            return other_said(state, scene, event)
        case SlotsFound():
            return answers.slots_found(state, scene, event)
        case HoldTaken():
            return answers.hold_taken(state, scene, event)
        case HoldLost():
            return answers.hold_lost(state, scene, event)
        case BookingMade():
            return answers.booking_made(state, scene, event)
        case BookingMoved():
            return answers.booking_moved(state, scene, event)
        case MoveAsked():
            return answers.move_asked(state, event)
        case BookingCancelled():
            return answers.booking_cancelled(state, scene, event)
        case BookingRefused():
            return answers.booking_refused(state, scene, event)
        case WaitlistJoined() | OfferTaken() | OfferGone() | OfferPassed():
            return waitlist.answered(state, scene, event)
        case ReturnedToAssistant():
            return answers.returned(state, scene, event)
        case FellSilent():
            return nudged(state, scene)
