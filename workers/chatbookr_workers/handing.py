"""Hands a file over to its channel before the message that names it is sent.

Nobody sees a file by that, so it may be done again; what its provider calls it is kept before the message begins, so
that a worker which dies in between leaves nothing to hand over twice.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final, cast
from uuid import UUID

from chatbookr_core import chunks
from chatbookr_core.channels.connections import channel_for, credentials_of
from chatbookr_core.channels.host import lend
from chatbookr_core.chunks import OF_MEDIA
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, extend, renew
from chatbookr_core.media.fetching import find_file, owner_of, source_of
from chatbookr_core.media.serving import is_served
from chatbookr_core.media.traces import without_traces
from chatbookr_core.media.uploads import note_handed
from chatbookr_core.models import Media
from chatbookr_core.outbox.sending import Outgoing
from chatbookr_sdk import Capability, FileMessage, OutboundFile, PermanentFailure, SendsMedia

LEASE_SECONDS: Final = 90.0  # a piece of a file may take twenty seconds, and so may the answer
RENEWED_AFTER: Final = 16  # pieces of a quarter of a megabyte
GONE: Final = "file_gone"
NO_FILES: Final = "channel_without_files"


async def with_file(deployment: Deployment, leased: LeasedJob, outgoing: Outgoing) -> Outgoing:
    """Return a message as it is sent: of a file, naming it as its provider does.

    Raises what handing over raises, PermanentFailure also where the file is gone or may not be seen, LeaseLost.
    """
    content = outgoing.message.content
    if not isinstance(content, FileMessage):
        return outgoing
    media = await find_file(UUID(content.media_id), clinic_id=outgoing.clinic_id)
    if media is None or not is_served(media.state, media.scanned_with, deployment):
        raise PermanentFailure(GONE, "the file of the message is gone, or was not passed by a scanner")
    provider_id = (await source_of(deployment, media)).media_id
    if not provider_id:
        provider_id = await _hand_over(deployment, leased, outgoing, media, content)
    named = replace(content, media_id=provider_id)
    return replace(outgoing, message=replace(outgoing.message, content=named))


async def _hand_over(
    deployment: Deployment, leased: LeasedJob, outgoing: Outgoing, media: Media, content: FileMessage
) -> str:
    connection = await channel_for(outgoing.connection_id, clinic_id=outgoing.clinic_id)
    loaded, channel = deployment.plugins.messaging_for(connection.plugin)
    if Capability.SEND_MEDIA not in channel.manifest.capabilities:
        raise PermanentFailure(NO_FILES, "the channel sends no files")
    ctx = lend(
        loaded,
        deployment.clock,
        connection_id=str(connection.id),
        credentials=await credentials_of(deployment, connection),
    )
    file = OutboundFile(content.kind, content.filename, content.mime_type, media.size_bytes or 0)
    pieces = without_traces(content.mime_type, _pieces(deployment, leased, media))
    reach("outbound.before_upload")
    try:
        provider_id = await cast(SendsMedia, channel).upload_media(ctx, file, pieces)
    except NotFound as missing:
        raise PermanentFailure(GONE, "a piece of the file is gone") from missing
    reach("outbound.uploaded")
    async with transaction():
        await extend(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)
        await note_handed(deployment, media, provider_id)
    reach("outbound.upload_noted")
    return provider_id


async def _pieces(deployment: Deployment, leased: LeasedJob, media: Media) -> AsyncIterator[bytes]:
    """Yield a file, and keep the lease meanwhile: a large one takes longer than a message."""
    number = 0
    async for piece in chunks.read(deployment.vault, OF_MEDIA, owner_of(media), media.chunk_count or 0):
        if number % RENEWED_AFTER == 0:
            await renew(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)
        number += 1
        yield piece
