"""What is done after the machine's clock was put back: nothing waits for times that come again, nor is left out then.

A clock that was hours ahead and is put right would else let what was owed at once wait for those hours, and take the
turns of all that comes round for taken, and calendars for read at a time that has not come.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from chatbookr_core.calendars.rules import LONGEST_POLL
from chatbookr_core.db import current_transaction, fetch, numbered, transaction
from chatbookr_core.jobs import BACKOFF_CAP_SECONDS, QUEUE_SECONDS, wake_relays
from chatbookr_core.models import CalendarConnection, CalendarFeed

NOTICED: Final = timedelta(minutes=1)
"""The clocks of several machines may differ by as much."""
LONGEST_BACKOFF: Final = timedelta(seconds=BACKOFF_CAP_SECONDS)
LONGEST_LEASE: Final = timedelta(minutes=10)
ENDED_LATER = "SELECT 1 FROM job WHERE state = 'done' AND due_at > $1 LIMIT 1"
HASTEN = """
UPDATE job SET due_at = $1 WHERE state = 'due' AND due_at > $1
    AND ((created_at > $1 AND due_at <= created_at) OR (last_error IS NOT NULL AND due_at > $2))
"""
SHORTEN = "UPDATE job SET due_at = $2 WHERE state = $1 AND due_at > $2"
FREE_TURNS = "UPDATE job SET dedupe_key = NULL WHERE state IN ('done', 'dead') AND due_at > $1 AND kind IN ({kinds})"


async def is_set_back(now: datetime) -> bool:
    """Tell whether work has ended at a time that is still to come."""
    return bool(await fetch(ENDED_LATER, (now + NOTICED,)))


async def catch_up(now: datetime, kinds: Collection[str]) -> None:
    """Bring what counts by the clock to the time it is, and let the turns of `kinds` be taken once more.

    Opens its own transaction. What is owed for an instant of its own, as a reminder is, waits for that.
    """
    async with transaction() as tx:
        await tx.execute(HASTEN, (now, now + LONGEST_BACKOFF))
        await tx.execute(SHORTEN, ("queued", now + timedelta(seconds=QUEUE_SECONDS)))
        await tx.execute(SHORTEN, ("running", now + LONGEST_LEASE))
        await _free_turns(now, kinds)
        await _read_again(now)
        wake_relays(tx)


async def _free_turns(now: datetime, kinds: Collection[str]) -> None:
    if kinds:
        sql = FREE_TURNS.format(kinds=numbered(len(kinds), since=2))
        await current_transaction().execute(sql, (now, *sorted(kinds)))


async def _read_again(now: datetime) -> None:
    """Let calendars that seem to have been read later than now be read, and whoever refreshed a token have ended."""
    connections, feeds = CalendarConnection.all(), CalendarFeed.all()  # any clinic: upkeep of the host
    await connections.filter(fetched_at__gt=now).update(fetched_at=now, next_read_at=now)
    await connections.filter(next_read_at__gt=now + LONGEST_POLL).update(next_read_at=now)
    await connections.filter(refreshing_until__gt=now).update(refreshing_until=None)
    await feeds.filter(synced_at__gt=now).update(synced_at=now)
    await feeds.filter(next_try_at__gt=now).update(next_try_at=now)
