"""Reads the agenda: bookings as the front desk sees them, by page or by id."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.clinics.queries import LOCATIONS, PRACTITIONERS, SERVICES
from chatbookr_core.db import numbered
from chatbookr_core.keyset import Order, Page, PageRequest, Selection, page_of, records_by_id
from chatbookr_core.patients.queries import PATIENTS
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
    """Which bookings; those that start in [since, until). What is not named does not matter."""

    since: datetime | None = None
    until: datetime | None = None
    status: str | None = None
    practitioner_id: UUID | None = None
    patient_id: UUID | None = None
    location_id: UUID | None = None
    location_ids: tuple[UUID, ...] | None = None
    """The only places an asker sees; None: every one."""


BOOKINGS = Records(BookingRecord, "booking")
COMPANIONS: Mapping[str, Records[Any]] = {
    "patient_id": PATIENTS,
    "service_id": SERVICES,
    "practitioner_id": PRACTITIONERS,
    "location_id": LOCATIONS,
}
BOOKING_ORDER = Order("booking.starts", "booking", "starts_at")


async def bookings_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, BookingRecord]:
    """Read bookings by id."""
    return await records_by_id(BOOKINGS, clinic_ids, ids)


async def booking_page(
    clinic_id: UUID, wanted: BookingFilter, request: PageRequest, including: Collection[str] = ()
) -> Page[tuple[BookingRecord, dict[str, Any]]]:
    """Page through a clinic's bookings by their start, in one statement.

    `including` names the COMPANIONS to read along: each booking comes with them by the column that points at them.
    """
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
    if wanted.location_ids is not None:
        conditions += f" AND booking.location_id IN ({numbered(len(wanted.location_ids), since=len(values) + 1)})"
        values += wanted.location_ids
    source = Joined(BOOKINGS, {column: COMPANIONS[column] for column in sorted(including)})
    return await page_of(Selection(source, BOOKING_ORDER, conditions, tuple(values)), request)
