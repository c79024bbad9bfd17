"""Cursors of events: where in the changes of a clinic a subscription stood, so that another can go on from there."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from chatbookr_core.change_log import check_reachable
from chatbookr_core.errors import InvalidInput
from chatbookr_core.events import Position
from chatbookr_schema.context import Context

LONGEST = 1200
TAG_BYTES = 12


async def event_cursor(context: Context, name: str, clinic_id: UUID, position: Position) -> str:
    """Write a cursor: the subscription's name, the clinic, the position, and a tag (HMAC-SHA256, 96 bits) over all."""
    body = json.dumps([name, str(clinic_id), position.text], separators=(",", ":")).encode()
    return urlsafe_b64encode(_tag(body, await _secret(context)) + body).rstrip(b"=").decode()


async def position_after(context: Context, name: str, clinic_id: UUID, cursor: str | None) -> Position | None:
    """Read a cursor of this very subscription to this very clinic; None for none.

    Raises InvalidInput for any other text, and CursorExpired where what followed is not kept any longer.
    """
    if cursor is None:
        return None
    refusal = InvalidInput("That is not a cursor of this subscription.", field="after")
    if len(cursor) > LONGEST:
        raise refusal
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        raise refusal from None
    tag, body = raw[:TAG_BYTES], raw[TAG_BYTES:]
    if not hmac.compare_digest(tag, _tag(body, await _secret(context))):
        raise refusal
    given_name, given_clinic, text = json.loads(body)
    if (given_name, given_clinic) != (name, str(clinic_id)):
        raise refusal
    position = Position.read(text)
    await check_reachable(position)
    return position


async def _secret(context: Context) -> bytes:
    return (await context.deployment.vault.deployment_keys()).signing_key("event cursor")


def _tag(body: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, body, hashlib.sha256).digest()[:TAG_BYTES]
