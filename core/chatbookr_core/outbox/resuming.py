"""Lets what waited for a channel go out as soon as it is connected again, and not when each message looks next."""

from datetime import datetime

from chatbookr_core.db import current_transaction
from chatbookr_core.jobs import wake_relays
from chatbookr_core.models import ChannelConnection

RESUME = """
UPDATE job SET due_at = $1 WHERE clinic_id = $2 AND kind = 'outbound.send' AND state = 'due' AND due_at > $1
    AND subject_id IN (
        SELECT id FROM message WHERE clinic_id = $2 AND connection_id = $3 AND status = 'queued'
            AND status_at IS NULL
    )
RETURNING id
"""
"""A message of which nobody knows whether it went out goes on waiting for its status."""


async def resume_sending(connection: ChannelConnection, now: datetime) -> int:
    """Make the messages that wait for a channel due at once; return how many. Needs a transaction."""
    tx = current_transaction()
    found = await tx.fetch(RESUME, (now, connection.clinic_id, connection.id))
    if found:
        wake_relays(tx)
    return len(found)
