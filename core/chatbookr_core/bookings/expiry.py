"""Frees the time of holds that have run out."""

from typing import cast
from uuid import UUID

from chatbookr_core.bookings.allocation import end_holds
from chatbookr_core.clock import Clock
from chatbookr_core.db import current_transaction
from chatbookr_core.models import Hold
from chatbookr_core.waitlist.owing import owe_look


async def expire_holds(*, clock: Clock, limit: int = 200) -> int:
    """Free the time of holds that have run out, whether or not somebody wants it; return how many there were."""
    now = clock.now()
    overdue = Hold.filter(state="held", expires_at__lte=now)  # any clinic: time runs out for all of them
    rows = await overdue.order_by("expires_at").limit(limit).values_list("id", "clinic_id")
    clinics = dict(cast(list[tuple[UUID, UUID]], rows))
    ended = await end_holds(current_transaction(), clinics, state="expired", overdue_at=now)
    for clinic_id, hold_id in {clinics[one]: one for one in ended}.items():  # one look a clinic
        await owe_look(clinic_id, because=f"hold:{hold_id}", now=now)
    return len(ended)
