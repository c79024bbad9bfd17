"""Deletes what has served its time, in portions: no table only grows, and no delete locks one for long."""

from datetime import datetime

from chatbookr_core.db import current_transaction


async def forget_sessions(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` sessions that expired or were revoked before an instant, in the current transaction."""
    return await current_transaction().execute(
        "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_at < $1 OR revoked_at < $1 LIMIT $2)",
        (before, limit),
    )


async def forget_deliveries(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` deliveries that were wholly understood and came before an instant.

    They hold no body any more, only the digest by which a repetition is known, which providers send for days. Kept
    deliveries stay. Needs a transaction.
    """
    return await current_transaction().execute(
        "DELETE FROM inbound_delivery WHERE id IN"
        " (SELECT id FROM inbound_delivery WHERE state = 'processed' AND received_at < $1 LIMIT $2)",
        (before, limit),
    )


async def forget_webhook_deliveries(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` webhook deliveries that were over before an instant, with their tries.

    Needs a transaction.
    """
    return await current_transaction().execute(
        "DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM webhook_delivery WHERE settled_at < $1 LIMIT $2)",
        (before, limit),
    )
