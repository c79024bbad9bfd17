"""A time that is kept for one patient who waits: offered, taken, declined, passed on.

Whoever works on an offer locks its entry first, so that a tap, the end of its minutes and the desk come one by one. The
time itself is kept by a hold, which the guard of bookings knows: no other door can take it meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.allocation import end_holds
from chatbookr_core.bookings.life import By
from chatbookr_core.bookings.rules import STANDING, HoldState, minutes_of
from chatbookr_core.clock import Clock
from chatbookr_core.db import current_transaction, savepoint
from chatbookr_core.errors import HoldExpired, NotFound
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import Booking, Clinic, Hold, StaffTask, WaitlistEntry, WaitlistOffer
from chatbookr_core.relatives.queries import speaks_for
from chatbookr_core.waitlist.entries import end, entry_for, tell_of
from chatbookr_core.waitlist.errors import AlreadyOffered, NotWaiting, OfferOver
from chatbookr_core.waitlist.owing import owe_end, owe_look
from chatbookr_core.waitlist.rules import Free, OfferState

INSERT = """
INSERT INTO waitlist_offer (id, clinic_id, entry_id, patient_id, practitioner_id, location_id, hold_id, conversation_id,
    open_patient_id, starts_at, ends_at, state, offered_at, offered_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $4, $9, $10, 'open', $11, $12) ON CONFLICT DO NOTHING RETURNING id
"""
CALL_TASK = "waitlist_offer"
"""What asks staff to call somebody whom no message can tell of an offer."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an offer: a booking; `is_new` is False where it was taken before."""

    booking: Booking
    is_new: bool
    is_moved: bool


async def keep_for(
    clinic: Clinic, entry_id: UUID, free: Free, *, conversation_id: UUID | None, clock: Clock
) -> WaitlistOffer:
    """Keep a time for somebody who waits, for the clinic's minutes. Needs a transaction; fails without a trace.

    Raises NotFound, NotWaiting, AlreadyOffered, SlotTaken, SlotNotOffered, InvalidInput.
    """
    entry, now = await entry_for(entry_id, clinic_id=clinic.id), clock.now()
    if entry.state != "waiting":
        raise NotWaiting()
    before = WaitlistOffer.filter(clinic_id=clinic.id, entry_id=entry.id, starts_at__lt=free.ends_at)
    if await before.filter(ends_at__gt=free.starts_at).exists():
        raise AlreadyOffered()
    old = await _to_move(entry)
    async with savepoint():
        held = await bookings.hold(
            clinic.id,
            _request(entry, free, old),
            conversation_id=conversation_id,
            clock=clock,
            minutes=clinic.waitlist_minutes,
        )
        offer = await _write(entry, held, now)
    entry.state, entry.version = "offered", entry.version + 1
    await entry.save(update_fields=["state", "version"])
    await owe_end(clinic.id, offer.id, at=held.expires_at, now=now)
    tell_of(entry)
    return offer


def _request(entry: WaitlistEntry, free: Free, old: Booking | None) -> bookings.SlotRequest:
    return bookings.SlotRequest(
        entry.service_id,
        free.practitioner_id,
        free.location_id,
        free.starts_at,
        minutes_of(free.starts_at, free.ends_at),
        is_kept_length=True,
        kept_by=old.practitioner_id if old else None,
        beside=old.id if old else None,
    )


async def _write(entry: WaitlistEntry, held: Hold, now: datetime) -> WaitlistOffer:
    """Insert an offer of what is held. Raises AlreadyOffered where the database knows of it, or of another open one."""
    offer_id = new_id()
    values = (
        *(offer_id, entry.clinic_id, entry.id, entry.patient_id, held.practitioner_id, held.location_id, held.id),
        *(held.conversation_id, held.starts_at, held.ends_at, now, held.expires_at),
    )
    if not await current_transaction().fetch(INSERT, values):
        raise AlreadyOffered()
    return await WaitlistOffer.get(id=offer_id, clinic_id=entry.clinic_id)


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes an offer: who writes (`contact_id`: for themselves, or whom they book for), or staff or a partner."""

    by: By
    contact_id: UUID | None = None
    wants_reminders: bool = False


async def take(offer_id: UUID, taker: Taker, *, clinic_id: UUID, clock: Clock, random: Random) -> Taken:
    """Make a booking of an offer, or move the one that was to come earlier; taken twice it is the same booking.

    Needs a transaction. Raises NotFound, OfferOver.
    """
    offer, entry = await _locked(offer_id, clinic_id, taker.contact_id)
    now = clock.now()
    if offer.state == "taken":
        booking = await Booking.get_or_none(id=offer.booking_id, clinic_id=clinic_id)
        if booking is not None and booking.status in STANDING:
            return Taken(booking, is_new=False, is_moved=booking.id == entry.booking_id)
    if offer.state != "open" or offer.offered_until <= now:
        raise OfferOver()
    old = await _to_move(entry, is_locked=True)
    try:
        booking = await _booked(offer, entry, old, taker, clock, random)
    except (HoldExpired, NotFound) as refusal:
        raise OfferOver() from refusal
    offer.booking_id = booking.id
    await _answer(offer, "taken", clock)
    await end(entry, "taken", now)
    return Taken(booking, is_new=True, is_moved=old is not None)


async def _booked(
    offer: WaitlistOffer, entry: WaitlistEntry, old: Booking | None, taker: Taker, clock: Clock, random: Random
) -> Booking:
    if old is not None:
        return await bookings.reschedule(old.id, clinic_id=offer.clinic_id, to=offer.hold_id, by=taker.by, clock=clock)
    return await bookings.confirm(
        offer.hold_id,
        patient_id=offer.patient_id,
        clinic_id=offer.clinic_id,
        conversation_id=offer.conversation_id,
        wants_reminders=taker.wants_reminders,
        created_by=taker.by,
        is_for_anybody=entry.practitioner_id is None,
        clock=clock,
        random=random,
    )


async def _to_move(entry: WaitlistEntry, *, is_locked: bool = False) -> Booking | None:
    """Return the booking that moves to the time; None where a new one is to be made."""
    if entry.booking_id is None:
        return None
    rows = Booking.filter(id=entry.booking_id, clinic_id=entry.clinic_id, status__in=STANDING)
    return await (rows.select_for_update(no_key=True) if is_locked else rows).first()


async def decline(offer_id: UUID, *, clinic_id: UUID, contact_id: UUID | None = None, clock: Clock) -> UUID | None:
    """Pass a time on; the patient keeps their place, which is returned, or None where the offer was over.

    Needs a transaction. Raises NotFound, also where `contact_id` does not speak for the patient.
    """
    return await _give_back(offer_id, clinic_id, "declined", "released", clock, contact_id=contact_id)


async def open_until(offer_id: UUID, *, clinic_id: UUID) -> datetime | None:
    """Say until when an offer is open; None where it is over."""
    offer = await WaitlistOffer.get_or_none(id=offer_id, clinic_id=clinic_id, state="open")
    return offer.offered_until if offer else None


async def expire(offer_id: UUID, *, clinic_id: UUID, clock: Clock) -> bool:
    """Pass a time on whose minutes have passed; False where it is not, or not any more, to be. Needs a transaction."""
    offer = await WaitlistOffer.get_or_none(id=offer_id, clinic_id=clinic_id)
    if offer is None or offer.state != "open" or offer.offered_until > clock.now():
        return False
    return await _give_back(offer_id, clinic_id, "expired", "expired", clock) is not None


async def late_answer(
    offer_id: UUID, *, clinic_id: UUID, contact_id: UUID, clock: Clock
) -> tuple[WaitlistOffer, WaitlistEntry] | None:
    """Find what somebody who still waits was offered and has not got, to see whether it is free; it is passed on first.

    Whoever is next may be faster; who answers late comes before all who have not been offered it. Needs a transaction.
    """
    await expire(offer_id, clinic_id=clinic_id, clock=clock)
    try:
        offer, entry = await _locked(offer_id, clinic_id, contact_id)
    except NotFound:
        return None
    is_over = offer.state in ("expired", "declined") and offer.starts_at > clock.now()
    return (offer, entry) if is_over and entry.state == "waiting" else None


async def leave(entry_id: UUID, *, clinic_id: UUID, contact_id: UUID | None = None, clock: Clock) -> WaitlistEntry:
    """Give a place up; an offer that is open is passed on. Who has left already stays so. Needs a transaction.

    Raises NotFound, also where `contact_id` does not speak for the patient, NotWaiting where it has led to a booking,
    or expired.
    """
    entry = await entry_for(entry_id, clinic_id=clinic_id)
    if contact_id is not None and not await speaks_for(entry, contact_id):
        raise NotFound(field="entry_id")
    if entry.state == "left":
        return entry
    if entry.state not in ("waiting", "offered"):
        raise NotWaiting()
    open_offer = await WaitlistOffer.filter(clinic_id=clinic_id, entry_id=entry.id, state="open").first()
    if open_offer is not None:
        await _give_back(open_offer.id, clinic_id, "withdrawn", "released", clock)
        entry = await entry_for(entry_id, clinic_id=clinic_id)
    await end(entry, "left", clock.now())
    return entry


async def overdue_offers(clinic_id: UUID, *, clock: Clock) -> list[WaitlistOffer]:
    """List a clinic's offers whose minutes have passed, and that nobody has passed on yet."""
    rows = WaitlistOffer.filter(clinic_id=clinic_id, state="open", offered_until__lte=clock.now())
    return await rows.order_by("offered_until", "id")


async def _locked(offer_id: UUID, clinic_id: UUID, contact_id: UUID | None) -> tuple[WaitlistOffer, WaitlistEntry]:
    """Lock the entry, and then read the offer as it is."""
    rows = WaitlistOffer.filter(id=offer_id, clinic_id=clinic_id)
    found = await rows.first()
    if found is None:
        raise NotFound(field="offer_id")
    entry = await entry_for(found.entry_id, clinic_id=clinic_id)
    if contact_id is not None and not await speaks_for(entry, contact_id):
        raise NotFound(field="offer_id")
    return await rows.get(), entry


async def _give_back(
    offer_id: UUID,
    clinic_id: UUID,
    state: OfferState,
    hold_state: HoldState,
    clock: Clock,
    *,
    contact_id: UUID | None = None,
) -> UUID | None:
    offer, entry = await _locked(offer_id, clinic_id, contact_id)
    if offer.state != "open":
        return None
    await end_holds(current_transaction(), [offer.hold_id], state=hold_state)
    await _answer(offer, state, clock)
    if entry.state == "offered":
        entry.state, entry.version = "waiting", entry.version + 1
        await entry.save(update_fields=["state", "version"])
        tell_of(entry)
    await owe_look(clinic_id, because=f"offer:{offer.id}", now=clock.now())
    return entry.id


async def _answer(offer: WaitlistOffer, state: OfferState, clock: Clock) -> None:
    """Write down what became of an open offer, and take back what asked staff to call about it."""
    now = clock.now()
    offer.state, offer.answered_at, offer.open_patient_id = state, now, None
    await offer.save(update_fields=["state", "answered_at", "open_patient_id", "booking_id"])
    rows = StaffTask.filter(clinic_id=offer.clinic_id, dedupe_key=call_key(offer.id), state="open")
    task = await rows.first()
    if task is not None and await rows.update(state="done", done_at=now):
        current_transaction().tell(Change("task", offer.clinic_id, task.id))


def call_key(offer_id: UUID) -> str:
    """Name the task that asks staff to call about an offer."""
    return f"{CALL_TASK}:{offer_id}"
