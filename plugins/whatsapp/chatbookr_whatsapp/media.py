"""Fetches a file: its address from the Graph API, good for five minutes, then its bytes from Meta's other host.

Hands one over: to the number it is sent from, where its id holds for thirty days. Source: Meta, Cloud API reference,
"Media": "Upload media", "Retrieve media URL", "Download media". The download wants the access token
too, which is why the address must be one of the hosts that the manifest names: the host sends to no other.
"""

from collections.abc import AsyncIterator

from chatbookr_sdk import (
    Context,
    FilePart,
    HttpResponse,
    HttpStream,
    MediaReceived,
    OutboundFile,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from chatbookr_whatsapp.client import OBJECT_ID, Graph
from chatbookr_whatsapp.refusals import NOT_FOUND, consequence_of

MOST_TOLD_BYTES = 64 * 1024


async def fetch(ctx: Context, media: MediaReceived, *, most_bytes: int) -> AsyncIterator[bytes]:
    """Yield a file's bytes. Raises PermanentFailure("not_found", "too_large", …), TemporaryFailure, AuthExpired."""
    if not OBJECT_ID.fullmatch(media.media_id):
        raise PermanentFailure("request_invalid", "the file's id is malformed")
    token = ctx.credentials["access_token"]
    told = await Graph(ctx, token).read(media.media_id, phone_number_id=ctx.credentials["phone_number_id"].reveal())
    url, size = told.get("url"), _number(told.get("file_size"))
    if not isinstance(url, str) or not url:
        raise TemporaryFailure("WhatsApp gave no address of the file", code="no_url")
    if size is not None and size > most_bytes:
        raise PermanentFailure("too_large", "WhatsApp says that the file is too large")
    headers = {"authorization": f"Bearer {token.reveal()}"}
    async with ctx.http.stream(url, most_bytes=most_bytes, headers=headers) as stream:
        if stream.status != 200:
            await _refuse(ctx, stream)
        async for piece in stream.pieces:
            yield piece


async def upload(ctx: Context, file: OutboundFile, content: AsyncIterator[bytes]) -> str:
    """Upload a file and return its id. Raises what a call of the Graph API raises."""
    part = FilePart(file.filename, file.mime_type, file.size_bytes, content)
    graph = Graph(ctx, ctx.credentials["access_token"])
    told = await graph.upload(
        ctx.credentials["phone_number_id"].reveal(),
        "media",
        part,
        {"messaging_product": "whatsapp", "type": file.mime_type},
    )
    media_id = told.get("id")
    if not isinstance(media_id, str) or not OBJECT_ID.fullmatch(media_id):
        raise OutcomeUnknown("WhatsApp took the file and gave no id")
    return media_id


def _number(value: object) -> int | None:
    """Read a size, which the Graph API writes as text or as a number."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else None


async def _refuse(ctx: Context, stream: HttpStream) -> None:
    """Raise what a refusal means; an address that has just run out is asked for again."""
    body = b""
    async for piece in stream.pieces:
        body += piece[: MOST_TOLD_BYTES - len(body)]
    problem = consequence_of(HttpResponse(stream.status, stream.headers, body), now=ctx.clock.now())
    if isinstance(problem, PermanentFailure) and problem.reason == NOT_FOUND:
        raise TemporaryFailure("the file's address has run out", code="url_expired")
    raise problem
