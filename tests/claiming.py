"""Claims due jobs as a relay does that has no places of its own."""

from collections.abc import Collection
from datetime import datetime

from chatbookr_core.claims import QUEUE_SECONDS, DueJob, claim, find_due


async def claim_due(
    now: datetime, limit: int, *, kinds: Collection[str], queue_seconds: float = QUEUE_SECONDS
) -> list[DueJob]:
    """Claim up to `limit` of the jobs that are due."""
    return await claim(await find_due(now, limit, kinds=kinds), now, queue_seconds=queue_seconds)
