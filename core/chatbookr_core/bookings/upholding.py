"""An appointment that needs another time takes place all the same: staff say so, and it is as any other again.

The doctor comes in though the day is closed. What comes over it later takes it anew; what they knew of does not.
"""

from typing import Final
from uuid import UUID

from chatbookr_core.bookings.displacing import lock_clinic, recount
from chatbookr_core.bookings.errors import NotDisplaced, NotTheTime
from chatbookr_core.bookings.queries import booking_to_change
from chatbookr_core.bookings.reminding import held_reminder_of, rules_of
from chatbookr_core.bookings.use_cases import booking_for_change
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.jobs import enqueue_all
from chatbookr_core.models import Clinic
from chatbookr_permissions.actor import Actor

CHANGED: Final = ["displaced_at", "upheld_at", "reminder_held_at"]


async def uphold_booking(deployment: Deployment, actor: Actor, booking_id: UUID, *, version: int | None = None) -> UUID:
    """Let a booking take place though it has no hours or no room, and owe the reminder that was held back of it.

    It gets no new version: nothing that its patient knows has changed. Done twice, it stands. Needs a transaction.

    Raises NotFound, NotPermitted, StaleVersion, AlreadyCancelled, WrongStatus, NotTheTime, NotDisplaced.
    """
    clinic_id, now = (await booking_for_change(actor, booking_id)).clinic_id, deployment.clock.now()
    await lock_clinic(clinic_id)
    booking = await booking_to_change(booking_id, clinic_id=clinic_id, expected_version=version)
    if booking.starts_at <= now:
        raise NotTheTime()
    if booking.displaced_at is not None:
        owed = held_reminder_of(booking, now, rules_of(await Clinic.get(id=clinic_id)))
        booking.displaced_at, booking.reminder_held_at, booking.upheld_at = None, None, now
        await booking.save(update_fields=CHANGED)
        current_transaction().tell(Change("booking", clinic_id, booking.id))
        await enqueue_all(owed, now=now)
        await recount(clinic_id, now)
    elif booking.upheld_at is None:
        raise NotDisplaced()
    return booking.id
