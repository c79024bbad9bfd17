"""Writes a note on a conversation: for colleagues alone, never sent to the patient."""

from typing import Final
from uuid import UUID

from chatbookr_core.conversations.service import author_of, conversation_for_change, tell_of_conversation
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.models import ConversationNote
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor

BODY_CHARS: Final = 4096


async def add_note(deployment: Deployment, actor: Actor, conversation_id: UUID, body: str) -> UUID:
    """Write a note, sealed under the patient's key; nobody's part in the conversation changes. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    text = body.strip()
    if not 1 <= len(text) <= BODY_CHARS:
        raise InvalidInput(f"A note has 1 to {BODY_CHARS} characters.", field="body")
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
