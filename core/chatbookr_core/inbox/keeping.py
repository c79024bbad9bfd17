"""Keeps what arrived as a message of a conversation: once, sealed, under the provider's time."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.conversations.marks import Marks
from chatbookr_core.conversations.provider_ids import hidden, hidden_or_none
from chatbookr_core.conversations.received import Readable
from chatbookr_core.conversations.telling import tell_of_message
from chatbookr_core.conversations.writing import Written, write
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.media.owing import owe_file
from chatbookr_core.models import ChannelConnection, Conversation, Message, Patient
from chatbookr_core.patients.service import recognise
from chatbookr_core.search.tokens import index_message_anew, message_tokens
from chatbookr_sdk import Sender

INSERT_CONVERSATION = """
INSERT INTO conversation (id, clinic_id, patient_id, connection_id, state, owner, version, last_message_at,
    unread_count, created_at) VALUES ($1, $2, $3, $4, $5, 'assistant', 0, $6, 0, $7)
ON CONFLICT (clinic_id, patient_id, connection_id) DO NOTHING
"""
SAID_BY: Final = frozenset({"patient", "phone_app"})
NEVER_QUOTED: Final = frozenset({"reaction", "call", "system", "revoked"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as it is to be kept; `status_at` is the provider's time, or ours where it gives none."""

    external_id: str
    content: Readable = field(repr=False)
    sent_at: datetime
    direction: str = "inbound"
    author: str = "patient"
    status: str = "received"
    reply_to_external_id: str | None = None
    marks: Marks = field(default=Marks(), repr=False)
    edited_at: datetime | None = None
    revoked_at: datetime | None = None
    history_phase: int | None = None


async def conversation_with(
    patient: Patient, connection: ChannelConnection, now: datetime, *, spoken_at: datetime | None = None
) -> Conversation:
    """Lock the conversation with a patient, made if need be; one that only has a past (`spoken_at`) begins closed."""
    rows = Conversation.filter(clinic_id=connection.clinic_id, patient_id=patient.id, connection_id=connection.id)
    found = await rows.select_for_update().get_or_none()
    if found is not None:
        return found
    state = "open" if spoken_at is None else "closed"
    await current_transaction().execute(
        INSERT_CONVERSATION,
        (new_id(), connection.clinic_id, patient.id, connection.id, state, spoken_at or now, now),
    )
    return await rows.select_for_update().get()


async def conversation_of(
    deployment: Deployment,
    connection: ChannelConnection,
    person: Sender,
    *,
    spoken_at: datetime | None = None,
    is_addressed: bool = False,
) -> tuple[Conversation, PatientKeys]:
    """Lock the conversation with whoever a provider names, and find their keys.

    Otherwise as `conversation_with`, and as `recognise`.
    """
    now, vault = deployment.clock.now(), deployment.vault
    patient = await recognise(
        clinic_id=connection.clinic_id,
        channel=connection.plugin,
        sender=person,
        vault=vault,
        now=now,
        is_addressed=is_addressed,
    )
    conversation = await conversation_with(patient, connection, now, spoken_at=spoken_at)
    return conversation, await vault.patient_keys(connection.clinic_id, patient.id)


async def add(conversation: Conversation, arrival: Arrival, keys: PatientKeys, now: datetime) -> UUID | None:
    """Write a message that is the newest of its conversation, and tell of it; None where it is known already."""
    message_id = await keep(conversation, arrival, keys, now)
    if message_id is not None:
        conversation.last_message_at = max(conversation.last_message_at, now)
        await conversation.save(update_fields=["last_message_at"])
        tell_of_message(message_id, clinic_id=conversation.clinic_id, conversation_id=conversation.id)
    return message_id


async def keep(conversation: Conversation, arrival: Arrival, keys: PatientKeys, now: datetime) -> UUID | None:
    """Write a message and owe its file, if any; None where the provider's id is known already. Needs a transaction."""
    message = _written(new_id(), conversation, arrival, keys, now)
    tokens = message_tokens(arrival.content.body, keys)
    if not await write(message, tokens, known_as=arrival.external_id):
        return None
    await owe_file(message.id, conversation.id, conversation.clinic_id, arrival.content, keys, now)
    return message.id


def _written(
    message_id: UUID, conversation: Conversation, arrival: Arrival, keys: PatientKeys, now: datetime
) -> Written:
    content, marks = arrival.content.content, arrival.marks.to_json()
    return Written(
        message_id,
        conversation.clinic_id,
        conversation.id,
        conversation.connection_id,
        arrival.direction,
        arrival.author,
        arrival.content.kind,
        keys.seal(columns.MESSAGE_BODY, message_id, arrival.content.body),
        keys.seal(columns.MESSAGE_CONTENT, message_id, content) if content is not None else None,
        arrival.status,
        arrival.sent_at,
        now,
        marks_sealed=keys.seal(columns.MESSAGE_MARKS, message_id, marks) if marks is not None else None,
        external_hash=hidden(keys, arrival.external_id),
        external_sealed=_sealed_name(message_id, arrival, keys),
        reply_to_hash=hidden_or_none(keys, arrival.reply_to_external_id),
        status_at=now if arrival.history_phase is None else arrival.sent_at,
        edited_at=arrival.edited_at,
        revoked_at=arrival.revoked_at,
        history_phase=arrival.history_phase,
    )


def _sealed_name(message_id: UUID, arrival: Arrival, keys: PatientKeys) -> bytes | None:
    """Seal the provider's own id of what can be quoted: words and files that were said to the clinic, or by it."""
    is_said = arrival.author in SAID_BY and arrival.content.kind not in NEVER_QUOTED
    if not is_said or arrival.marks.chat_group_id is not None:
        return None
    return keys.seal(columns.MESSAGE_EXTERNAL, message_id, arrival.external_id)


def opened(message: Message, keys: PatientKeys) -> Readable:
    """Open what a message says as it stands."""
    content = message.content_sealed
    return Readable(
        message.kind,
        keys.open_text(columns.MESSAGE_BODY, message.id, message.body_sealed),
        keys.open_text(columns.MESSAGE_CONTENT, message.id, content) if content is not None else None,
    )


def marks_of(message: Message, keys: PatientKeys) -> Marks:
    """Open what was put to a message."""
    sealed = message.marks_sealed
    return Marks.from_json(keys.open_text(columns.MESSAGE_MARKS, message.id, sealed) if sealed is not None else None)


def seal_content(message: Message, content: Readable, keys: PatientKeys) -> list[str]:
    """Let a message say something else; return the names of the columns that changed."""
    message.kind = content.kind
    message.body_sealed = keys.seal(columns.MESSAGE_BODY, message.id, content.body)
    message.content_sealed = (
        keys.seal(columns.MESSAGE_CONTENT, message.id, content.content) if content.content is not None else None
    )
    return ["kind", "body_sealed", "content_sealed"]


async def rewrite(message: Message, content: Readable, keys: PatientKeys) -> None:
    """Write that a message says something else, and let it be found by that alone. Needs a transaction."""
    await message.save(update_fields=seal_content(message, content, keys))
    await index_message_anew(message.id, message.clinic_id, content.body, keys)


def seal_marks(message: Message, marks: Marks, keys: PatientKeys) -> list[str]:
    """Write what was put to a message; return the names of the columns that changed."""
    text = marks.to_json()
    message.marks_sealed = keys.seal(columns.MESSAGE_MARKS, message.id, text) if text is not None else None
    return ["marks_sealed"]
