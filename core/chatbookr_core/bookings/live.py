"""Asks the practitioner's calendar right now, before staff's booking begins its transaction.

What the actor may not do, or what does not exist, is left for the booking itself to refuse: these looks tell nothing.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from chatbookr_core.availability.queries import OfferedSlot
from chatbookr_core.availability.trust import is_unseen
from chatbookr_core.availability.vacated import own_times
from chatbookr_core.bookings.asked_moves import answerable_move
from chatbookr_core.bookings.groups import joins_group
from chatbookr_core.bookings.moving import is_taken_back
from chatbookr_core.bookings.queries import is_known_busy
from chatbookr_core.bookings.rules import BLOCK_MINUTES, SlotRequest, require_changeable, require_version
from chatbookr_core.bookings.use_cases import BookingRequest, offered_to, offered_to_move
from chatbookr_core.calendars.patience import patience
from chatbookr_core.calendars.service import is_free_live, nobody_joins
from chatbookr_core.clinics.queries import practitioners_by_id
from chatbookr_core.clock import from_epoch_minute
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import (
    CalendarNotFresh,
    ChannelUnavailable,
    Conflict,
    InvalidInput,
    NotFound,
    SlotTaken,
)
from chatbookr_core.models import Booking, Hold, Service
from chatbookr_core.reach import reach_in
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_allowed, is_at
from chatbookr_sdk import PermanentFailure, TemporaryFailure

NOBODY: Final[frozenset[UUID]] = frozenset()
WRITE: Final = Permission.BOOKING_WRITE
MOST_ASKED: Final = 5
"""So many people's calendars are asked, one after the other, for a booking that names nobody."""


async def look_before_booking(deployment: Deployment, actor: Actor, request: BookingRequest) -> frozenset[UUID]:
    """Raise SlotTaken where the calendar says so, CalendarNotFresh where it cannot be asked. No transaction.

    Where nobody is named, whoever's calendar says no is passed over for the next in turn: return those. One that is not
    trusted any more and cannot be asked keeps nobody from requesting the time; it is asked whoever wants no request,
    since then there may be none.
    """
    if not is_allowed(actor, WRITE, request.clinic_id) or request.overbook_reason is not None:
        return NOBODY  # what is overbooked is put there whatever the calendar says
    service = await Service.get_or_none(id=request.service_id, clinic_id=request.clinic_id)
    if service is None:
        return NOBODY
    minutes = request.duration_minutes or service.duration_minutes
    if not 0 < minutes <= BLOCK_MINUTES:
        return NOBODY  # the booking itself says why
    ends_at = request.starts_at + timedelta(minutes=minutes)
    until, joined = patience(), partial(joins_group, request.clinic_id)

    async def look(whose: UUID) -> None:
        slot = SlotRequest(service.id, whose, request.location_id or request.clinic_id, request.starts_at)
        when = (service.id, request.starts_at, ends_at)
        theirs = deployment, request.clinic_id, whose
        await _or_unseen(*theirs, _require_free(*theirs, *when, is_joined=partial(joined, slot), until=until))

    if request.practitioner_id is None:
        either = replace(request, or_on_request=True)
        return await _first_free(
            lambda passed: offered_to(deployment, actor, replace(either, passed_over=passed)), look
        )
    if await _is_known(actor, request.clinic_id, request.practitioner_id):
        await look(request.practitioner_id)
    return NOBODY


async def _first_free(
    in_turn: Callable[[frozenset[UUID]], Awaitable[OfferedSlot]], look: Callable[[UUID], Awaitable[None]]
) -> frozenset[UUID]:
    """Look at whose turn it is, then at the next, and return those passed over before one who is free.

    Raises what spoke against the last one. Nobody waits for more than a few calendars.
    """
    passed, last = NOBODY, None
    while len(passed) < MOST_ASKED:
        try:
            whose = (await in_turn(passed)).practitioner_id
        except (Conflict, NotFound, InvalidInput):
            break  # nobody is left, or there was nobody: the booking itself says why
        try:
            await look(whose)
        except (SlotTaken, CalendarNotFresh) as problem:
            passed, last = passed | {whose}, problem
        else:
            return passed
    if last is not None:
        raise last
    return passed


async def _is_known(actor: Actor, clinic_id: UUID, practitioner_id: UUID) -> bool:
    if not is_with(actor, clinic_id, practitioner_id):
        return False
    return bool(await practitioners_by_id(reach_in(actor, clinic_id), [practitioner_id]))


async def look_before_move(
    deployment: Deployment,
    actor: Actor,
    booking_id: UUID,
    *,
    starts_at: datetime,
    practitioner_id: UUID | None,
    to_anybody: bool = False,
    version: int | None = None,
) -> frozenset[UUID]:
    """Do the same for a move; the booking's own event does not stand in its way. No transaction.

    Nobody is asked where it is to stay after all, nor about what cannot be moved as it is: raises AlreadyCancelled,
    StaleVersion, WrongStatus.
    """
    booking = await _within_reach(actor, booking_id)
    if booking is None:
        return NOBODY
    require_changeable(booking.status, version=booking.version, expected_version=version)
    if await is_taken_back(booking, starts_at, practitioner_id, deployment.clock.now(), to_anybody=to_anybody):
        return NOBODY
    ends_at, until = starts_at + (booking.ends_at - booking.starts_at), patience()

    async def look(whose: UUID) -> None:
        own = await own_spans(booking.clinic_id, [booking.id]) if whose == booking.practitioner_id else ()
        theirs = deployment, booking.clinic_id, whose
        await _or_unseen(*theirs, _require_free(*theirs, booking.service_id, starts_at, ends_at, own=own, until=until))

    if to_anybody:
        return await _first_free(lambda passed: offered_to_move(deployment, actor, booking, starts_at, passed), look)
    whose = practitioner_id or booking.practitioner_id
    if await _is_known(actor, booking.clinic_id, whose):
        await look(whose)
    return NOBODY


async def _within_reach(actor: Actor, booking_id: UUID) -> Booking | None:
    """Return a booking that the actor may change."""
    booking = await Booking.get_or_none(id=booking_id)  # any clinic: the actor's is checked next
    if booking is None or not is_allowed(actor, WRITE, booking.clinic_id):
        return None
    is_there = is_at(actor, booking.location_id) and is_with(actor, booking.clinic_id, booking.practitioner_id)
    return booking if is_there else None


async def own_spans(clinic_id: UUID, booking_ids: Collection[UUID]) -> set[tuple[datetime, datetime]]:
    """Return when bookings' own events may stand in the calendar: one was moved there, and is not written yet."""
    minutes = await own_times(clinic_id, booking_ids)
    return {(from_epoch_minute(start), from_epoch_minute(end)) for start, end in minutes}


async def look_before_confirming(
    deployment: Deployment, actor: Actor, booking_id: UUID, *, version: int | None = None
) -> None:
    """Raise SlotTaken where the calendar has something by now, at the time that was asked for. No transaction.

    Where it cannot be asked, what was known of it last counts: staff decide, who may know more. Nobody is asked about
    another version than there is: raises StaleVersion.
    """
    booking = await _within_reach(actor, booking_id)
    if booking is None:
        return
    kept = await answerable_move(booking, deployment.clock.now())
    if kept is None and (booking.status != "requested" or booking.overbook_reason is not None):
        return
    asked = kept or booking
    require_version(booking.version, version)
    try:
        await require_free_as_asked(deployment, booking, kept)
    except CalendarNotFresh:
        if await is_known_busy(asked):
            raise SlotTaken() from None


async def require_free_as_asked(deployment: Deployment, booking: Booking, kept: Hold | None) -> None:
    """Ask about the time of a request, or that which a booking was asked to move to (`kept`). No transaction.

    Raises SlotTaken, and CalendarNotFresh where the calendar cannot be asked.
    """
    asked = kept or booking
    slot = SlotRequest(asked.service_id, asked.practitioner_id, asked.location_id, asked.starts_at)
    is_theirs = kept is not None and kept.practitioner_id == booking.practitioner_id
    await _require_free(
        deployment,
        booking.clinic_id,
        asked.practitioner_id,
        asked.service_id,
        asked.starts_at,
        asked.ends_at,
        own=await own_spans(booking.clinic_id, [booking.id]) if is_theirs else (),
        is_joined=lambda: joins_group(booking.clinic_id, slot),
        until=patience(),
    )


async def _or_unseen(deployment: Deployment, clinic_id: UUID, practitioner_id: UUID, look: Awaitable[None]) -> None:
    """Leave to the booking what a look cannot ask of who is not trusted any more."""
    try:
        await look
    except CalendarNotFresh:
        if not await is_unseen(practitioner_id, clinic_id=clinic_id, now=deployment.clock.now()):
            raise


async def _require_free(
    deployment: Deployment,
    clinic_id: UUID,
    practitioner_id: UUID,
    service_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    own: Collection[tuple[datetime, datetime]] = (),
    is_joined: Callable[[], Awaitable[bool]] = nobody_joins,
    *,
    until: float,
) -> None:
    try:
        is_free = await is_free_live(
            deployment,
            clinic_id=clinic_id,
            practitioner_id=practitioner_id,
            service_id=service_id,
            starts_at=starts_at,
            ends_at=ends_at,
            own=own,
            is_joined=is_joined,
            until=until,
        )
    except (ChannelUnavailable, PermanentFailure, TemporaryFailure) as problem:
        raise CalendarNotFresh() from problem
    if not is_free:
        raise SlotTaken()
