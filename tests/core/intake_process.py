"""A process that stores deliveries and says which ones it has acknowledged; for tests that kill it.

`python -m tests.core.intake_process DATABASE_URL KEY_FILE FIRST COUNT`; CHATBOOKR_FAULTPOINT applies.
"""

import asyncio
import os
import sys
from pathlib import Path

from chatbookr_core.channels.intake import Intake
from chatbookr_core.clock import SystemClock
from chatbookr_core.db import opened
from chatbookr_core.faultpoints import install_from
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_sdk import WebhookRequest


def request_of(number: int) -> WebhookRequest:
    return WebhookRequest("POST", {"content-type": "application/json"}, {}, b'{"n":%d}' % number)


async def store_each(database_url: str, key_file: Path, numbers: range) -> None:
    clock = SystemClock()
    async with opened(database_url) as database:
        intake = Intake(database, Vault(LocalKeyFile(key_file), clock), clock)
        await intake.start()

        async def store(number: int) -> None:
            outcome = await intake.store("whatsapp", request_of(number))
            print(number, outcome, flush=True)  # the 200 of this test

        for first in range(numbers.start, numbers.stop, 10):
            await asyncio.gather(*(store(number) for number in range(first, min(first + 10, numbers.stop))))
        await intake.stop()


if __name__ == "__main__":
    install_from(os.environ, is_production=False)
    first, count = int(sys.argv[3]), int(sys.argv[4])
    asyncio.run(store_each(sys.argv[1], Path(sys.argv[2]), range(first, first + count)))
