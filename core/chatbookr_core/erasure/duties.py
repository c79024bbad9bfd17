"""What an erasure waits for outside: events in practitioners' calendars, and partners' words."""

from uuid import UUID

from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.channels.connections import calendar_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Booking, CalendarConnection, ErasureDuty


async def event_to_remove(duty_id: UUID, *, clinic_id: UUID) -> tuple[CalendarConnection, str] | None:
    """Return the calendar a duty is about and the event's id; None where it is settled, or no calendar is connected."""
    duty = await ErasureDuty.get_or_none(id=duty_id, clinic_id=clinic_id, state="pending")
    if duty is None or duty.practitioner_id is None:
        return None
    connection = await calendar_of(duty.practitioner_id, clinic_id=clinic_id)
    booking = await Booking.get_or_none(id=duty.subject_id, clinic_id=clinic_id)
    event_id = booking.event_id if booking is not None else None
    return (connection, event_id or event_id_for(duty.subject_id)) if connection is not None else None


async def settle(deployment: Deployment, duty_id: UUID, *, clinic_id: UUID, is_done: bool) -> None:
    """Note that a calendar's provider confirmed, or that there is no way to it any longer. Needs a transaction."""
    own = ErasureDuty.filter(id=duty_id, clinic_id=clinic_id, state="pending")
    await own.update(state="done" if is_done else "unreachable", settled_at=deployment.clock.now())
