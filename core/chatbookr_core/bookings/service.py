"""Hold, book, move and cancel: each within the caller's transaction, each leaving nothing behind where it fails.

The caller has checked that the time is on offer; here stands only what must never be wrong. Run the transaction
through `with_retry`: PostgreSQL may end one that met another at the same moment.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from chatbookr_core.bookings.agreements import agreement_seen, forget
from chatbookr_core.bookings.allocation import (
    Owner,
    Wanted,
    end_holds,
    free_bookings,
    take,
    take_over,
    with_free_groups,
)
from chatbookr_core.bookings.as_seen import write_as_seen
from chatbookr_core.bookings.asked_moves import withdraw_move
from chatbookr_core.bookings.drafts import Draft, Whose, write, write_and_take
from chatbookr_core.bookings.expiry import expire_holds
from chatbookr_core.bookings.groups import with_free_seats
from chatbookr_core.bookings.holds import book_kept, claim, hand, keep
from chatbookr_core.bookings.kept import kept_by
from chatbookr_core.bookings.limits import require_within_bounds
from chatbookr_core.bookings.owing import overtake, remove_event, tell_left, tell_of
from chatbookr_core.bookings.queries import booking_to_change, hold_for, save_step
from chatbookr_core.bookings.request_tasks import note_answered
from chatbookr_core.bookings.rules import (
    By,
    SlotRequest,
    block_for,
    check_reason,
    ends_at,
    require_outside_cutoff,
    require_standing,
)
from chatbookr_core.bookings.terms import (
    Terms,
    calendar_state_of,
    terms_for,
    terms_of,
)
from chatbookr_core.clock import Clock
from chatbookr_core.db import Transaction, current_transaction, savepoint
from chatbookr_core.errors import InvalidInput, SlotNotOffered
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import Booking, Clinic, Hold, Location
from chatbookr_core.waitlist.owing import owe_look

__all__ = ["SlotRequest", "book", "cancel", "confirm", "expire_holds", "hold", "release", "reschedule"]


async def hold(
    clinic_id: UUID, request: SlotRequest, *, conversation_id: UUID | None, clock: Clock, minutes: int
) -> Hold:
    """Keep a time for some minutes. Raises NotFound, InvalidInput, SlotNotOffered, SlotTaken."""
    tx, now = current_transaction(), clock.now()
    terms = await terms_for(clinic_id, request)
    kept = Hold(
        id=new_id(),
        clinic_id=clinic_id,
        conversation_id=conversation_id,
        service_id=request.service_id,
        practitioner_id=request.practitioner_id,
        location_id=request.location_id,
        starts_at=request.starts_at,
        ends_at=ends_at(request.starts_at, duration_minutes=terms.duration_minutes),
        is_on_request=request.is_on_request,
        state="held",
        expires_at=now + timedelta(minutes=minutes),
        created_at=now,
    )
    if terms.seats == 1:
        await keep(tx, kept, await _free(tx, _wanted(clinic_id, request, terms), request, terms, now))
    else:
        async with _reserved(tx, clinic_id, request, terms, now) as wanted:
            await keep(tx, kept, wanted)
    return kept


async def confirm(
    hold_id: UUID,
    *,
    patient_id: UUID,
    clinic_id: UUID,
    conversation_id: UUID | None,
    wants_reminders: bool,
    created_by: By,
    is_for_anybody: bool = False,
    clock: Clock,
    random: Random,
) -> Booking:
    """Make a hold a booking, once. Raises NotFound (also for another conversation's hold), HoldExpired."""
    tx, now = current_transaction(), clock.now()
    kept = await kept_by(hold_id, clinic_id=clinic_id, patient_id=patient_id, conversation_id=conversation_id)
    require_standing(kept.state, expires_at=kept.expires_at, now=now)
    whose = Whose(
        clinic_id, patient_id, conversation_id, wants_reminders, created_by, kept.arranged_by_id, is_for_anybody
    )
    draft = Draft(whose, kept.request, kept.ends_at, kept.zone, kept.is_on_request, kept.has_calendar)
    booking = await book_kept(tx, draft, hold_id, kept.reminders, now=now, random=random)
    tx.tell(Change("booking", clinic_id, booking.id))
    return booking


async def book(
    request: SlotRequest,
    *,
    clinic_id: UUID,
    patient_id: UUID,
    conversation_id: UUID | None,
    created_by: By,
    clock: Clock,
    random: Random,
    wants_reminders: bool = False,
    overbook_reason: str | None = None,
    is_for_anybody: bool = False,
) -> Booking:
    """Book a time directly. Raises NotFound, InvalidInput, SlotNotOffered, SlotTaken.

    With a reason, a code, it is booked on purpose where something else is: it carries that as its mark.
    """
    tx, now = current_transaction(), clock.now()
    whose = Whose(clinic_id, patient_id, conversation_id, wants_reminders, created_by, None, is_for_anybody)
    terms: Terms | None = None
    if overbook_reason is None and tx.dialect == "postgres" and not tx.is_again:
        terms, booking = await _book_as_seen(tx, whose, request, now=now, random=random)
        if booking is not None:
            return booking
    if terms is None:
        terms = await terms_for(clinic_id, request, patient_id=patient_id, conversation_id=conversation_id)
    if terms.arranged_by_id is not None:
        whose = replace(whose, arranged_by_id=terms.arranged_by_id)
    return await _book_as_read(tx, whose, request, terms, overbook_reason, now=now, random=random)


async def _book_as_read(
    tx: Transaction,
    whose: Whose,
    request: SlotRequest,
    terms: Terms,
    overbook_reason: str | None,
    *,
    now: datetime,
    random: Random,
) -> Booking:
    draft = _draft(whose, request, terms)
    if overbook_reason is not None:
        booking = await _squeeze_in(tx, draft, terms, overbook_reason, now=now, random=random)
    elif terms.seats > 1:
        async with _reserved(tx, whose.clinic_id, request, terms, now) as wanted:
            booking = await write(tx, draft, now=now, random=random)
            await take(tx, wanted, Owner(booking_id=booking.id))
    else:
        free = await _free(tx, _wanted(whose.clinic_id, request, terms), request, terms, now)
        booking = await write_and_take(tx, draft, free, terms.reminders, now=now, random=random)
        tx.tell(Change("booking", whose.clinic_id, booking.id))
        return booking
    await tell_of(tx, booking, now, terms.reminders)
    return booking


def _draft(whose: Whose, request: SlotRequest, terms: Terms) -> Draft:
    end = ends_at(request.starts_at, duration_minutes=terms.duration_minutes)
    return Draft(whose, request, end, terms.zone, terms.is_on_request, terms.has_calendar)


async def _book_as_seen(
    tx: Transaction, whose: Whose, request: SlotRequest, *, now: datetime, random: Random
) -> tuple[Terms | None, Booking | None]:
    """Book, on PostgreSQL, by what is remembered, where anything is and it is still so: one statement sees to that.

    Return the terms alone where somebody is in the way, and neither where all is to be read.
    """
    seen = agreement_seen(whose.clinic_id, request)
    if seen is None:
        return None, None
    try:
        terms = terms_of(seen.agreement, request)
        wanted = _wanted(whose.clinic_id, request, terms)
    except (InvalidInput, SlotNotOffered):
        return None, None  # it may be otherwise by now
    booking = await write_as_seen(tx, _draft(whose, request, terms), wanted, seen, now=now, random=random)
    if booking == "outdated":
        forget(whose.clinic_id, request)
        return None, None
    if booking == "in_the_way":
        return terms, None
    tx.tell(Change("booking", whose.clinic_id, booking.id), is_logged=True)
    return terms, booking


async def _squeeze_in(
    tx: Transaction, draft: Draft, terms: Terms, reason: str, *, now: datetime, random: Random
) -> Booking:
    check_reason(reason, field="overbookReason")
    if terms.seats > 1:
        raise InvalidInput("A group appointment has the seats it has.", field="overbookReason")
    async with savepoint():
        booking = await write(tx, draft, now=now, random=random)
        await take_over(tx, _wanted(draft.whose.clinic_id, draft.request, terms), Owner(booking_id=booking.id))
    booking.overbook_reason = reason
    await booking.save(update_fields=["overbook_reason"])
    return booking


async def reschedule(
    booking_id: UUID,
    *,
    clinic_id: UUID,
    to: SlotRequest | UUID,
    by: By = "staff",
    expected_version: int | None = None,
    is_given_up: bool = False,
    is_confirmed: bool = False,
    clock: Clock,
) -> Booking:
    """Move a booking to another time, or to what the hold `to` keeps; the old time is kept until the new one is taken.

    `is_given_up`: the old time was given up, and a look at the waitlist is owed, by whoever moves several at once.
    `is_confirmed`: staff let it go to a time on request. What it was asked to move to is asked for no longer.
    Whom the clinic moved has not said OK to it yet. The new time may meet the old one. Raises NotFound,
    AlreadyCancelled, StaleVersion, InvalidInput, SlotNotOffered, SlotTaken, HoldExpired.
    """
    tx, now = current_transaction(), clock.now()
    booking = await booking_to_change(booking_id, clinic_id=clinic_id, expected_version=expected_version)
    before, calendar_state = (booking.practitioner_id, booking.location_id), booking.calendar_state
    terms: Terms | None = None  # a hold agreed with them when it was kept
    if isinstance(to, UUID):
        await _move_to_hold(tx, booking, to, now, is_confirmed=is_confirmed)
    else:
        terms = await _move_to_time(tx, booking, to, now, is_given_up=is_given_up)
    booking.version, booking.overbook_reason = booking.version + 1, None  # where it is now it is alone
    booking.reminders_sent, booking.reminded_at, booking.answered_at = 0, None, None
    booking.moved_by, booking.acknowledged_at = by, None
    await _overtake(tx, booking, now, is_given_up=is_given_up)
    booking.calendar_state = await calendar_state_of(booking, terms)
    await _leave(tx, booking, before, calendar_state, now)
    await save_step(booking)
    await tell_of(tx, booking, now, terms.reminders if terms else None)
    if not is_given_up:
        await owe_look(clinic_id, because=f"{booking.id}:{booking.version}", now=now)
    return booking


async def _overtake(tx: Transaction, booking: Booking, now: datetime, *, is_given_up: bool) -> None:
    """Close what waits for an answer about a booking, and the move that was asked for: what is done now goes before."""
    await overtake(tx, booking, now)
    if not is_given_up:
        await withdraw_move(booking, now)


async def _leave(
    tx: Transaction, booking: Booking, before: tuple[UUID, UUID], calendar_state: str, now: datetime
) -> None:
    """Where it is somebody else's now, owe its event's removal from the calendar it was written to, and forget it.

    `before`: whose it was, and at which place; those who could see it there are told.
    """
    practitioner_id, location_id = before
    tell_left(tx, booking, practitioner_id, location_id)
    if practitioner_id != booking.practitioner_id:
        if calendar_state != "none":
            await remove_event(booking, practitioner_id, now)
        booking.event_connection_id = booking.event_calendar_id = booking.event_etag = booking.event_digest = None


async def cancel(
    booking_id: UUID,
    *,
    clinic_id: UUID,
    by: By,
    reason: str | None = None,
    expected_version: int | None = None,
    is_given_up: bool = False,
    clock: Clock,
) -> Booking:
    """Cancel a booking and free its time. Raises NotFound, AlreadyCancelled, WrongStatus, StaleVersion, InvalidInput.

    A patient is bound by the clinic's cut-off: InsideCutoff. `is_given_up`: a move that was asked for is so already.
    """
    check_reason(reason)
    tx, now = current_transaction(), clock.now()
    booking = await booking_to_change(booking_id, clinic_id=clinic_id, expected_version=expected_version)
    if by == "patient":
        await require_in_time(booking, now)
    if booking.status == "requested":
        await note_answered(booking, now)
    booking.status, booking.version = "cancelled", booking.version + 1
    booking.cancelled_at, booking.cancelled_by, booking.cancel_reason = now, by, reason
    await _overtake(tx, booking, now, is_given_up=is_given_up)
    await save_step(booking)
    await free_bookings(tx, [booking.id])
    if booking.calendar_state != "none":
        await remove_event(booking, booking.practitioner_id, now)
    tx.tell(Change("booking", clinic_id, booking.id))
    await owe_look(clinic_id, because=f"{booking.id}:{booking.version}", now=now)
    return booking


async def release(hold_id: UUID, *, clinic_id: UUID) -> bool:
    """Give a held time back; False where it is not held any more, or a move to it is asked for. Raises NotFound."""
    if (await hold_for(hold_id, clinic_id=clinic_id)).moves_id is not None:
        return False  # staff are asked about it: whoever holds it does no longer
    return bool(await end_holds(current_transaction(), [hold_id], state="released"))


def _wanted(clinic_id: UUID, request: SlotRequest, terms: Terms) -> Wanted:
    if terms.seats == 1 and not all(terms.groups):  # who joins a group appointment needs no room of their own
        raise SlotNotOffered()  # the place has no room of a kind the service needs
    block = block_for(
        request.starts_at,
        duration_minutes=terms.duration_minutes,
        buffer_before_minutes=terms.buffer_before_minutes,
        buffer_after_minutes=terms.buffer_after_minutes,
    )
    met = terms.met if terms.seats == 1 else None  # a group appointment may end or begin before its turn comes
    return Wanted(clinic_id, ((request.practitioner_id,), *terms.groups), block, met=met)


@asynccontextmanager
async def _reserved(
    tx: Transaction, clinic_id: UUID, request: SlotRequest, terms: Terms, now: datetime, moving: UUID | None = None
) -> AsyncIterator[Wanted]:
    """Leave what is free, see that there are not enough bookings yet, and undo what the block has done if it fails.

    Raises SlotNotOffered, SlotTaken.
    """
    wanted = _wanted(clinic_id, request, terms)
    if terms.seats == 1:  # a refusal costs no savepoint
        wanted = await _free(tx, wanted, request, terms, now, moving)
    async with savepoint():
        if terms.seats > 1:
            wanted = await with_free_seats(tx, request, terms, wanted, now=now, moving=moving)
        yield wanted


async def _free(
    tx: Transaction, wanted: Wanted, request: SlotRequest, terms: Terms, now: datetime, moving: UUID | None = None
) -> Wanted:
    """Leave what is free, and see that there are not enough bookings yet. Raises SlotTaken."""
    free = await with_free_groups(tx, wanted, now=now, moving=moving)
    await require_within_bounds(tx, request, terms, free, now=now, moving=moving or request.beside)
    return free


async def _zone_of(kept: Hold) -> str:
    zones = await Location.filter(id=kept.location_id, clinic_id=kept.clinic_id).values_list("zone", flat=True)
    return str(zones[0])


async def _move_to_time(
    tx: Transaction, booking: Booking, request: SlotRequest, now: datetime, *, is_given_up: bool
) -> Terms:
    _require_same_service(booking, request.service_id)
    terms = await terms_for(booking.clinic_id, replace(request, kept_by=booking.practitioner_id))
    async with _reserved(tx, booking.clinic_id, request, terms, now, moving=booking.id) as wanted:
        if not is_given_up:
            await free_bookings(tx, [booking.id], joining=wanted.group_id)
        await take(tx, wanted, Owner(booking_id=booking.id))
    booking.practitioner_id, booking.location_id, booking.zone = (
        request.practitioner_id,
        request.location_id,
        terms.zone,
    )
    booking.starts_at = request.starts_at
    booking.ends_at = ends_at(request.starts_at, duration_minutes=terms.duration_minutes)
    return terms


async def _move_to_hold(tx: Transaction, booking: Booking, hold_id: UUID, now: datetime, *, is_confirmed: bool) -> None:
    kept = await hold_for(hold_id, clinic_id=booking.clinic_id)
    _require_same_service(booking, kept.service_id)
    if kept.is_on_request and not is_confirmed and booking.status == "confirmed":  # it stands, and that may not
        raise SlotNotOffered()
    await claim(tx, kept, now=now)
    await free_bookings(tx, [booking.id])
    await hand(tx, hold_id=hold_id, booking_id=booking.id)
    booking.practitioner_id, booking.location_id = kept.practitioner_id, kept.location_id
    booking.zone = await _zone_of(kept)
    booking.starts_at, booking.ends_at = kept.starts_at, kept.ends_at


def _require_same_service(booking: Booking, service_id: UUID) -> None:
    if service_id != booking.service_id:
        raise InvalidInput("A booking keeps its service when it is moved.", field="serviceId")


async def require_in_time(booking: Booking, now: datetime) -> None:
    """Raise InsideCutoff where it is too late for the patient to change a booking."""
    (cutoff,) = await Clinic.filter(id=booking.clinic_id).values_list("cutoff_minutes", flat=True)
    require_outside_cutoff(booking.starts_at, now=now, cutoff_minutes=int(str(cutoff)))
