"""Carries out what the dialogue asks: slots are looked up, holds asked for, bookings made, people called."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from chatbookr_core.assistant.consenting import note_opting, note_reminders
from chatbookr_core.assistant.deeds import note_deed
from chatbookr_core.assistant.finding import find_times, nearest_slots
from chatbookr_core.assistant.waiting import (
    gone_event,
    join_waitlist,
    leave_waitlist,
    pass_offer_on,
    take_offer,
    taken_event,
)
from chatbookr_core.assistant.whose import changeable_in, kept_minutes, told_in
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.asked_moves import ask_to_move
from chatbookr_core.bookings.queries import is_kept_on_request
from chatbookr_core.bookings.request_tasks import ask_for_answer
from chatbookr_core.bookings.rules import minutes_of
from chatbookr_core.clock import epoch_minute
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import (
    BookingCancelled,
    BookingMade,
    BookingMoved,
    BookingRefused,
    Cancel,
    Confirm,
    DeclineOffer,
    Effect,
    Event,
    FindSlots,
    HandOver,
    JoinWaitlist,
    LeaveWaitlist,
    MoveAsked,
    NoteCancelReason,
    NoteConsent,
    ReleaseHold,
    Reschedule,
    Slot,
    SlotQuery,
    SlotsFound,
    State,
    TakeBack,
    TakeHold,
    TakeOffer,
    View,
    WaitlistJoined,
)
from chatbookr_core.errors import Conflict, NotFound
from chatbookr_core.events import Change
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Booking, Conversation, Hold, Patient
from chatbookr_core.outbox.owing import announce_later
from chatbookr_core.relatives.service import person_booked_for
from chatbookr_core.waitlist.owing import owe_look

HOLD_TRIES_FOR = timedelta(seconds=20)
REASON_CHARS = 40


async def carry_out(
    deployment: Deployment,
    conversation: Conversation,
    patient: Patient,
    effect: Effect,
    *,
    state: State,
    view: View,
    message_id: UUID | None,
) -> Event | None:
    """Do one thing and return its answer, or None where there is none or it comes later. Needs a transaction."""
    match effect:
        case FindSlots(query):
            return await _look_up(deployment, conversation, await _moving(conversation, state, query, view), view)
        case TakeHold(slot):
            await _ask_for_hold(deployment, conversation, slot, state=state, message_id=message_id)
        case Confirm():
            return await _confirm(deployment, conversation, patient, effect, view, message_id)
        case Reschedule():
            return await _reschedule(deployment, conversation, effect, view)
        case Cancel():
            return await _cancel(deployment, conversation, effect, view)
        case NoteCancelReason(booking_id, reason):
            await _note_reason(conversation, booking_id, reason)
        case HandOver(reason):
            await hand_over(deployment, conversation, reason)
        case NoteConsent() | TakeBack():
            await note_opting(deployment, conversation, effect, message_id)
        case _:
            return await _wait(deployment, conversation, patient, effect)
    return None


async def _release(deployment: Deployment, conversation: Conversation, hold_id: UUID) -> None:
    """Give a held time back, and let those know who wait for one."""
    if await bookings.release(hold_id, clinic_id=conversation.clinic_id):
        await owe_look(conversation.clinic_id, because=f"hold:{hold_id}", now=deployment.clock.now())


async def _wait(
    deployment: Deployment,
    conversation: Conversation,
    patient: Patient,
    effect: ReleaseHold | JoinWaitlist | LeaveWaitlist | TakeOffer | DeclineOffer,
) -> Event | None:
    """Do what has to do with those who wait: what the patient wants of the list, and letting a time go."""
    match effect:
        case ReleaseHold(hold_id):
            await _release(deployment, conversation, hold_id)
        case JoinWaitlist():
            return WaitlistJoined(await join_waitlist(deployment, conversation, patient, effect))
        case LeaveWaitlist(entry_id):
            await leave_waitlist(deployment, conversation, entry_id)
        case DeclineOffer(offer_id):
            return await pass_offer_on(deployment, conversation, offer_id)
        case TakeOffer(offer_id):
            taken = await take_offer(deployment, conversation, patient, offer_id)
            if taken is None:
                return await gone_event(deployment, conversation, offer_id)
            if taken.is_new:
                await announce_later(deployment, taken.booking)
                await ask_for_answer(taken.booking, deployment.clock.now())
            return await taken_event(deployment, conversation, taken)
    return None


async def _look_up(deployment: Deployment, conversation: Conversation, query: SlotQuery, view: View) -> SlotsFound:
    return await find_times(deployment, conversation.clinic_id, query, zone=view.zone)


async def _moving(conversation: Conversation, state: State, query: SlotQuery, view: View) -> SlotQuery:
    """Let a booking that is moved take as long as it does, at another time than it has."""
    moved = await changeable_in(conversation, state.booking_id) if state.is_rescheduling else None
    if moved is None:
        return query
    query = replace(query, duration_minutes=kept_minutes(moved, query.duration_minutes))
    return query.of_move(moved, now=view.now, horizon=view.horizon)


async def _ask_for_hold(
    deployment: Deployment, conversation: Conversation, slot: Slot, *, state: State, message_id: UUID | None
) -> None:
    """Owe the live look into the calendar and the hold; the same tap owes it once."""
    now = deployment.clock.now()
    await enqueue(
        "dialogue.hold",
        clinic_id=conversation.clinic_id,
        subject_id=conversation.id,
        arguments={
            "service_id": str(state.service_id),
            "practitioner_id": str(slot.practitioner_id),
            "location_id": str(slot.location_id),
            "start_minute": epoch_minute(slot.starts_at),
            "minutes": minutes_of(slot.starts_at, slot.ends_at),
        },
        now=now,
        due_at=now,
        dedupe_key=f"dialogue.hold:{message_id}" if message_id else None,
        give_up_after=HOLD_TRIES_FOR,
    )


async def _confirm(
    deployment: Deployment,
    conversation: Conversation,
    patient: Patient,
    effect: Confirm,
    view: View,
    message_id: UUID | None,
) -> Event:
    try:
        patient_id = await person_booked_for(deployment, patient, effect.person)
        booking = await bookings.confirm(
            effect.hold_id,
            clinic_id=conversation.clinic_id,
            patient_id=patient_id,
            conversation_id=conversation.id,
            wants_reminders=effect.reminders,
            created_by="patient",
            is_for_anybody=effect.is_for_anybody,
            clock=deployment.clock,
            random=deployment.random,
        )
    except (Conflict, NotFound) as refusal:
        return await _refused(deployment, conversation.clinic_id, refusal, effect.hold_id, view)
    await note_reminders(deployment, conversation, effect, booking.id, message_id)
    await announce_later(deployment, booking)
    clinic_id = conversation.clinic_id
    is_unseen = booking.status == "requested" and await is_kept_on_request(effect.hold_id, clinic_id=clinic_id)
    await ask_for_answer(booking, deployment.clock.now(), is_unseen=is_unseen)
    note_deed(deployment, "bookingCreate", conversation, booking.id)
    return BookingMade((await told_in(deployment, conversation, view, [booking]))[0])


async def _reschedule(deployment: Deployment, conversation: Conversation, effect: Reschedule, view: View) -> Event:
    clinic_id = conversation.clinic_id
    before = await changeable_in(conversation, effect.booking_id)
    if before is None:
        return BookingRefused(NotFound.code, ())
    (old,) = await told_in(deployment, conversation, view, [before])
    try:
        await bookings.require_in_time(before, deployment.clock.now())
        is_asked = before.status == "confirmed" and await is_kept_on_request(effect.hold_id, clinic_id=clinic_id)
        if is_asked:
            booking = await ask_to_move(before.id, clinic_id=clinic_id, hold_id=effect.hold_id, clock=deployment.clock)
        else:
            booking = await bookings.reschedule(
                before.id, clinic_id=clinic_id, to=effect.hold_id, by="patient", clock=deployment.clock
            )
    except (Conflict, NotFound) as refusal:
        return await _refused(deployment, clinic_id, refusal, effect.hold_id, view, before)
    await announce_later(deployment, booking)
    note_deed(deployment, "bookingReschedule", conversation, booking.id)
    if is_asked:
        return MoveAsked(old, await _slot_kept(effect.hold_id, clinic_id))
    return BookingMoved(old, (await told_in(deployment, conversation, view, [booking]))[0])


async def _slot_kept(hold_id: UUID, clinic_id: UUID) -> Slot:
    kept = await Hold.get(id=hold_id, clinic_id=clinic_id)
    return Slot(kept.starts_at, kept.ends_at, kept.practitioner_id, kept.location_id, kept.is_on_request)


async def _cancel(deployment: Deployment, conversation: Conversation, effect: Cancel, view: View) -> Event:
    found = await changeable_in(conversation, effect.booking_id)
    if found is None:
        return BookingRefused(NotFound.code, ())
    try:
        booking = await bookings.cancel(
            found.id, clinic_id=found.clinic_id, by="patient", reason=effect.reason, clock=deployment.clock
        )
    except Conflict as refusal:
        return BookingRefused(refusal.code, ())
    note_deed(deployment, "bookingCancel", conversation, booking.id)
    return BookingCancelled((await told_in(deployment, conversation, view, [booking]))[0])


async def _note_reason(conversation: Conversation, booking_id: UUID, reason: str) -> None:
    """Keep why a patient cancelled; a booking that stands, or is not theirs to cancel, is left alone."""
    if await changeable_in(conversation, booking_id) is not None:
        rows = Booking.filter(id=booking_id, clinic_id=conversation.clinic_id, status="cancelled")
        await rows.update(cancel_reason=reason[:REASON_CHARS])


async def _refused(
    deployment: Deployment,
    clinic_id: UUID,
    refusal: Conflict | NotFound,
    hold_id: UUID,
    view: View,
    moved: Booking | None = None,
) -> Event:
    hold = await Hold.get_or_none(id=hold_id, clinic_id=clinic_id)
    if hold is None:
        return BookingRefused(refusal.code, ())
    minutes = minutes_of(hold.starts_at, hold.ends_at)
    query = SlotQuery(hold.service_id, duration_minutes=minutes)
    if moved is not None:
        query = query.of_move(moved, now=view.now, horizon=view.horizon)
    others = await nearest_slots(deployment, clinic_id, query, hold.starts_at, zone=view.zone)
    return BookingRefused(refusal.code, others)


async def hand_over(deployment: Deployment, conversation: Conversation, reason: str) -> None:
    """Give the conversation to a person: the assistant is silent, and staff see why."""
    conversation.owner, conversation.handover_reason = "staff", reason[:REASON_CHARS]
    await conversation.save(update_fields=["owner", "handover_reason"])
    await ask_staff(
        "handover",
        clinic_id=conversation.clinic_id,
        conversation_id=conversation.id,
        dedupe_key=f"handover:{conversation.id}:{conversation.version}",
        now=deployment.clock.now(),
        reason=reason[:REASON_CHARS],
    )
    current_transaction().tell(Change("conversation", conversation.clinic_id, conversation.id))
