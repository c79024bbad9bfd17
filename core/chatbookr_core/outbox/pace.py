"""How fast a channel may be spoken through: to one person, in all, and to how many who did not write first.

Counted from messages' own rows, of which each says when it was last given to the provider: that survives any crash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.conversations.rules import FREE_TEXT_WINDOW
from chatbookr_core.db import fetch, instant_of
from chatbookr_core.models import ChannelConnection
from chatbookr_sdk import SendingRates

SECOND: Final = timedelta(seconds=1)
DAY: Final = timedelta(hours=24)
PAIR, NUMBER, RECIPIENTS = "pair_rate", "number_rate", "recipients_per_day"
RESTING, ASKED = "sending_paused", "provider_busy"
"""The channel rests; the provider asked to come back later."""
IN_TURN: Final = (PAIR, NUMBER, RESTING, ASKED)
"""Whatever waits for one of these, what is said after it waits behind it."""

HANDED = """
SELECT handed_at, TRUE AS is_to_one FROM (
    SELECT handed_at FROM message WHERE clinic_id = $1 AND conversation_id = $2 AND handed_at > $3
        AND handed_at IS NOT NULL ORDER BY handed_at DESC LIMIT $4) AS to_one
UNION ALL SELECT handed_at, FALSE AS is_to_one FROM (
    SELECT handed_at FROM message WHERE connection_id = $5 AND handed_at > $6
        ORDER BY handed_at DESC LIMIT $7) AS to_all
ORDER BY handed_at DESC
"""
UNASKED = """
SELECT conversation_id, MAX(handed_at) AS latest FROM message
WHERE connection_id = $1 AND handed_at > $2 AND kind = 'template' AND conversation_id <> $3
GROUP BY conversation_id ORDER BY latest DESC LIMIT $4
"""
WRITTEN_TO = """
SELECT 1 AS one FROM message WHERE connection_id = $1 AND handed_at > $2 AND kind = 'template' AND conversation_id = $3
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not before `until`, and by which limit."""

    until: datetime
    why: str


def free_at(handed: Sequence[datetime], most: int, within: timedelta, now: datetime) -> datetime | None:
    """Return when another may be handed over, of which `most` may be within a time; None: now. The latest first."""
    if most <= 0 or len(handed) < most:
        return None
    at = handed[most - 1] + within
    return at if at > now else None


async def wait_for(
    connection: ChannelConnection,
    rates: SendingRates | None,
    conversation_id: UUID,
    *,
    is_template: bool,
    last_inbound_at: datetime | None,
    now: datetime,
) -> Wait | None:
    """Tell how long a message must wait; None where it need not. The connection's row is locked by the caller."""
    wait = await _wait_for_rates(connection, rates, conversation_id, now)
    if wait is not None:
        return wait
    is_unasked = last_inbound_at is None or now - last_inbound_at >= FREE_TEXT_WINDOW
    if is_template and is_unasked and connection.recipients_per_day is not None:
        return await _wait_for_recipients(connection, connection.recipients_per_day, conversation_id, now)
    return None


async def _wait_for_rates(
    connection: ChannelConnection, rates: SendingRates | None, conversation_id: UUID, now: datetime
) -> Wait | None:
    """Look at what was handed over lately to one and to all; how many may be is 0 where nothing says."""
    within, pair = (timedelta(seconds=rates.pair_seconds), rates.pair_messages) if rates else (SECOND, 0)
    most = connection.messages_per_second or (rates.account_messages_per_second if rates else 0)
    if not pair and not most:
        return None
    to_one = connection.clinic_id, conversation_id, now - within, pair
    rows = await fetch(HANDED, (*to_one, connection.id, now - SECOND, most))
    handed = [(instant_of(row["handed_at"]), bool(row["is_to_one"])) for row in rows]
    at = free_at([at for at, is_to_one in handed if is_to_one], pair, within, now)
    if at is not None:
        return Wait(at, PAIR)
    at = free_at([at for at, is_to_one in handed if not is_to_one], most, SECOND, now)
    return Wait(at, NUMBER) if at is not None else None


async def _wait_for_recipients(
    connection: ChannelConnection, most: int, conversation_id: UUID, now: datetime
) -> Wait | None:
    if await fetch(WRITTEN_TO, (connection.id, now - DAY, conversation_id)):
        return None
    rows = await fetch(UNASKED, (connection.id, now - DAY, conversation_id, most))
    at = free_at([instant_of(row["latest"]) for row in rows], most, DAY, now)
    return Wait(at, RECIPIENTS) if at is not None else None
