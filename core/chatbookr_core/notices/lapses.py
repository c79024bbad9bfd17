"""Tells whoever asked that nobody has answered in time: a move, whose booking stays, or a booking itself."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.assistant.view import view_of
from chatbookr_core.assistant.whose import conversation_about, told_in
from chatbookr_core.bookings.asked_moves import note_lapsed
from chatbookr_core.consents.rules import is_stopped
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import unanswered_message
from chatbookr_core.errors import CannotUnseal, ChannelUnavailable
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.models import Booking, Conversation, Patient
from chatbookr_core.notices.announcements import announce, ask_to_tell
from chatbookr_core.outbox.choices import signer_of
from chatbookr_core.outbox.saying import Occasion, say

WORTH_FOR: Final = timedelta(hours=24)
"""So long after its time has begun somebody may still want to know why nobody said anything."""


async def tell_lapsed(deployment: Deployment, job: LeasedJob) -> None:
    """Tell it once. Needs a transaction."""
    hold_id, now = job.arguments.get("hold_id"), deployment.clock.now()
    if hold_id is None:
        await _tell_of_request(deployment, job)
    elif job.clinic_id is not None:
        booking = await note_lapsed(UUID(str(hold_id)), clinic_id=job.clinic_id, now=now)
        if booking is not None:
            await announce(deployment, booking)


async def _tell_of_request(deployment: Deployment, job: LeasedJob) -> None:
    """Tell of a booking whose time has begun and that is a request still; staff may answer it all the same.

    What staff or a partner asked for is not announced either.
    """
    rows = Booking.filter(id=job.subject_id, clinic_id=job.clinic_id, status="requested")
    booking, now = await rows.select_for_update(no_key=True).first(), deployment.clock.now()
    if booking is None or booking.version != job.arguments.get("version") or now < booking.starts_at:
        return
    is_told_of = booking.created_by == "patient" or booking.version > 1
    if is_told_of and now - booking.starts_at < WORTH_FOR:
        await _tell(deployment, booking)


async def _tell(deployment: Deployment, booking: Booking) -> None:
    """Say it; outside the channel's window, to who wants no messages, and where it cannot be said, staff are asked."""
    conversation, now = await conversation_about(booking), deployment.clock.now()
    if conversation is None or not is_window_open(conversation.last_inbound_at, now):
        reason = "no_channel" if conversation is None else None
        await ask_to_tell(deployment, booking, conversation, reason=reason)
        return
    try:
        await _say(deployment, booking, conversation)
    except (ChannelUnavailable, CannotUnseal):  # however often it is tried again
        await ask_to_tell(deployment, booking, conversation, reason="no_channel")


async def _say(deployment: Deployment, booking: Booking, conversation: Conversation) -> None:
    patient = await Patient.get(id=conversation.patient_id, clinic_id=conversation.clinic_id)
    keys = await deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
    view = await view_of(deployment, conversation, patient, keys)
    if is_stopped(view.patient.consents):
        await ask_to_tell(deployment, booking, conversation)
        return
    (summary,) = await told_in(deployment, conversation, view, [booking])
    language = patient.language or view.language
    content = unanswered_message(summary, view, language=language, sign=signer_of(keys, conversation))
    occasion = Occasion(worth_for=booking.starts_at + WORTH_FOR - view.now)
    await say(conversation, content, keys=keys, now=view.now, occasion=occasion)
