"""Offers a time that has fallen free to who waits for it (M11): in the chat, by template, or by a person's call."""

from collections.abc import Container
from dataclasses import dataclass
from uuid import UUID

from chatbookr_core.assistant.view import offer_of, view_of
from chatbookr_core.calendars.service import is_free_live
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import is_stopped
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import savepoint
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import offer_message
from chatbookr_core.errors import CalendarNotFresh, ChannelUnavailable, Conflict, InvalidInput, NotFound
from chatbookr_core.models import Clinic, Conversation, Location, Patient, WaitlistEntry, WaitlistOffer
from chatbookr_core.outbox.choices import signer_of
from chatbookr_core.outbox.saying import Occasion, say
from chatbookr_core.relatives.queries import contact_of, first_names_in
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.queries import is_used_for
from chatbookr_core.templates.values import Values
from chatbookr_core.waitlist.entries import entry_for, settle
from chatbookr_core.waitlist.looking import find_matches
from chatbookr_core.waitlist.offers import CALL_TASK, call_key, expire, keep_for, overdue_offers
from chatbookr_core.waitlist.rules import Free, Match, MatchKey
from chatbookr_sdk import PermanentFailure, TemporaryFailure


@dataclass(frozen=True, slots=True)
class Way:
    """How who waits, or who asked for them, is told: in a conversation, or by a call, for a code of advice.py."""

    conversation: Conversation | None
    reason: str | None = None


async def matches(deployment: Deployment, clinic_id: UUID, *, without: Container[MatchKey]) -> list[Match]:
    """Say who would be offered what now, but for what could not be had. No transaction. Raises NotFound."""
    return await find_matches(await _clinic(clinic_id), now=deployment.clock.now(), without=without)


async def tidy(deployment: Deployment, clinic_id: UUID) -> None:
    """Pass on what nobody answered in time, and bring the list to what happened to bookings. Needs a transaction."""
    for one in await overdue_offers(clinic_id, clock=deployment.clock):
        await expire(one.id, clinic_id=clinic_id, clock=deployment.clock)
    await settle(await _clinic(clinic_id), clock=deployment.clock)


async def _clinic(clinic_id: UUID) -> Clinic:
    found = await Clinic.get_or_none(id=clinic_id)
    if found is None:
        raise NotFound()
    return found


async def is_free_now(deployment: Deployment, clinic_id: UUID, entry_id: UUID, free: Free) -> bool:
    """Ask the practitioner's calendar right now, about what somebody waits for; what it does not answer is offered to
    nobody. No transaction.
    """
    entry = await WaitlistEntry.get_or_none(id=entry_id, clinic_id=clinic_id)
    if entry is None:
        return False
    try:
        return await is_free_live(
            deployment,
            clinic_id=clinic_id,
            practitioner_id=free.practitioner_id,
            service_id=entry.service_id,
            starts_at=free.starts_at,
            ends_at=free.ends_at,
        )
    except (CalendarNotFresh, ChannelUnavailable, PermanentFailure, TemporaryFailure):
        return False


async def try_offer(deployment: Deployment, clinic_id: UUID, match: Match) -> bool:
    """Offer somebody what is theirs; False where somebody was faster with the time, or with them. Needs a transaction.

    Nothing is left of what fails.
    """
    try:
        async with savepoint():
            await offer(deployment, clinic_id, match.waiting.id, match.free)
    except (Conflict, NotFound, InvalidInput):
        return False
    return True


async def offer(deployment: Deployment, clinic_id: UUID, entry_id: UUID, free: Free) -> WaitlistOffer:
    """Keep a time for somebody who waits, and tell them. Needs a transaction.

    Raises NotFound, NotWaiting, AlreadyOffered, SlotTaken, SlotNotOffered, InvalidInput.
    """
    clinic, entry = await _clinic(clinic_id), await entry_for(entry_id, clinic_id=clinic_id)
    way = await _way_to(deployment, clinic, entry)
    told_in = way.conversation.id if way.conversation and way.reason is None else None
    made = await keep_for(clinic, entry.id, free, conversation_id=told_in, clock=deployment.clock)
    if way.conversation is not None and way.reason is None:
        await _say(deployment, clinic, made, way.conversation)
    else:
        await ask_staff(
            CALL_TASK,
            clinic_id=clinic.id,
            conversation_id=way.conversation.id if way.conversation else None,
            booking_id=entry.booking_id,
            dedupe_key=call_key(made.id),
            now=deployment.clock.now(),
            reason=way.reason,
        )
    return made


async def _way_to(deployment: Deployment, clinic: Clinic, entry: WaitlistEntry) -> Way:
    """Find where who waits, or who asked for them, can be told: nowhere after STOP, nor where nothing may be sent."""
    contact_id = await contact_of(entry)
    rows = Conversation.filter(clinic_id=clinic.id, patient_id=contact_id, connection__state="connected")
    found = await rows.order_by("-last_inbound_at", "-last_message_at")
    conversation = next(iter(found), None)
    if conversation is None:
        return Way(None, "no_channel")
    if is_stopped(await standings_of(clinic.id, contact_id)):
        return Way(conversation, "opted_out")
    now = deployment.clock.now()
    for one in found:
        if is_window_open(one.last_inbound_at, now):
            return Way(one)
        if await is_used_for(one.clinic_id, one.connection_id, Purpose.WAITLIST_OFFER):
            return Way(one)
    return Way(conversation, "no_template")


async def _say(deployment: Deployment, clinic: Clinic, made: WaitlistOffer, conversation: Conversation) -> None:
    now = deployment.clock.now()
    keys = await deployment.vault.patient_keys(clinic.id, conversation.patient_id)
    patient = await Patient.get(id=conversation.patient_id, clinic_id=clinic.id)
    place = await Location.get(id=made.location_id, clinic_id=clinic.id)
    entry = await WaitlistEntry.get(id=made.entry_id, clinic_id=clinic.id)
    names = await first_names_in(deployment, [entry], patient.id)
    view, person = await view_of(deployment, conversation, patient, keys), names.get(entry.patient_id)
    content = offer_message(
        offer_of(made, entry, place.zone, person=person),
        view,
        language=patient.language or clinic.locale,
        sign=signer_of(keys, conversation),
        names_services=clinic.reminders_name_services,
    )
    texts = {"clinic": clinic.name, "place": place.name}
    values = Values(texts, made.starts_at, until=made.offered_until, zone=place.zone)
    occasion = Occasion(Purpose.WAITLIST_OFFER, values, worth_for=made.offered_until - now).naming([person])
    await say(conversation, content, keys=keys, now=now, occasion=occasion)
