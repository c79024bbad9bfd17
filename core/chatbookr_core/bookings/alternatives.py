"""The times nearest to one that could not be had: what a refusal offers instead, whichever door it went through."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.availability import nearest
from chatbookr_core.availability.horizons import ASIDE
from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, Starts, starts_for
from chatbookr_core.bookings.asked_moves import answerable_move
from chatbookr_core.bookings.fairness import fairest
from chatbookr_core.bookings.moving import search_for_move
from chatbookr_core.bookings.use_cases import BookingRequest, search_for
from chatbookr_core.clock import epoch_minute
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Booking
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_allowed, is_at

MOST: Final = 3


async def instead_of_booking(deployment: Deployment, actor: Actor, request: BookingRequest) -> list[OfferedSlot]:
    """List what is offered nearest to what was asked for, in time order; with the same practitioner where there is any.

    What the actor may not look for is not listed, nor times on request to whoever has not asked for them.
    """
    return await nearest_offered(deployment, actor, request.clinic_id, search_for(request), request.starts_at)


async def instead_of_move(
    deployment: Deployment,
    actor: Actor,
    booking_id: UUID,
    *,
    starts_at: datetime,
    practitioner_id: UUID | None,
    to_anybody: bool = False,
    or_on_request: bool = False,
) -> list[OfferedSlot]:
    """List the same for a booking that was to be moved; it keeps its length.

    They are where it could go as it was asked: at its own place, unless it was to go to somebody who was named. Its own
    time is none of them, with nobody: another one was wanted. It is where somebody else was named, who may have it.
    """
    booking = await Booking.get_or_none(id=booking_id)  # any clinic: the actor's is checked next
    if booking is None or not is_allowed(actor, Permission.BOOKING_WRITE, booking.clinic_id):
        return []
    if not is_at(actor, booking.location_id) or not is_with(actor, booking.clinic_id, booking.practitioner_id):
        return []
    search = search_for_move(booking, practitioner_id, to_anybody=to_anybody, or_on_request=or_on_request)
    if search.beyond:  # nobody looks through a year for what is near
        search = replace(search, earliest=starts_at - ASIDE, latest=starts_at + ASIDE)
    besides = () if practitioner_id not in (None, booking.practitioner_id) else (booking.starts_at,)
    moving = None if or_on_request else booking.id
    if or_on_request:  # what is on request is kept beside it, and may not meet it
        search = replace(search, beside=booking.id)
    near = await nearest_to_each(
        deployment, actor, booking.clinic_id, search, [starts_at], besides=besides, moving=moving
    )
    return near[starts_at]


async def instead_of_request(deployment: Deployment, actor: Actor, booking_id: UUID) -> list[OfferedSlot]:
    """List the same for what was asked for, a booking or a move, and cannot be confirmed: what can be promised."""
    booking = await Booking.get_or_none(id=booking_id)  # any clinic: the actor's is checked next
    if booking is None:
        return []
    kept = await answerable_move(booking, deployment.clock.now())
    starts_at, whose = (kept.starts_at, kept.practitioner_id) if kept is not None else (booking.starts_at, None)
    named = None if whose == booking.practitioner_id else whose
    return await instead_of_move(deployment, actor, booking_id, starts_at=starts_at, practitioner_id=named)


async def nearest_offered(
    deployment: Deployment, actor: Actor, clinic_id: UUID, search: SlotSearch, wanted: datetime
) -> list[OfferedSlot]:
    """List the three offered times nearest to one, in time order; with the same practitioner where there is any."""
    return (await nearest_to_each(deployment, actor, clinic_id, search, [wanted]))[wanted]


async def nearest_to_each(
    deployment: Deployment,
    actor: Actor,
    clinic_id: UUID,
    search: SlotSearch,
    wanted: Sequence[datetime],
    *,
    besides: Collection[datetime] = (),
    moving: UUID | None = None,
) -> dict[datetime, list[OfferedSlot]]:
    """List the same for several times by one search; `besides` those that somebody has other plans for.

    The booking `moving` stands in nobody's way, by its time or as one of those that are enough.
    """
    none: dict[datetime, list[OfferedSlot]] = {one: [] for one in wanted}
    if not is_allowed(actor, Permission.SLOT_READ, clinic_id):
        return none

    def is_open(practitioner_id: UUID, location_id: UUID) -> bool:
        return is_at(actor, location_id) and is_with(actor, clinic_id, practitioner_id)

    planned = {epoch_minute(one) for one in besides}
    wishes = [search, replace(search, practitioner_id=None)]
    for wish in wishes if search.practitioner_id is not None else wishes[:1]:
        offered = await starts_for(clinic_id, wish, now=deployment.clock.now(), is_for=is_open, moving=moving)
        starts = sorted({start for one in offered for start in one.minutes} - planned)
        if starts:
            return {one: await _nearest(clinic_id, offered, starts, epoch_minute(one), moving) for one in wanted}
    return none


async def _nearest(
    clinic_id: UUID, offered: Sequence[Starts], starts: Sequence[int], wanted: int, moving: UUID | None
) -> list[OfferedSlot]:
    """Choose of what is offered, by its ascending starts, and make slots of no more than that; in time order."""
    place = bisect_left(starts, wanted)
    chosen = nearest(starts[max(place - MOST, 0) : place + MOST], wanted, MOST)
    return await fairest(
        clinic_id, [one.slot(start) for start in chosen for one in offered if start in one.minutes], moving=moving
    )
