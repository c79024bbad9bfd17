"""What tells a patient how a booking stands, written apart from the dialogue: it comes when the calendar knows too."""

from chatbookr_core.dialogue import wording
from chatbookr_core.dialogue.asking import sign_for
from chatbookr_core.dialogue.options import OptionSigner
from chatbookr_core.dialogue.questions import booked, change_choices, plain
from chatbookr_core.dialogue.rendering import Choice, Question, render, shortened
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import Slot
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


def move_asked_message(
    booking: BookingSummary, asked: Slot, view: View, *, language: str, sign: OptionSigner
) -> OutboundContent:
    """Say that a booking is asked to move to a time that staff confirm, and where it stays until then."""
    scene = Scene(view, voice_for(language, view.language), sign)
    say = scene.voice.gettext
    body = say("Asked for: {time}.", time=wording.moment(scene, asked))
    body += " " + say("The practice keeps the time for you and confirms it here.")
    body += " " + say(
        "Until then your appointment stays: {time}, ref {reference}.",
        time=wording.moment(scene, booking),
        reference=booking.reference,
    )
    return _shown(_with_changes(body, booking, scene), booking, scene)


def move_declined_message(
    booking: BookingSummary, asked: Slot, view: View, *, language: str, sign: OptionSigner
) -> OutboundContent:
    """Say that a booking does not move to the time that was asked for, and where it stays."""
    scene = Scene(view, voice_for(language, view.language), sign)
    say = scene.voice.gettext
    body = say(
        "{time} cannot be confirmed, ref {reference}.", time=wording.moment(scene, asked), reference=booking.reference
    )
    body += " " + say("Your appointment stays: {time}.", time=wording.moment(scene, booking))
    return _shown(_with_changes(body, booking, scene), booking, scene)


def move_lapsed_message(
    booking: BookingSummary, asked: Slot, view: View, *, language: str, sign: OptionSigner
) -> OutboundContent:
    """Say that nobody has answered in time whether a booking moves, and where it stays."""
    scene = Scene(view, voice_for(language, view.language), sign)
    say = scene.voice.gettext
    body = _not_answered(scene, wording.moment(scene, asked), booking.reference)
    body += " " + say("Your appointment stays: {time}.", time=wording.moment(scene, booking))
    about, human = wording.about(scene, booking, body), Choice("human", say("Talk to a person"))
    if booking.is_inside_cutoff:  # a button that could only be refused would be a lie
        return _shown(plain(scene, f"{about} {say('To change it, please ask the practice.')}", human), booking, scene)
    other = Choice(f"move:{booking.id.hex}", say("Other time"))
    return _shown(plain(scene, about, other, human), booking, scene)


def unanswered_message(booking: BookingSummary, view: View, *, language: str, sign: OptionSigner) -> OutboundContent:
    """Say that nobody has answered in time whether a booking stands, and that there are other times."""
    scene = Scene(view, voice_for(language, view.language), sign)
    say = scene.voice.gettext
    body = wording.about(scene, booking, _not_answered(scene, wording.moment(scene, booking), booking.reference))
    choices = Choice("book", say("Book appointment")), Choice("human", say("Talk to a person"))
    return _shown(plain(scene, body, *choices), booking, scene)


def _not_answered(scene: Scene, time: str, reference: str) -> str:
    return scene.voice.gettext(
        "The practice did not answer your request for {time} in time, ref {reference}. I am sorry.",
        time=time,
        reference=reference,
    )


def _with_changes(body: str, booking: BookingSummary, scene: Scene) -> Question:
    """Let the booking be changed, as far as the patient still may."""
    about = wording.about(scene, booking, body)
    if booking.is_inside_cutoff:  # a button that could only be refused would be a lie
        return plain(scene, f"{about} {scene.voice.gettext('To change it, please ask the practice.')}")
    return plain(scene, about, *change_choices(scene, booking.id))


def _announcement(
    booking: BookingSummary, view: View, language: str, sign: OptionSigner, *, is_moved: bool
) -> OutboundContent:
    scene = Scene(view, voice_for(language, view.language), sign)
    return _shown(booked(scene, booking, is_moved=is_moved), booking, scene)


def _shown(question: Question, booking: BookingSummary, scene: Scene) -> OutboundContent:
    """Render what holds however old it gets, as one message."""
    view = scene.view
    contents = render(
        question, view.limits, sign_for(scene, booking.reference or "booking", Step.BOOKED, booking.version)
    )
    if len(contents) == 1:
        return contents[0]
    return Text(shortened(question.body, max(view.limits.text_chars, 1)))  # a channel of very few characters
