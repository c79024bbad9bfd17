"""Hands out files of messages: by a link that was signed for the very session or key that comes with it."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from chatbookr_api.bearers import bearer_of
from chatbookr_api.connect import uuid_from
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.media.serving import OpenFile, open_file

SIGNATURE_CHARS = 64


class MediaFiles:
    """`/media/{id}`: a file, streamed, that nothing caches, frames, sniffs or runs."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    async def fetch(self, request: Request) -> Response:
        """Answer with the file, or with 404 for any link that does not count."""
        actor = await bearer_of(request, self._deployment)
        query = request.query_params
        until, signature = query.get("until", ""), query.get("signature", "")
        is_formed = until.isascii() and until.isdecimal() and len(until) <= 11 and len(signature) == SIGNATURE_CHARS
        if not is_formed:
            raise NotFound()
        media_id = uuid_from(str(request.path_params["id"]), "id")
        async with transaction():
            file = await open_file(self._deployment, actor, media_id, until=int(until), signature=signature)
        return StreamingResponse(file.pieces, media_type=file.mime_type, headers=headers_of(file))


def headers_of(file: OpenFile) -> dict[str, str]:
    """Write the headers: what is not a picture, sound or film is saved; nothing of it runs in this origin.

    The name is in RFC 8187's form, since it may be in any script.
    """
    disposition = "inline" if file.is_inline else "attachment"
    return {
        "content-length": str(file.size_bytes),
        "content-disposition": f"{disposition}; filename*=UTF-8''{quote(file.name, safe='')}",
        "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "accept-ranges": "none",
    }
