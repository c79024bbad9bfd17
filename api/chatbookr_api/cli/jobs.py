"""`chatbookr jobs`: how much work is owed, what has died, and a second life for it."""

import asyncio
import os
import sys
from uuid import UUID

from chatbookr_core.clock import SystemClock
from chatbookr_core.db import transaction
from chatbookr_core.dead_letters import counts_by_state, dead_jobs, revive
from chatbookr_core.migration import at_these_tables
from chatbookr_core.settings import settings_from


def run(*, revived: str | None = None) -> int:
    """Print the counts by state and the dead letters (ids and codes alone), or make a dead job due again."""
    database_url = settings_from(os.environ).database_url
    return asyncio.run(_print(database_url) if revived is None else _revive(database_url, revived))


async def _print(database_url: str) -> int:
    async with at_these_tables(database_url, work="operator"):
        for state, count in sorted((await counts_by_state()).items()):
            sys.stdout.write(f"{state:8} {count}\n")
        for job in await dead_jobs():
            sys.stdout.write(f"dead {job.id} {job.kind} attempts={job.attempts} error={job.last_error}\n")
    return 0


async def _revive(database_url: str, text: str) -> int:
    try:
        job_id = UUID(text)
    except ValueError:
        sys.stderr.write(f"{text!r} is no job's id\n")
        return 2
    async with at_these_tables(database_url, work="operator"), transaction():
        is_due = await revive(job_id, now=SystemClock().now())
    sys.stdout.write(f"{job_id} is due again\n" if is_due else f"{job_id} is not dead\n")
    return 0 if is_due else 1
