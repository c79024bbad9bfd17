"""Cursors of events: where in the changes of a clinic a subscription stood, so that another can go on from there."""

from uuid import UUID

from chatbookr_core.change_log import check_reachable
from chatbookr_core.errors import InvalidInput
from chatbookr_core.events import Position
from chatbookr_schema.context import Context
from chatbookr_schema.tagged import read_tagged, write_tagged

LONGEST = 1200


async def event_cursor(context: Context, name: str, clinic_id: UUID, position: Position) -> str:
    """Write a cursor: the subscription's name, the clinic, the position, and a tag (HMAC-SHA256, 96 bits) over all."""
    return write_tagged([name, str(clinic_id), position.text], await _secret(context))


async def position_after(context: Context, name: str, clinic_id: UUID, cursor: str | None) -> Position | None:
    """Read a cursor of this very subscription to this very clinic; None for none.

    Raises InvalidInput for any other text, and CursorExpired where what followed is not kept any longer.
    """
    if cursor is None:
        return None
    refusal = InvalidInput("That is not a cursor of this subscription.", field="after")
    try:
        given_name, given_clinic, text = read_tagged(cursor, await _secret(context), longest_chars=LONGEST)
    except ValueError:
        raise refusal from None
    if (given_name, given_clinic) != (name, str(clinic_id)):
        raise refusal
    position = Position.read(text)
    await check_reachable(position)
    return position


async def _secret(context: Context) -> bytes:
    return (await context.deployment.vault.deployment_keys()).signing_key("event cursor")
