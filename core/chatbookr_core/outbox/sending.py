"""What is known of one outgoing message on its way: attempts, receipts, failures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tortoise.expressions import Q

from chatbookr_core.conversations.provider_ids import hidden
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.conversations.telling import tell_of
from chatbookr_core.db import current_transaction, fetch, instant_of, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.jobs import OPEN_STATES, LeasedJob
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Job, Message, Patient, StaffTask
from chatbookr_core.outbox.content import Told, from_json, told_of
from chatbookr_core.outbox.pace import IN_TURN
from chatbookr_core.outbox.quoting import sealed_id, with_quote
from chatbookr_core.patients.stubs import reached_at
from chatbookr_core.templates.purposes import Purpose
from chatbookr_sdk import OutboundMessage, Receipt, Recipient

ERROR_CHARS = 80
REASON_CHARS = 40
WINDOW_SHUT = "window_closed"  # a plugin's word for it
OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN"  # on a queued message: an attempt may have been accepted
READ: Final = """
SELECT message.id, message.conversation_id, message.connection_id, message.status_at, message.error_code,
    message.content_sealed, message.reply_to_hash, message.purpose,
    conversation.patient_id, conversation.last_inbound_at, conversation.free_until,
    patient.language, patient.phone_sealed, patient.provider_user_sealed,
    channel.plugin, channel.state AS channel_state, channel.paused_until, message.held_until, message.held_reason,
    EXISTS (SELECT 1 FROM patient AS stub WHERE stub.clinic_id = patient.clinic_id
        AND stub.merged_into_id = patient.id AND stub.channel <> patient.channel) AS is_known_elsewhere,
    EXISTS (SELECT 1 FROM message AS earlier WHERE earlier.clinic_id = message.clinic_id
        AND earlier.conversation_id = message.conversation_id AND earlier.direction = 'outbound'
        AND earlier.status = 'queued' AND earlier.id < message.id) AS is_behind
FROM message JOIN conversation
    ON conversation.clinic_id = message.clinic_id AND conversation.id = message.conversation_id
JOIN patient ON patient.clinic_id = conversation.clinic_id AND patient.id = conversation.patient_id
JOIN channel_connection AS channel ON channel.clinic_id = message.clinic_id AND channel.id = message.connection_id
WHERE message.clinic_id = $1 AND message.id = $2 AND message.status = $3 AND message.content_sealed IS NOT NULL
"""
BEGIN: Final = """
UPDATE message SET status_at = $3, handed_at = $3, held_until = NULL, held_reason = NULL, error_code = NULL
WHERE clinic_id = $1 AND id = $2 AND status = 'queued'
"""
RECEIVED: Final = """
UPDATE message SET status = CASE status WHEN 'queued' THEN 'sent' ELSE status END,
    status_at = CASE status WHEN 'queued' THEN $3 ELSE status_at END,
    error_code = CASE status WHEN 'queued' THEN NULL ELSE error_code END,
    external_hash = COALESCE(external_hash, $4), external_sealed = COALESCE(external_sealed, $5)
WHERE clinic_id = $1 AND id = $2
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A queued message, opened for sending, with what is known of its patient and conversation."""

    id: UUID
    clinic_id: UUID
    conversation_id: UUID
    connection_id: UUID
    attempted_at: datetime | None
    is_awaiting_status: bool
    message: OutboundMessage = field(repr=False)
    told: Told = field(repr=False)
    purpose: Purpose
    patient_id: UUID
    language: str | None
    last_inbound_at: datetime | None
    free_until: datetime | None
    is_behind: bool
    """Something that was said before this has not gone out either."""
    plugin: str
    channel_state: str
    paused_until: datetime | None
    """Until when its channel rests."""
    held: tuple[datetime | None, str | None]
    """Until when it waits and why, as is written down."""


async def outgoing_for(deployment: Deployment, job: LeasedJob, *, status: str = "queued") -> Outgoing | None:
    """Open the message a job is about; None where it is not waiting to be sent (or whatever `status` says)."""
    rows = await fetch(READ, (job.clinic_id, job.subject_id, status))
    if job.clinic_id is None or not rows:
        return None
    row, message_id, clinic_id = rows[0], uuid_of(rows[0]["id"]), job.clinic_id
    patient_id, connection_id = uuid_of(row["patient_id"]), uuid_of(row["connection_id"])
    message, told = await _opened(deployment, row, message_id, clinic_id)
    return Outgoing(
        message_id,
        clinic_id,
        uuid_of(row["conversation_id"]),
        connection_id,
        _instant_or_none(row["status_at"]),
        row["error_code"] == OUTCOME_UNKNOWN,
        message,
        told,
        Purpose(row["purpose"] or Purpose.ANSWER.value),
        patient_id,
        row["language"],
        _instant_or_none(row["last_inbound_at"]),
        _instant_or_none(row["free_until"]),
        bool(row["is_behind"]),
        *_waiting_of(row),
    )


async def _opened(
    deployment: Deployment, row: Mapping[str, Any], message_id: UUID, clinic_id: UUID
) -> tuple[OutboundMessage, Told]:
    """Open to whom a message goes, what it says and quotes, and what stands beside it."""
    patient_id, connection_id = uuid_of(row["patient_id"]), uuid_of(row["connection_id"])
    there, user, phone = await _known_by(row, patient_id, connection_id, clinic_id)
    keys = await deployment.vault.reading(clinic_id, (user, phone, row["content_sealed"]))
    number = None if phone is None else keys.open_text(columns.PATIENT_PHONE, there, phone)
    recipient = Recipient(keys.open_text(columns.PATIENT_PROVIDER_USER, there, user), number)
    text = keys.open_text(columns.MESSAGE_CONTENT, message_id, row["content_sealed"])
    message = OutboundMessage(str(message_id), recipient, from_json(text))
    if row["reply_to_hash"] is not None:
        message = await with_quote(deployment, clinic_id, row["plugin"], message)
    return message, told_of(text)


def _waiting_of(row: Mapping[str, Any]) -> tuple[str, str, datetime | None, tuple[datetime | None, str | None]]:
    """Read how a message's channel is, and until when it waits itself."""
    held = _instant_or_none(row["held_until"]), row["held_reason"]
    return row["plugin"], row["channel_state"], _instant_or_none(row["paused_until"]), held


async def _known_by(
    row: Mapping[str, Any], patient_id: UUID, connection_id: UUID, clinic_id: UUID
) -> tuple[UUID, bytes, bytes | None]:
    """Return by whose row a patient is written to, their sealed id there, and their sealed number."""
    if not row["is_known_elsewhere"]:
        return patient_id, row["provider_user_sealed"], row["phone_sealed"]
    there = await reached_at(await Patient.get(id=patient_id, clinic_id=clinic_id), connection_id)
    return there.id, there.provider_user_sealed, there.phone_sealed


def _instant_or_none(value: object) -> datetime | None:
    return None if value is None else instant_of(value)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What was said before a message and still waits: until when it is tried next, and how long it is held and why.

    `held` is None where nothing of it is held.
    """

    until: datetime
    held: tuple[datetime, str] | None


async def find_ahead(outgoing: Outgoing, now: datetime) -> Ahead | None:
    """Find what was said before this and is to go out before it; None where all of it is on its way or over.

    A conversation is heard in order.

    A message whose job has died is not: it would silence the conversation for ever. Nor is one that is held till later,
    and not only till its turn.
    """
    if not outgoing.is_behind:  # what is said meanwhile is said after it
        return None
    earlier = Message.filter(
        clinic_id=outgoing.clinic_id,
        conversation_id=outgoing.conversation_id,
        direction="outbound",
        status="queued",
        id__lt=outgoing.id,
    )
    earlier = earlier.filter(Q(held_until=None) | Q(held_reason__in=IN_TURN))
    waiting = await earlier.values_list("id", "held_until", "held_reason")
    if not waiting:
        return None
    ids = [id for id, _, _ in waiting]
    jobs = Job.filter(clinic_id=outgoing.clinic_id, kind="outbound.send", subject_id__in=ids, state__in=OPEN_STATES)
    found = await jobs.values_list("state", "due_at")
    if not found:
        return None
    # of a job that is under way, `due_at` says when its lease ends
    tried = min(max(due_at, now) if state == "due" else now for state, due_at in found)
    return Ahead(tried, max(((until, why) for _, until, why in waiting if until is not None), default=None))


async def note_attempt(outgoing: Outgoing, now: datetime) -> bool:
    """Write down that sending begins: after a crash, the next attempt must first look for a status.

    Return False where it is not to be sent any more: something else was said in its place.
    """
    return await current_transaction().execute(BEGIN, (outgoing.clinic_id, outgoing.id, now)) > 0


async def hold(outgoing: Outgoing, until: datetime, reason: str) -> None:
    """Write down until when a message waits and why, for staff to see.

    What is said after it waits too where it waits for its turn (IN_TURN); otherwise it holds up nothing.
    """
    if outgoing.held == (until, reason):
        return
    rows = Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id, status="queued")
    await rows.update(held_until=until, held_reason=reason)
    tell_of(outgoing)


async def note_doubt(outgoing: Outgoing, now: datetime) -> None:
    """Begin to wait for a status: the provider may have taken the message, and we may have been away meanwhile."""
    rows = Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id, status="queued")
    await rows.update(status_at=now, error_code=OUTCOME_UNKNOWN)


async def note_unsent(outgoing: Outgoing) -> None:
    """Take the note back: the provider has certainly not taken the message."""
    await Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id, status="queued").update(
        status_at=None, handed_at=None, error_code=None
    )


async def note_receipt(vault: Vault, outgoing: Outgoing, receipt: Receipt, now: datetime) -> None:
    """Keep a hash of the provider's id, and it sealed; a status that was faster than the receipt is not undone."""
    clinic_id, external_id = outgoing.clinic_id, receipt.external_id
    keys = await vault.clinic_keys(clinic_id)
    sealed = await sealed_id(vault, clinic_id, outgoing.patient_id, outgoing.id, external_id)
    values = (clinic_id, outgoing.id, now, hidden(keys, external_id), sealed)
    await current_transaction().execute(RECEIVED, values)
    tell_of(outgoing)


async def note_failure(outgoing: Outgoing, code: str, now: datetime, *, reason: str | None = None) -> None:
    """Mark the message failed for good and ask staff to look; `reason` says what they can do about it."""
    rows = Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id, status="queued")
    await rows.update(
        status="failed",
        status_at=now,
        handed_at=None,
        held_until=None,
        held_reason=None,
        error_code=code[:ERROR_CHARS],
    )
    await ask_about(outgoing, now, reason or code)
    tell_of(outgoing)


async def ask_about(message: Message | Outgoing, now: datetime, reason: str) -> None:
    """Put a message that did not get through before the clinic's staff, once."""
    await ask_staff(
        "message_failed",
        clinic_id=message.clinic_id,
        conversation_id=message.conversation_id,
        dedupe_key=failed_key(message),
        now=now,
        reason=reason[:REASON_CHARS],
    )


def failed_key(message: Message | Outgoing) -> str:
    """Name what staff are asked about a message that failed: one task for each."""
    return f"message_failed:{message.id}"


async def withdraw(message: Message | Outgoing, now: datetime) -> None:
    """Take back what staff were asked: it got through after all, or has been said another way."""
    rows = StaffTask.filter(clinic_id=message.clinic_id, dedupe_key=failed_key(message), state="open")
    if await rows.update(state="done", done_at=now):
        task = await StaffTask.get(clinic_id=message.clinic_id, dedupe_key=failed_key(message))
        current_transaction().tell(Change("task", message.clinic_id, task.id))
