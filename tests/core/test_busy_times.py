"""What a calendar takes is written as it is now, and twice as much of it is no more than twice the work."""

import pytest
from tests.factories import make_calendar_connection, make_clinic, make_location, make_practitioner

from chatbookr_core.calendars.feeds import CHUNK
from chatbookr_core.calendars.rules import Minutes
from chatbookr_core.calendars.service import replace_busy
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
async def test_twice_as_many_meetings_have_no_more_than_twice_as_many_rows_looked_at(
    postgres_database: Database, then: str
) -> None:
    """Where others of the clinic have as many, which are none of theirs."""
    looked_at: list[int] = []
    for count in (CHUNK * 4, CHUNK * 8):
        own, other = await calendars(2)
        async with transaction():
            await replace_busy(own, meetings(count))
            await replace_busy(other, meetings(count))

        async with transaction():
            await replace_busy(own, meetings(count, late=5) if then == "moved" else [])
            (found,) = await current_transaction().fetch(LOOKED_AT)
        looked_at.append(found["rows"])

    assert looked_at[0] >= CHUNK * 4
    assert looked_at[1] <= looked_at[0] * 2.2
    assert looked_at[1] <= CHUNK * 8 * 3  # to see what stands, and to take it away
