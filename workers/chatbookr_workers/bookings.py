"""What a booking by chat still owes: the live look before a hold, and the last message."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from chatbookr_core.dialogue import BookingRefused, Event, HoldLost, HoldTaken, Slot, SlotQuery

from chatbookr_core.availability.queries import SlotSearch, find_slot
from chatbookr_core.bookings import service as bookings
from chatbookr_core.calendars.service import is_free_live
from chatbookr_core.clock import from_epoch_minute
from chatbookr_core.conversations import assistant
from chatbookr_core.conversations.announcements import announce
from chatbookr_core.conversations.effects import nearest_slots
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh, Conflict, NotFound
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, wait_until
from chatbookr_core.models import Booking, Clinic, Conversation, Patient, Service
from chatbookr_sdk import TemporaryFailure
from chatbookr_workers.kinds import job

PATIENCE = timedelta(seconds=15)  # how long a patient waits for a calendar that does not answer
AGAIN = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class _Wish:
    """The slot a patient tapped."""

    clinic_id: UUID
    conversation_id: UUID
    service_id: UUID
    slot: Slot


@job("dialogue.hold", queue="dialogue", lease_seconds=40)
async def hold(deployment: Deployment, leased: LeasedJob) -> None:
    """Look into the practitioner's calendar right now, then hold the time, or say that it has gone."""
    wish = await _wish_of(leased)
    try:
        is_free = await is_free_live(
            deployment,
            clinic_id=wish.clinic_id,
            practitioner_id=wish.slot.practitioner_id,
            starts_at=wish.slot.starts_at,
            ends_at=wish.slot.ends_at,
        )
    except (CalendarNotFresh, TemporaryFailure):
        await _wait_or_hand_over(deployment, leased, wish)
        return
    reach("hold.after_live_check")
    async with transaction():
        conversation = await Conversation.filter(id=wish.conversation_id).select_for_update().get()
        if conversation.owner == "assistant":
            patient = await Patient.get(id=conversation.patient_id, clinic_id=wish.clinic_id)
            answer = await _hold_or_alternatives(deployment, wish, is_free=is_free)
            await assistant.hear(deployment, conversation, patient, answer, message_id=None)
        reach("hold.before_commit")
        await finish(leased, now=deployment.clock.now())
    reach("hold.after_commit")


async def _wish_of(leased: LeasedJob) -> _Wish:
    if leased.clinic_id is None or leased.subject_id is None:
        raise NotFound()
    service_id = UUID(str(leased.arguments["service_id"]))
    service = await Service.get(id=service_id, clinic_id=leased.clinic_id)
    start = int(leased.arguments["start_minute"] or 0)
    slot = Slot(
        from_epoch_minute(start),
        from_epoch_minute(start + service.duration_minutes),
        UUID(str(leased.arguments["practitioner_id"])),
        UUID(str(leased.arguments["location_id"])),
    )
    return _Wish(leased.clinic_id, leased.subject_id, service_id, slot)


async def _hold_or_alternatives(deployment: Deployment, wish: _Wish, *, is_free: bool) -> Event:
    clinic = await Clinic.get(id=wish.clinic_id)
    query = SlotQuery(wish.service_id)
    search = SlotSearch(wish.service_id, wish.slot.practitioner_id, wish.slot.location_id)
    now = deployment.clock.now()
    if is_free and await find_slot(clinic.id, search, wish.slot.starts_at, now=now) is not None:
        try:
            held = await bookings.hold(
                clinic,
                _request(wish),
                conversation_id=wish.conversation_id,
                clock=deployment.clock,
                minutes=clinic.hold_minutes,
            )
        except Conflict:
            pass  # somebody was faster: the nearest other times are offered below
        else:
            return HoldTaken(held.id, wish.slot)
    others = await nearest_slots(deployment, clinic.id, query, wish.slot.starts_at)
    return HoldLost(tuple(slot for slot in others if slot.starts_at != wish.slot.starts_at))


def _request(wish: _Wish) -> bookings.SlotRequest:
    return bookings.SlotRequest(
        service_id=wish.service_id,
        practitioner_id=wish.slot.practitioner_id,
        location_id=wish.slot.location_id,
        starts_at=wish.slot.starts_at,
    )


async def _wait_or_hand_over(deployment: Deployment, leased: LeasedJob, wish: _Wish) -> None:
    """Ask the calendar again in a moment; a patient who waited long enough gets a person."""
    now = deployment.clock.now()
    async with transaction():
        if now - leased.created_at < PATIENCE:
            await wait_until(leased, now + AGAIN)
            return
        conversation = await Conversation.filter(id=wish.conversation_id).select_for_update().get()
        if conversation.owner == "assistant":
            patient = await Patient.get(id=conversation.patient_id, clinic_id=wish.clinic_id)
            refusal = BookingRefused(CalendarNotFresh.code, ())
            await assistant.hear(deployment, conversation, patient, refusal, message_id=None)
        await finish(leased, now=now)


@job("dialogue.announce", queue="dialogue", lease_seconds=40)
async def announce_booking(deployment: Deployment, leased: LeasedJob) -> None:
    """Tell the patient though the calendar has not answered yet, and let staff know that it has not."""
    async with transaction():
        rows = Booking.filter(id=leased.subject_id, clinic_id=leased.clinic_id)
        booking = await rows.select_for_update().get()
        if booking.version == leased.arguments.get("version"):
            if booking.calendar_state == "pending":
                await ask_staff(
                    "calendar_slow",
                    clinic_id=booking.clinic_id,
                    booking_id=booking.id,
                    conversation_id=booking.conversation_id,
                    dedupe_key=f"calendar_slow:{booking.id}:{booking.version}",
                    now=deployment.clock.now(),
                )
            await announce(deployment, booking)
        reach("announce.before_commit")
        await finish(leased, now=deployment.clock.now())
