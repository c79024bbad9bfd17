"""What is told without having been asked in the moment: reminders (M8), and appointments the clinic has cancelled."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from chatbookr_core.dialogue import dates, wording, words
from chatbookr_core.dialogue.asking import hand_over, sign_for
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.options import ACKNOWLEDGED, OptionSigner
from chatbookr_core.dialogue.questions import plain
from chatbookr_core.dialogue.rendering import Choice, Question, render, shortened
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State, Step, Who
from chatbookr_core.dialogue.view import BookingSummary, SeriesNews, View
from chatbookr_core.voice import voice_for
from chatbookr_sdk import OutboundContent, Text

_RESTING = (Step.IDLE, Step.MENU, Step.BOOKED, Step.PENDING, Step.REASON)
_THUMBS = "\N{THUMBS UP SIGN}"
SOON = timedelta(hours=24)
LATE = words.spoken(
    *("running late", "be late", "am late", "i'm late", "few minutes late", "minutes late", "min late", "mins late"),
    *("delayed", "komme später", "komme spaeter", "verspäte", "verspaete", "verspätung", "verspaetung", "zu spät"),
    *("minuten später", "en retard", "du retard", "minutes de retard", "llego tarde", "llegaré tarde", "voy tarde"),
    *("con retraso", "me retraso", "in ritardo", "arrivo tardi", "faccio tardi", "atrasado", "atrasada", "chego tarde"),
    *("chegar tarde", "vou atrasar", "te laat", "kom later", "kom wat later", "vertraging", "minuten later"),
)

AROUND = timedelta(minutes=90)
_FEW_WORDS = 8
ARRIVED = words.spoken(
    *(
        "i'm here",
        "im here",
        "i am here",
        "we're here",
        "we are here",
        "i've arrived",
        "i have arrived",
        "just arrived",
    ),
    *("i'm outside", "am outside", "at the door", "in the waiting room", "ich bin da", "bin da", "ich bin hier"),
    *("wir sind da", "vor der tür", "im wartezimmer", "bin angekommen", "je suis là", "on est là", "suis arrivé"),
    *("suis arrivée", "devant la porte", "salle d'attente", "ya estoy aquí", "estoy aquí", "he llegado", "ya llegué"),
    *("en la puerta", "sala de espera", "sono qui", "sono arrivato", "sono arrivata", "sono qua", "eccomi"),
    *("sala d'attesa", "davanti alla porta", "estou aqui", "já cheguei", "cheguei", "estou à porta", "estou cá"),
    *("ik ben er", "ben er", "ik ben hier", "we zijn er", "voor de deur", "wachtkamer", "ben aangekomen"),
)


def reminder_message(
    bookings: Sequence[BookingSummary], view: View, *, language: str, sign: OptionSigner, names_services: bool = False
) -> OutboundContent:
    """Write M8 for the visits of one day, soonest first; without the services' names unless they are wanted."""
    scene = Scene(view, voice_for(language, view.language), sign)
    say, clinic, first = scene.voice.gettext, view.clinic_name, bookings[0]
    if len(bookings) == 1:
        where = _what(scene, first, names_services=names_services)
        body = say("Reminder from {clinic}: appointment on {time}.", clinic=clinic, time=wording.moment(scene, first))
        if where:
            body = say(
                "Reminder from {clinic}: appointment on {time}, {place}.",
                clinic=clinic,
                time=wording.moment(scene, first),
                place=where,
            )
        body = wording.about(scene, first, body)
        choices = _changes(scene, f"move:{first.id.hex}", f"cancel:{first.id.hex}")
    else:
        day = dates.day_title(dates.local_day(first.starts_at, first.zone), scene.voice.language)
        lines = [_line(scene, one, names_services=names_services) for one in bookings]
        body = "\n".join((say("Reminder from {clinic}: your appointments on {day}:", clinic=clinic, day=day), *lines))
        choices = _changes(scene, "mine:move", "mine:cancel")
    return _shown(plain(scene, body, *choices), scene, first)


def cancelled_message(booking: BookingSummary, view: View, *, language: str, sign: OptionSigner) -> OutboundContent:
    """Say that the clinic has cancelled, and what the patient can do."""
    scene = Scene(view, voice_for(language, view.language), sign)
    say = scene.voice.gettext
    body = say(
        "The practice has cancelled your appointment on {time}, ref {reference}. I am sorry.",
        time=wording.moment(scene, booking),
        reference=booking.reference,
    )
    choices = (Choice("book", say("Book appointment")), Choice("human", say("Talk to a person")))
    return _shown(plain(scene, wording.about(scene, booking, body), *choices), scene, booking)


def put_off_message(booking: BookingSummary, view: View, *, language: str, sign: OptionSigner) -> OutboundContent:
    """Say that the clinic has moved it (M17), and let the patient say OK, choose another time, or cancel."""
    scene = Scene(view, voice_for(language, view.language), sign)
    say = scene.voice.gettext
    body = say(
        "Your appointment has been moved to {time}, ref {reference}.",
        time=wording.moment(scene, booking),
        reference=booking.reference,
    )
    body = wording.about(scene, booking, body)
    seen = Choice(f"{ACKNOWLEDGED}:{booking.id.hex}:{booking.version}", say("OK"))
    if booking.is_inside_cutoff:  # a button that could only be refused would be a lie
        body += f" {say('To change it, please ask the practice.')}"
        return _shown(plain(scene, body, seen, Choice("human", say("Talk to a person"))), scene, booking)
    other = Choice(f"move:{booking.id.hex}", say("Other time"))
    cancel = Choice(f"cancel:{booking.id.hex}", say("Cancel booking"))
    return _shown(plain(scene, body, seen, other, cancel), scene, booking)


def series_message(
    news: SeriesNews, bookings: Sequence[BookingSummary], view: View, *, language: str, sign: OptionSigner
) -> OutboundContent:
    """Say what the practice did with appointments of a series, soonest first, in one message.

    All of a series are one person's. Where they are not all with one practitioner each line says with whom.
    """
    scene = Scene(view, voice_for(language, view.language), sign)
    say, is_with_one = scene.voice.gettext, len({one.practitioner_id for one in bookings}) == 1
    heads = {
        "booked": say("The practice has booked these appointments for you:"),
        "moved": say("The practice has moved your appointments. They are now:"),
        "cancelled": say("The practice has cancelled these appointments. I am sorry."),
    }
    lines = [
        say(
            "{number} of {count}: {time}, ref {reference}",
            number=one.series[0],
            count=one.series[1],
            time=wording.moment(scene, one),
            reference=one.reference,
        )
        + ("" if is_with_one else f", {wording.practitioner_name(scene, one.practitioner_id)}".rstrip(", "))
        for one in bookings
        if one.series is not None
    ]
    what = wording.what_and_where(scene, bookings[0].service_id, bookings[0], names_practitioner=is_with_one)
    body = wording.about(scene, bookings[0], "\n".join((heads[news], what, *lines)))
    return Text(shortened(body, max(view.limits.text_chars, 1)))


def missed_message(
    booking: BookingSummary, view: View, *, language: str, sign: OptionSigner, relative_id: UUID | None = None
) -> OutboundContent:
    """Offer another time to who did not come, without a reproach; `relative_id`: who that is, if not who reads it."""
    scene = Scene(view, voice_for(language, view.language), sign)
    say = scene.voice.gettext
    human = Choice("human", say("Talk to a person"))
    body = say("We missed you on {time}. Would you like another time?", time=wording.moment(scene, booking))
    whose = Who.ME.value if relative_id is None else relative_id.hex
    anew = f"anew:{booking.service_id.hex}:{booking.practitioner_id.hex}:{whose}"
    choices = (Choice(anew, say("New time")), human)
    return _shown(plain(scene, wording.about(scene, booking, body), *choices), scene, booking)


def is_confirming(text: str, state: State) -> bool:
    """Tell whether words say yes where nothing else was asked: an answer to a reminder."""
    said = words.plain(text)
    return state.step in _RESTING and (said in words.YES or text.strip().startswith(_THUMBS))


def arrived(text: str, state: State, scene: Scene) -> Turn | None:
    """Tell staff of somebody who says that they are there, about when an appointment begins; None for other words."""
    is_now = any(abs(one.starts_at - scene.view.now) < AROUND for one in scene.view.upcoming)
    is_short = len(text.split()) <= _FEW_WORDS and "?" not in text
    if not is_now or not is_short or not words.says(words.bare(text), ARRIVED) or words.says(text, words.NOT):
        return None
    return hand_over(state, scene, "arrived", words=scene.voice.gettext("Thank you, I have told the practice."))


def running_late(text: str, state: State, scene: Scene) -> Turn | None:
    """Tell staff of somebody who comes late to an appointment that is near; None where that is not meant."""
    is_near = any(one.starts_at - scene.view.now < SOON for one in scene.view.upcoming)
    if not is_near or not words.says(words.bare(text), LATE):
        return None
    return hand_over(state, scene, "running_late", words=scene.voice.gettext("Thank you, I have told the practice."))


def _line(scene: Scene, booking: BookingSummary, *, names_services: bool) -> str:
    """Write one of several visits: "09:30, Tim, Hoofdstraat 12"."""
    what = _what(scene, booking, names_services=names_services)
    return ", ".join(
        part for part in (dates.clock(booking.starts_at, booking.zone), booking.person or "", what) if part
    )


def _what(scene: Scene, booking: BookingSummary, *, names_services: bool) -> str:
    if names_services:
        return wording.what_and_where(scene, booking.service_id, booking)
    place = scene.find_location(booking.location_id)
    return (place.address or place.name) if place else ""


def _changes(scene: Scene, move: str, cancel: str) -> tuple[Choice, ...]:
    say = scene.voice.gettext
    return Choice(move, say("Reschedule")), Choice(cancel, say("Cancel booking"))


def _shown(question: Question, scene: Scene, booking: BookingSummary) -> OutboundContent:
    """Render what holds however old it gets, as one message."""
    sign = sign_for(scene, booking.reference or "booking", Step.BOOKED, booking.version)
    contents = render(question, scene.view.limits, sign)
    if len(contents) == 1:
        return contents[0]
    return Text(shortened(question.body, max(scene.view.limits.text_chars, 1)))  # a channel of very few characters
