"""Changes asked for under a key: claimed before they begin, settled in the transaction that makes them.

A claim stands in a transaction of its own, so that whoever asks meanwhile is told to wait; one whose process died is
taken over after RUNNING. A change that was refused gives its claim back: nothing was done, so asking again is asking
anew.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.db import current_transaction, fetch, transaction
from chatbookr_core.errors import IdempotencyInProgress, IdempotencyKeyMismatch
from chatbookr_core.ids import new_id
from chatbookr_core.models import IdempotentRequest

KEPT = timedelta(hours=24)
RUNNING = timedelta(seconds=30)  # longer than any request may take
# any clinic: a key is its principal's, and of nobody else
CLAIM = """
INSERT INTO idempotent_request
    (id, clinic_id, principal_id, field, key_hash, arguments_hash, state, running_until, created_at)
VALUES ($1, $2, $3, $4, $5, $6, 'running', $7, $8)
ON CONFLICT (principal_id, field, key_hash) DO UPDATE SET id = excluded.id, clinic_id = excluded.clinic_id,
    arguments_hash = excluded.arguments_hash, state = excluded.state, outcome = NULL,
    running_until = excluded.running_until, created_at = excluded.created_at
WHERE idempotent_request.created_at <= $9
    OR (idempotent_request.state = 'running' AND idempotent_request.running_until <= $8)
RETURNING id
"""
FIND = """
SELECT arguments_hash, state, outcome FROM idempotent_request
WHERE principal_id = $1 AND field = $2 AND key_hash = $3
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A change somebody asks for under a key; keyed hashes stand for the key and for the arguments."""

    principal_id: UUID
    clinic_id: UUID | None
    field: str
    key_hash: str
    arguments_hash: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to make the change; a later claim on the same key takes it away."""

    id: UUID


@dataclass(frozen=True, slots=True)
class Done:
    """The change was made before; `key` is that of what was changed."""

    key: UUID


async def claim(asked: Asked, now: datetime) -> Claim | Done:
    """Take a change upon oneself, or learn what came of it. Begins a transaction of its own.

    Raises IdempotencyKeyMismatch and IdempotencyInProgress.
    """
    claim_id = new_id()
    values = (
        claim_id, asked.clinic_id, asked.principal_id, asked.field, asked.key_hash, asked.arguments_hash,
        now + RUNNING, now, now - KEPT,
    )  # fmt: skip
    async with transaction() as tx:
        if await tx.fetch(CLAIM, values):
            return Claim(claim_id)
    rows = await fetch(FIND, (asked.principal_id, asked.field, asked.key_hash))
    if not rows:  # given back this very moment
        raise IdempotencyInProgress()
    if rows[0]["arguments_hash"] != asked.arguments_hash:
        raise IdempotencyKeyMismatch()
    if rows[0]["state"] != "done":
        raise IdempotencyInProgress()
    outcome = rows[0]["outcome"]
    return Done(UUID((json.loads(outcome) if isinstance(outcome, str) else outcome)["key"]))


async def settle(claimed: Claim, key: UUID) -> None:
    """Note what was changed, in the transaction that changes it.

    Raises IdempotencyInProgress where somebody else has taken over meanwhile, so that this one's work is undone.
    """
    rows = IdempotentRequest.filter(id=claimed.id, state="running")  # any clinic: the claim's own row
    if not await rows.update(state="done", outcome={"key": str(key)}):
        raise IdempotencyInProgress()


async def release(claimed: Claim) -> None:
    """Give a claim back: nothing was changed. Begins a transaction of its own."""
    async with transaction():
        await IdempotentRequest.filter(id=claimed.id, state="running").delete()  # any clinic: the claim's own row


async def forget_requests(before: datetime, *, limit: int) -> int:
    """Delete up to `limit` requests that were made before an instant. Needs a transaction."""
    return await current_transaction().execute(
        "DELETE FROM idempotent_request WHERE id IN (SELECT id FROM idempotent_request WHERE created_at < $1 LIMIT $2)",
        (before, limit),
    )
