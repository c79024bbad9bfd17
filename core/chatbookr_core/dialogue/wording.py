"""The sentences that name an appointment, a place or a person, and the greeting."""

from uuid import UUID

from chatbookr_core.dialogue import dates
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import Slot
from chatbookr_core.dialogue.view import BookingSummary, ServiceView


def greeting(scene: Scene) -> str:
    """Write M1: who speaks, what for, what not, and how the data is used."""
    view, say = scene.view, scene.voice.gettext
    lines = [
        say(
            "Hello, this is the booking assistant of {clinic}. I can book, move or cancel appointments.",
            clinic=view.clinic_name,
        ),
        say("Please do not send medical details here; in an emergency call {number}.", number=view.emergency_number),
    ]
    if view.privacy_url:
        lines.append(say("How we use your data: {url}", url=view.privacy_url))
    lines.append(say("Reply STOP to end messages."))
    return "\n".join(lines)


def colleague(scene: Scene) -> str:
    """Promise a person, and no more than the clinic's opening text promises."""
    say = scene.voice.gettext
    if scene.view.opening_text:
        return say("A colleague will answer you here (open {opening}).", opening=scene.view.opening_text)
    return say("A colleague will answer you here.")


def service_title(scene: Scene, service_id: UUID | None) -> str:
    """Name a service; one that is not offered any more is an appointment."""
    service = scene.find_service(service_id)
    return service.short_title if service else scene.voice.gettext("Appointment")


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


def what_and_where(scene: Scene, service_id: UUID | None, slot: Slot | BookingSummary) -> str:
    """Write "Check-up with Dr Vos, Hoofdstraat 12"."""
    title, name = service_title(scene, service_id), practitioner_name(scene, slot.practitioner_id)
    what = scene.voice.gettext("{service} with {practitioner}", service=title, practitioner=name) if name else title
    place = scene.find_location(slot.location_id)
    where = (place.address or place.name) if place else ""
    return f"{what}, {where}" if where else what


def row_facts(scene: Scene, service_id: UUID | None, slot: Slot) -> str:
    """Write what stands under a time in a list: "Dr Vos, Centre, 30 min"; the place only where there are several."""
    place = scene.find_location(slot.location_id) if len(scene.view.locations) > 1 else None
    service = scene.find_service(service_id)
    duration = scene.voice.gettext("{minutes} min", minutes=service.duration_minutes) if service else ""
    facts = (practitioner_name(scene, slot.practitioner_id), place.name if place else "", duration)
    return ", ".join(fact for fact in facts if fact)
