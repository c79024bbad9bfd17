"""Where staff and partners move a booking: what is looked for, whether it is there already, and what is asked for.

What stands is not given up for what nobody can see: there it is asked to move, and staff confirm that.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.availability.queries import OfferedSlot, SlotSearch
from chatbookr_core.bookings.asked_moves import answerable_move, ask_to_move, party_who_asked, withdraw_move
from chatbookr_core.bookings.queries import booking_to_change
from chatbookr_core.bookings.rules import REACH, By, SlotRequest, minutes_of, require_changeable
from chatbookr_core.bookings.service import hold
from chatbookr_core.clock import Clock
from chatbookr_core.db import current_transaction
from chatbookr_core.errors import SlotNotOffered
from chatbookr_core.events import Change
from chatbookr_core.models import Booking

HOLD_MINUTES: Final = 1
"""It is asked for in the same transaction, and kept until there is an answer."""


def search_for_move(
    booking: Booking, practitioner_id: UUID | None, *, to_anybody: bool = False, or_on_request: bool = False
) -> SlotSearch:
    """Ask for where a booking may go: it keeps its length, and its place unless it goes to somebody who was named.

    What stands beyond the clinic's horizon may stay about there, and one of a series go where the series could.
    """
    return SlotSearch(
        booking.service_id,
        practitioner_id=None if to_anybody else practitioner_id or booking.practitioner_id,
        location_id=None if practitioner_id else booking.location_id,
        duration_minutes=minutes_of(booking.starts_at, booking.ends_at),
        is_kept_length=True,
        beyond=timedelta(0) if booking.series_id is None else REACH,
        standing=booking.ends_at,
        or_on_request=or_on_request,
        kept_by=booking.practitioner_id,
    )


def is_there(booking: Booking, offered: OfferedSlot, version: int | None) -> bool:
    """Tell whether a booking is what was offered: by itself, and so in the calendar as far as anybody knows.

    Raises AlreadyCancelled, WrongStatus, StaleVersion where it is, and was not seen so.
    """
    there = (booking.starts_at, booking.ends_at, booking.practitioner_id, booking.location_id)
    wanted = (offered.starts_at, offered.ends_at, offered.practitioner_id, offered.location_id)
    if there != wanted or booking.overbook_reason is not None or booking.calendar_state in ("drifted", "failed"):
        return False
    if booking.displaced_at is not None:  # it lacked a room, and one is free by now: that is taken
        return False
    require_changeable(booking.status, version=booking.version, expected_version=version)
    return True


async def is_taken_back(
    booking: Booking, starts_at: datetime, practitioner_id: UUID | None, now: datetime, *, to_anybody: bool
) -> bool:
    """Tell whether a booking that staff or a partner asked to move is to stay where it is after all.

    What the patient asked for is answered by staff: they wait to hear of it.
    """
    if to_anybody or starts_at != booking.starts_at or practitioner_id not in (None, booking.practitioner_id):
        return False
    kept = await answerable_move(booking, now)
    return kept is not None and party_who_asked(kept) != "patient"


async def is_settled(
    booking: Booking,
    starts_at: datetime,
    practitioner_id: UUID | None,
    *,
    to_anybody: bool,
    or_on_request: bool,
    seen: int | None,
    clock: Clock,
) -> bool:
    """Tell whether a booking is asked to move there already, or is to stay after all: then that is asked no longer.

    Needs a transaction. Raises NotFound, AlreadyCancelled, WrongStatus, StaleVersion.
    """
    now = clock.now()
    if await is_taken_back(booking, starts_at, practitioner_id, now, to_anybody=to_anybody):
        own = await booking_to_change(booking.id, clinic_id=booking.clinic_id, expected_version=seen)
        await withdraw_move(own, now)
        current_transaction().tell(Change("booking", own.clinic_id, own.id))
        return True
    kept = await answerable_move(booking, now) if or_on_request else None
    if kept is None or kept.starts_at != starts_at:
        return False
    if not to_anybody and kept.practitioner_id != (practitioner_id or booking.practitioner_id):
        return False
    require_changeable(booking.status, version=booking.version, expected_version=seen)
    return True


async def keep_and_ask(
    booking_id: UUID, *, clinic_id: UUID, to: SlotRequest, by: By, expected_version: int | None, clock: Clock
) -> Booking:
    """Keep a time that nobody can see beside the one a booking has, and ask staff to let it go there.

    Needs a transaction. Raises NotFound, AlreadyCancelled, WrongStatus, StaleVersion, InvalidInput, SlotNotOffered,
    SlotTaken.
    """
    booking = await booking_to_change(  # locked before the time, as every move does
        booking_id, clinic_id=clinic_id, expected_version=expected_version
    )
    if booking.starts_at <= clock.now():
        raise SlotNotOffered("It has begun: nothing could be kept for it until there is an answer.")
    wanted = replace(to, kept_by=booking.practitioner_id, beside=booking.id)
    kept = await hold(clinic_id, wanted, conversation_id=None, clock=clock, minutes=HOLD_MINUTES)
    return await ask_to_move(
        booking.id, clinic_id=clinic_id, hold_id=kept.id, by=by, expected_version=expected_version, clock=clock
    )
