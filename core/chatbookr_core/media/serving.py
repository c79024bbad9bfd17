"""Hands a file to whoever may see its message now, and writes down that they had it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from uuid import UUID

from chatbookr_core import chunks
from chatbookr_core.audit.recording import note
from chatbookr_core.chunks import OF_MEDIA
from chatbookr_core.conversations.queries import messages_by_id
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.media.fetching import owner_of, source_of
from chatbookr_core.media.links import MediaLink, is_genuine, viewer_of
from chatbookr_core.media.rules import SHOWN_INLINE, MediaState, file_name, is_passed
from chatbookr_core.media.traces import without_traces
from chatbookr_core.models import Media
from chatbookr_core.reach import reach_in
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, StaffActor
from chatbookr_permissions.policy import is_allowed


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file as it is handed out: a name made safe, the type of its content, and the pieces of it."""

    name: str
    mime_type: str
    size_bytes: int
    is_inline: bool
    pieces: AsyncIterator[bytes] = field(repr=False)


def is_served(state: str, scanned_with: str | None, deployment: Deployment) -> bool:
    """Tell whether a file can be handed out: it is there, and every scanner of the deployment has passed it."""
    return state == MediaState.FETCHED and is_passed(scanned_with, deployment.scanners)


async def open_file(
    deployment: Deployment, actor: StaffActor | KeyActor, media_id: UUID, *, until: int, signature: str
) -> OpenFile:
    """Open a file for whoever its link was signed for and may read its message now. Needs a transaction.

    Raises NotFound for everything else: a link of somebody else's, or one that is over, tells nobody anything.
    """
    now = deployment.clock.now()
    media = await Media.filter(id=media_id, clinic_id__in=actor.clinic_ids).get_or_none()
    if media is None or not is_allowed(actor, Permission.MESSAGE_READ, media.clinic_id):
        raise NotFound()
    keys = await deployment.vault.clinic_keys(media.clinic_id)
    link = MediaLink(media_id, viewer_of(actor) or "", until)
    if not is_genuine(keys, link, signature, now):
        raise NotFound()
    reach, message_id = reach_in(actor, media.clinic_id), media.message_id
    if (
        message_id is None
        or not await messages_by_id(reach, [message_id])
        or not is_served(media.state, media.scanned_with, deployment)
    ):
        raise NotFound()
    mime_type, source = media.mime_type or "", await source_of(deployment, media)
    note(now, "mediaFetch", actor, clinics=(media.clinic_id,), subject_id=message_id)
    return OpenFile(
        file_name(source.filename, mime_type, media.kind),
        mime_type,
        media.size_bytes or 0,
        mime_type in SHOWN_INLINE,
        without_traces(mime_type, chunks.read(deployment.vault, OF_MEDIA, owner_of(media), media.chunk_count or 0)),
    )
