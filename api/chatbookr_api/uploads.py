"""Takes a file that is to be sent: `POST /uploads?conversation=ID`, the file itself as the body, sealed as it comes.

Its name comes in Content-Disposition, as of a file that is handed out: in the address it would reach logs, and a page
of another origin can send that header only after its browser has asked whether it may.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chatbookr_api.bearers import bearer_of
from chatbookr_api.errors import Unacceptable
from chatbookr_api.json_body import parameters_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.inbox.filing import take_upload
from chatbookr_core.media.uploads import Announced
from chatbookr_permissions.actor import KeyActor, StaffActor
from chatbookr_schema.charging import payer_of, terms_for
from chatbookr_schema.ids import global_id, key_of

PIECE_SECONDS: Final = 20.0
UPLOAD_SECONDS: Final = 600.0
LENGTH_DIGITS: Final = 12
POINTS: Final = 50  # and as many for each megabyte
MEGABYTE: Final = 1024 * 1024
NAME_CHARS: Final = 200
_NAMED: Final = re.compile(r"attachment; *filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]{1,1000})", re.I)


class Uploads:
    """`/uploads`: each is for one conversation and one message, and gone after a day without one."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    async def take(self, request: Request) -> Response:
        """Answer 201 with the id that `messageSend` takes."""
        actor = await bearer_of(request, self._deployment)
        announced = announced_in(request)
        conversation = parameters_of(request).get("conversation", "")
        conversation_id = key_of(conversation, "Conversation", field="conversation")
        await self._charge(actor, announced)
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                media = await take_upload(self._deployment, actor, conversation_id, announced, _pieces(request))
        except TimeoutError:
            raise Unacceptable(408, "That file came too slowly.") from None
        told = {
            "id": global_id("Upload", media.id),
            "kind": media.kind.upper(),
            "mimeType": media.mime_type,
            "sizeBytes": media.size_bytes,
        }
        return JSONResponse(told, 201)

    async def _charge(self, actor: StaffActor | KeyActor, announced: Announced) -> None:
        """Take what it costs of what whoever uploads may ask for. Raises LimitExceeded."""
        payer = payer_of(actor, None)
        points = POINTS * (1 + min(announced.size_bytes // MEGABYTE, 100))
        terms = terms_for(payer, self._deployment.settings)
        await self._deployment.spending.take(payer, points, terms, self._deployment.clock.now())


def announced_in(request: Request) -> Announced:
    """Read what the head of a request says of its file. Raises Unacceptable, InvalidInput."""
    head = request.headers
    if head.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise Unacceptable(415, "Send the file as it is, not compressed.")
    length = head.get("content-length", "")
    if not (length.isascii() and length.isdecimal() and len(length) <= LENGTH_DIGITS):
        raise Unacceptable(411, "Say in Content-Length how long the file is.")
    named = _NAMED.fullmatch(head.get("content-disposition", "").strip())
    name = unquote(named[1], errors="replace") if named else ""
    if not name or len(name) > NAME_CHARS:
        raise InvalidInput(
            "Name the file: Content-Disposition: attachment; filename*=UTF-8''name.pdf", field="filename"
        )
    return Announced(name, head.get("content-type", ""), int(length))


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """Yield the body as it comes. Raises TimeoutError where nothing comes for long."""
    stream = aiter(request.stream())
    while True:
        async with asyncio.timeout(PIECE_SECONDS):
            piece = await anext(stream, None)
        if piece is None:
            return
        yield piece
