"""What a calendar takes is written as it is now, and no part of it is looked at again for each other part."""

import pytest
from tests.factories import make_calendar_connection, make_clinic, make_location, make_practitioner

from chatbookr_core.calendars.feeds import CHUNK, replace_busy
from chatbookr_core.calendars.rules import Minutes
from chatbookr_core.db import Database, current_transaction, transaction
from chatbookr_core.models import CalendarConnection, ExternalBusy

LOOKED_AT = """
SELECT COALESCE(seq_tup_read, 0) + COALESCE(idx_tup_fetch, 0) AS rows FROM pg_stat_xact_user_tables
WHERE relname = 'external_busy'
"""


def meetings(count: int, *, late: int = 0) -> list[Minutes]:
    return [(hour * 60 + late, hour * 60 + 30 + late) for hour in range(count)]


async def calendars(count: int) -> list[CalendarConnection]:
    clinic = await make_clinic()
    place = await make_location(clinic)
    return [await make_calendar_connection(await make_practitioner(clinic, place)) for _ in range(count)]


async def written(connection: CalendarConnection) -> list[Minutes]:
    rows = ExternalBusy.filter(connection_id=connection.id).order_by("starts_minute")
    return [(start, end) for start, end in await rows.values_list("starts_minute", "ends_minute")]


async def test_what_is_written_is_what_the_calendar_takes_now_and_nobody_elses_is_touched(database: Database) -> None:
    """Over several portions: all new, some moved, some longer, some gone, all gone."""
    own, other = await calendars(2)
    plain = meetings(CHUNK * 2 + 7)
    mixed = sorted({*plain[: CHUNK - 3], *meetings(CHUNK + 5, late=5)[CHUNK - 3 :], (plain[-1][0], plain[-1][1] + 15)})
    async with transaction():
        await replace_busy(other, plain)

    for wanted in (plain, mixed, mixed, plain, []):
        async with transaction():
            await replace_busy(own, wanted)
        assert await written(own) == wanted
    assert await written(other) == plain


@pytest.mark.parametrize("then", ["moved", "gone"])
async def test_no_meeting_is_looked_at_for_every_portion_that_is_written(
    postgres_database: Database, then: str
) -> None:
    """Where others of the clinic have as many, which are none of theirs."""
    portions = 8
    own, other = await calendars(2)
    async with transaction():
        await replace_busy(own, meetings(CHUNK * portions))
        await replace_busy(other, meetings(CHUNK * portions))

    async with transaction():
        await replace_busy(own, meetings(CHUNK * portions, late=5) if then == "moved" else [])
        (found,) = await current_transaction().fetch(LOOKED_AT)

    # to see what stands, and to take it away; a server that knows little of the table may look at others' as well
    assert CHUNK * portions <= found["rows"] <= CHUNK * portions * 4
