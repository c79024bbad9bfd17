"""Looks into the calendar at a patient's tap and holds the time, or finds the nearest ones."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from chatbookr_core.assistant import hearing
from chatbookr_core.assistant.finding import nearest_slots
from chatbookr_core.assistant.view import view_of
from chatbookr_core.assistant.whose import changeable_in
from chatbookr_core.availability.queries import SlotSearch, find_slot
from chatbookr_core.availability.trust import is_unseen
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.groups import joins_group
from chatbookr_core.bookings.rules import minutes_of
from chatbookr_core.calendars.service import is_free_live
from chatbookr_core.clock import from_epoch_minute
from chatbookr_core.db import fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import BookingRefused, Event, HoldLost, HoldTaken, Slot, SlotQuery, View
from chatbookr_core.errors import CalendarNotFresh, Conflict, NotFound
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Conversation, Patient
from chatbookr_core.presence.indicator import owe_typing

MINUTES: Final = "SELECT duration_minutes FROM service WHERE clinic_id = $1 AND id = $2"


@dataclass(frozen=True, slots=True)
class Wish:
    """The slot a patient tapped."""

    clinic_id: UUID
    conversation_id: UUID
    service_id: UUID
    slot: Slot


@dataclass(frozen=True, slots=True)
class _Seen:
    """A conversation that is locked, who it is with, and what the dialogue sees at the moment."""

    conversation: Conversation
    patient: Patient
    keys: PatientKeys
    view: View


async def wish_of(job: LeasedJob) -> Wish:
    """Read the wish a `dialogue.hold` job stands for. Raises NotFound."""
    if job.clinic_id is None or job.subject_id is None:
        raise NotFound()
    service_id = UUID(str(job.arguments["service_id"]))
    start = int(job.arguments["start_minute"] or 0)
    minutes = int(job.arguments.get("minutes") or 0) or await _usual_minutes(job.clinic_id, service_id)
    slot = Slot(
        from_epoch_minute(start),
        from_epoch_minute(start + minutes),
        UUID(str(job.arguments["practitioner_id"])),
        UUID(str(job.arguments["location_id"])),
    )
    return Wish(job.clinic_id, job.subject_id, service_id, slot)


async def _usual_minutes(clinic_id: UUID, service_id: UUID) -> int:
    rows = await fetch(MINUTES, (clinic_id, service_id))
    if not rows:
        raise NotFound()
    return int(rows[0]["duration_minutes"])


async def is_wish_free(deployment: Deployment, wish: Wish) -> bool:
    """Ask the practitioner's calendar right now. Raises CalendarNotFresh, TemporaryFailure.

    The event of a group appointment that the patient would join does not stand in the way.
    """
    return await is_free_live(
        deployment,
        clinic_id=wish.clinic_id,
        practitioner_id=wish.slot.practitioner_id,
        service_id=wish.service_id,
        starts_at=wish.slot.starts_at,
        ends_at=wish.slot.ends_at,
        is_joined=lambda: joins_group(wish.clinic_id, _request(wish)),
    )


async def answer(deployment: Deployment, wish: Wish, *, is_free: bool) -> None:
    """Hold the time if it is still there, and let the dialogue go on. Needs a transaction."""
    conversation = await _locked(wish)
    if conversation.owner == "assistant":
        seen = await _seen(deployment, conversation)
        await _tell(deployment, seen, await _hold_or_alternatives(deployment, wish, seen, is_free=is_free))


async def hold_unseen(deployment: Deployment, wish: Wish) -> bool:
    """Hold the time on request where the calendar, which has not answered, is not trusted any more; else return False.

    Needs a transaction.
    """
    now = deployment.clock.now()
    if not await is_unseen(wish.slot.practitioner_id, clinic_id=wish.clinic_id, now=now):
        return False
    await answer(deployment, wish, is_free=True)
    return True


async def let_wait(deployment: Deployment, wish: Wish) -> None:
    """Let the patient see, where their channel can show it, that they are still being answered. Needs a transaction."""
    conversation = await Conversation.get(id=wish.conversation_id, clinic_id=wish.clinic_id)
    if conversation.owner == "assistant":
        await owe_typing(conversation, deployment.clock.now())


async def refuse(deployment: Deployment, wish: Wish) -> None:
    """Let the dialogue know that the calendar does not answer. Needs a transaction."""
    conversation = await _locked(wish)
    if conversation.owner == "assistant":
        seen = await _seen(deployment, conversation)
        others = await nearest_slots(
            deployment,
            wish.clinic_id,
            replace(await _query(wish, seen), practitioner_id=None),
            wish.slot.starts_at,
            zone=seen.view.zone,
            is_gone=lambda slot: slot.practitioner_id == wish.slot.practitioner_id,
        )
        await _tell(deployment, seen, BookingRefused(CalendarNotFresh.code, others))


async def _locked(wish: Wish) -> Conversation:
    rows = Conversation.filter(id=wish.conversation_id, clinic_id=wish.clinic_id)
    return await rows.select_for_update().get()


async def _seen(deployment: Deployment, conversation: Conversation) -> _Seen:
    """See what the dialogue does: whether a time is held changes nothing of it."""
    patient = await Patient.get(id=conversation.patient_id, clinic_id=conversation.clinic_id)
    keys = await deployment.vault.patient_keys(conversation.clinic_id, patient.id)
    view = await view_of(deployment, conversation, patient, keys)
    return _Seen(conversation, patient, keys, view)


async def _tell(deployment: Deployment, seen: _Seen, event: Event) -> None:
    await hearing.hear(
        deployment, seen.conversation, seen.patient, event, keys=seen.keys, message_id=None, view=seen.view
    )


async def _hold_or_alternatives(deployment: Deployment, wish: Wish, seen: _Seen, *, is_free: bool) -> Event:
    query, now = await _query(wish, seen), deployment.clock.now()
    search = _search(wish, query)
    try:
        offered = await find_slot(wish.clinic_id, search, wish.slot.starts_at, now=now) if is_free else None
    except NotFound:  # the service was taken away since the tap
        offered = None
    if offered is not None:
        try:
            held = await bookings.hold(
                wish.clinic_id,
                replace(
                    _request(wish),
                    is_on_request=offered.is_on_request,
                    kept_by=query.kept_by,
                    beside=query.beside,
                ),
                conversation_id=wish.conversation_id,
                clock=deployment.clock,
                minutes=seen.view.hold_minutes,
            )
        except Conflict:
            pass  # somebody was faster: the nearest other times are offered below
        else:
            return HoldTaken(held.id, replace(wish.slot, is_on_request=offered.is_on_request))
    return await _lost(deployment, wish, seen, query)


async def _lost(deployment: Deployment, wish: Wish, seen: _Seen, query: SlotQuery) -> HoldLost:
    """Name the nearest other times: with whom was asked for, else with anybody, of which the same one is the nearest.

    None of them is that of the booking that would be moved, whoever else is free then.
    """
    lost = wish.slot.starts_at, wish.slot.practitioner_id
    others = await nearest_slots(
        deployment,
        wish.clinic_id,
        query,
        wish.slot.starts_at,
        zone=seen.view.zone,
        is_gone=lambda slot: (slot.starts_at, slot.practitioner_id) == lost,
    )
    return HoldLost(others, wish.slot)


async def _query(wish: Wish, seen: _Seen) -> SlotQuery:
    minutes = minutes_of(wish.slot.starts_at, wish.slot.ends_at)
    state = hearing.state_of(seen.keys, seen.conversation)
    moved = await changeable_in(seen.conversation, state.booking_id) if state.is_rescheduling else None
    query = SlotQuery(
        wish.service_id,
        state.practitioner_id if state.practitioner_id == wish.slot.practitioner_id else None,
        location_id=wish.slot.location_id,
        duration_minutes=minutes,
    )
    if moved is None:
        return query
    return query.of_move(moved, now=seen.view.now, horizon=seen.view.horizon)


def _search(wish: Wish, query: SlotQuery) -> SlotSearch:
    return SlotSearch(
        wish.service_id,
        wish.slot.practitioner_id,
        wish.slot.location_id,
        duration_minutes=minutes_of(wish.slot.starts_at, wish.slot.ends_at),
        is_kept_length=True,
        or_on_request=True,
        standing=query.standing,
        kept_by=query.kept_by,
        beside=query.beside,
    )


def _request(wish: Wish) -> bookings.SlotRequest:
    return bookings.SlotRequest(
        service_id=wish.service_id,
        practitioner_id=wish.slot.practitioner_id,
        location_id=wish.slot.location_id,
        starts_at=wish.slot.starts_at,
        duration_minutes=minutes_of(wish.slot.starts_at, wish.slot.ends_at),
        is_kept_length=True,
    )
