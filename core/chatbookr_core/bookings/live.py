"""Asks the practitioner's calendar right now, before staff's booking begins its transaction.

What the actor may not do, or what does not exist, is left for the booking itself to refuse: these looks tell nothing.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.bookings.groups import joins_group
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.bookings.use_cases import BookingRequest, offered_to
from chatbookr_core.calendars.service import is_free_live, nobody_joins
from chatbookr_core.clinics.queries import practitioners_by_id
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import (
    CalendarNotFresh,
    ChannelUnavailable,
    Conflict,
    InvalidInput,
    NotFound,
    SlotTaken,
)
from chatbookr_core.models import Booking, Service
from chatbookr_core.reach import reach_in
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_allowed, is_at
from chatbookr_sdk import PermanentFailure, TemporaryFailure


async def look_before_booking(deployment: Deployment, actor: Actor, request: BookingRequest) -> None:
    """Raise SlotTaken where the calendar says so, CalendarNotFresh where it cannot be asked. No transaction."""
    if not is_allowed(actor, Permission.BOOKING_WRITE, request.clinic_id) or request.overbook_reason is not None:
        return  # what is overbooked is put there whatever the calendar says
    service = await Service.get_or_none(id=request.service_id, clinic_id=request.clinic_id)
    whose = request.practitioner_id or await _next_in_turn(deployment, actor, request)
    if service is None or whose is None or not await _is_known(actor, request.clinic_id, whose):
        return
    ends_at = request.starts_at + timedelta(minutes=request.duration_minutes or service.duration_minutes)
    slot = SlotRequest(service.id, whose, request.location_id or request.clinic_id, request.starts_at)
    when = (request.starts_at, ends_at)
    await _require_free(
        deployment, request.clinic_id, whose, *when, is_joined=lambda: joins_group(request.clinic_id, slot)
    )


async def _next_in_turn(deployment: Deployment, actor: Actor, request: BookingRequest) -> UUID | None:
    """Say who will most likely take a booking that names nobody: the calendar asked is theirs."""
    try:
        offered = await offered_to(deployment, actor, request)
    except (Conflict, NotFound, InvalidInput):
        return None
    return offered.practitioner_id


async def _is_known(actor: Actor, clinic_id: UUID, practitioner_id: UUID) -> bool:
    if not is_with(actor, clinic_id, practitioner_id):
        return False
    return bool(await practitioners_by_id(reach_in(actor, clinic_id), [practitioner_id]))


async def look_before_move(
    deployment: Deployment, actor: Actor, booking_id: UUID, *, starts_at: datetime, practitioner_id: UUID | None
) -> None:
    """Do the same for a move; the booking's own event does not stand in its way. No transaction."""
    booking = await Booking.get_or_none(id=booking_id)  # any clinic: the actor's is checked next
    if booking is None or not is_allowed(actor, Permission.BOOKING_WRITE, booking.clinic_id):
        return
    if not is_at(actor, booking.location_id) or not is_with(actor, booking.clinic_id, booking.practitioner_id):
        return
    whose = practitioner_id or booking.practitioner_id
    if not await _is_known(actor, booking.clinic_id, whose):
        return
    own = (booking.starts_at, booking.ends_at) if whose == booking.practitioner_id else None
    ends_at = starts_at + (booking.ends_at - booking.starts_at)
    await _require_free(deployment, booking.clinic_id, whose, starts_at, ends_at, own=own)


async def _require_free(
    deployment: Deployment,
    clinic_id: UUID,
    practitioner_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    own: tuple[datetime, datetime] | None = None,
    is_joined: Callable[[], Awaitable[bool]] = nobody_joins,
) -> None:
    try:
        is_free = await is_free_live(
            deployment,
            clinic_id=clinic_id,
            practitioner_id=practitioner_id,
            starts_at=starts_at,
            ends_at=ends_at,
            own=own,
            is_joined=is_joined,
        )
    except (ChannelUnavailable, PermanentFailure, TemporaryFailure) as problem:
        raise CalendarNotFresh() from problem
    if not is_free:
        raise SlotTaken()
