"""Reads the agenda: bookings as the front desk sees them, by page or by id."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from chatbookr_core.bookings.asked_moves import ASKED_MOVE
from chatbookr_core.bookings.rooms import WHO_HAS_ROOM
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.clinics.queries import LOCATIONS, PRACTITIONERS, SERVICES
from chatbookr_core.conditions import Conditions
from chatbookr_core.conversations.queries import CONVERSATIONS
from chatbookr_core.db import fetch, numbered
from chatbookr_core.keyset import Order, Selection, records_by_id, records_where
from chatbookr_core.patients.queries import PATIENTS, PatientRecord
from chatbookr_core.reach import Reach, led_to, reachable
from chatbookr_core.records import ALL_READ, Joined, Records, Unread, select_from


@dataclass(frozen=True, slots=True)
class BookingRecord:
    """A booking; notes are sealed. `asked_move` is for `asked_move_in` to read."""

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
    arranged_by_id: UUID | None
    is_for_anybody: bool
    wants_reminders: bool
    calendar_state: str
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancel_reason: str | None
    reminded_at: datetime | None
    answered_at: datetime | None
    moved_by: str | None
    acknowledged_at: datetime | None
    checked_in_at: datetime | None
    concluded_at: datetime | None
    concluded_by: str | None
    created_at: datetime
    created_by: str
    overbook_reason: str | None
    displaced_at: datetime | None
    upheld_at: datetime | None
    reminder_held_at: datetime | None
    series_id: UUID | None
    series_ordinal: int | None
    series_length: int | None
    series_recurrence: str | None
    asked_move: str | None
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
    resource_id: UUID | None = None
    """Who has this room or device, by themselves or in a group."""
    is_displaced: bool | None = None
    as_of: datetime | None = None
    """When `is_displaced` is asked: what has begun by then is not."""


BOOKINGS = Records(BookingRecord, "booking", computed={"asked_move": ASKED_MOVE})
SEALED = "EXISTS (SELECT 1 FROM patient AS hidden WHERE hidden.id = {0}.patient_id AND hidden.is_sealed = TRUE)"
DISPLACED = f"""(booking.displaced_at IS NOT NULL AND booking.status IN {STANDING}
    AND booking.starts_at > ${{}})"""
COMPANIONS: Mapping[str, Records[Any]] = {
    "patient_id": PATIENTS,
    "arranged_by_id": Records(PatientRecord, "patient", alias="arranger"),
    "service_id": SERVICES,
    "practitioner_id": PRACTITIONERS,
    "location_id": LOCATIONS,
    "conversation_id": CONVERSATIONS,
}
UNSEALED_COMPANIONS: Mapping[str, Records[Any]] = {
    **COMPANIONS,
    "patient_id": Records(PatientRecord, "patient", only="patient.is_sealed = FALSE"),
    "arranged_by_id": Records(PatientRecord, "patient", only="arranger.is_sealed = FALSE", alias="arranger"),
    "conversation_id": CONVERSATIONS.of_those(f"NOT {SEALED.format('conversation')}"),
}
"""The same for who may not see every sealed patient: of sealed ones nothing is read along, and each is asked for."""
TO_COME: Final = (*STANDING, "checked_in")
"""Of what status a booking has its patient come, or be there."""
AT_ONCE: Final = f"""SELECT other.id FROM booking AS asked CROSS JOIN booking AS other
    WHERE asked.id IN ({{ids}}) AND other.clinic_id = asked.clinic_id AND other.patient_id = asked.patient_id
    AND other.id <> asked.id AND other.starts_at < asked.ends_at AND other.ends_at > asked.starts_at
    AND asked.status IN {TO_COME} AND other.status IN {TO_COME}"""  # noqa: S608  # constants
BOOKING_ORDERS: Mapping[str, Order] = {
    "starts_at": Order("booking.starts", "booking", "starts_at"),
    "created_at": Order("booking.created", "booking", "created_at"),
}


async def bookings_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, BookingRecord]:
    """Read bookings by id."""
    if not reach.unsealed:
        return await records_by_id(BOOKINGS, reach, ids, unread)
    records, conditions = _without_notes_of_sealed(reach, reachable("booking", reach))
    return await records_where(records.narrowed(unread), conditions, ids)


async def bookings_at_once(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> list[BookingRecord]:
    """List by their start the bookings that meet one of some others as `is_at_once` says; which one, that tells."""
    records, conditions = BOOKINGS, reachable("booking", reach)
    if reach.unsealed:
        records, conditions = _without_notes_of_sealed(reach, conditions)
    numbers = numbered(len(ids), since=len(conditions.values) + 1)
    wanted = conditions.numbered(f"booking.id IN ({AT_ONCE.format(ids=numbers)})", *ids)
    narrowed = records.narrowed(unread)
    rows = await fetch(
        f"{select_from(narrowed)} WHERE {wanted.text} ORDER BY booking.starts_at, booking.id", wanted.values
    )
    return [narrowed.read(row) for row in rows]


def is_at_once(one: BookingRecord, other: BookingRecord) -> bool:
    """Tell whether two bookings that stand would have one patient be at two places; one may end as the other begins."""
    is_another = one.id != other.id and one.patient_id == other.patient_id
    meets = one.starts_at < other.ends_at and other.starts_at < one.ends_at
    return is_another and meets and one.status in TO_COME and other.status in TO_COME


def bookings_where(
    reach: Reach,
    wanted: BookingFilter,
    order: Order,
    including: Collection[str] = (),
) -> Selection[tuple[BookingRecord, dict[str, Any]]]:
    """Select bookings to be paged or counted.

    `including` names the COMPANIONS to read along: each booking comes with them by the column that points at them.
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
    conditions = _displaced(_with_room(conditions, wanted), wanted)
    if wanted.patient_id is not None:
        conditions = led_to(conditions, reach)
    if reach.own_conversations:
        including = [one for one in including if one != "conversation_id"]  # a booking may be theirs and that not
    if not reach.unsealed:
        return Selection(Joined.of(BOOKINGS, COMPANIONS, including), order, conditions)
    records, conditions = _without_notes_of_sealed(reach, conditions)
    return Selection(Joined.of(records, UNSEALED_COMPANIONS, including), order, conditions)


def _with_room(conditions: Conditions, wanted: BookingFilter) -> Conditions:
    if wanted.resource_id is None:
        return conditions
    room = f"${len(conditions.values) + 1}"
    who = WHO_HAS_ROOM.format(owner="booking_id", clinic="booking.clinic_id", room=room)
    return conditions.numbered(f"booking.id IN ({who})", wanted.resource_id)


def _displaced(conditions: Conditions, wanted: BookingFilter) -> Conditions:
    if wanted.is_displaced is None:
        return conditions
    displaced = DISPLACED.format(len(conditions.values) + 1)
    return conditions.numbered(displaced if wanted.is_displaced else f"NOT {displaced}", wanted.as_of)


def _without_notes_of_sealed(reach: Reach, conditions: Conditions) -> tuple[Records[BookingRecord], Conditions]:
    """Leave out what was noted on sealed patients' bookings, but for the practitioner of each.

    The values it takes stand in conditions that always hold, so that counting, which reads no column, knows them too.
    """
    if set(reach.unsealed) <= set(reach.own_bookings):
        return BOOKINGS, conditions  # they have no other bookings than their own
    hidden = SEALED.format("booking")
    if len(reach.unsealed) < len(reach.clinic_ids):
        conditions, numbers = _known(conditions, "clinic_id", reach.unsealed)
        hidden += f" AND booking.clinic_id IN ({numbers})"
    if reach.practitioner_ids:
        conditions, numbers = _known(conditions, "practitioner_id", reach.practitioner_ids)
        hidden += f" AND booking.practitioner_id NOT IN ({numbers})"
    return _guarded(f"CASE WHEN {hidden} THEN NULL ELSE booking.notes_sealed END"), conditions


def _known(conditions: Conditions, column: str, values: tuple[UUID, ...]) -> tuple[Conditions, str]:
    numbers = numbered(len(values), since=len(conditions.values) + 1)
    return conditions.numbered(f"(booking.{column} IN ({numbers}) OR TRUE)", *values), numbers


@lru_cache(maxsize=64)  # one for each way the values are numbered
def _guarded(notes: str) -> Records[BookingRecord]:
    return Records(BookingRecord, "booking", computed={"asked_move": ASKED_MOVE, "notes_sealed": notes})
