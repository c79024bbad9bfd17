"""Why a time could not be had, told to the staff who asked for it: what `explainSlot` would say, beside the refusal."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.availability.explaining import reasons_for_each
from chatbookr_core.availability.queries import SlotSearch
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.moving import search_for_move
from chatbookr_core.bookings.use_cases import BookingRequest, search_for
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.models import Booking
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_allowed, is_at

DESPITE_ALL: Final = frozenset({Reason.NOTICE, Reason.ROOM})
"""What keeps a booking from being put even where everything else may stand: it is over, or no room could be taken."""


async def why_not_booked(deployment: Deployment, actor: Actor, request: BookingRequest) -> list[Reason]:
    """List what stands in the way of what was asked for, as `why_not_each` does."""
    search, starts_at = search_for(request), request.starts_at
    found = (await why_not_each(deployment, actor, request.clinic_id, search, [starts_at]))[starts_at]
    if request.overbook_reason is None:
        return found
    return [one for one in found if one in DESPITE_ALL]


async def why_not_moved(
    deployment: Deployment,
    actor: Actor,
    booking_id: UUID,
    *,
    starts_at: datetime,
    practitioner_id: UUID | None,
    to_anybody: bool = False,
) -> list[Reason]:
    """List the same for a booking that was to be moved, which does not stand in its own way."""
    booking = await Booking.get_or_none(id=booking_id)  # any clinic: the actor's is checked next
    if booking is None or not is_allowed(actor, Permission.BOOKING_WRITE, booking.clinic_id):
        return []
    if not is_at(actor, booking.location_id) or not is_with(actor, booking.clinic_id, booking.practitioner_id):
        return []
    search = search_for_move(booking, practitioner_id, to_anybody=to_anybody)
    found = await why_not_each(deployment, actor, booking.clinic_id, search, [starts_at], moving=[booking.id])
    return found[starts_at]


async def why_not_each(
    deployment: Deployment,
    actor: Actor,
    clinic_id: UUID,
    search: SlotSearch,
    starts: Collection[datetime],
    *,
    moving: Collection[UUID] = (),
) -> dict[datetime, list[Reason]]:
    """List by start what stands in the way of those who were asked for, as far as the actor reaches.

    None where it is offered by now, and none to whoever may not ask `explainSlot`: a key may not.
    """
    none: dict[datetime, list[Reason]] = {one: [] for one in starts}
    if not starts or isinstance(actor, KeyActor) or not is_allowed(actor, Permission.SLOT_READ, clinic_id):
        return none

    def is_open(practitioner_id: UUID, location_id: UUID) -> bool:
        return is_at(actor, location_id) and is_with(actor, clinic_id, practitioner_id)

    now = deployment.clock.now()
    try:
        return await reasons_for_each(clinic_id, search, starts, now=now, is_for=is_open, moving=moving)
    except (NotFound, InvalidInput):  # it has no such service, or none that long: that is said already
        return none
