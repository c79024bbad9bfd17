"""Files that staff upload, for tests: taken piece by piece, as they come over HTTP."""

from collections.abc import AsyncIterator
from uuid import UUID

from tests.media_files import PDF

from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox.filing import take_upload
from chatbookr_core.media.uploads import Announced
from chatbookr_core.models import Media
from chatbookr_permissions.actor import Actor

PIECE_BYTES = 64 * 1024
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"


async def pieces_of(content: bytes) -> AsyncIterator[bytes]:
    """Yield a content as a server hands it on."""
    for start in range(0, len(content), PIECE_BYTES):
        yield content[start : start + PIECE_BYTES]


async def uploaded(
    deployment: Deployment,
    actor: Actor,
    conversation_id: UUID,
    content: bytes = PDF,
    mime_type: str = "application/pdf",
    filename: str = "The way in.pdf",
    *,
    size_bytes: int | None = None,
) -> Media:
    """Upload a file for a conversation; `size_bytes` is what is said of its length."""
    announced = Announced(filename, mime_type, len(content) if size_bytes is None else size_bytes)
    return await take_upload(deployment, actor, conversation_id, announced, pieces_of(content))
