"""Makes cards about events that somebody changed in a calendar."""

from typing import Any

from tests.factories import CREATED_AT, writing

from chatbookr_core.models import Booking, CalendarDrift


async def make_calendar_drift(booking: Booking, **fields: Any) -> CalendarDrift:
    """Make an open card: the event of a booking was deleted."""
    values = {
        "clinic_id": booking.clinic_id,
        "booking_id": booking.id,
        "kind": "deleted",
        "state": "open",
        "found_at": CREATED_AT,
    }
    async with writing():
        return await CalendarDrift.create(**{**values, **fields})
