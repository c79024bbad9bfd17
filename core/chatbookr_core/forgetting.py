"""Deletes what has served its time and is no clinic's to keep, in portions: no table only grows, none is locked long.

What clinics decide on goes in their nights (`retention`).
"""

from datetime import datetime

from chatbookr_core.db import current_transaction


async def forget_sessions(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` sessions that expired or were revoked before an instant, in the current transaction."""
    return await current_transaction().execute(
        "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_at < $1 OR revoked_at < $1 LIMIT $2)",
        (before, limit),
    )


async def forget_deliveries(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` deliveries of no one clinic that were wholly understood and came before an instant.

    They hold no body any more, only the digest by which a repetition is known, which providers send for days. Kept
    deliveries stay; a clinic's go by its own policy (`retention`). Needs a transaction.
    """
    return await current_transaction().execute(
        "DELETE FROM inbound_delivery WHERE id IN (SELECT id FROM inbound_delivery"
        " WHERE clinic_id IS NULL AND state = 'processed' AND received_at < $1 LIMIT $2)",
        (before, limit),
    )


async def forget_links(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` mailed links about accounts that expired before an instant. Needs a transaction."""
    return await current_transaction().execute(
        "DELETE FROM account_link WHERE id IN (SELECT id FROM account_link WHERE expires_at < $1 LIMIT $2)",
        (before, limit),
    )


async def forget_invitations(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` invitations that nobody accepted and that expired before an instant.

    They hold the address of somebody who never came. Needs a transaction.
    """
    return await current_transaction().execute(
        "DELETE FROM invitation WHERE id IN"  # any clinic: whoever did not come to it
        " (SELECT id FROM invitation WHERE accepted_at IS NULL AND expires_at < $1 LIMIT $2)",
        (before, limit),
    )


async def forget_devices(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` devices that nobody logged in with since an instant. Needs a transaction."""
    return await current_transaction().execute(
        "DELETE FROM known_device WHERE id IN (SELECT id FROM known_device WHERE last_seen_at < $1 LIMIT $2)",
        (before, limit),
    )


async def forget_counts(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` counts of tries within a stretch of time that began before an instant.

    Needs a transaction.
    """
    return await current_transaction().execute(
        "DELETE FROM login_failure WHERE id IN (SELECT id FROM login_failure WHERE counted_since < $1 LIMIT $2)",
        (before, limit),
    )


async def forget_exports(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` files for patients that nobody can fetch any longer. Needs a transaction."""
    gone = await current_transaction().fetch(  # SQLite's count would add the pieces
        "DELETE FROM patient_export WHERE id IN (SELECT id FROM patient_export WHERE expires_at < $1 LIMIT $2)"
        " RETURNING id",
        (before, limit),
    )
    return len(gone)


async def forget_uploads(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` files that staff uploaded before an instant and never sent. Needs a transaction."""
    gone = await current_transaction().fetch(  # any clinic: nobody can find them any more; see above for the count
        "DELETE FROM media WHERE id IN (SELECT id FROM media WHERE message_id IS NULL AND created_at < $1 LIMIT $2)"
        " RETURNING id",
        (before, limit),
    )
    return len(gone)


async def forget_consent_exports(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` copies of ledgers of consents that nobody can fetch any longer. Needs a transaction."""
    return await current_transaction().execute(
        "DELETE FROM consent_export WHERE id IN (SELECT id FROM consent_export WHERE expires_at < $1 LIMIT $2)",
        (before, limit),
    )
