"""Files that staff upload before they send them: announced, stored in sealed pieces, judged, and then one message's.

Until a message takes it a file has none, is nobody's but its uploader's, and lies under its patient's key already.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from chatbookr_core.chunks import OF_MEDIA, ChunkWriter
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.faultpoints import reach
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.sealing import PatientKeys
from chatbookr_core.media.detecting import HEAD_BYTES
from chatbookr_core.media.errors import FileRefused, ScannerUnavailable
from chatbookr_core.media.fetching import (
    TOO_LARGE,
    WRONG_TYPE,
    Mistaken,
    Stored,
    note_stored,
    owner_of,
    scan,
    source_of,
)
from chatbookr_core.media.owing import hidden_media_id
from chatbookr_core.media.rules import MediaState, declared_type, file_name, sent_as
from chatbookr_core.media.serving import is_served
from chatbookr_core.models import Conversation, Media
from chatbookr_sdk import Manifest, MediaReceived, TemporaryFailure

EMPTY: Final = "empty"
CUT_OFF: Final = "cut_off"
NOT_HANDED: Final = ""  # the id a provider gives to a file is not known before it has it


@dataclass(frozen=True, slots=True)
class Announced:
    """What whoever uploads says of a file before its first byte."""

    filename: str | None = field(repr=False)
    mime_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Uploader:
    """Who of the staff uploads, or which API key; neither is the host itself."""

    user_id: UUID | None = None
    key_id: UUID | None = None


async def announce(
    conversation: Conversation,
    announced: Announced,
    uploader: Uploader,
    manifest: Manifest | None,
    *,
    keys: PatientKeys,
    ceiling_bytes: int,
    now: datetime,
) -> Media:
    """Make room for a file. Needs a transaction. Raises FileRefused for what its channel does not carry."""
    current_transaction()
    kind: Any = _kind_of(announced, manifest, ceiling_bytes)
    media_id, mime_type = new_id(), declared_type(announced.mime_type)
    source = MediaReceived(kind, NOT_HANDED, mime_type, filename=announced.filename)
    return await Media.create(
        id=media_id,
        clinic_id=conversation.clinic_id,
        patient_id=conversation.patient_id,
        conversation_id=conversation.id,
        uploader_user_id=uploader.user_id,
        uploader_key_id=uploader.key_id,
        provider_hash=hidden_media_id(keys, str(media_id)),
        source_sealed=keys.seal(columns.MEDIA_SOURCE, media_id, _written(source)),
        kind=kind,
        mime_declared=mime_type,
        state=MediaState.WAITING.value,
        created_at=now,
    )


def _kind_of(announced: Announced, manifest: Manifest | None, ceiling_bytes: int) -> str:
    sent = sent_as(manifest, declared_type(announced.mime_type))
    if sent is None:
        raise FileRefused(WRONG_TYPE)
    if announced.size_bytes > min(sent.most_bytes, ceiling_bytes):
        raise FileRefused(TOO_LARGE)
    if announced.size_bytes < 1:
        raise FileRefused(EMPTY)
    return sent.kind


async def take(deployment: Deployment, media: Media, pieces: AsyncIterator[bytes], size_bytes: int) -> None:
    """Store a file as it comes, and judge it: sealed pieces in transactions of their own, as those that are fetched.

    Raises FileRefused, ScannerUnavailable, NotFound where it was erased meanwhile. Nothing is left of what fails.
    """
    try:
        stored = await _stored(deployment, media, pieces, size_bytes)
        async with transaction():
            await note_stored(deployment, media, stored)
        if media.mime_type != media.mime_declared:
            raise FileRefused(WRONG_TYPE)
        await scan(deployment, media)
        reach("upload.scanned")
    except Mistaken as mistake:
        await _drop(media)
        raise FileRefused(mistake.code) from mistake
    except TemporaryFailure as failure:
        await _drop(media)
        raise ScannerUnavailable() from failure
    except BaseException:  # also where whoever uploads went away
        await _drop(media)
        raise


async def _stored(deployment: Deployment, media: Media, pieces: AsyncIterator[bytes], size_bytes: int) -> Stored:
    async def claim() -> None:
        reach("upload.portion")
        await _claim(media)

    writer, head = ChunkWriter(deployment.vault, OF_MEDIA, owner_of(media), claim), bytearray()
    async for piece in pieces:
        if writer.size_bytes + len(piece) > size_bytes:
            raise FileRefused(TOO_LARGE)
        head += piece[: max(0, HEAD_BYTES - len(head))]
        await writer.write(piece)
    await writer.end()
    if writer.size_bytes != size_bytes:
        raise FileRefused(CUT_OFF)
    return Stored(writer.count, writer.size_bytes, writer.digest, bytes(head))


async def _claim(media: Media) -> None:
    """Hold on to the row, under which pieces lie. Needs a transaction. Raises NotFound where it is gone."""
    rows = await current_transaction().fetch(
        "UPDATE media SET settled_at = NULL WHERE clinic_id = $1 AND id = $2 AND message_id IS NULL"
        " AND state = 'waiting' RETURNING id",
        (media.clinic_id, media.id),
    )
    if not rows:
        raise NotFound()


async def _drop(media: Media) -> None:
    """Delete what came of a file, as far as the database can be had: what stays is collected after a day."""
    async with transaction():
        await Media.filter(id=media.id, clinic_id=media.clinic_id, message_id=None).delete()


async def finish_upload(deployment: Deployment, media: Media) -> None:
    """Let an upload be sent. Needs a transaction. Raises NotFound where it was erased meanwhile."""
    await _claim(media)
    await Media.filter(id=media.id, clinic_id=media.clinic_id).update(
        state=MediaState.FETCHED.value, settled_at=deployment.clock.now(), scanned_with=media.scanned_with
    )


async def unsent_of(uploader: Uploader, clinic_id: UUID) -> int:
    """Count what somebody has uploaded in a clinic and not sent."""
    rows = Media.filter(clinic_id=clinic_id, message_id=None)
    return await rows.filter(uploader_user_id=uploader.user_id, uploader_key_id=uploader.key_id).count()


async def upload_for(
    deployment: Deployment, conversation: Conversation, upload_id: UUID, uploader: Uploader
) -> tuple[Media, str]:
    """Return an upload that its uploader may send in a conversation, and its name.

    Raises NotFound for one of somebody else's, for another conversation, that is not whole, or was sent already.
    """
    media = await Media.get_or_none(
        id=upload_id,
        clinic_id=conversation.clinic_id,
        conversation_id=conversation.id,
        patient_id=conversation.patient_id,
        message_id=None,
        uploader_user_id=uploader.user_id,
        uploader_key_id=uploader.key_id,
    )
    if media is None or not is_served(media.state, media.scanned_with, deployment):
        raise NotFound(field="uploadId")
    source = await source_of(deployment, media)
    return media, file_name(source.filename, media.mime_type or "", media.kind)


async def give_to_message(media: Media, message_id: UUID) -> None:
    """Let an upload be one message's from now on. Needs a transaction. Raises NotFound where it is another's by now."""
    rows = Media.filter(id=media.id, clinic_id=media.clinic_id, message_id=None)
    if not await rows.update(message_id=message_id):
        raise NotFound(field="uploadId")


async def note_handed(deployment: Deployment, media: Media, provider_id: str) -> None:
    """Remember by which id the provider has a file, so that it is not handed over twice. Needs a transaction."""
    source = replace(await source_of(deployment, media), media_id=provider_id)
    keys = await deployment.vault.patient_keys(media.clinic_id, media.patient_id)
    sealed = keys.seal(columns.MEDIA_SOURCE, media.id, _written(source))
    await Media.filter(id=media.id, clinic_id=media.clinic_id).update(source_sealed=sealed)


def _written(source: MediaReceived) -> str:
    return json.dumps(asdict(source), ensure_ascii=False, separators=(",", ":"))
