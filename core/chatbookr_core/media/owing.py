"""Notes that a file came with a message, and owes its fetching, in the transaction that keeps the message."""

import json
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.conversations.provider_ids import MARK
from chatbookr_core.conversations.received import Readable, structured
from chatbookr_core.db import current_transaction
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys import columns
from chatbookr_core.keys.sealing import Keys, PatientKeys
from chatbookr_core.media.rules import MediaState, declared_type
from chatbookr_sdk import MediaReceived

FETCH: Final = "media.fetch"
TRIED_FOR: Final = timedelta(days=7)
"""Source: Meta, Cloud API "Media": ids out of webhooks are good for seven days; a day's outage costs no file."""
INSERT: Final = """
INSERT INTO media (id, clinic_id, patient_id, conversation_id, message_id, provider_hash, source_sealed, kind,
    mime_declared, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (message_id, provider_hash) DO NOTHING RETURNING id
"""


def hidden_media_id(keys: Keys | PatientKeys, media_id: str) -> str:
    """Return what is kept of a provider's id of a file, beside the sealed id itself."""
    return MARK + keys.lookup_hash("media", media_id)


async def owe_file(
    message_id: UUID, conversation_id: UUID, clinic_id: UUID, content: Readable, keys: PatientKeys, now: datetime
) -> None:
    """Owe the fetching of the file in a message's content, if there is one. Needs a transaction."""
    media = structured(content.kind, content.content)
    if not isinstance(media, MediaReceived):
        return
    media_row_id = new_id()
    source = json.dumps(asdict(replace(media, caption=None)), ensure_ascii=False, separators=(",", ":"))
    rows = await current_transaction().fetch(
        INSERT,
        (
            media_row_id,
            clinic_id,
            keys.patient_id,
            conversation_id,
            message_id,
            hidden_media_id(keys, media.media_id),
            keys.seal(columns.MEDIA_SOURCE, media_row_id, source),
            media.kind,
            declared_type(media.mime_type),
            MediaState.WAITING.value,
            now,
        ),
    )
    if rows:
        await _owe_fetching(media_row_id, clinic_id, now)


async def _owe_fetching(media_row_id: UUID, clinic_id: UUID, now: datetime) -> None:
    await enqueue(
        FETCH,
        clinic_id=clinic_id,
        subject_id=media_row_id,
        due_at=now,
        now=now,
        dedupe_key=f"{FETCH}:{media_row_id}",
        give_up_after=TRIED_FOR,
    )


async def forget_files(message_id: UUID, clinic_id: UUID) -> None:
    """Delete the files of a message that was taken back, with their contents. Needs a transaction."""
    await current_transaction().execute(
        "DELETE FROM media WHERE clinic_id = $1 AND message_id = $2", (clinic_id, message_id)
    )
