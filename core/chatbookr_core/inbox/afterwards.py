"""What is done to a message after it was sent: an emoji put to it, a new text, its deletion; in whatever order.

Only who wrote a message edits or revokes it, and only within its own conversation: a provider's id is no proof.
"""

from dataclasses import replace
from datetime import datetime

from chatbookr_core.conversations.external_ids import find_named
from chatbookr_core.conversations.marks import PATIENT, PHONE_APP, Marks, Version
from chatbookr_core.conversations.provider_ids import hidden_or_none
from chatbookr_core.conversations.received import REVOKED_BODY, Readable, readable
from chatbookr_core.conversations.telling import tell_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox.keeping import (
    Arrival,
    add,
    conversation_of,
    marks_of,
    opened,
    seal_content,
    seal_marks,
)
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.media.owing import forget_files, owe_file
from chatbookr_core.models import ChannelConnection, Conversation, Message
from chatbookr_core.notices.acknowledging import acknowledge
from chatbookr_core.notices.reminders import mark_answered
from chatbookr_core.search.tokens import index_message_anew
from chatbookr_core.templates.purposes import Purpose
from chatbookr_sdk import MessageEdited, MessageRevoked, Reacted

FOREIGN = "not_their_message"
REVOKED = "revoked"


async def react(deployment: Deployment, connection: ChannelConnection, fact: Reacted) -> str | None:
    """Put an emoji to a message, or take it away; one to a message not known here stands as a message of its own.

    Return why nothing could be made of it, or None. Needs a transaction.
    """
    conversation, keys = await conversation_of(deployment, connection, fact.person, is_addressed=fact.is_from_clinic)
    author = PHONE_APP if fact.is_from_clinic else PATIENT
    message = await find_named(keys, connection, fact.target_external_id)
    if message is None:
        content = Readable("reaction", fact.emoji or "[reaction removed]")
        arrival = replace(_arrival(fact, fact.external_id, content), reply_to_external_id=fact.target_external_id)
        await add(conversation, arrival, keys, deployment.clock.now())
        return None
    if message.conversation_id != conversation.id:
        return FOREIGN
    marks = marks_of(message, keys).reacted(author, fact.emoji, fact.at)
    await message.save(update_fields=seal_marks(message, marks, keys))
    tell_of(message)
    if message.purpose == Purpose.REMINDER and fact.emoji is not None and not fact.is_from_clinic:
        await mark_answered(conversation, deployment.clock.now())
    if message.purpose == Purpose.MOVED and fact.emoji is not None and not fact.is_from_clinic:
        await acknowledge(conversation, deployment.clock.now())
    return None


async def edit(deployment: Deployment, connection: ChannelConnection, fact: MessageEdited) -> str | None:
    """Let a message say what its writer made of it, and keep what it said before.

    An edit that comes before what it edits stands in its place, and takes the original in when that comes. Return why
    nothing could be made of it, or None. Needs a transaction.
    """
    conversation, keys = await conversation_of(deployment, connection, fact.person, is_addressed=fact.is_from_clinic)
    content = readable(fact.content)
    message = await find_named(keys, connection, fact.target_external_id)
    if message is None:
        arrival = _arrival(fact, fact.target_external_id, content)
        arrival = replace(arrival, edited_at=fact.at, marks=Marks(awaits_original=True))
        await add(conversation, arrival, keys, deployment.clock.now())
        return None
    if not _may_change(message, conversation, fact):
        return FOREIGN
    if message.revoked_at is None:
        await _edit(message, content, fact.at, keys)
        await owe_file(message.id, conversation.id, conversation.clinic_id, content, keys, deployment.clock.now())
    return None


async def _edit(message: Message, content: Readable, at: datetime, keys: PatientKeys) -> None:
    marks, standing = marks_of(message, keys), opened(message, keys)
    since = message.edited_at or message.sent_at
    if content == standing:
        return
    changed: list[str] = []
    if message.edited_at is not None and at < message.edited_at:  # an older edit came late: it was said in between
        marks = marks.with_version(Version(at, content.kind, content.body, content.content))
    else:
        marks = marks.with_version(Version(since, standing.kind, standing.body, standing.content))
        changed = seal_content(message, content, keys)
        message.edited_at = at
    await message.save(update_fields=[*changed, "edited_at", *seal_marks(message, marks, keys)])
    if changed:
        await index_message_anew(message.id, message.clinic_id, content.body, keys)
    tell_of(message)


async def take_original(message: Message, arrival: Arrival, keys: PatientKeys) -> bool:
    """Take in what an edit that was faster had edited; False where none waits for it. The message is locked."""
    marks = marks_of(message, keys)
    if not marks.awaits_original:
        return False
    said = arrival.content
    kept = replace(arrival.marks, reactions=marks.reactions, versions=marks.versions)
    message.sent_at = arrival.sent_at
    message.reply_to_hash = hidden_or_none(keys, arrival.reply_to_external_id)
    if arrival.marks.chat_group_id is not None:
        message.external_sealed = None  # nothing of a group is quoted to one person
    marks = kept.with_version(Version(arrival.sent_at, said.kind, said.body, said.content))
    columns = ["sent_at", "reply_to_hash", "external_sealed", *seal_marks(message, marks, keys)]
    await message.save(update_fields=columns)
    tell_of(message)
    return True


async def revoke(deployment: Deployment, connection: ChannelConnection, fact: MessageRevoked) -> str | None:
    """Hide for good what a message said and keep that there was one, also where it comes only afterwards.

    What it said goes out of its row, earlier texts and all. Return why nothing could be made of it, or None. Needs a
    transaction.
    """
    conversation, keys = await conversation_of(deployment, connection, fact.person, is_addressed=fact.is_from_clinic)
    gone = Readable(REVOKED, REVOKED_BODY)
    message = await find_named(keys, connection, fact.target_external_id)
    if message is None:
        arrival = _arrival(fact, fact.target_external_id, gone)
        await add(conversation, replace(arrival, revoked_at=fact.at), keys, deployment.clock.now())
        return None
    if not _may_change(message, conversation, fact):
        return FOREIGN
    if message.revoked_at is None:
        message.revoked_at = fact.at
        kind = message.kind
        changed = [*seal_content(message, gone, keys), *seal_marks(message, Marks(), keys), "revoked_at"]
        message.kind = kind  # that it was a picture is a fact, and none of what it showed
        await message.save(update_fields=changed)
        await index_message_anew(message.id, conversation.clinic_id, gone.body, keys)
        await forget_files(message.id, conversation.clinic_id)
        tell_of(message)
    return None


def _may_change(message: Message, conversation: Conversation, fact: MessageEdited | MessageRevoked) -> bool:
    author = PHONE_APP if fact.is_from_clinic else PATIENT
    return message.conversation_id == conversation.id and message.author == author


def _arrival(fact: Reacted | MessageEdited | MessageRevoked, external_id: str, content: Readable) -> Arrival:
    if fact.is_from_clinic:
        return Arrival(external_id, content, fact.at, direction="outbound", author=PHONE_APP, status="sent")
    return Arrival(external_id, content, fact.at)
