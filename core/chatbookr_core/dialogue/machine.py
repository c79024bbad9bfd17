"""The dialogue itself: one state and one event make one turn. No clock, no storage, no chance inside."""

from dataclasses import replace

from chatbookr_core.dialogue import answers, waitlist, wording
from chatbookr_core.dialogue.asking import sign_for
from chatbookr_core.dialogue.events import (
    BookingCancelled,
    BookingMade,
    BookingMoved,
    BookingRefused,
    Chose,
    Event,
    FellSilent,
    HoldLost,
    HoldTaken,
    OfferGone,
    OfferPassed,
    OfferTaken,
    OtherSaid,
    ReturnedToAssistant,
    Said,
    SlotsFound,
    Turn,
    WaitlistJoined,
)
from chatbookr_core.dialogue.hearing import other_said, said
from chatbookr_core.dialogue.options import OptionSigner
from chatbookr_core.dialogue.questions import booked
from chatbookr_core.dialogue.rendering import render, shortened
from chatbookr_core.dialogue.resuming import nudged
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State, Step
from chatbookr_core.dialogue.tapping import tapped
from chatbookr_core.dialogue.view import BookingSummary, View
from chatbookr_core.voice import voice_for
from chatbookr_sdk import OutboundContent, Text


def advance(state: State, event: Event, view: View, *, sign: OptionSigner) -> Turn:
    """Answer one event; the same arguments make the same turn."""
    scene = Scene(view, voice_for(state.language, view.patient.language, view.language), sign)
    begun = state if state.dialogue else replace(state, dialogue=f"{int(view.now.timestamp()):x}")
    turn = _answer(begun, scene, event)
    if isinstance(event, Said | Chose | OtherSaid):
        has_moved_on = isinstance(event, Said) and turn.state.serial != begun.serial
        last_tap = "" if has_moved_on else turn.state.last_tap
        return replace(turn, state=replace(turn.state, touched_at=view.now, last_tap=last_tap))
    return turn


def _answer(state: State, scene: Scene, event: Event) -> Turn:
    match event:
        case Said():
            return said(state, scene, event)
        case Chose():
            return tapped(state, scene, event)
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


def booked_message(booking: BookingSummary, view: View, *, language: str, sign: OptionSigner) -> OutboundContent:
    """Write M7 for a new booking; its buttons hold however old they get."""
    return _announcement(booking, view, language, sign, is_moved=False)


def moved_message(booking: BookingSummary, view: View, *, language: str, sign: OptionSigner) -> OutboundContent:
    """Write M7 for a booking that has another time now."""
    return _announcement(booking, view, language, sign, is_moved=True)


def declined_message(booking: BookingSummary, view: View, *, language: str, sign: OptionSigner) -> OutboundContent:
    """Say that a request was not confirmed, and that there are other times."""
    scene = Scene(view, voice_for(language, view.language), sign)
    say = scene.voice.gettext
    body = say(
        "{time} cannot be confirmed, ref {reference}.", time=wording.moment(scene, booking), reference=booking.reference
    )
    body += " " + say("I am sorry. Write to me, and I will look for another time.")
    return Text(shortened(wording.about(scene, booking, body), max(view.limits.text_chars, 1)))


def _announcement(
    booking: BookingSummary, view: View, language: str, sign: OptionSigner, *, is_moved: bool
) -> OutboundContent:
    scene = Scene(view, voice_for(language, view.language), sign)
    question = booked(scene, booking, is_moved=is_moved)
    contents = render(
        question, view.limits, sign_for(scene, booking.reference or "booking", Step.BOOKED, booking.version)
    )
    if len(contents) == 1:
        return contents[0]
    return Text(shortened(question.body, max(view.limits.text_chars, 1)))  # a channel of very few characters
