"""Group appointments: the first who comes takes the practitioner and the rooms for all, and everybody takes a seat."""

from datetime import datetime
from uuid import UUID, uuid5

from chatbookr_core.bookings.allocation import Owner, Wanted, free_bookings, take, with_free_groups
from chatbookr_core.bookings.limits import require_within_bounds
from chatbookr_core.bookings.rules import SlotRequest, ends_at
from chatbookr_core.bookings.terms import Terms
from chatbookr_core.db import Transaction, fetch, savepoint, uuid_of
from chatbookr_core.errors import SlotNotOffered, SlotTaken
from chatbookr_core.models import GroupAppointment

AT = """
SELECT id, seats FROM group_appointment WHERE clinic_id = $1 AND practitioner_id = $2 AND starts_at = $3
    AND service_id = $4 AND location_id = $5 AND ends_at = $6 ORDER BY id {locking}
"""
LOCK_BOTH = """
SELECT id FROM group_appointment WHERE id IN (
    SELECT group_id FROM allocation
    WHERE clinic_id = $1 AND booking_id = $7 AND group_id IS NOT NULL AND is_active
    UNION ALL
    SELECT id FROM group_appointment WHERE clinic_id = $1 AND practitioner_id = $2 AND starts_at = $3
    AND service_id = $4 AND location_id = $5 AND ends_at = $6)
ORDER BY id FOR UPDATE
"""
"""Where somebody goes and where they come from: of two who swap, one waits for the other, and neither for both."""
JOINED = """
SELECT 1 FROM group_appointment AS together JOIN allocation AS own ON own.group_id = together.id
    AND own.clinic_id = together.clinic_id AND own.subject_id = together.practitioner_id AND own.is_active
WHERE together.clinic_id = $1 AND together.service_id = $2 AND together.practitioner_id = $3
    AND together.starts_at = $4 LIMIT 1
"""
STANDS = """
SELECT 1 FROM allocation WHERE group_id = $1 AND subject_id = $2 AND is_active LIMIT 1
"""


async def with_free_seats(
    tx: Transaction, request: SlotRequest, terms: Terms, wanted: Wanted, *, now: datetime, moving: UUID | None = None
) -> Wanted:
    """Find the group appointment of a request, or begin one, and want one of its free seats.

    What the booking `moving` has is given up where one is begun, which may meet it. Needs a savepoint of the caller's
    around it and the taking. Of two who begin one at once the second joins. Raises SlotTaken, SlotNotOffered.
    """
    if moving is not None and tx.dialect == "postgres":
        await tx.fetch(LOCK_BOTH, (*_place(wanted.clinic_id, request, terms), moving))
    group = await _group_at(tx, request, terms, wanted)
    if group is None:
        if moving is not None:
            await free_bookings(tx, [moving])
        try:
            group = await _begin(tx, request, terms, wanted, now)
        except SlotTaken:
            group = await _group_at(tx, request, terms, wanted)
            if group is None:
                raise
    group_id, seats = group
    seat = Wanted(wanted.clinic_id, (seats_of(group_id, seats),), wanted.block, group_id)
    return await with_free_groups(tx, seat, now=now, moving=moving)


def seats_of(group_id: UUID, seats: int) -> tuple[UUID, ...]:
    """Name the seats of a group appointment: subjects that can each be taken once."""
    return tuple(uuid5(group_id, str(number)) for number in range(1, seats + 1))


async def joins_group(clinic_id: UUID, request: SlotRequest) -> bool:
    """Tell whether a group appointment stands at the time already: then its own event keeps nobody from it."""
    values = (clinic_id, request.service_id, request.practitioner_id, request.starts_at)
    return bool(await fetch(JOINED, values))


async def _group_at(tx: Transaction, request: SlotRequest, terms: Terms, wanted: Wanted) -> tuple[UUID, int] | None:
    """Find and lock the group appointment that stands at a time, with how many seats it has."""
    locking = "FOR UPDATE" if tx.dialect == "postgres" else ""
    for row in await tx.fetch(AT.format(locking=locking), _place(wanted.clinic_id, request, terms)):
        if await tx.fetch(STANDS, (uuid_of(row["id"]), request.practitioner_id)):
            return uuid_of(row["id"]), row["seats"]
    return None


async def _begin(
    tx: Transaction, request: SlotRequest, terms: Terms, wanted: Wanted, now: datetime
) -> tuple[UUID, int]:
    if not all(wanted.groups):
        raise SlotNotOffered()  # the place has no room of a kind the service needs, or none that is open
    wanted = await with_free_groups(tx, wanted, now=now)
    await require_within_bounds(tx, request, terms, wanted, now=now, moving=request.beside)
    async with savepoint():
        group = await GroupAppointment.create(
            clinic_id=wanted.clinic_id,
            service_id=request.service_id,
            practitioner_id=request.practitioner_id,
            location_id=request.location_id,
            starts_at=request.starts_at,
            ends_at=ends_at(request.starts_at, duration_minutes=terms.duration_minutes),
            seats=terms.seats,
        )
        await take(tx, Wanted(wanted.clinic_id, wanted.groups, wanted.block, group.id), Owner())
    return group.id, terms.seats


def _place(clinic_id: UUID, request: SlotRequest, terms: Terms) -> tuple[object, ...]:
    over = ends_at(request.starts_at, duration_minutes=terms.duration_minutes)
    return (clinic_id, request.practitioner_id, request.starts_at, request.service_id, request.location_id, over)
