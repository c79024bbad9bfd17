"""What staff do with files in a conversation: upload one, and send it to the patient."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.conversations.seen import note_seen
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, OutsideWindow, QuotaReached
from chatbookr_core.inbox.service import (
    BODY_CHARS,
    author_of,
    check_going_on,
    conversation_for_change,
    take_by_writing,
)
from chatbookr_core.media.errors import ChannelTakesNoFiles
from chatbookr_core.media.rules import sent_as
from chatbookr_core.media.uploads import (
    Announced,
    Uploader,
    announce,
    finish_upload,
    give_to_message,
    take,
    unsent_of,
    upload_for,
)
from chatbookr_core.models import ChannelConnection, Conversation, Media
from chatbookr_core.outbox.quoting import hash_to_quote
from chatbookr_core.outbox.saying import say
from chatbookr_core.texts import words_from
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor, StaffActor
from chatbookr_sdk import Capability, FileMessage, Manifest

MOST_UNSENT: Final = 20  # of one person or key in one clinic


async def take_upload(
    deployment: Deployment, actor: Actor, conversation_id: UUID, announced: Announced, pieces: AsyncIterator[bytes]
) -> Media:
    """Take a file that is to be sent in a conversation; transactions of its own, as it comes.

    Raises NotFound, NotPermitted, FileRefused, ChannelTakesNoFiles, ConversationClosed, NeedsReconnect, OutsideWindow,
    QuotaReached, ScannerUnavailable.
    """
    media = await _announce(deployment, actor, conversation_id, announced)
    await take(deployment, media, pieces, announced.size_bytes)
    async with transaction():
        await finish_upload(deployment, media)
        now = deployment.clock.now()
        note(now, "mediaUpload", actor, clinics=(media.clinic_id,), subject_id=media.conversation_id)
    return media


async def _announce(deployment: Deployment, actor: Actor, conversation_id: UUID, announced: Announced) -> Media:
    async with transaction():
        conversation = await conversation_for_change(actor, conversation_id, Permission.MESSAGE_SEND)
        now, uploader = deployment.clock.now(), uploader_of(actor)
        await _check_sending(conversation, now)
        manifest = await _manifest_for_files(deployment, conversation)
        if await unsent_of(uploader, conversation.clinic_id) >= MOST_UNSENT:
            raise QuotaReached(f"Send or leave what you have uploaded: {MOST_UNSENT} files are kept for a day.")
        keys = await deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
        ceiling_bytes = deployment.settings.media_most_bytes
        return await announce(
            conversation, announced, uploader, manifest, keys=keys, ceiling_bytes=ceiling_bytes, now=now
        )


async def send_file(
    deployment: Deployment,
    actor: Actor,
    conversation_id: UUID,
    upload_id: UUID,
    caption: str | None,
    *,
    reply_to: UUID | None = None,
) -> UUID:
    """Let staff or a partner send what they uploaded, with words below it; who sends takes the conversation over.

    `reply_to` is a message of the conversation that it quotes. Raises NotFound, NotPermitted, InvalidInput,
    ChannelTakesNoFiles, ConversationClosed, NeedsReconnect, OutsideWindow, NotQuotable.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.MESSAGE_SEND)
    media, filename = await upload_for(deployment, conversation, upload_id, uploader_of(actor))
    now, text = deployment.clock.now(), words_from(caption or "", BODY_CHARS, field="body", least_chars=0)
    await _check_sending(conversation, now)
    _check_caption(text, await _manifest_for_files(deployment, conversation), media)
    quoted = await hash_to_quote(deployment, conversation, reply_to) if reply_to is not None else None
    await take_by_writing(conversation, actor, now)
    await note_seen(conversation, actor.user_id if isinstance(actor, StaffActor) else None)
    keys = await deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
    content = FileMessage(text, media.kind, str(media.id), media.mime_type or "", filename)
    message_id = await say(conversation, content, keys=keys, now=now, author=author_of(actor), quoted=quoted)
    await give_to_message(media, message_id)
    return message_id


async def _check_sending(conversation: Conversation, now: datetime) -> None:
    await check_going_on(conversation)
    if not is_window_open(conversation.last_inbound_at, now):
        raise OutsideWindow()


async def _manifest_for_files(deployment: Deployment, conversation: Conversation) -> Manifest:
    """Return what the conversation's channel says of itself. Raises ChannelTakesNoFiles, ChannelUnavailable."""
    connection = await ChannelConnection.get(id=conversation.connection_id, clinic_id=conversation.clinic_id)
    _, channel = deployment.plugins.messaging_for(connection.plugin)
    if Capability.SEND_MEDIA not in channel.manifest.capabilities:
        raise ChannelTakesNoFiles()
    return channel.manifest


def _check_caption(text: str, manifest: Manifest, media: Media) -> None:
    sent = sent_as(manifest, media.mime_type)
    most_chars = manifest.limits.body_chars if manifest.limits is not None else 0
    if text and (sent is None or not sent.has_caption):
        raise InvalidInput("Through this channel a sound is sent without words.", field="body")
    if len(text) > most_chars:
        raise InvalidInput(f"Below a file stand at most {most_chars} characters.", field="body")


def uploader_of(actor: Actor) -> Uploader:
    """Say who uploads."""
    if isinstance(actor, KeyActor):
        return Uploader(key_id=actor.key_id)
    return Uploader(user_id=actor.user_id) if isinstance(actor, StaffActor) else Uploader()
