"""One turn's surroundings: the clinic, the language, the signature, and how to find things among them."""

from dataclasses import dataclass, field
from uuid import UUID

from chatbookr_core.dialogue.options import OptionSigner
from chatbookr_core.dialogue.view import (
    BookingSummary,
    LocationView,
    PractitionerView,
    RelativeView,
    ServiceView,
    View,
    WaitingSummary,
)
from chatbookr_core.voice import Voice


@dataclass(frozen=True, slots=True)
class Scene:
    """What a turn may look at."""

    view: View
    voice: Voice
    signer: OptionSigner
    typed: str = field(default="", repr=False)
    """What was typed in this turn, as it was written: names begin with capitals."""

    @property
    def opening_text(self) -> str:
        """Opening hours in words: in the language that is spoken, or as the clinic writes them for everybody else."""
        return self.view.opening_texts.get(self.voice.language) or self.view.opening_text

    def find_service(self, service_id: UUID | None, *, is_booked: bool = False) -> ServiceView | None:
        """Find what is offered, and of what is booked also what is offered to nobody new any more."""
        services = (*self.view.services, *self.view.former) if is_booked else self.view.services
        return next((one for one in services if one.id == service_id), None)

    def find_practitioner(self, practitioner_id: UUID | None) -> PractitionerView | None:
        return next((one for one in self.view.practitioners if one.id == practitioner_id), None)

    def find_location(self, location_id: UUID | None) -> LocationView | None:
        return next((one for one in self.view.locations if one.id == location_id), None)

    def find_booking(self, booking_id: UUID | None) -> BookingSummary | None:
        return next((one for one in self.view.standing if one.id == booking_id), None)

    def find_relative(self, relative_id: UUID | None) -> RelativeView | None:
        return next((one for one in self.view.patient.relatives if one.id == relative_id), None)

    def find_waiting(self, entry_id: UUID) -> WaitingSummary | None:
        return next((one for one in self.view.waiting if one.id == entry_id), None)

    def zone_of(self, location_id: UUID | None) -> str:
        """Return the zone of a place, the clinic's where the place has none of its own."""
        place = self.find_location(location_id)
        return place.zone if place and place.zone else self.view.zone

    def locations_of(self, service: ServiceView) -> list[LocationView]:
        return [one for one in self.view.locations if one.id in service.location_ids]

    def practitioners_of(self, service: ServiceView, location_id: UUID | None) -> list[PractitionerView]:
        """List who gives a service at a place (None: anywhere), in the clinic's order."""
        return [
            one
            for one in self.view.practitioners
            if one.id in service.practitioner_ids
            and (location_id is None or not one.location_ids or location_id in one.location_ids)
        ]
