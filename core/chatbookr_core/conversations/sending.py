"""What is known of one outgoing message on its way: attempts, receipts, failures, statuses."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.conversations.content import from_json
from chatbookr_core.conversations.outbox import tell_of_message
from chatbookr_core.conversations.rules import next_status
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import OPEN_STATES, LeasedJob
from chatbookr_core.keys import columns
from chatbookr_core.models import ChannelConnection, Conversation, Job, Message, Patient
from chatbookr_sdk import OutboundMessage, Receipt, Recipient, StatusReported

ERROR_CHARS = 80
OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN"  # on a queued message: an attempt may have been accepted


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A queued message, opened for sending."""

    id: UUID
    clinic_id: UUID
    conversation_id: UUID
    connection_id: UUID
    attempted_at: datetime | None
    is_awaiting_status: bool
    message: OutboundMessage = field(repr=False)


async def outgoing_for(deployment: Deployment, job: LeasedJob) -> Outgoing | None:
    """Open the message a job is about; None where it is not waiting to be sent."""
    row = await Message.get_or_none(id=job.subject_id, clinic_id=job.clinic_id, status="queued")
    if row is None or row.content_sealed is None:
        return None
    conversation = await Conversation.get(id=row.conversation_id, clinic_id=row.clinic_id)
    patient = await Patient.get(id=conversation.patient_id, clinic_id=row.clinic_id)
    keys = await deployment.vault.clinic_keys(row.clinic_id)
    phone = patient.phone_sealed
    recipient = Recipient(
        keys.open_text(columns.PATIENT_PROVIDER_USER, patient.id, patient.provider_user_sealed),
        keys.open_text(columns.PATIENT_PHONE, patient.id, phone) if phone is not None else None,
    )
    content = from_json(keys.open_text(columns.MESSAGE_CONTENT, row.id, row.content_sealed))
    return Outgoing(
        row.id,
        row.clinic_id,
        row.conversation_id,
        row.connection_id,
        row.status_at,
        row.error_code == OUTCOME_UNKNOWN,
        OutboundMessage(str(row.id), recipient, content, row.reply_to_external_id),
    )


async def earlier_is_waiting(outgoing: Outgoing) -> bool:
    """Tell whether something said before this is still to be sent: a conversation is heard in order.

    A message whose job has died is not: it would silence the conversation for ever.
    """
    earlier = Message.filter(
        clinic_id=outgoing.clinic_id,
        conversation_id=outgoing.conversation_id,
        direction="outbound",
        status="queued",
        id__lt=outgoing.id,
    )
    waiting = await earlier.values_list("id", flat=True)
    return bool(waiting) and await Job.exists(
        clinic_id=outgoing.clinic_id, kind="outbound.send", subject_id__in=list(waiting), state__in=OPEN_STATES
    )


async def note_attempt(outgoing: Outgoing, now: datetime) -> None:
    """Write down that sending begins: after a crash, the next attempt must first look for a status."""
    rows = Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id, status="queued")
    await rows.update(status_at=now, error_code=None)


async def note_doubt(outgoing: Outgoing, now: datetime) -> None:
    """Begin to wait for a status: the provider may have taken the message, and we may have been away meanwhile."""
    rows = Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id, status="queued")
    await rows.update(status_at=now, error_code=OUTCOME_UNKNOWN)


async def note_unsent(outgoing: Outgoing) -> None:
    """Take the note back: the provider has certainly not taken the message."""
    await Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id, status="queued").update(
        status_at=None, error_code=None
    )


async def note_receipt(outgoing: Outgoing, receipt: Receipt, now: datetime) -> None:
    """Keep the provider's id; a status that was faster than the receipt is not undone."""
    rows = Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id)
    await rows.filter(status="queued").update(status="sent", status_at=now, error_code=None)
    await rows.filter(external_id=None).update(external_id=receipt.external_id)
    _tell(outgoing)


async def note_failure(outgoing: Outgoing, code: str, now: datetime) -> None:
    """Mark the message failed for good and ask staff to look."""
    rows = Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id, status="queued")
    await rows.update(status="failed", status_at=now, error_code=code[:ERROR_CHARS])
    await _ask_staff(outgoing, now)
    _tell(outgoing)


async def note_status(connection: ChannelConnection, fact: StatusReported, now: datetime) -> bool:
    """Move a message forward as the provider reports; False where it is not one of ours. Needs a transaction."""
    rows = Message.filter(clinic_id=connection.clinic_id, connection_id=connection.id, direction="outbound")
    found = await rows.filter(external_id=fact.external_id).select_for_update().first()
    if found is None and (correlated := _uuid_or_none(fact.correlation)) is not None:
        found = await rows.filter(id=correlated).select_for_update().first()
    if found is None:
        return False
    status = next_status(found.status, found.status_at, fact.status.value, fact.at)
    if status is None and found.external_id is not None:
        return True
    found.external_id = found.external_id or fact.external_id
    if status is not None:
        found.status, found.status_at = status, fact.at
        found.error_code = (fact.error_code or "unknown")[:ERROR_CHARS] if status == "failed" else None
    await found.save(update_fields=["external_id", "status", "status_at", "error_code"])
    if status == "failed":
        await _ask_staff(found, now)
    _tell(found)
    return True


def _uuid_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


async def _ask_staff(message: Message | Outgoing, now: datetime) -> None:
    """Put a message that did not get through before the clinic's staff, once."""
    await ask_staff(
        "message_failed",
        clinic_id=message.clinic_id,
        conversation_id=message.conversation_id,
        dedupe_key=f"message_failed:{message.id}",
        now=now,
    )


def _tell(message: Message | Outgoing) -> None:
    tell_of_message(message.id, clinic_id=message.clinic_id, conversation_id=message.conversation_id)
