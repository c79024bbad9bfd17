"""A process that tells clinics of an incident; for tests that kill it.

`python -m tests.core.incident_process DATABASE_URL KEY_FILE OPERATOR_ID NAME INSTANT`; CHATBOOKR_FAULTPOINT applies.
"""

import asyncio
import os
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

from chatbookr_core.audit.entries import Who
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.deployment import deployment_from
from chatbookr_core.faultpoints import install_from, reach
from chatbookr_core.incidents.rules import Words
from chatbookr_core.incidents.service import Decider, notify
from chatbookr_core.settings import Settings

TOLD = Words("An API key was stolen", "Bookings were read", "The key is revoked", "privacy@host.example")


async def tell(database_url: str, key_file: Path, operator_id: UUID, name: str, now: datetime) -> None:
    settings = Settings(database_url=database_url, key_file=key_file, plugins=())
    deployment = deployment_from(settings, clock=TurnableClock(now), plugins=Plugins({}))
    async with opened(database_url, work="incident"):
        async with transaction():
            await notify(deployment, Decider(Who("operator", operator_id), operator_id), name, TOLD)
        reach("incident.committed")


if __name__ == "__main__":
    install_from(os.environ, is_production=False)
    database, key, operator, name, instant = sys.argv[1:]
    asyncio.run(tell(database, Path(key), UUID(operator), name, datetime.fromisoformat(instant)))
