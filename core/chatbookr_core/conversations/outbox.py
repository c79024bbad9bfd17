"""Says something in a conversation: a message row and the job that sends it, in the transaction under way."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from chatbookr_core.conversations.answering import note_answered
from chatbookr_core.conversations.content import Told, body_of, kind_of, to_json
from chatbookr_core.db import current_transaction
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Conversation, Message
from chatbookr_core.owed import GIVE_UP_AFTER
from chatbookr_core.search.tokens import index_message
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.values import Values
from chatbookr_sdk import OutboundContent


@dataclass(frozen=True, slots=True)
class Author:
    """Who speaks for the clinic, and which colleague or API key it was."""

    kind: str
    user_id: UUID | None = None
    key_id: UUID | None = None


ASSISTANT = Author("assistant")
BY_PEOPLE = frozenset({"staff", "partner"})
"""Whose word is an answer, whoever has the conversation; the assistant's is one where it has it."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why something is said: `values` are what a template tells of it where free text may not be sent.

    `is_urgent` is said at night too. After `worth_for` nobody wants to hear it any more, and staff are asked instead.
    """

    purpose: Purpose = Purpose.ANSWER
    values: Values | None = field(default=None, repr=False)
    is_urgent: bool = False
    worth_for: timedelta = GIVE_UP_AFTER


ANSWERING = Occasion()


async def say(
    conversation: Conversation,
    content: OutboundContent,
    *,
    keys: PatientKeys,
    now: datetime,
    author: Author = ASSISTANT,
    occasion: Occasion = ANSWERING,
) -> UUID:
    """Queue one message; its id is the idempotency key the provider is asked to echo."""
    message_id = await _keep(conversation, content, keys, now, author, occasion)
    conversation.last_message_at = max(conversation.last_message_at, now)
    await conversation.save(update_fields=["last_message_at"])
    if author.kind in BY_PEOPLE:
        await note_answered(conversation)
    await enqueue(
        "outbound.send",
        clinic_id=conversation.clinic_id,
        subject_id=message_id,
        now=now,
        due_at=now,
        dedupe_key=f"outbound.send:{message_id}",
        give_up_after=occasion.worth_for,
    )
    tell_of_message(message_id, clinic_id=conversation.clinic_id, conversation_id=conversation.id)
    return message_id


async def _keep(
    conversation: Conversation,
    content: OutboundContent,
    keys: PatientKeys,
    now: datetime,
    author: Author,
    occasion: Occasion,
) -> UUID:
    message_id, body = new_id(), body_of(content)
    told = Told(occasion.values, occasion.is_urgent)
    await Message.create(
        id=message_id,
        clinic_id=conversation.clinic_id,
        conversation_id=conversation.id,
        connection_id=conversation.connection_id,
        direction="outbound",
        author=author.kind,
        author_user_id=author.user_id,
        author_key_id=author.key_id,
        kind=kind_of(content),
        purpose=occasion.purpose.value,
        body_sealed=keys.seal(columns.MESSAGE_BODY, message_id, body),
        content_sealed=keys.seal(columns.MESSAGE_CONTENT, message_id, to_json(content, told)),
        status="queued",
        sent_at=now,
        created_at=now,
    )
    await index_message(message_id, conversation.clinic_id, body, keys)
    return message_id


def tell_of_message(message_id: UUID, *, clinic_id: UUID, conversation_id: UUID) -> None:
    """Let subscribers of the conversation know of a new or changed message, once this has committed."""
    current_transaction().tell(Change("message", clinic_id, message_id, conversation_id))


class Spoken(Protocol):
    """A message, as its row or as what of it is sent."""

    @property
    def id(self) -> UUID: ...

    @property
    def clinic_id(self) -> UUID: ...

    @property
    def conversation_id(self) -> UUID: ...


def tell_of(message: Spoken) -> None:
    """Let subscribers of its conversation know of a message that changed, once this has committed."""
    tell_of_message(message.id, clinic_id=message.clinic_id, conversation_id=message.conversation_id)
