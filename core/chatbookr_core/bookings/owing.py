"""What a booking owes: its calendar the event as it is, the patient reminders, listeners the news, a card its end."""

from datetime import datetime
from uuid import UUID

from chatbookr_core.bookings.reminding import owe_reminders
from chatbookr_core.db import Transaction
from chatbookr_core.events import Change
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Booking

OVERTAKE = """
UPDATE calendar_drift SET state = 'overtaken' WHERE clinic_id = $1 AND booking_id = $2 AND state = 'open'
"""


async def tell_of(tx: Transaction, booking: Booking, now: datetime) -> None:
    """Owe the calendar and the patient's reminders the booking as it is now, and let listeners know."""
    await owe_reminders(booking, now)
    if booking.calendar_state == "pending":
        await enqueue(
            "calendar.put",
            clinic_id=booking.clinic_id,
            subject_id=booking.id,
            arguments={"version": booking.version},
            due_at=now,
            now=now,
            dedupe_key=f"calendar.put:{booking.id}:{booking.version}",
        )
    tx.tell(Change("booking", booking.clinic_id, booking.id))


async def overtake_drift(tx: Transaction, booking: Booking) -> None:
    """Close the card about the booking's event: what is done now brings the calendar to the booking anyway."""
    if booking.calendar_state == "drifted":
        await tx.execute(OVERTAKE, (booking.clinic_id, booking.id))


async def remove_event(booking: Booking, practitioner_id: UUID, now: datetime) -> None:
    """Owe the calendar of a practitioner who does not have the booking any more its event's removal."""
    await enqueue(
        "calendar.delete",
        clinic_id=booking.clinic_id,
        subject_id=booking.id,
        arguments={"version": booking.version, "practitioner_id": str(practitioner_id)},
        due_at=now,
        now=now,
        dedupe_key=f"calendar.delete:{booking.id}:{booking.version}",
    )
