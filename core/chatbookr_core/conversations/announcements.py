"""Tells a patient that a booking stands, once for each version of it."""

from chatbookr_core.conversations.assistant import signer_of
from chatbookr_core.conversations.outbox import say
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.conversations.view import summary_of, view_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import booked_message, moved_message
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.models import Booking, Clinic, Conversation, Patient


async def announce_version(deployment: Deployment, job: LeasedJob) -> None:
    """Announce the version a job names, though its calendar may not have answered. Needs a transaction."""
    rows = Booking.filter(id=job.subject_id, clinic_id=job.clinic_id)
    booking = await rows.select_for_update().get()
    if booking.version != job.arguments.get("version"):
        return
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


async def announce(deployment: Deployment, booking: Booking) -> None:
    """Send M7 unless this version was announced already. The booking's row is locked by the caller.

    A booking that staff made is not announced: staff speak for themselves. Outside the channel's window nothing can
    be said freely, and staff are asked to tell the patient.
    """
    if booking.announced_version >= booking.version or booking.conversation_id is None:
        return
    if booking.created_by != "patient" or booking.status != "confirmed":
        return
    booking.announced_version = booking.version
    await booking.save(update_fields=["announced_version"])
    conversation = await Conversation.get(id=booking.conversation_id, clinic_id=booking.clinic_id)
    if not is_window_open(conversation.last_inbound_at, deployment.clock.now()):
        await ask_staff(
            "tell_patient",
            clinic_id=booking.clinic_id,
            conversation_id=conversation.id,
            booking_id=booking.id,
            dedupe_key=f"tell_patient:{booking.id}:{booking.version}",
            now=deployment.clock.now(),
        )
        return
    await _say_booked(deployment, booking, conversation)


async def _say_booked(deployment: Deployment, booking: Booking, conversation: Conversation) -> None:
    keys = await deployment.vault.clinic_keys(booking.clinic_id)
    patient = await Patient.get(id=booking.patient_id, clinic_id=booking.clinic_id)
    clinic = await Clinic.get(id=booking.clinic_id)
    view = await view_of(deployment, conversation, patient, keys, is_first=False)
    render = booked_message if booking.version == 1 else moved_message
    content = render(
        summary_of(booking, clinic, deployment),
        view,
        language=patient.language or clinic.locale,
        sign=signer_of(keys, conversation),
    )
    await say(conversation, content, keys=keys, now=deployment.clock.now())
