"""What is said of an appointment that needs another time: the practice sees to it, and it can be moved here."""

from collections.abc import Sequence
from uuid import UUID

from chatbookr_core.dialogue.rendering import Choice
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.view import BookingSummary


def may_move(scene: Scene, booking: BookingSummary) -> bool:
    """Tell whether the patient can move it here: in time, and what it is for is given still."""
    return not booking.is_inside_cutoff and scene.find_service(booking.service_id, is_booked=True) is not None


def row(scene: Scene, booking: BookingSummary, what: str) -> str:
    """Mark what stands of a booking in a list."""
    return scene.voice.gettext("Needs another time: {what}", what=what) if booking.is_displaced else what


def of_one(scene: Scene, booking: BookingSummary) -> str:
    """Say of a booking that it needs another time, and who sees to that; nothing of one that does not."""
    if not booking.is_displaced:
        return ""
    said = scene.voice.gettext("This appointment needs another time: the practice will be in touch with you.")
    return f"{said} {_here(scene)}" if may_move(scene, booking) else said


def of_several(scene: Scene, bookings: Sequence[BookingSummary]) -> str:
    """Say the same of those in a list that need it; nothing where none does."""
    marked = [one for one in bookings if one.is_displaced]
    if not marked:
        return ""
    said = scene.voice.gettext("Where another time is needed, the practice will be in touch with you.")
    return f"{said} {_here(scene)}" if any(may_move(scene, one) for one in marked) else said


def choices(scene: Scene, booking: BookingSummary) -> tuple[Choice, ...]:
    """List what can be done with one: first another time, where that can be had here; else a person."""
    say = scene.voice.gettext
    human = Choice("human", say("Talk to a person"))
    if not may_move(scene, booking):
        return (human,)
    other = Choice(f"move:{booking.id.hex}", say("Other time"))
    return other, Choice(f"cancel:{booking.id.hex}", say("Cancel booking"))


def whom_to_ask(scene: Scene, booking: BookingSummary) -> tuple[UUID | None, UUID | None]:
    """Return with whom and where to look for another time: whoever is not there any more is not asked for."""
    if booking.is_for_anybody or not booking.is_displaced:
        return None if booking.is_for_anybody else booking.practitioner_id, booking.location_id
    place = scene.find_location(booking.location_id)
    person = scene.find_practitioner(booking.practitioner_id)
    return person.id if person else None, place.id if place else None


def _here(scene: Scene) -> str:
    return scene.voice.gettext("You can also choose another time here.")
