"""Reads the agenda: bookings as the front desk sees them, by page or by id."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.clinics.queries import LOCATIONS, PRACTITIONERS, SERVICES
from chatbookr_core.conversations.queries import CONVERSATIONS
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.patients.queries import PATIENTS
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import Joined, Records


@dataclass(frozen=True, slots=True)
class BookingRecord:
    """A booking; notes are sealed."""

    id: UUID
    clinic_id: UUID
    patient_id: UUID
    conversation_id: UUID | None
    service_id: UUID
    practitioner_id: UUID
    location_id: UUID
    reference: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    status: str
    version: int
    wants_reminders: bool
    calendar_state: str
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancel_reason: str | None
    created_at: datetime
    created_by: str
    notes_sealed: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class BookingFilter:
    """Which bookings; those that start (were made) in [since, until). What is not named does not matter."""

    ids: tuple[UUID, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    created_since: datetime | None = None
    created_until: datetime | None = None
    status: str | None = None
    reference: str | None = None
    service_id: UUID | None = None
    practitioner_id: UUID | None = None
    patient_id: UUID | None = None
    location_id: UUID | None = None
    """The only places an asker sees; None: every one."""


BOOKINGS = Records(BookingRecord, "booking")
COMPANIONS: Mapping[str, Records[Any]] = {
    "patient_id": PATIENTS,
    "service_id": SERVICES,
    "practitioner_id": PRACTITIONERS,
    "location_id": LOCATIONS,
    "conversation_id": CONVERSATIONS,
}
BOOKING_ORDERS: Mapping[str, Order] = {
    "starts_at": Order("booking.starts", "booking", "starts_at"),
    "created_at": Order("booking.created", "booking", "created_at"),
}


async def bookings_by_id(reach: Reach, ids: Sequence[UUID]) -> dict[UUID, BookingRecord]:
    """Read bookings by id."""
    return await records_by_id(BOOKINGS, reach, ids)


def bookings_where(
    reach: Reach,
    wanted: BookingFilter,
    order: Order,
    including: Collection[str] = (),
    without: Collection[str] = (),
) -> Selection[tuple[BookingRecord, dict[str, Any]]]:
    """Select bookings to be paged or counted.

    `including` names the COMPANIONS to read along: each booking comes with them by the column that points at them.
    `without` names columns nobody asked for.
    """
    conditions = (
        reachable("booking", reach)
        .among("booking.id", wanted.ids)
        .where("booking.starts_at >=", wanted.since)
        .where("booking.starts_at <", wanted.until)
        .where("booking.created_at >=", wanted.created_since)
        .where("booking.created_at <", wanted.created_until)
        .where("booking.status =", wanted.status)
        .where("booking.reference =", wanted.reference)
        .where("booking.service_id =", wanted.service_id)
        .where("booking.practitioner_id =", wanted.practitioner_id)
        .where("booking.patient_id =", wanted.patient_id)
        .where("booking.location_id =", wanted.location_id)
    )
    return Selection(Joined.of(BOOKINGS, COMPANIONS, including, without), order, conditions)
