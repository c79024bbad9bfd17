"""Moves that are asked for where nobody sees the calendar: the old time is kept until staff confirm the new one.

The new time is kept by a hold that names the booking, until it is answered or either of the two times begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast
from uuid import UUID

from tortoise.expressions import Q

from chatbookr_core.bookings.allocation import end_holds
from chatbookr_core.bookings.owing import tell_of
from chatbookr_core.bookings.queries import booking_for, booking_to_change, hold_for, save_step
from chatbookr_core.bookings.rules import By, require_standing
from chatbookr_core.bookings.unseen import BECAUSE_UNSEEN
from chatbookr_core.clock import Clock
from chatbookr_core.conversations.tasks import ask_staff, close_request
from chatbookr_core.db import current_transaction, instant_of
from chatbookr_core.errors import HoldExpired, InvalidInput
from chatbookr_core.events import Change
from chatbookr_core.models import Booking, Hold
from chatbookr_core.waitlist.owing import owe_look

ASKED_MOVE: Final = """(SELECT CAST(asked.practitioner_id AS TEXT) || '|' || CAST(asked.location_id AS TEXT) || '|'
    || CAST(asked.starts_at AS TEXT) || '|' || CAST(asked.ends_at AS TEXT) || '|' || CAST(asked.expires_at AS TEXT)
    || '|' || COALESCE(asked.asked_by, 'patient')
    FROM hold AS asked WHERE asked.clinic_id = booking.clinic_id AND asked.moves_id = booking.id
        AND asked.state = 'held' LIMIT 1)"""
"""Where a row of booking is asked to move: `asked_move_in` reads it."""


@dataclass(frozen=True, slots=True)
class AskedMove:
    """To when and whom a booking is asked to move, until when that waits for an answer, and who asks."""

    practitioner_id: UUID
    location_id: UUID
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime
    asked_by: str


def asked_move_in(written: str | None, now: datetime) -> AskedMove | None:
    """Read what ASKED_MOVE found; None where nothing is asked for, or it has lapsed."""
    if written is None:
        return None
    practitioner, location, starts_at, ends_at, until, asked_by = written.split("|")
    start, end, last = (instant_of(one).astimezone(UTC) for one in (starts_at, ends_at, until))
    asked = AskedMove(UUID(practitioner), UUID(location), start, end, last, asked_by)
    return asked if asked.expires_at > now else None


async def asked_move(booking: Booking, now: datetime) -> Hold | None:
    """Find the time that a booking is asked to move to, while that waits for an answer."""
    rows = Hold.filter(clinic_id=booking.clinic_id, moves_id=booking.id, state="held", expires_at__gt=now)
    return await rows.first()


async def answerable_move(booking: Booking, now: datetime) -> Hold | None:
    """Find the same where staff can still answer it: of a visit that has been noted nothing moves any more."""
    return await asked_move(booking, now) if booking.status == "confirmed" else None


def party_who_asked(kept: Hold) -> By:
    """Say who asks for the move to a time: whose word it is, once staff let the booking go there."""
    return cast(By, kept.asked_by or "patient")


async def move_told_of(booking: Booking) -> Hold | None:
    """Find the time that a booking was asked to move to, where its version is of that.

    It waits, was declined, or has run out.
    """
    if booking.status != "confirmed" or booking.version == 1:
        return None
    rows = Hold.filter(clinic_id=booking.clinic_id, moves_id=booking.id)
    asked = Q(asked_version=booking.version, state="held")
    return await rows.filter(asked | Q(declined_version=booking.version)).first()


async def ask_to_move(
    booking_id: UUID,
    *,
    clinic_id: UUID,
    hold_id: UUID,
    by: By = "patient",
    expected_version: int | None = None,
    clock: Clock,
) -> Booking:
    """Keep the time of a hold for a booking until staff answer; it stays where it is, and its patient is to be told.

    What was asked for before is asked for no longer. Needs a transaction. Raises NotFound, AlreadyCancelled,
    WrongStatus, StaleVersion, InvalidInput, HoldExpired.
    """
    tx, now = current_transaction(), clock.now()
    booking = await booking_to_change(booking_id, clinic_id=clinic_id, expected_version=expected_version)
    kept = await hold_for(hold_id, clinic_id=clinic_id)
    if kept.service_id != booking.service_id:
        raise InvalidInput("A booking keeps its service when it is moved.", field="serviceId")
    until = min(booking.starts_at, kept.starts_at)
    require_standing(kept.state, expires_at=min(kept.expires_at, until), now=now)
    await withdraw_move(booking, now)
    booking.version += 1
    standing = Hold.filter(id=kept.id, clinic_id=clinic_id, state="held", expires_at__gt=now, moves_id=None)
    asked = {"moves_id": booking.id, "asked_by": by, "asked_version": booking.version}
    if not await standing.update(**asked, expires_at=until):
        raise HoldExpired()
    await save_step(booking)
    await tell_of(tx, booking, now)
    await _ask_staff(booking, kept, now)
    return booking


async def _ask_staff(booking: Booking, kept: Hold, now: datetime) -> None:
    await ask_staff(
        "booking_request",
        clinic_id=booking.clinic_id,
        booking_id=booking.id,
        conversation_id=booking.conversation_id,
        dedupe_key=f"booking_request:{_name(booking.id, kept.id)}",
        now=now,
        reason=BECAUSE_UNSEEN,
    )


async def decline_move(booking: Booking, kept: Hold, now: datetime) -> None:
    """Free the time that a locked booking was asked to move to; it stays, and its patient is to be told."""
    booking.version += 1
    await _end(booking, kept, now)
    own = Hold.filter(id=kept.id, clinic_id=booking.clinic_id)
    await own.update(declined_version=booking.version)
    await save_step(booking)
    await tell_of(current_transaction(), booking, now)


async def withdraw_move(booking: Booking, now: datetime) -> None:
    """Give up what a locked booking was asked to move to: it was moved or cancelled, or another time is asked for."""
    await withdraw_moves([booking], now)


async def withdraw_moves(bookings: Sequence[Booking], now: datetime) -> None:
    """Do the same for several locked bookings of a clinic, one at least; it costs one look where nothing is asked."""
    moving = {one.id: one for one in bookings}
    rows = Hold.filter(clinic_id=bookings[0].clinic_id, moves_id__in=list(moving), state="held")
    for kept in await rows:
        if kept.moves_id is not None:
            await _end(moving[kept.moves_id], kept, now)


async def _end(booking: Booking, kept: Hold, now: datetime) -> None:
    if await end_holds(current_transaction(), [kept.id], state="released"):
        await owe_look(booking.clinic_id, because=f"hold:{kept.id}", now=now)
    await note_move_answered(booking, kept, now)


async def note_move_answered(booking: Booking, kept: Hold, now: datetime) -> None:
    """Tick off that a move waits for an answer. Needs a transaction."""
    await close_request(booking.clinic_id, _name(booking.id, kept.id), now)


async def note_lapsed(hold_id: UUID, *, clinic_id: UUID, now: datetime) -> Booking | None:
    """Tick off that a move waits, which nobody answered in time; return the booking where its patient is to be told.

    It stays where it is. What was done with it since was told of already, and what has begun is over. Needs a
    transaction, and gives the booking a new version once.
    """
    kept = await Hold.get_or_none(id=hold_id, clinic_id=clinic_id, state="expired")
    if kept is None or kept.moves_id is None:
        return None
    booking = await booking_for(kept.moves_id, clinic_id=clinic_id, is_locked=True)
    tx, lapsed = current_transaction(), Hold.filter(id=kept.id, clinic_id=clinic_id, declined_version=None)
    await note_move_answered(booking, kept, now)
    tx.tell(Change("booking", clinic_id, booking.id))
    if booking.status != "confirmed" or booking.starts_at <= now or booking.version != kept.asked_version:
        return None
    booking.version += 1
    if not await lapsed.update(declined_version=booking.version):
        return None
    await save_step(booking)
    await tell_of(tx, booking, now)
    return booking


def _name(booking_id: UUID, hold_id: UUID) -> str:
    """Name a request to move, of which a booking may have several over time."""
    return f"{booking_id}:{hold_id}"
