"""Tells whoever arranged a booking how it stands, once for each version of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, Protocol

from chatbookr_core.assistant.view import view_of
from chatbookr_core.assistant.whose import conversation_about, told_in
from chatbookr_core.bookings.asked_moves import move_told_of
from chatbookr_core.bookings.requests import DECLINED
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.consents.rules import is_stopped
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import (
    BookingSummary,
    OptionSigner,
    Slot,
    View,
    booked_message,
    cancelled_message,
    declined_message,
    move_asked_message,
    move_declined_message,
    move_lapsed_message,
    moved_message,
    put_off_message,
)
from chatbookr_core.errors import CannotUnseal, ChannelUnavailable
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.models import Booking, Conversation, Hold, Patient
from chatbookr_core.notices.acknowledging import BY_CLINIC
from chatbookr_core.outbox.choices import signer_of
from chatbookr_core.outbox.saying import Occasion, say
from chatbookr_core.owed import GIVE_UP_AFTER
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.queries import is_used_for
from chatbookr_core.templates.values import Values
from chatbookr_sdk import OutboundContent

PLACE: Final = "SELECT name FROM location WHERE clinic_id = $1 AND id = $2"


class Render(Protocol):
    """Writes what is told of a booking."""

    def __call__(self, booking: BookingSummary, view: View, /, *, language: str, sign: OptionSigner) -> OutboundContent:
        """Write it in a language, with options that are signed."""
        ...


async def announce_version(deployment: Deployment, job: LeasedJob) -> None:
    """Announce the version a job names, though its calendar may not have answered. Needs a transaction."""
    rows = Booking.filter(id=job.subject_id, clinic_id=job.clinic_id)
    booking = await rows.select_for_update(no_key=True).get()
    if booking.version != job.arguments.get("version"):
        return
    if booking.calendar_state == "pending" and booking.status != "cancelled":
        await ask_staff(
            "calendar_slow",
            clinic_id=booking.clinic_id,
            booking_id=booking.id,
            conversation_id=booking.conversation_id,
            dedupe_key=f"calendar_slow:{booking.id}:{booking.version}",
            now=deployment.clock.now(),
        )
    await announce(deployment, booking)


async def announce(deployment: Deployment, booking: Booking, *, unsaved: Collection[str] = ()) -> None:
    """Tell the patient of this version, unless that was done already. The booking's row is locked by the caller.

    A booking that staff made is not announced: staff speak for themselves; that the clinic moved or cancelled it is.
    Outside the channel's window a template says it; where the clinic has none for that, to who wants no messages, to
    who has never written, and where nothing can be written (the channel's plugin or the patient's key is gone), staff
    are asked to tell the patient. `unsaved`: what else of the booking to save.
    """
    is_news = booking.announced_version < booking.version and _is_to_be_told(booking, deployment.clock.now())
    if is_news:
        booking.announced_version = booking.version
        unsaved = (*unsaved, "announced_version")
    if unsaved:
        await booking.save(update_fields=list(unsaved))
    if is_news:
        await _tell(deployment, booking)


async def _tell(deployment: Deployment, booking: Booking) -> None:
    conversation = await conversation_about(booking)
    if conversation is None:
        await ask_to_tell(deployment, booking, None, reason="no_channel")
        return
    kept = await move_told_of(booking)
    if not is_window_open(conversation.last_inbound_at, deployment.clock.now()):
        where = conversation.clinic_id, conversation.connection_id
        is_request = kept is not None or booking.status == "requested"  # of which no template tells
        if is_request or not await is_used_for(*where, _purpose_of(booking)):
            await ask_to_tell(deployment, booking, conversation)
            return
    await _say_booked(deployment, booking, conversation, kept)


def _is_to_be_told(booking: Booking, now: datetime) -> bool:
    """Tell whether the patient hears of it here: what stands or waits, and what the clinic moved, declined, cancelled.

    What has begun is not told of any more.
    """
    if booking.starts_at <= now:
        return False
    if booking.status == "cancelled":
        return booking.cancelled_by in ("staff", "partner")
    return booking.status in STANDING and (booking.created_by == "patient" or booking.version > 1)


async def ask_to_tell(
    deployment: Deployment, booking: Booking, conversation: Conversation | None, *, reason: str | None = None
) -> None:
    """Ask staff to tell the patient of this version of a booking, once."""
    await ask_staff(
        "tell_patient",
        clinic_id=booking.clinic_id,
        conversation_id=conversation.id if conversation else None,
        booking_id=booking.id,
        dedupe_key=f"tell_patient:{booking.id}:{booking.version}",
        now=deployment.clock.now(),
        reason=reason,
    )


def _purpose_of(booking: Booking) -> Purpose:
    if booking.status == "cancelled":
        return Purpose.CANCELLED
    return Purpose.BOOKED if _is_first_told(booking) else Purpose.MOVED


def _is_first_told(booking: Booking) -> bool:
    """Tell whether this version is the first that stands: as it was booked, or as staff confirmed the request."""
    return booking.version in (1, booking.confirmed_version)


async def _occasion(booking: Booking, view: View) -> Occasion:
    """Say why it is told, and what of it a template may tell: when and where, never what for."""
    place = next((one.name for one in view.locations if one.id == booking.location_id), None)
    if place is None:  # one that is not offered any more
        ((place,),) = await fetch(PLACE, (booking.clinic_id, booking.location_id))
    texts = {"clinic": view.clinic_name, "place": place, "reference": booking.reference}
    values = Values(texts, starts_at=booking.starts_at, zone=booking.zone)
    return Occasion(_purpose_of(booking), values, worth_for=min(GIVE_UP_AFTER, booking.starts_at - view.now))


async def _say_booked(deployment: Deployment, booking: Booking, conversation: Conversation, kept: Hold | None) -> None:
    """Say it, but where that cannot be, and to who wants no messages: then staff are asked to.

    `kept`: it is of the time that the booking was asked to move to.
    """
    patient = await Patient.get(id=conversation.patient_id, clinic_id=conversation.clinic_id)
    try:
        keys = await deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
        view = await view_of(deployment, conversation, patient, keys)
    except (ChannelUnavailable, CannotUnseal):  # however often it is tried again
        await ask_to_tell(deployment, booking, conversation, reason="no_channel")
        return
    if is_stopped(view.patient.consents):
        await ask_to_tell(deployment, booking, conversation)
        return
    (summary,) = await told_in(deployment, conversation, view, [booking])
    render = _render_of(booking) if kept is None else _render_of_move(booking, kept)
    content = render(summary, view, language=patient.language or view.language, sign=signer_of(keys, conversation))
    occasion = (await _occasion(booking, view)).naming([summary.person])
    if kept is not None:
        occasion = Occasion(worth_for=occasion.worth_for)
    await say(conversation, content, keys=keys, now=deployment.clock.now(), occasion=occasion)


def _render_of(booking: Booking) -> Render:
    """Choose how this version of a booking is told of."""
    if booking.status == "cancelled":
        return declined_message if booking.cancel_reason == DECLINED else cancelled_message
    if _is_first_told(booking):
        return booked_message
    is_settled = booking.status != "requested"  # else there is nothing to say OK to yet
    return put_off_message if booking.moved_by in BY_CLINIC and is_settled else moved_message


def _render_of_move(booking: Booking, kept: Hold) -> Render:
    """Choose how it is told that a booking is asked to move, or does not, or that nobody has said so in time."""
    asked = Slot(kept.starts_at, kept.ends_at, kept.practitioner_id, kept.location_id)
    message = move_asked_message
    if kept.declined_version == booking.version:
        message = move_lapsed_message if kept.state == "expired" else move_declined_message

    def render(summary: BookingSummary, view: View, *, language: str, sign: OptionSigner) -> OutboundContent:
        return message(summary, asked, view, language=language, sign=sign)

    return render
