"""What a patient does with the waitlist in the chat: joins it, takes or declines what is kept for them, leaves it."""

from uuid import UUID

from chatbookr_core.availability.queries import SlotSearch
from chatbookr_core.bookings.rules import minutes_of
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import Purpose, may_send
from chatbookr_core.conversations.deeds import note_deed
from chatbookr_core.conversations.view import summary_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import (
    Event,
    JoinWaitlist,
    OfferGone,
    OfferPassed,
    OfferTaken,
)
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.models import Booking, Clinic, Conversation, Patient
from chatbookr_core.waitlist import offers
from chatbookr_core.waitlist.entries import Wanted, join
from chatbookr_core.waitlist.errors import NotWaiting, OfferOver
from chatbookr_core.waitlist.looking import first_free
from chatbookr_core.waitlist.offers import Taken, Taker
from chatbookr_core.waitlist.rules import Wish


async def join_waitlist(deployment: Deployment, conversation: Conversation, wish: JoinWaitlist) -> bool:
    """Put the patient on the list for an earlier time than what is free; False where that cannot be (any more)."""
    clinic, clock = await Clinic.get(id=conversation.clinic_id), deployment.clock
    minutes = await _kept_minutes(conversation, wish.booking_id)
    search = SlotSearch(
        wish.service_id,
        wish.practitioner_id,
        wish.location_id,
        duration_minutes=minutes,
        is_kept_length=minutes is not None,
    )
    try:
        before = await first_free(clinic.id, search, now=clock.now())
        wanted = Wanted(
            wish.service_id,
            wish.practitioner_id,
            wish.location_id,
            wish.booking_id,
            minutes,
            Wish(starts_before=before),
        )
        entry = await join(clinic, conversation.patient_id, wanted, by="patient", clock=clock)
    except (NotFound, InvalidInput):
        return False
    note_deed(deployment, "waitlistEntryAdd", conversation, entry.id)
    return True


async def _kept_minutes(conversation: Conversation, booking_id: UUID | None) -> int | None:
    if booking_id is None:
        return None
    rows = Booking.filter(id=booking_id, clinic_id=conversation.clinic_id, patient_id=conversation.patient_id)
    booking = await rows.first()
    return minutes_of(booking.starts_at, booking.ends_at) if booking else None


async def leave_waitlist(deployment: Deployment, conversation: Conversation, entry_id: UUID) -> None:
    """Give the patient's place up; one that is over already stays so."""
    where, patient_id = conversation.clinic_id, conversation.patient_id
    try:
        await offers.leave(entry_id, clinic_id=where, patient_id=patient_id, clock=deployment.clock)
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


async def taken_event(deployment: Deployment, taken: Taken | None) -> Event:
    """Say to the dialogue what came of it."""
    if taken is None:
        return OfferGone()
    clinic = await Clinic.get(id=taken.booking.clinic_id)
    return OfferTaken(summary_of(taken.booking, clinic, deployment), taken.is_new)


async def pass_offer_on(deployment: Deployment, conversation: Conversation, offer_id: UUID) -> Event:
    """Let the time go to the next; what is over already stays so."""
    where, patient_id = conversation.clinic_id, conversation.patient_id
    try:
        entry_id = await offers.decline(offer_id, clinic_id=where, patient_id=patient_id, clock=deployment.clock)
    except NotFound:
        return OfferPassed()
    if entry_id is not None:
        note_deed(deployment, "waitlistOfferDecline", conversation, entry_id)
    return OfferPassed()
