"""`chatbookr field-use`: whom to write to before something is taken out of the API."""

import asyncio
import os
import sys

from chatbookr_core.clock import SystemClock
from chatbookr_core.field_use import KEPT, users_of
from chatbookr_core.migration import at_these_tables
from chatbookr_core.settings import settings_from


def run(coordinate: str) -> int:
    """Print the keys of all clinics that used a coordinate, as far back as uses are kept: ids, names and counts."""
    return asyncio.run(_print(settings_from(os.environ).database_url, coordinate))


async def _print(database_url: str, coordinate: str) -> int:
    async with at_these_tables(database_url, work="operator"):
        found = await users_of(coordinate, since=(SystemClock().now() - KEPT).date())
    for one in found:
        who = f"key {one.api_key_id} {one.api_key!r} of clinic {one.clinic_id} {one.clinic!r}"
        sys.stdout.write(f"{who}: {one.uses} uses, last on {one.last_day}\n")
    if not found:
        sys.stdout.write(f"no key has used {coordinate} in {KEPT.days} days\n")
    return 0
