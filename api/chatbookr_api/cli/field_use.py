"""`chatbookr field-use`: whom to write to before something is taken out of the API."""

import asyncio
import os
import sys

from chatbookr_core.clock import SystemClock
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.field_use import KEPT, users_of
from chatbookr_core.migration import at_these_tables
from chatbookr_core.settings import settings_from


def run(coordinate: str) -> int:
    """Print the keys of all clinics that used a coordinate, as far back as uses are kept: ids, names and counts.

    Raises InvalidSettings for what this version's API does not have and nobody has used of an earlier one's.
    """
    return asyncio.run(_print(settings_from(os.environ).database_url, coordinate))


async def _print(database_url: str, coordinate: str) -> int:
    async with at_these_tables(database_url, work="operator"):
        found = await users_of(coordinate, since=(SystemClock().now() - KEPT).date())
    for one in found:
        who = f"key {one.api_key_id} {one.api_key!r} of clinic {one.clinic_id} {one.clinic!r}"
        sys.stdout.write(f"{who}: {one.uses} uses, last on {one.last_day}\n")
    if not found:
        _assert_known(coordinate)
        sys.stdout.write(f"no key has used {coordinate} in {KEPT.days} days\n")
    return 0


def _assert_known(coordinate: str) -> None:
    from chatbookr_schema.build import partner_schema, staff_schema  # seconds, where a use answers at once
    from chatbookr_schema.usage import is_known

    if not any(is_known(schema._schema, coordinate) for schema in (partner_schema(), staff_schema())):
        raise InvalidSettings(
            f"{coordinate} is nothing of this version's API: name it as in schema/schema.graphql, "
            "like Booking.notes, Query.bookings(where:) or Role.OWNER."
        )
