"""Which message another one quotes: whoever writes chooses it, its channel is given the provider's own id as it leaves.

The row holds the keyed hash of that id, as of what patients quote; the id itself lies sealed at the quoted message.
"""

from dataclasses import replace
from typing import Final
from uuid import UUID

from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CannotUnseal, Conflict, NotFound
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ChannelConnection, Conversation, Message
from chatbookr_sdk import Capability, OutboundMessage

QUOTED: Final = """
SELECT quoted.id, quoted.external_sealed FROM message JOIN message AS quoted
    ON quoted.clinic_id = message.clinic_id AND quoted.conversation_id = message.conversation_id
    AND quoted.connection_id = message.connection_id AND quoted.external_hash = message.reply_to_hash
WHERE message.clinic_id = $1 AND message.id = $2 AND quoted.revoked_at IS NULL AND quoted.external_sealed IS NOT NULL
"""


class NotQuotable(Conflict):
    """The channel does not quote, or not this message: the provider's own id of it is not known, or it was deleted."""

    code = "NOT_QUOTABLE"
    default_message = "That message cannot be quoted: send your answer without it."


def quotes(deployment: Deployment, plugin: str) -> bool:
    """Tell whether a channel shows which message another one answers."""
    loaded = deployment.plugins.find(plugin)
    manifest = loaded.manifest if loaded is not None else None
    return manifest is not None and Capability.QUOTE in manifest.capabilities


async def hash_to_quote(deployment: Deployment, conversation: Conversation, message_id: UUID) -> str:
    """Return by which hash a message of a conversation is quoted in it.

    Raises NotFound for one of another conversation, NotQuotable where the channel or the message cannot be quoted.
    """
    rows = Message.filter(id=message_id, clinic_id=conversation.clinic_id, conversation_id=conversation.id)
    named = rows.only("id", "connection_id", "external_hash", "external_sealed", "revoked_at")
    found = await named.get_or_none()
    if found is None:
        raise NotFound(field="reply_to_message_id")
    channel = await ChannelConnection.get(id=conversation.connection_id, clinic_id=conversation.clinic_id)
    is_named = found.external_sealed is not None and found.revoked_at is None
    if not is_named or found.connection_id != channel.id or not quotes(deployment, channel.plugin):
        raise NotQuotable()
    if found.external_hash is None:  # what is sealed is hashed too
        raise NotQuotable()
    return found.external_hash


async def with_quote(deployment: Deployment, clinic_id: UUID, plugin: str, message: OutboundMessage) -> OutboundMessage:
    """Name the quoted message to a channel that quotes: what was deleted or erased meanwhile is quoted by nothing."""
    if not quotes(deployment, plugin):
        return message
    rows = await fetch(QUOTED, (clinic_id, UUID(message.idempotency_key)))
    if not rows:
        return message
    sealed = bytes(rows[0]["external_sealed"])
    keys = await deployment.vault.reading(clinic_id, [sealed])
    external_id = keys.open_text(columns.MESSAGE_EXTERNAL, uuid_of(rows[0]["id"]), sealed)
    return replace(message, reply_to_external_id=external_id)


async def sealed_id(
    vault: Vault, clinic_id: UUID, patient_id: UUID, message_id: UUID, external_id: str
) -> bytes | None:
    """Seal what the provider calls a message that went out; None where the patient is erased. Needs a transaction."""
    try:
        keys = await vault.patient_keys(clinic_id, patient_id)
    except CannotUnseal:
        return None
    return keys.seal(columns.MESSAGE_EXTERNAL, message_id, external_id)
