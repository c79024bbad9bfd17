"""Reads which bookings a series has."""

from uuid import UUID

from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.series.rules import MOST

OF_SERIES = "SELECT id FROM booking WHERE clinic_id = $1 AND series_id = $2 ORDER BY series_ordinal, id LIMIT $3"
SERIES_OF = "SELECT clinic_id, series_id FROM booking WHERE id = $1"


async def ids_of_series(clinic_id: UUID, series_id: UUID) -> list[UUID]:
    """List the bookings of a series by their number, whatever became of them; what may be shown is asked elsewhere."""
    return [uuid_of(row["id"]) for row in await fetch(OF_SERIES, (clinic_id, series_id, MOST))]


async def ids_of_same_series(booking_id: UUID) -> list[UUID]:
    """List the bookings of the series one is of; it alone where it is of none, nothing where it is not there."""
    rows = await fetch(SERIES_OF, (booking_id,))
    if not rows or rows[0]["series_id"] is None:
        return [booking_id] if rows else []
    return await ids_of_series(uuid_of(rows[0]["clinic_id"]), uuid_of(rows[0]["series_id"]))
