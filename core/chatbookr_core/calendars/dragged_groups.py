"""Group appointments that somebody dragged away whole, to a time that meets their old one: they go all together.

One alone could not: those who stay behind keep the practitioner from being at both.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID

from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.allocation import free_bookings
from chatbookr_core.bookings.asked_moves import withdraw_moves
from chatbookr_core.bookings.rules import SlotRequest, require_changeable
from chatbookr_core.db import current_transaction, fetch, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Booking, CalendarDrift
from chatbookr_core.waitlist.owing import owe_look

Wanted = Callable[[CalendarDrift, Booking, datetime], Awaitable[SlotRequest]]
SEATS = """
SELECT seat.booking_id FROM allocation AS own JOIN allocation AS seat ON seat.clinic_id = own.clinic_id
    AND seat.group_id = own.group_id AND seat.is_active AND (seat.booking_id IS NOT NULL OR seat.hold_id IS NOT NULL)
WHERE own.clinic_id = $1 AND own.booking_id = $2 AND own.is_active AND own.group_id IS NOT NULL
    AND (seat.booking_id IS NULL OR seat.booking_id <> $2)
"""


async def locked_with_group(booking_id: UUID, *, clinic_id: UUID) -> Booking | None:
    """Lock a booking, and with it its whole group in the order of their ids; None where there is none.

    Of two answers to cards of one group the second waits then for the first, and neither for the other. Needs a
    transaction.
    """
    ids = [booking_id, *await _others_in_group(booking_id, clinic_id)]
    found = Booking.filter(clinic_id=clinic_id, id__in=ids).order_by("id").select_for_update(no_key=True)
    return next((booking for booking in await found if booking.id == booking_id), None)


async def _others_in_group(booking_id: UUID, clinic_id: UUID) -> list[UUID]:
    rows = await fetch(SEATS, (clinic_id, booking_id))
    return [uuid_of(row["booking_id"]) for row in rows if row["booking_id"] is not None]


async def dragged_along(card: CalendarDrift) -> list[tuple[CalendarDrift, Booking]]:
    """Return the open cards of all others in a booking's group, locked with their bookings.

    Nothing where it is in none, or one of them was not dragged to the very same time: that one stays. Needs a
    transaction.
    """
    rows = await fetch(SEATS, (card.clinic_id, card.booking_id))
    ids = sorted({uuid_of(row["booking_id"]) for row in rows if row["booking_id"] is not None}, key=str)
    if not rows or any(row["booking_id"] is None for row in rows):
        return []
    found = Booking.filter(clinic_id=card.clinic_id, id__in=ids).order_by("id")
    own = {booking.id: booking for booking in await found.select_for_update(no_key=True)}
    cards = await CalendarDrift.filter(
        clinic_id=card.clinic_id,
        booking_id__in=ids,
        state="open",
        kind="moved",
        event_starts_at=card.event_starts_at,
        event_ends_at=card.event_ends_at,
    )
    return [(one, own[one.booking_id]) for one in cards] if len(cards) == len(ids) else []


async def move_together(
    deployment: Deployment, group: Sequence[tuple[CalendarDrift, Booking]], wanted: Wanted
) -> list[Booking]:
    """Move a whole group to where its events are, and return the bookings as they are then. Needs a savepoint.

    Raises what moving one of them raises.
    """
    now, clinic_id = deployment.clock.now(), group[0][1].clinic_id
    times = [await wanted(card, booking, now) for card, booking in group]
    for _, booking in group:
        require_changeable(booking.status, version=booking.version, expected_version=None)
    await free_bookings(current_transaction(), [booking.id for _, booking in group])
    await withdraw_moves([booking for _, booking in group], now)
    moved = [await _moved(deployment, booking.id, clinic_id, to) for (_, booking), to in zip(group, times, strict=True)]
    await owe_look(clinic_id, because=f"{moved[0].id}:{moved[0].version}", now=now)
    return moved


async def _moved(deployment: Deployment, booking_id: UUID, clinic_id: UUID, to: SlotRequest) -> Booking:
    return await bookings.reschedule(booking_id, clinic_id=clinic_id, to=to, is_given_up=True, clock=deployment.clock)
