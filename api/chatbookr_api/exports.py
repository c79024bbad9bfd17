"""Hands out exports of patients' data: by a link that was signed for the very person who is logged in."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from chatbookr_api.authentication import staff_of
from chatbookr_api.connect import uuid_from
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.exports.links import Link, is_genuine
from chatbookr_core.exports.service import fetch_file


class Exports:
    """`/exports/{id}`: the archive, as an attachment that nothing caches."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    async def fetch(self, request: Request) -> Response:
        """Answer with the file, or with 404 for any link that does not count."""
        actor = await staff_of(request)
        query, now = request.query_params, self._deployment.clock.now()
        until = query.get("until", "")
        if not (until.isascii() and until.isdecimal() and len(until) <= 11):
            raise NotFound()
        link = Link(uuid_from(str(request.path_params["id"]), "id"), actor.user_id, int(until))
        if not await is_genuine(self._deployment, link, query.get("signature", ""), now):
            raise NotFound()
        async with transaction():
            file = await fetch_file(self._deployment, actor, link.export_id)
        return StreamingResponse(
            file.pieces,
            media_type="application/zip",
            headers={
                "content-length": str(file.size_bytes),
                "content-disposition": f'attachment; filename="{file.name}"',
                "cache-control": "no-store",
                "x-content-type-options": "nosniff",
                "referrer-policy": "no-referrer",
            },
        )
