"""The relay's side of jobs: which are due, and who takes them to where they are done.

A job that a process has a place for is leased as it is; any other is claimed for the broker, which tells a process
that has one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.db import fetch, numbered, padded, transaction, uuid_of
from chatbookr_core.jobs import SKIPPING

QUEUE_SECONDS: Final = 30  # a broker that has not delivered by then is taken to have lost the message
OUTSTANDING_PER_KIND: Final = 500
"""Handed to the broker and not started; more would only be sent again when QUEUE_SECONDS end."""
DUE: Final = """
SELECT id, kind FROM job WHERE state IN ('due', 'queued', 'running') AND due_at <= $1 AND kind IN ({kinds})
    AND kind NOT IN (SELECT kind FROM job WHERE state = 'queued' AND due_at > $1 GROUP BY kind HAVING COUNT(*) >= $2)
ORDER BY due_at LIMIT $3
"""
CLAIM: Final = """
UPDATE job SET state = 'queued', due_at = $1, lease = NULL WHERE id IN (
    SELECT id FROM job WHERE id IN ({ids}) AND state IN ('due', 'queued', 'running') AND due_at <= $2 {locking})
RETURNING id, kind
"""


@dataclass(frozen=True, slots=True)
class DueJob:
    """A job that may be taken up now."""

    id: UUID
    kind: str


async def find_due(now: datetime, limit: int, *, kinds: Collection[str]) -> list[DueJob]:
    """Find up to `limit` due or lost jobs, those first that have been due for longest.

    Only `kinds` the relay's workers know are found: during an upgrade the others wait for a newer one. A kind with
    OUTSTANDING_PER_KIND jobs at the broker waits too, so that a slow kind cannot fill the broker with repetitions.
    """
    sql = DUE.format(kinds=numbered(len(kinds), since=4))
    rows = await fetch(sql, (now, OUTSTANDING_PER_KIND, limit, *sorted(kinds)))
    return [DueJob(uuid_of(row["id"]), row["kind"]) for row in rows]


async def claim(due: Sequence[DueJob], now: datetime, *, queue_seconds: float = QUEUE_SECONDS) -> list[DueJob]:
    """Mark jobs as queued, in a transaction of its own, and return those that still were due, oldest first.

    Two relays never get the same job.
    """
    if not due:
        return []  # on SQLite a transaction would take the write lock
    ids = padded([job.id for job in due])
    async with transaction() as tx:
        sql = CLAIM.format(ids=numbered(len(ids), since=3), locking=SKIPPING[tx.dialect])
        rows = await tx.fetch(sql, (now + timedelta(seconds=queue_seconds), now, *ids))
    claimed = [DueJob(uuid_of(row["id"]), row["kind"]) for row in rows]
    return sorted(claimed, key=lambda job: job.id)  # UUIDv7: in the order they were owed, to the millisecond


async def unclaim(claimed: Collection[DueJob], now: datetime) -> None:
    """Make claimed jobs due again that could not be handed over, in a transaction of its own."""
    async with transaction() as tx:
        for job in claimed:
            await tx.fetch(
                "UPDATE job SET state = 'due', due_at = $2 WHERE id = $1 AND state = 'queued' RETURNING id",
                (job.id, now),
            )


async def unclaim_all(now: datetime, *, is_alone: bool = False) -> None:
    """Make every queued job due again: what an in-process broker held is gone with its process.

    A worker that knows itself alone (`is_alone`) takes the running ones back too, without waiting for their leases:
    whoever held those is dead. Their deaths stay counted.
    """
    states = "('queued', 'running')" if is_alone else "('queued')"
    async with transaction() as tx:
        sql = f"UPDATE job SET state = 'due', due_at = $1, lease = NULL WHERE state IN {states}"  # noqa: S608  # constants
        await tx.execute(sql, (now,))
