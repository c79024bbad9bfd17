"""A process that looks at the audit log for what is out of the ordinary; for tests that kill it.

`python -m tests.core.anomaly_process DATABASE_URL KEY_FILE`; CHATBOOKR_FAULTPOINT applies.
"""

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

from chatbookr_core.anomalies.watching import look
from chatbookr_core.clock import SystemClock
from chatbookr_core.db import opened
from chatbookr_core.deployment import deployment_from
from chatbookr_core.faultpoints import install_from
from chatbookr_core.settings import Settings


async def look_once(database_url: str, key_file: Path) -> None:
    settings = replace(Settings(plugins=(), key_file=key_file), database_url=database_url)
    async with opened(database_url, work="anomalies"):
        print(len((await look(deployment_from(settings, clock=SystemClock()))).raised))


if __name__ == "__main__":
    install_from(os.environ, is_production=False)
    asyncio.run(look_once(sys.argv[1], Path(sys.argv[2])))
