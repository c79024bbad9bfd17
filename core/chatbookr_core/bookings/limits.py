"""Holds bookings to what is enough, and to the way between two places, also where several come at once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.engaged import read_engagements
from chatbookr_core.availability.engagements import full_for, is_full, ways_of
from chatbookr_core.availability.slots import Search
from chatbookr_core.availability.vacated import NOTHING_VACATED, uncounted
from chatbookr_core.bookings.allocation import Wanted
from chatbookr_core.bookings.rules import Block, SlotRequest
from chatbookr_core.bookings.terms import Terms
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import Transaction
from chatbookr_core.errors import SlotTaken

LOCKS = {
    "service": "SELECT id FROM service WHERE id = $1 AND clinic_id = $2 FOR NO KEY UPDATE",
    "practitioner": "SELECT id FROM practitioner WHERE id = $1 AND clinic_id = $2 FOR NO KEY UPDATE",
}
"""Who counts waits for whoever is about to add: in this order, service before practitioner. SQLite has one writer."""


async def lock_counted(tx: Transaction, clinic_id: UUID, service_id: UUID, practitioner_ids: Iterable[UUID]) -> None:
    """Wait for whoever books several times of them at once, or counts; both locks in one order, whoever comes."""
    if tx.dialect == "postgres":
        await tx.fetch(LOCKS["service"], (service_id, clinic_id))
        for practitioner_id in sorted(practitioner_ids):
            await tx.fetch(LOCKS["practitioner"], (practitioner_id, clinic_id))


async def require_within_bounds(
    tx: Transaction, request: SlotRequest, terms: Terms, wanted: Wanted, *, now: datetime, moving: UUID | None = None
) -> None:
    """Raise SlotTaken where there are enough bookings, or the practitioner is on the way; the booking `moving` aside.

    Where nothing is limited and no way takes time, nothing is locked or read.
    """
    bounds = terms.bounds
    if not (bounds.service or terms.limits or bounds.travel_minutes):
        return
    if tx.dialect == "postgres":
        if bounds.service:
            await tx.fetch(LOCKS["service"], (request.service_id, wanted.clinic_id))
        if terms.limits or bounds.travel_minutes:
            await tx.fetch(LOCKS["practitioner"], (request.practitioner_id, wanted.clinic_id))
    start, block = epoch_minute(request.starts_at), wanted.block
    left = NOTHING_VACATED if moving is None else await uncounted(wanted.clinic_id, moving)
    found = await read_engagements(
        wanted.clinic_id,
        bounds,
        [request.practitioner_id],
        bool(terms.limits),
        Search(block.starts_minute, block.ends_minute),
        now,
        vacated=left,
    )
    if is_full(start, full_for(request.practitioner_id, terms.limits, bounds, found)):
        raise SlotTaken()
    ways = ways_of(request.practitioner_id, request.location_id, bounds, found)
    if any(Block(*way).meets(block) for way in ways):
        raise SlotTaken()
