"""Makes places on the waitlist, and times that are kept for those who have them."""

from datetime import timedelta
from typing import Any

from tests.factories import CREATED_AT, writing

from chatbookr_core.ids import new_id
from chatbookr_core.models import Booking, WaitlistEntry, WaitlistOffer


async def make_waitlist_entry(booking: Booking, **fields: Any) -> WaitlistEntry:
    """Let the patient of a booking wait to come earlier; the day before is kept for them, in name alone."""
    values = {
        "id": new_id(),
        "clinic_id": booking.clinic_id,
        "patient_id": booking.patient_id,
        "service_id": booking.service_id,
        "practitioner_id": booking.practitioner_id,
        "location_id": booking.location_id,
        "booking_id": booking.id,
        "state": "offered",
        "since": CREATED_AT,
        "created_by": "patient",
        **fields,
    }
    async with writing():
        entry = await WaitlistEntry.create(**values)
        if entry.state == "offered":
            await make_waitlist_offer(entry, booking)
    return entry


async def make_waitlist_offer(entry: WaitlistEntry, booking: Booking, **fields: Any) -> WaitlistOffer:
    """Offer what nothing keeps: for what is read of it."""
    day = timedelta(days=1)
    values = {
        "clinic_id": entry.clinic_id,
        "entry_id": entry.id,
        "patient_id": entry.patient_id,
        "open_patient_id": entry.patient_id,
        "practitioner_id": booking.practitioner_id,
        "location_id": booking.location_id,
        "hold_id": new_id(),
        "conversation_id": booking.conversation_id,
        "starts_at": booking.starts_at - day,
        "ends_at": booking.ends_at - day,
        "state": "open",
        "offered_at": CREATED_AT,
        "offered_until": booking.starts_at - day,
        **fields,
    }
    async with writing():
        return await WaitlistOffer.create(**values)
