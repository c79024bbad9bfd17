"""Reads the cards about events that somebody changed in a calendar, as the front desk sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread


@dataclass(frozen=True, slots=True)
class DriftRecord:
    """A card: what became of a booking's event, and what the clinic did about it."""

    id: UUID
    clinic_id: UUID
    booking_id: UUID
    kind: str
    state: str
    event_starts_at: datetime | None
    event_ends_at: datetime | None
    found_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class DriftFilter:
    """Which cards; what is not named does not matter."""

    states: Sequence[str] | None = None
    kinds: Sequence[str] | None = None
    booking_id: UUID | None = None
    found_since: datetime | None = None
    found_until: datetime | None = None


DRIFTS: Final = Records(DriftRecord, "calendar_drift")
DRIFT_ORDERS: Final[Mapping[str, Order]] = {
    "found_at": Order("calendar_drift.found", "calendar_drift", "found_at", is_descending=True),
}


async def drifts_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, DriftRecord]:
    """Read cards by id."""
    return await records_by_id(DRIFTS, reach, ids, unread)


def drifts_where(reach: Reach, order: Order, wanted: DriftFilter) -> Selection[DriftRecord]:
    """Select cards to be paged or counted."""
    conditions = (
        reachable("calendar_drift", reach)
        .among("calendar_drift.state", wanted.states)
        .among("calendar_drift.kind", wanted.kinds)
        .where("calendar_drift.booking_id =", wanted.booking_id)
        .where("calendar_drift.found_at >=", wanted.found_since)
        .where("calendar_drift.found_at <", wanted.found_until)
    )
    return Selection(DRIFTS, order, conditions)
