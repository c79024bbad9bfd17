"""Says something in a conversation: a message row and the job that sends it, in the transaction under way."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.conversations.answering import note_answered
from chatbookr_core.conversations.telling import tell_of_message
from chatbookr_core.conversations.writing import Written, write
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Conversation
from chatbookr_core.outbox.content import Told, ToldVisit, body_of, kind_of, to_json
from chatbookr_core.owed import GIVE_UP_AFTER, Owed
from chatbookr_core.search.tokens import message_tokens
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
    `visits` are what it reminds of: where one of them has changed before it leaves, it is not sent.
    """

    purpose: Purpose = Purpose.ANSWER
    values: Values | None = field(default=None, repr=False)
    is_urgent: bool = False
    worth_for: timedelta = GIVE_UP_AFTER
    visits: tuple[ToldVisit, ...] = ()

    def naming(self, people: Sequence[str | None]) -> "Occasion":
        """Let a template say who comes: see `Values.naming`."""
        return self if self.values is None else replace(self, values=self.values.naming(people))


ANSWERING = Occasion()


async def say(
    conversation: Conversation,
    content: OutboundContent,
    *,
    keys: PatientKeys,
    now: datetime,
    author: Author = ASSISTANT,
    occasion: Occasion = ANSWERING,
    quoted: str | None = None,
) -> UUID:
    """Queue one message; its id is the idempotency key the provider is asked to echo.

    `quoted` is the hash of what it quotes (outbox/quoting.py).
    """
    message_id = await speak(conversation, content, keys=keys, now=now, author=author, occasion=occasion, quoted=quoted)
    await conversation.save(update_fields=["last_message_at"])
    if author.kind in BY_PEOPLE:
        await note_answered(conversation)
    return message_id


async def speak(
    conversation: Conversation,
    content: OutboundContent,
    *,
    keys: PatientKeys,
    now: datetime,
    author: Author = ASSISTANT,
    occasion: Occasion = ANSWERING,
    quoted: str | None = None,
) -> UUID:
    """Queue one message like `say`, and leave it to the caller to save `last_message_at` of the conversation."""
    message = replace(_written(conversation, content, keys, now, author, occasion), reply_to_hash=quoted)
    owed = Owed(
        "outbound.send",
        conversation.clinic_id,
        message.id,
        now,
        dedupe_key=f"outbound.send:{message.id}",
        give_up_after=occasion.worth_for,
    )
    await write(message, message_tokens(body_of(content), keys), owed=owed)
    conversation.last_message_at = max(conversation.last_message_at, now)
    tell_of_message(message.id, clinic_id=conversation.clinic_id, conversation_id=conversation.id)
    return message.id


def _written(
    conversation: Conversation,
    content: OutboundContent,
    keys: PatientKeys,
    now: datetime,
    author: Author,
    occasion: Occasion,
) -> Written:
    message_id, told = new_id(), Told(occasion.values, occasion.is_urgent, occasion.visits)
    return Written(
        message_id,
        conversation.clinic_id,
        conversation.id,
        conversation.connection_id,
        "outbound",
        author.kind,
        kind_of(content),
        keys.seal(columns.MESSAGE_BODY, message_id, body_of(content)),
        keys.seal(columns.MESSAGE_CONTENT, message_id, to_json(content, told)),
        "queued",
        now,
        now,
        author_user_id=author.user_id,
        author_key_id=author.key_id,
        purpose=occasion.purpose.value,
    )
