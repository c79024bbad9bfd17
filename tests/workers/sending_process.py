"""A worker that sends the one message that is owed; for tests that kill it on its way.

`python -m tests.workers.sending_process DATABASE_URL FOLDER`, with the plugins' settings as JSON on the standard input;
CHATBOOKR_FAULTPOINT applies.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from tests.clinic_world import deployment_for, settings_for

from chatbookr_core.channels.host import close_client
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened
from chatbookr_core.faultpoints import install_from
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.models import Job, Message
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run


async def work(database_url: str, folder: Path, environment: dict[str, str]) -> None:
    async with opened(database_url, work="jobs"):
        job = await Job.get(kind="outbound.send", state__in=("due", "queued", "running"))
        clock = TurnableClock(job.due_at)
        settings = settings_for(database_url, folder, environment)
        deployment = deployment_for(settings, clock, Vault(LocalKeyFile(settings.key_file), clock))
        try:
            await run(deployment, declared_kinds()["outbound.send"], job.id)
        finally:
            await close_client()
        print((await Message.get(id=job.subject_id)).status, flush=True)


if __name__ == "__main__":
    install_from(os.environ, is_production=False)
    asyncio.run(work(sys.argv[1], Path(sys.argv[2]), json.load(sys.stdin)))
