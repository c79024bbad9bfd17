"""What a refusal offers instead: the three nearest that are offered, each of which can be had, with whom it says."""

from collections.abc import Iterable, Sequence
from typing import Any

from tests.core.explored_clinic import Explored
from tests.core.explored_truth import Asked

from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, slots_for
from chatbookr_core.bookings.alternatives import instead_of_booking, instead_of_move
from chatbookr_core.bookings.rules import minutes_of
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, move_booking
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.db import transaction
from chatbookr_core.models import Booking


class _Undone(Exception):
    """Takes back what was tried."""


async def are_near(made: Explored, asked: Asked, start: int, offered: Sequence[OfferedSlot]) -> None:
    """See what is offered instead of a time that was refused, of what is offered of its service and length."""
    request = BookingRequest(
        made.clinic.id,
        asked.service_id,
        asked.practitioner_id,
        from_epoch_minute(start),
        made.patients[0][0].id,
        asked.location_id,
        asked.minutes,
    )
    here = [one for one in offered if one.location_id == asked.location_id]
    same = [one for one in here if one.practitioner_id == asked.practitioner_id]
    near = await instead_of_booking(made.deployment, made.staff, request)
    assert set(near) <= set(same or here)
    assert [epoch_minute(one.starts_at) for one in near] == _nearest(same or here, start)
    if near:
        await _is_booked(made, asked, made.some(near))


async def are_near_a_move(made: Explored, booking: Booking, start: int) -> None:
    """See the same for a booking that may go to anybody at its place: and that it comes to whom was named."""
    minutes = minutes_of(booking.starts_at, booking.ends_at)
    here, until = (booking.service_id, None, booking.location_id), booking.ends_at
    kept: dict[str, Any] = {"is_kept_length": True, "standing": until, "kept_by": booking.practitioner_id}
    search = SlotSearch(*here, duration_minutes=minutes, **kept)
    offered = await slots_for(made.clinic.id, search, now=made.now, moving=booking.id)
    elsewhere = [one for one in offered if one.starts_at != booking.starts_at]
    near = await instead_of_move(
        made.deployment,
        made.staff,
        booking.id,
        starts_at=from_epoch_minute(start),
        practitioner_id=None,
        to_anybody=True,
    )
    assert set(near) <= set(elsewhere)
    assert [epoch_minute(one.starts_at) for one in near] == _nearest(elsewhere, start)
    if near:
        await _is_moved(made, booking, made.some(near))


def _nearest(offered: Iterable[OfferedSlot], wanted: int) -> list[int]:
    starts = {epoch_minute(one.starts_at) for one in offered}
    return sorted(sorted(starts, key=lambda start: (abs(start - wanted), start))[:3])


async def _is_booked(made: Explored, asked: Asked, slot: OfferedSlot) -> None:
    request = BookingRequest(
        made.clinic.id,
        asked.service_id,
        slot.practitioner_id,
        slot.starts_at,
        made.patients[0][0].id,
        slot.location_id,
        asked.minutes,
    )
    try:
        async with transaction():
            await book_for_patient(made.deployment, made.staff, request)
            raise _Undone
    except _Undone:
        return


async def _is_moved(made: Explored, booking: Booking, slot: OfferedSlot) -> None:
    try:
        async with transaction():
            await move_booking(made.deployment, made.staff, booking.id, starts_at=slot.starts_at, to_anybody=True)
            moved = await Booking.get(id=booking.id)
            assert (moved.starts_at, moved.practitioner_id) == (slot.starts_at, slot.practitioner_id), (moved.id, slot)
            raise _Undone
    except _Undone:
        return
