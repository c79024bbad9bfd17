"""A process that runs the work of merges; for tests that kill it.

`python -m tests.workers.merge_process DATABASE_URL KEY_FILE`; CHATBOOKR_FAULTPOINT applies.
"""

import asyncio
import os
import sys
from pathlib import Path

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened
from chatbookr_core.deployment import deployment_from
from chatbookr_core.faultpoints import install_from
from chatbookr_core.keys import rotation
from chatbookr_core.merges.moving import MERGE
from chatbookr_core.models import Job
from chatbookr_core.settings import Settings
from chatbookr_workers import patients
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

__all__ = ["patients"]  # it declares the job


async def work(database_url: str, key_file: Path) -> None:
    settings = Settings(database_url=database_url, key_file=key_file, plugins=())
    async with opened(database_url, work="jobs"):
        for job in await Job.filter(kind=MERGE, state__in=("due", "running")):
            clock = TurnableClock(job.due_at)
            deployment = deployment_from(settings, clock=clock, plugins=Plugins({}))
            await run(deployment, declared_kinds()[MERGE], job.id)
            print((await Job.get(id=job.id)).state, flush=True)


if __name__ == "__main__":
    install_from(os.environ, is_production=False)
    rotation.PORTION = 10
    asyncio.run(work(sys.argv[1], Path(sys.argv[2])))
