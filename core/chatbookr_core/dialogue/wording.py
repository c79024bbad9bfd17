"""The sentences that name an appointment, a place or a person, and the greeting."""

from uuid import UUID

from chatbookr_core.dialogue import dates, displaced
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import Slot
from chatbookr_core.dialogue.view import BookingSummary, OfferSummary, ServiceView, WaitingSummary
from chatbookr_core.voice import voice_for


def greeting(scene: Scene) -> str:
    """Write M1: who speaks, what for, what not, and how the data is used."""
    url, say = scene.view.privacy_url, scene.voice.gettext
    return introduction(scene, say("How we use your data: {url}", url=url) if url else "")


def introduction(scene: Scene, notice: str = "") -> str:
    """Write the same with another notice, or without one."""
    view, say = scene.view, scene.voice.gettext
    lines = [
        say(
            "Hello, this is the booking assistant of {clinic}. I can book, move or cancel appointments.",
            clinic=view.clinic_name,
        ),
        say("Please do not send medical details here; in an emergency call {number}.", number=view.emergency_number),
        notice,
        say("Reply STOP to end messages."),
    ]
    return "\n".join(line for line in lines if line)


def agreement(scene: Scene) -> str:
    """Write what a patient agrees to before anything else, where the clinic asks for it."""
    view, say = scene.view, scene.voice.gettext
    asked = say("May {clinic} use what you write here to arrange your appointments?", clinic=view.clinic_name)
    where = say("How we use your data: {url}", url=view.privacy_url) if view.privacy_url else ""
    back = say("You can take it back at any time: tell the practice.")
    return "\n".join(line for line in (asked, where, back) if line)


def reader(language: str) -> str:
    """Write whoever reads it, of whom no name is known: "Reminder for you"."""
    return voice_for(language).gettext("you")


def reminder_question(scene: Scene) -> str:
    """Write what a patient says yes or no to beside a booking."""
    return scene.voice.gettext("May I also send reminders for this appointment here in this chat? (STOP any time.)")


def colleague(scene: Scene) -> str:
    """Promise a person, and no more than the clinic's opening text promises."""
    say = scene.voice.gettext
    if scene.opening_text:
        return say("A colleague will answer you here (open {opening}).", opening=scene.opening_text)
    return say("A colleague will answer you here.")


def service_title(scene: Scene, service_id: UUID | None) -> str:
    """Name a service, also one that is offered to nobody new any more; what nobody gives is an appointment."""
    service = scene.find_service(service_id, is_booked=True)
    return service.short_title if service else scene.voice.gettext("Appointment")


def about(scene: Scene, subject: BookingSummary | WaitingSummary | OfferSummary, words: str) -> str:
    """Say first for whom something is, where that is not who reads it: by the first name alone."""
    if not subject.person:
        return words
    lead = scene.voice.gettext("For {name}.", name=subject.person)
    return f"{lead}\n{words}"


def row_of(scene: Scene, booking: BookingSummary) -> str:
    """Write what stands under a booking in a list: who comes, where that is another, and "1/10" of a series."""
    what = what_and_where(scene, booking.service_id, booking)
    if booking.series is not None:
        what = f"{booking.series[0]}/{booking.series[1]} {what}"
    return displaced.row(scene, booking, f"{booking.person}: {what}" if booking.person else what)


def service_facts(scene: Scene, service: ServiceView) -> str:
    """Write how long and how much."""
    duration = scene.voice.gettext("{minutes} min", minutes=service.duration_minutes)
    return f"{duration}, {service.price}" if service.price else duration


def practitioner_name(scene: Scene, practitioner_id: UUID | None) -> str:
    """Name a practitioner, or nothing where he has left."""
    practitioner = scene.find_practitioner(practitioner_id)
    return practitioner.short_name if practitioner else ""


def moment(scene: Scene, slot: Slot | BookingSummary) -> str:
    """Write when something begins, as "Tue 13 Oct 09:30", in the zone of its place."""
    return dates.moment(slot.starts_at, zone_of(scene, slot), scene.voice.language)


def zone_of(scene: Scene, slot: Slot | BookingSummary) -> str:
    """Return the zone in which something takes place."""
    return slot.zone if isinstance(slot, BookingSummary) else scene.zone_of(slot.location_id)


def whole_time(scene: Scene, slot: Slot) -> str:
    """Write a slot out, as "Tuesday 13 October, 09:30–10:00"."""
    return dates.span(slot.starts_at, slot.ends_at, zone_of(scene, slot), scene.voice.language)


def what_and_where(
    scene: Scene, service_id: UUID | None, slot: Slot | BookingSummary, *, names_practitioner: bool = True
) -> str:
    """Write "Check-up with Dr Vos, Hoofdstraat 12"."""
    title = service_title(scene, service_id)
    name = practitioner_name(scene, slot.practitioner_id) if names_practitioner else ""
    what = scene.voice.gettext("{service} with {practitioner}", service=title, practitioner=name) if name else title
    place = scene.find_location(slot.location_id)
    where = (place.address or place.name) if place else ""
    return f"{what}, {where}" if where else what


def row_facts(scene: Scene, service_id: UUID | None, slot: Slot) -> str:
    """Write what stands under a time in a list: "Dr Vos, Centre, 30 min"; the place only where there are several."""
    place = scene.find_location(slot.location_id) if len(scene.view.locations) > 1 else None
    minutes = int((slot.ends_at - slot.starts_at).total_seconds()) // 60
    duration = scene.voice.gettext("{minutes} min", minutes=minutes) if scene.find_service(service_id) else ""
    facts = (practitioner_name(scene, slot.practitioner_id), place.name if place else "", duration)
    return ", ".join(fact for fact in facts if fact)
