"""What a worker does with a file that is owed: store it in sealed pieces, judge it, and say how it ended."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final, cast
from uuid import UUID

from chatbookr_core import chunks
from chatbookr_core.channels.connections import channel_for, credentials_of
from chatbookr_core.channels.host import lend
from chatbookr_core.chunks import OF_MEDIA, ChunkWriter, Owner
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.conversations.telling import tell_of_message
from chatbookr_core.db import current_transaction, fetch, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.media.detecting import HEAD_BYTES, found_type
from chatbookr_core.media.rules import MediaState, is_digest, is_passed, most_bytes_of, type_of
from chatbookr_core.media.scanners import names_of, scanned
from chatbookr_core.models import ChannelConnection, Conversation, Media, Message
from chatbookr_sdk import Capability, FetchesMedia, MediaReceived, PermanentFailure

ASK_AGAIN: Final = "media_missing"
NOT_FOUND: Final = "not_found"
TOO_LARGE: Final = "too_large"
WRONG_TYPE: Final = "type_not_allowed"
WRONG_DIGEST: Final = "wrong_digest"
NO_FILES: Final = "channel_without_files"
PORTION: Final = 500
Claim = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored of a file."""

    count: int
    size_bytes: int
    digest: bytes
    head: bytes = field(repr=False)


class Mistaken(Exception):
    """A file will not be had: the state it ends in, and why, as a code."""

    def __init__(self, state: MediaState, code: str) -> None:
        super().__init__(code)
        self.state, self.code = state, code


async def find_file(media_id: UUID | None, *, clinic_id: UUID | None) -> Media | None:
    """Find a clinic's file; None where it is erased, or was taken back."""
    return await Media.get_or_none(id=media_id, clinic_id=clinic_id)


async def channel_of(media: Media) -> ChannelConnection:
    """Return the connection a file came through."""
    conversation = await Conversation.get(id=media.conversation_id, clinic_id=media.clinic_id)
    return await channel_for(conversation.connection_id, clinic_id=media.clinic_id)


def owner_of(media: Media) -> Owner:
    """Say whose content a file's is."""
    return Owner(media.id, media.clinic_id, media.patient_id)


async def source_of(deployment: Deployment, media: Media) -> MediaReceived:
    """Open what the provider said of a file. Raises CannotUnseal once its patient is erased."""
    keys = await deployment.vault.reading(media.clinic_id, [media.source_sealed])
    value: Any = json.loads(keys.open_text(columns.MEDIA_SOURCE, media.id, media.source_sealed))
    return MediaReceived(**value)


async def store(deployment: Deployment, media: Media, connection: ChannelConnection, claim: Claim) -> Stored:
    """Fetch a file from its channel, piece by piece, into sealed chunks; `claim` is as for ChunkWriter.

    Raises Mistaken, and TemporaryFailure, AuthExpired, ChannelUnavailable, NeedsReconnect, LeaseLost.
    """
    source = await source_of(deployment, media)
    pieces = await _pieces_of(deployment, media, source, connection)
    writer, head = ChunkWriter(deployment.vault, OF_MEDIA, owner_of(media), claim), bytearray()
    await writer.begin()
    try:
        async for piece in pieces:
            if len(head) < HEAD_BYTES:
                head += piece[: HEAD_BYTES - len(head)]
            await writer.write(piece)
    except PermanentFailure as failure:
        raise _mistake_of(failure) from failure
    await writer.end()
    if source.sha256 is not None and not is_digest(source.sha256, writer.digest):
        raise Mistaken(MediaState.FAILED, WRONG_DIGEST)
    return Stored(writer.count, writer.size_bytes, writer.digest, bytes(head))


async def _pieces_of(
    deployment: Deployment, media: Media, source: MediaReceived, connection: ChannelConnection
) -> AsyncIterator[bytes]:
    loaded, channel = deployment.plugins.messaging_for(connection.plugin)
    if Capability.FETCH_MEDIA not in channel.manifest.capabilities:
        raise Mistaken(MediaState.FAILED, NO_FILES)
    most_bytes = most_bytes_of(loaded.manifest, media.kind, deployment.settings.media_most_bytes)
    if most_bytes is None:
        raise Mistaken(MediaState.REFUSED, WRONG_TYPE)
    credentials = await credentials_of(deployment, connection)
    ctx = lend(loaded, deployment.clock, connection_id=str(connection.id), credentials=credentials)
    return cast(FetchesMedia, channel).fetch_media(ctx, source, most_bytes=most_bytes)


def _mistake_of(failure: PermanentFailure) -> Mistaken:
    if failure.reason == NOT_FOUND:
        return Mistaken(MediaState.EXPIRED, NOT_FOUND)
    if failure.reason == TOO_LARGE:
        return Mistaken(MediaState.REFUSED, TOO_LARGE)
    return Mistaken(MediaState.FAILED, failure.code or failure.reason)


async def note_stored(deployment: Deployment, media: Media, stored: Stored) -> None:
    """Note that a content is whole. Needs a transaction. Raises Mistaken where it is of no type that is kept."""
    current_transaction()
    mime_type = type_of(media.kind, found_type(stored.head))
    if mime_type is None:
        raise Mistaken(MediaState.REFUSED, WRONG_TYPE)
    keys = await deployment.vault.clinic_keys(media.clinic_id)
    media.mime_type, media.size_bytes, media.chunk_count = mime_type, stored.size_bytes, stored.count
    media.content_hash = keys.lookup_hash("media content", stored.digest.hex())
    await media.save(update_fields=["mime_type", "size_bytes", "chunk_count", "content_hash"])


async def scan(deployment: Deployment, media: Media) -> None:
    """Have a stored content scanned by everyone who is to. Raises Mistaken, and TemporaryFailure while one is away."""
    count, size_bytes = media.chunk_count or 0, media.size_bytes or 0

    def content() -> AsyncIterator[bytes]:
        return chunks.read(deployment.vault, OF_MEDIA, owner_of(media), count)

    try:
        result = await scanned(deployment.scanners, content, size_bytes)
    except PermanentFailure as failure:
        raise Mistaken(MediaState.FAILED, failure.reason) from failure
    if result.finding is not None:
        raise Mistaken(MediaState.INFECTED, "infected")
    media.scanned_with = names_of(deployment.scanners) or None


async def finish_file(deployment: Deployment, media: Media) -> None:
    """Let a file that was stored and scanned be seen. Needs a transaction."""
    changed = await Media.filter(id=media.id, clinic_id=media.clinic_id).update(
        state=MediaState.FETCHED.value, settled_at=deployment.clock.now(), scanned_with=media.scanned_with
    )
    if changed and media.message_id is not None:  # else it has been taken back or erased meanwhile, or is not sent yet
        tell_of_message(media.message_id, clinic_id=media.clinic_id, conversation_id=media.conversation_id)


async def give_up(deployment: Deployment, media: Media, mistake: Mistaken) -> None:
    """Say that a file will not be had and why, drop what is there of it, and have staff ask for it anew.

    Not for what was imported from before: nobody waits for that. Needs a transaction.
    """
    now = deployment.clock.now()
    await chunks.forget(OF_MEDIA, owner_of(media))
    changed = await Media.filter(id=media.id, clinic_id=media.clinic_id).update(
        state=mistake.state.value,
        error_code=mistake.code[:40],
        settled_at=now,
        chunk_count=None,
        content_hash=None,
        scanned_with=None,
    )
    message = await Message.get_or_none(id=media.message_id, clinic_id=media.clinic_id)
    if not changed or message is None or media.message_id is None:  # not sent yet, taken back or erased meanwhile
        return
    tell_of_message(media.message_id, clinic_id=media.clinic_id, conversation_id=media.conversation_id)
    if message.history_phase is None and message.direction == "inbound":
        await ask_staff(
            ASK_AGAIN,
            clinic_id=media.clinic_id,
            conversation_id=media.conversation_id,
            dedupe_key=f"{ASK_AGAIN}:{media.id}",
            now=now,
            reason=mistake.code[:40],
        )


async def unscanned(deployment: Deployment) -> list[tuple[UUID, UUID]]:
    """List files, of any clinic, that may not be seen because a scanner was set up after they came: clinic and file."""
    names = names_of(deployment.scanners)
    if not names:
        return []
    rows = await fetch(
        "SELECT id, clinic_id, scanned_with FROM media WHERE state = 'fetched'"
        " AND (scanned_with IS NULL OR scanned_with <> $1) ORDER BY id LIMIT $2",
        (names, PORTION),
    )
    return [
        (uuid_of(row["clinic_id"]), uuid_of(row["id"]))
        for row in rows
        if not is_passed(row["scanned_with"], deployment.scanners)
    ]
