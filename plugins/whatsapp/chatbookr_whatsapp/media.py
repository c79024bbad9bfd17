"""Fetches a file: its address from the Graph API, good for five minutes, then its bytes from Meta's other host.

Source: Meta, Cloud API reference, "Media": "Retrieve media URL", "Download media". The download wants the access token
too, which is why the address must be one of the hosts that the manifest names: the host sends to no other.
"""

from collections.abc import AsyncIterator

from chatbookr_sdk import Context, HttpResponse, HttpStream, MediaReceived, PermanentFailure, TemporaryFailure
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
