"""Work that is owed in case other work fails, and is done with it: nobody need begin it any more."""

from datetime import datetime
from typing import Final

from chatbookr_core.db import current_transaction

SPARE: Final = """
UPDATE job SET state = 'done', due_at = $2, finished_at = $2 WHERE dedupe_key = $1 AND state = 'due' RETURNING id
"""


async def spare(dedupe_key: str, now: datetime) -> bool:
    """Count a job as done with the current transaction; False where there is none, or somebody has begun it.

    Who has begun it finds that there is nothing left to do.
    """
    return bool(await current_transaction().fetch(SPARE, (dedupe_key, now)))
