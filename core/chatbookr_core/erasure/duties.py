"""What an erasure waits for outside: events in practitioners' calendars, and partners' words."""

from uuid import UUID

from chatbookr_core.calendars.places import Place, Shown, account_with, calendar_id_of, event_id_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Booking, ErasureDuty


async def event_to_remove(duty_id: UUID, *, clinic_id: UUID) -> Place | None:
    """Return where the event is that a duty is about; None where it is settled, or no account leads there any more."""
    duty = await ErasureDuty.get_or_none(id=duty_id, clinic_id=clinic_id, state="pending")
    if duty is None or duty.practitioner_id is None:
        return None
    found = await Booking.get_or_none(id=duty.subject_id, clinic_id=clinic_id)
    booking = found or Shown(duty.subject_id)
    connection = await account_with(booking, duty.practitioner_id, clinic_id=clinic_id)
    if connection is None:
        return None
    return Place(connection, calendar_id_of(booking, connection), event_id_of(booking))


async def settle(deployment: Deployment, duty_id: UUID, *, clinic_id: UUID, is_done: bool) -> None:
    """Note that a calendar's provider confirmed, or that there is no way to it any longer. Needs a transaction."""
    own = ErasureDuty.filter(id=duty_id, clinic_id=clinic_id, state="pending")
    await own.update(state="done" if is_done else "unreachable", settled_at=deployment.clock.now())
