"""Keeps a reminder that waits on its way out from being sent where what it tells is not so any more.

It was written as it was due, and waited: in quiet hours, for a channel that was lost, or for a provider that did not
answer. Meanwhile a visit was moved or cancelled, has taken place, or needs another time.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chatbookr_core.bookings.reminding import reminder_of
from chatbookr_core.conversations.telling import tell_of
from chatbookr_core.db import current_transaction
from chatbookr_core.events import Change
from chatbookr_core.jobs import enqueue_all
from chatbookr_core.models import Booking, Message
from chatbookr_core.notices.reminders import CHANGED_SINCE, hold_back
from chatbookr_core.outbox.content import ToldVisit
from chatbookr_core.outbox.sending import Outgoing, withdraw

REMINDED: Final = ["reminders_sent", "reminded_at"]


async def has_changed(outgoing: Outgoing) -> bool:
    """Tell whether a message reminds of a visit that is not as it was when it was written."""
    visits = outgoing.told.visits
    return bool(visits) and not _hold(visits, await _bookings(outgoing, is_locked=False))


async def take_back(outgoing: Outgoing, now: datetime) -> bool:
    """Let a reminder that is not so any more never go out, and owe anew what of it still is; False where all is.

    Nobody was reminded by it: of what needs another time the reminder is held back, as if it were due now. What was
    moved has reminders of its own. Needs a transaction.
    """
    bookings = await _bookings(outgoing, is_locked=True)
    if _hold(outgoing.told.visits, bookings):
        return False
    rows = Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id, status="queued")
    failed = {"status": "failed", "status_at": now, "error_code": CHANGED_SINCE}
    if not await rows.update(**failed, handed_at=None, held_until=None, held_reason=None):
        return True
    tell_of(outgoing)
    await withdraw(outgoing, now)
    told = {one.booking_id: one for one in outgoing.told.visits}
    for booking in bookings:
        await _undo(booking, told[booking.id], outgoing, now)
    return True


async def _undo(booking: Booking, told: ToldVisit, outgoing: Outgoing, now: datetime) -> None:
    """Note that a visit which stands was not told of by this, unless a later reminder tells of it."""
    if not _stands(booking, told) or booking.reminders_sent != told.stage:
        return
    booking.reminders_sent, booking.reminded_at = told.stage - 1, None
    await booking.save(update_fields=REMINDED)
    if booking.displaced_at is not None:
        await hold_back(booking, now)
        return
    current_transaction().tell(Change("booking", booking.clinic_id, booking.id))
    await enqueue_all([reminder_of(booking, told.stage, now, str(outgoing.id))], now=now)


async def _bookings(outgoing: Outgoing, *, is_locked: bool) -> list[Booking]:
    rows = Booking.filter(clinic_id=outgoing.clinic_id, id__in=[one.booking_id for one in outgoing.told.visits])
    rows = rows.order_by("id")
    return await (rows.select_for_update(no_key=True) if is_locked else rows)


def _hold(visits: Sequence[ToldVisit], bookings: Sequence[Booking]) -> bool:
    found = {one.id: one for one in bookings}
    return all(
        one.booking_id in found and _stands(found[one.booking_id], one) and found[one.booking_id].displaced_at is None
        for one in visits
    )


def _stands(booking: Booking, told: ToldVisit) -> bool:
    return booking.status == "confirmed" and booking.version == told.version
