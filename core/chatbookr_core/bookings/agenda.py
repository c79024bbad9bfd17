"""Reads the agenda: bookings as the front desk sees them, by page or by id."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.keyset import Order, Page, PageRequest, Selection, page_of, records_by_id
from chatbookr_core.records import Records


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
    calendar_state: str
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancel_reason: str | None
    created_at: datetime
    created_by: str
    notes_sealed: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class BookingFilter:
    """Which bookings; those that start in [since, until). What is not named does not matter."""

    since: datetime | None = None
    until: datetime | None = None
    status: str | None = None
    practitioner_id: UUID | None = None
    patient_id: UUID | None = None
    location_id: UUID | None = None


BOOKINGS = Records(BookingRecord, "booking")
BOOKING_ORDER = Order("booking.starts", "booking", "starts_at")


async def bookings_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, BookingRecord]:
    """Read bookings by id."""
    return await records_by_id(BOOKINGS, clinic_ids, ids)


async def booking_page(clinic_id: UUID, wanted: BookingFilter, request: PageRequest) -> Page[BookingRecord]:
    """Page through a clinic's bookings by their start."""
    values: list[object] = [clinic_id]
    conditions = "booking.clinic_id = $1"
    for condition, value in (
        ("starts_at >=", wanted.since),
        ("starts_at <", wanted.until),
        ("status =", wanted.status),
        ("practitioner_id =", wanted.practitioner_id),
        ("patient_id =", wanted.patient_id),
        ("location_id =", wanted.location_id),
    ):
        if value is not None:
            values.append(value)
            conditions += f" AND booking.{condition} ${len(values)}"
    return await page_of(Selection(BOOKINGS, BOOKING_ORDER, conditions, tuple(values)), request)
