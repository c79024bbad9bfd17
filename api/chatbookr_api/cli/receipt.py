"""`chatbookr receipt`: check the receipt of an erasure, with nothing but its file and the deployment's public key."""

import asyncio
import json
import os
import sys
from pathlib import Path

from chatbookr_core.deployment import deployment_from
from chatbookr_core.erasure.receipt import NAME, receipt_key
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.signatures import NotGenuine, Statement, verified
from chatbookr_core.migration import at_these_tables
from chatbookr_core.scope import at_the_door
from chatbookr_core.settings import settings_from


def run(*, action: str, file: str | None, key: str | None) -> int:
    """Show the key receipts are signed with (`key`), or check one (`verify`): 1 where it is not genuine."""
    if action == "key":
        sys.stdout.write(f"{asyncio.run(_key())}\n")
        return 0
    if not file or not key:
        raise InvalidSettings("Say which: `chatbookr receipt verify FILE --key KEY`.")
    try:
        statement = verified(json.loads(Path(file).read_text(encoding="utf-8")), NAME, key)
    except (OSError, ValueError) as problem:
        sys.stdout.write(f"NOT GENUINE: {file} cannot be read as JSON ({type(problem).__name__})\n")
        return 1
    except NotGenuine as problem:
        sys.stdout.write(f"NOT GENUINE: {problem}\n")
        return 1
    sys.stdout.write(_told(statement))
    return 0


def _told(statement: Statement) -> str:
    pending = [one for one in statement["outside"] if one["state"] != "done"]
    lines = [
        f"GENUINE: erasure {statement['erasure']} of {statement['clinic']['name']}, reference {statement['reference']}",
        f"erased at {statement['erasedAt']}, as of {statement['asOf']}",
        *(f"  {one['how']}: {one['rows']} of {one['what']}" for one in statement["erased"]),
        *(
            f"  kept: {one['what']}, until {one['until'] or 'further notice'}: {one['why']}"
            for one in statement["kept"]
        ),
        *(f"  {one['state']}: {one['what']} {one['of']}" for one in pending),
    ]
    return "\n".join(lines) + "\n"


async def _key() -> str:
    settings = settings_from(os.environ)
    async with at_these_tables(settings.database_url):
        with at_the_door():
            return await receipt_key(deployment_from(settings))
