"""A process that writes entries of the audit log, says which are committed, and places them; for tests that kill it.

`python -m tests.core.audit_process DATABASE_URL KEY_FILE COUNT`; CHATBOOKR_FAULTPOINT applies.
"""

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.clock import SystemClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.deployment import deployment_from
from chatbookr_core.faultpoints import install_from
from chatbookr_core.settings import Settings


async def write_each(database_url: str, key_file: Path, count: int) -> None:
    settings = replace(Settings(plugins=(), key_file=key_file), database_url=database_url)
    deployment = deployment_from(settings, clock=SystemClock())
    async with opened(database_url, work="audit"):
        for number in range(count):
            subject = uuid4()
            async with transaction():
                note(deployment.clock.now(), "serviceSave", HOST, subject_id=subject)
            print(subject, flush=True)
            if number % 7 == 6:
                await sequence(deployment)
        await sequence(deployment)


if __name__ == "__main__":
    install_from(os.environ, is_production=False)
    asyncio.run(write_each(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
