"""What managers arrange by their own doors while people book, and what staff do with what that came over."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from tests.core.booking_desk import within_transaction
from tests.core.explored_clinic import KINDS, WINDOWS, Explored
from tests.core.explored_writes import Write, standing

from chatbookr_core.bookings.displacing import look_again
from chatbookr_core.bookings.upholding import uphold_booking
from chatbookr_core.bookings.use_cases import answer_request
from chatbookr_core.clinics.arranging import set_days, set_holidays, set_resource_hours, set_working_hours
from chatbookr_core.clinics.arranging_rules import Window
from chatbookr_core.clinics.premises import (
    LocationDraft,
    PractitionerDraft,
    ResourceDraft,
    save_location,
    save_practitioner,
    save_resource,
)
from chatbookr_core.models import Booking, Hold

# --- what may take a time or a room --------------------------------------------------------------------------------


async def sets_days(made: Explored) -> None:
    """Let other hours hold for a day or two: of everybody, of one of them, or of a room."""
    whose: dict[str, Any] = made.some(
        ({}, {"practitioner_id": made.some(made.people).id}, {"resource_id": made.some(made.rooms).id})
    )
    day, windows = await _day_of_somebody(made), made.some((None, (), (), *WINDOWS))
    span = {"first": day, "last": day + timedelta(days=made.some((0, 0, 1)))}
    await within_transaction(
        lambda: set_days(made.deployment, made.staff, made.clinic.id, **span, windows=windows, **whose)
    )


async def _day_of_somebody(made: Explored) -> Any:
    """Name a day on which somebody has a booking, mostly."""
    booking = await standing(made, starts_at__gt=made.now) if made.is_so(0.8) else None
    return made.day() if booking is None else booking.starts_at.date()


async def goes_or_comes(made: Explored) -> None:
    """Let somebody leave, or come back."""
    person, is_active = made.some(made.people), made.is_so(0.5)
    draft = PractitionerDraft(person.full_name, person.short_name, is_active)
    await within_transaction(lambda: save_practitioner(made.deployment, made.staff, made.clinic.id, draft, person.id))


async def changes_a_place(made: Explored) -> None:
    """Close a place or open it again, let it go by another clock, or by another country's holidays."""
    place = made.some(made.locations)
    if made.is_so(0.3):
        where: dict[str, Any] = made.some(
            ({"country": None, "subdivision": None}, {"country": "DE", "subdivision": "BY"})
        )
        await within_transaction(lambda: set_holidays(made.deployment, made.staff, place.id, **where, worked=()))
        return
    zone, is_active = made.some((place.zone, place.zone, made.some(made.locations).zone)), made.is_so(0.6)
    draft = LocationDraft(place.name, place.address, zone, is_active)
    await within_transaction(lambda: save_location(made.deployment, made.staff, made.clinic.id, draft, place.id))


async def changes_a_room(made: Explored) -> None:
    """Put a room out of use, into use again, to another place, or let it be of another kind."""
    room, is_active = made.some(made.rooms), made.is_so(0.5)
    kind = room.kind if made.is_so(0.8) else made.some(KINDS)
    place_id = room.location_id if made.is_so(0.8) else made.some(made.locations).id
    draft = ResourceDraft(room.name, kind, is_active)
    await within_transaction(lambda: save_resource(made.deployment, made.staff, place_id, draft, room.id))


async def sets_week(made: Explored) -> None:
    """Say anew when somebody works at a place, or when a room can be used."""
    hours = [
        Window(weekday, *window)
        for weekday in range(1, 8)
        if made.is_so(0.7)
        for window in made.some(WINDOWS)
    ]  # fmt: skip
    if made.is_so(0.5):
        who: dict[str, Any] = {
            "practitioner_id": made.some(made.people).id,
            "location_id": made.some(made.locations).id,
        }
        await within_transaction(lambda: set_working_hours(made.deployment, made.staff, **who, hours=hours))
    else:
        room = made.some(made.rooms)
        await within_transaction(
            lambda: set_resource_hours(made.deployment, made.staff, resource_id=room.id, hours=hours)
        )


async def looks_for_rooms(made: Explored) -> None:
    """Give rooms that have fallen free to who lacks one, as it comes round by itself."""
    await within_transaction(lambda: look_again(made.clinic.id, made.now))


ARRANGING: Final[Mapping[Write, int]] = {
    sets_days: 4,
    goes_or_comes: 2,
    changes_a_place: 2,
    changes_a_room: 3,
    sets_week: 2,
    looks_for_rooms: 1,
}
"""What may come over bookings, and give them back what they were without."""

# --- what staff do about it ----------------------------------------------------------------------------------------


async def upholds(made: Explored) -> None:
    """Let what needs another time take place all the same."""
    booking = await standing(made, displaced_at__isnull=False)
    if booking is not None:
        await within_transaction(lambda: uphold_booking(made.deployment, made.staff, booking.id))


async def answers_a_move(made: Explored) -> None:
    """Let a booking go where it is asked to move, or have it stay."""
    asked = Hold.filter(clinic_id=made.clinic.id, state="held", moves_id__isnull=False)
    rows = await asked.order_by("starts_at", "practitioner_id", "expires_at")
    if rows:
        booking, is_yes = await Booking.get(id=made.some(rows).moves_id), made.is_so(0.6)
        await within_transaction(lambda: answer_request(made.deployment, made.staff, booking.id, is_confirmed=is_yes))


ANSWERING: Final[Mapping[Write, int]] = {upholds: 3, answers_a_move: 3}
