"""Writes notes on conversations, for colleagues alone and never sent; changes them, and takes them away."""

from typing import Final
from uuid import UUID

from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound, UnderLegalHold
from chatbookr_core.ids import new_id
from chatbookr_core.inbox.service import author_of, conversation_for_change, tell_of_conversation
from chatbookr_core.keys import columns
from chatbookr_core.models import Conversation, ConversationNote
from chatbookr_core.notes.versions import NoteVersion, from_json, to_json
from chatbookr_core.retention.service import is_on_hold
from chatbookr_core.texts import words_from
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import require

BODY_CHARS: Final = 4096
MOST_VERSIONS: Final = 50


async def add_note(deployment: Deployment, actor: Actor, conversation_id: UUID, body: str) -> UUID:
    """Write a note, sealed under the patient's key; nobody's part in the conversation changes. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    text = _text_of(body)
    keys = await deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
    note_id = new_id()
    await ConversationNote.create(
        id=note_id,
        clinic_id=conversation.clinic_id,
        conversation_id=conversation.id,
        author_user_id=author_of(actor).user_id,
        body_sealed=keys.seal(columns.NOTE_BODY, note_id, text),
        created_at=deployment.clock.now(),
    )
    tell_of_conversation(conversation)
    return note_id


async def edit_note(deployment: Deployment, actor: Actor, note_id: UUID, body: str) -> UUID:
    """Let a note say something else; what it said is kept beside it. Needs a transaction.

    Its author does, and who manages the inbox. Raises NotFound, PermissionDenied, InvalidInput.
    """
    conversation, note = await _note_for_change(actor, note_id)
    text = _text_of(body)
    keys = await deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
    said = keys.open_text(columns.NOTE_BODY, note.id, note.body_sealed)
    if said == text:
        return note.id
    sealed = note.versions_sealed
    before = from_json(keys.open_text(columns.NOTE_VERSIONS, note.id, sealed) if sealed is not None else None)
    if len(before) >= MOST_VERSIONS:
        raise InvalidInput(f"A note is edited {MOST_VERSIONS} times at most; write another.", field="body")
    versions = (*before, NoteVersion(note.edited_at or note.created_at, said))
    note.body_sealed = keys.seal(columns.NOTE_BODY, note.id, text)
    note.versions_sealed = keys.seal(columns.NOTE_VERSIONS, note.id, to_json(versions))
    note.edited_at = deployment.clock.now()
    await note.save(update_fields=["body_sealed", "versions_sealed", "edited_at"])
    tell_of_conversation(conversation)
    return note.id


async def delete_note(deployment: Deployment, actor: Actor, note_id: UUID) -> UUID:
    """Take a note away, with all it ever said; that it was is in the audit log. Needs a transaction.

    Its author does, and who manages the inbox. Raises NotFound, PermissionDenied, UnderLegalHold.
    """
    conversation, note = await _note_for_change(actor, note_id)
    if await is_on_hold(conversation.clinic_id, conversation.patient_id, deployment.clock.now()):
        raise UnderLegalHold()
    await note.delete()
    tell_of_conversation(conversation)
    return note_id


async def _note_for_change(actor: Actor, note_id: UUID) -> tuple[Conversation, ConversationNote]:
    """Lock a note's conversation, then the note: whoever merges or erases a patient holds the conversation too."""
    found = await ConversationNote.get_or_none(id=note_id)  # any clinic: the actor's is checked with the conversation
    if found is None:
        raise NotFound()
    conversation = await conversation_for_change(actor, found.conversation_id, Permission.CONVERSATION_ASSIGN)
    rows = ConversationNote.filter(id=note_id, clinic_id=conversation.clinic_id, conversation_id=conversation.id)
    note = await rows.select_for_update().get_or_none()
    if note is None:
        raise NotFound()
    author = author_of(actor).user_id
    if author is None or note.author_user_id != author:
        require(actor, Permission.INBOX_MANAGE, conversation.clinic_id)
    return conversation, note


def _text_of(body: str) -> str:
    return words_from(body, BODY_CHARS, field="body")
