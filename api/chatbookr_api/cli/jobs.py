"""`chatbookr jobs`: how much work is owed, and what has died."""

import asyncio
import os
import sys

from chatbookr_core.db import opened
from chatbookr_core.dead_letters import counts_by_state, dead_jobs
from chatbookr_core.settings import settings_from


def run() -> int:
    """Print the counts by state, then the dead letters; ids and codes alone."""
    return asyncio.run(_print(settings_from(os.environ).database_url))


async def _print(database_url: str) -> int:
    async with opened(database_url):
        for state, count in sorted((await counts_by_state()).items()):
            sys.stdout.write(f"{state:8} {count}\n")
        for job in await dead_jobs():
            sys.stdout.write(f"dead {job.id} {job.kind} attempts={job.attempts} error={job.last_error}\n")
    return 0
