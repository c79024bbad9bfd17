"""A worker that does all that is due, and dies where it is told to; for tests.

`python -m tests.workers.burst_process DATABASE_URL FOLDER NOW SETTINGS`, the plugins' settings as JSON;
CHATBOOKR_FAULTPOINT applies.
"""

import asyncio
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from tests.clinic_world import deployment_for, run_jobs, settings_for

from chatbookr_core.channels.host import close_client
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened
from chatbookr_core.faultpoints import install_from
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile


async def work(database_url: str, folder: Path, now: datetime, environment: dict[str, str]) -> None:
    async with opened(database_url, work="jobs"):
        clock = TurnableClock(now)
        settings = settings_for(database_url, folder, environment)
        deployment = deployment_for(settings, clock, Vault(LocalKeyFile(settings.key_file), clock))
        try:
            await run_jobs(deployment, clock)
        finally:
            await close_client()


if __name__ == "__main__":
    install_from(os.environ, is_production=False)
    asyncio.run(work(sys.argv[1], Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), json.loads(sys.argv[4])))
