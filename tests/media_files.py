"""Files for tests: their bytes, and messages that came with one, fetched and sealed as the worker does it."""

from typing import Any

from tests.factories import writing
from tests.schema.desk import make_message

from chatbookr_core.chunks import OF_MEDIA, ChunkWriter
from chatbookr_core.conversations.received import readable
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.media.fetching import owner_of
from chatbookr_core.media.owing import owe_file
from chatbookr_core.models import Conversation, Job, Media, Message
from chatbookr_sdk import MediaReceived

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"a picture of a rash"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner takes for malware, and is none (eicar.org); in two parts, so that no scanner minds this file."""


async def unclaimed() -> None:
    """Nobody else writes it."""


async def make_file(
    conversation: Conversation,
    vault: Vault,
    *,
    content: bytes = JPEG,
    kind: Any = "image",
    mime_type: str = "image/jpeg",
    filename: str | None = None,
    message_fields: Any = None,
    **fields: Any,
) -> tuple[Message, Media]:
    """Make a message with a file that was fetched."""
    message_id = new_id()
    received = MediaReceived(kind, str(message_id.int)[:20], mime_type, filename=filename)
    said = readable(received)
    async with writing():
        keys = await vault.patient_keys(conversation.clinic_id, conversation.patient_id)
        message = await make_message(
            conversation,
            vault,
            id=message_id,
            body_sealed=keys.seal(columns.MESSAGE_BODY, message_id, said.body),
            kind=said.kind,
            content_sealed=keys.seal(columns.MESSAGE_CONTENT, message_id, said.content or ""),
            **(message_fields or {}),
        )
        await owe_file(message_id, conversation.id, conversation.clinic_id, said, keys, message.created_at)
    media = await Media.get(message_id=message_id)
    writer = ChunkWriter(vault, OF_MEDIA, owner_of(media), unclaimed)
    await writer.write(content)
    await writer.end()
    async with writing():
        await Job.filter(subject_id=media.id).update(state="done")
        state = {"state": "fetched", "mime_type": mime_type, "size_bytes": len(content), "chunk_count": writer.count}
        await Media.filter(id=media.id).update(**{**state, **fields})
    await media.refresh_from_db()
    return message, media
