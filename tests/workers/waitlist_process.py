"""A worker that does the oldest job of a kind that is owed, and dies where it is told to; for tests.

`python -m tests.workers.waitlist_process DATABASE_URL FOLDER KIND`; CHATBOOKR_FAULTPOINT applies.
"""

import asyncio
import os
import sys
from pathlib import Path

from tests.api.clients import make_deployment

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened
from chatbookr_core.faultpoints import install_from
from chatbookr_core.jobs import OPEN_STATES
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.models import Job
from chatbookr_workers import jobs as _declared  # noqa: F401  # its import declares every kind of job
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run


async def work(database_url: str, folder: Path, kind: str) -> None:
    async with opened(database_url, work="jobs"):
        job = await Job.filter(kind=kind, state__in=OPEN_STATES).order_by("due_at").first()
        assert job is not None
        clock = TurnableClock(job.due_at)
        deployment = make_deployment(Vault(LocalKeyFile(folder / "key"), clock), clock, folder)
        await run(deployment, declared_kinds()[kind], job.id)


if __name__ == "__main__":
    install_from(os.environ, is_production=False)
    asyncio.run(work(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
