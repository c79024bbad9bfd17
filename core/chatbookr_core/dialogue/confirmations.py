"""What tells a patient how a booking stands, written apart from the dialogue: it comes when the calendar knows too."""

from chatbookr_core.dialogue import wording
from chatbookr_core.dialogue.asking import sign_for
from chatbookr_core.dialogue.options import OptionSigner
from chatbookr_core.dialogue.questions import booked
from chatbookr_core.dialogue.rendering import render, shortened
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import Step
from chatbookr_core.dialogue.view import BookingSummary, View
from chatbookr_core.voice import voice_for
from chatbookr_sdk import OutboundContent, Text


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
