"""What a patient does with the waitlist in the chat: joins it, takes or declines what is kept for them, leaves it."""

from dataclasses import replace
from uuid import UUID

from chatbookr_core.assistant.deeds import note_deed
from chatbookr_core.assistant.suiting import wish_of
from chatbookr_core.assistant.whose import changeable_in, kept_minutes, told_in
from chatbookr_core.availability.queries import SlotSearch
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import Purpose, may_send
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import (
    Event,
    JoinWaitlist,
    LateOffer,
    OfferGone,
    OfferPassed,
    OfferTaken,
    Slot,
)
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.models import Booking, Clinic, Conversation, Patient
from chatbookr_core.relatives.errors import TooManyRelatives
from chatbookr_core.relatives.service import person_booked_for
from chatbookr_core.waitlist import offers
from chatbookr_core.waitlist.entries import Wanted, join
from chatbookr_core.waitlist.errors import NotWaiting, OfferOver
from chatbookr_core.waitlist.looking import first_free
from chatbookr_core.waitlist.offers import Taken, Taker


async def join_waitlist(
    deployment: Deployment, conversation: Conversation, patient: Patient, wish: JoinWaitlist
) -> UUID | None:
    """Put who comes on the list for an earlier time than what is free; return the place, None where there is none."""
    clinic, clock = await Clinic.get(id=conversation.clinic_id), deployment.clock
    try:
        booking = await _booking_to_move(conversation, wish.booking_id)
        minutes = kept_minutes(booking, wish.minutes)
        where = wish.service_id, wish.practitioner_id, wish.location_id
        search = SlotSearch(*where, duration_minutes=minutes, is_kept_length=booking is not None)
        if booking is not None:
            search = replace(search, kept_by=booking.practitioner_id, beside=booking.id)
        suits = wish_of(wish.suiting)
        before = await first_free(clinic.id, search, suits, now=clock.now())
        waits = booking.patient_id if booking else await person_booked_for(deployment, patient, wish.person)
        arranger = patient.id if waits != patient.id else None
        wanted = Wanted(*where, wish.booking_id, minutes, replace(suits, starts_before=before), arranger)
        entry = await join(clinic, waits, wanted, by="patient", clock=clock)
    except (NotFound, InvalidInput, TooManyRelatives):
        return None
    note_deed(deployment, "waitlistEntryAdd", conversation, entry.id)
    return entry.id


async def _booking_to_move(conversation: Conversation, booking_id: UUID | None) -> Booking | None:
    """Find what is to come earlier: the patient's own, or of somebody they book for. Raises NotFound."""
    booking = await changeable_in(conversation, booking_id)
    if booking is None and booking_id is not None:
        raise NotFound(field="booking_id")
    return booking


async def leave_waitlist(deployment: Deployment, conversation: Conversation, entry_id: UUID) -> None:
    """Give a place up, the patient's own or of whom they book for; one that is over already stays so."""
    where, contact_id = conversation.clinic_id, conversation.patient_id
    try:
        await offers.leave(entry_id, clinic_id=where, contact_id=contact_id, clock=deployment.clock)
    except (NotFound, NotWaiting):
        return
    note_deed(deployment, "waitlistEntryRemove", conversation, entry_id)


async def take_offer(
    deployment: Deployment, conversation: Conversation, patient: Patient, offer_id: UUID
) -> Taken | None:
    """Make a booking of what is kept for the patient, who agreed to reminders or did not; None where it is over."""
    standings = await standings_of(conversation.clinic_id, patient.id)
    try:
        taken = await offers.take(
            offer_id,
            Taker("patient", patient.id, may_send(standings, Purpose.REMINDERS)),
            clinic_id=conversation.clinic_id,
            clock=deployment.clock,
            random=deployment.random,
        )
    except (OfferOver, NotFound):
        return None
    if taken.is_new:
        action = "bookingReschedule" if taken.is_moved else "bookingCreate"
        note_deed(deployment, action, conversation, taken.booking.id)
    return taken


async def gone_event(deployment: Deployment, conversation: Conversation, offer_id: UUID) -> OfferGone:
    """Say that it is over, and of what, unless a person has the conversation: nothing is asked then."""
    where, who = conversation.clinic_id, conversation.patient_id
    if conversation.owner != "assistant":
        return OfferGone()
    found = await offers.late_answer(offer_id, clinic_id=where, contact_id=who, clock=deployment.clock)
    if found is None:
        return OfferGone()
    offer, entry = found
    slot = Slot(offer.starts_at, offer.ends_at, offer.practitioner_id, offer.location_id)
    relative_id = entry.patient_id if entry.patient_id != who else None
    return OfferGone(LateOffer(slot, entry.service_id, entry.practitioner_id, entry.booking_id, relative_id))


async def taken_event(deployment: Deployment, conversation: Conversation, taken: Taken) -> Event:
    """Say to the dialogue what came of it."""
    clinic = await Clinic.get(id=taken.booking.clinic_id)
    (booking,) = await told_in(deployment, conversation, clinic, [taken.booking])
    return OfferTaken(booking, taken.is_new)


async def pass_offer_on(deployment: Deployment, conversation: Conversation, offer_id: UUID) -> Event:
    """Let the time go to the next; what is over already stays so."""
    where, contact_id = conversation.clinic_id, conversation.patient_id
    try:
        entry_id = await offers.decline(offer_id, clinic_id=where, contact_id=contact_id, clock=deployment.clock)
    except NotFound:
        return OfferPassed()
    if entry_id is not None:
        note_deed(deployment, "waitlistOfferDecline", conversation, entry_id)
    return OfferPassed()
