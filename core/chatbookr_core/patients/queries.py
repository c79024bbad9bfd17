"""Reads patients; name and phone stay sealed until somebody who may see them asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.keyset import Order, Selection, records_where
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread
from chatbookr_core.search.finding import found_in
from chatbookr_core.search.tokens import Sought


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """A patient as one channel knows them, or (`channel` is empty) before they first wrote."""

    id: UUID
    clinic_id: UUID
    channel: str
    language: str | None
    created_at: datetime
    is_sealed: bool
    erased_at: datetime | None
    name_sealed: bytes | None = field(repr=False)
    phone_sealed: bytes | None = field(repr=False)
    birth_date_sealed: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class PatientFilter:
    """Which patients; who first wrote in [since, until). What is not named does not matter."""

    ids: tuple[UUID, ...] | None = None
    channel: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    known_by: Sought | None = None


PATIENTS = Records(PatientRecord, "patient")
NO_STUBS = "patient.merged_into_id IS NULL"
"""Who was merged into another is read by that one's id alone."""
PATIENT_ORDERS: Mapping[str, Order] = {
    "created_at": Order("patient.created", "patient", "created_at", is_descending=True)
}


async def patients_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, PatientRecord]:
    """Read patients by id; nobody is read by the id of a stub."""
    if not reach.clinic_ids or not ids:
        return {}
    return await records_where(PATIENTS.narrowed(unread), reachable("patient", reach).numbered(NO_STUBS), ids)


def patients_where(reach: Reach, wanted: PatientFilter, order: Order) -> Selection[PatientRecord]:
    """Select patients to be paged or counted."""
    conditions = (
        reachable("patient", reach)
        .among("patient.id", wanted.ids)
        .where("patient.channel =", wanted.channel)
        .where("patient.language =", wanted.language)
        .where("patient.created_at >=", wanted.since)
        .where("patient.created_at <", wanted.until)
        .numbered(f"patient.erased_at IS NULL AND {NO_STUBS}")
    )
    if wanted.known_by is None:
        return Selection(PATIENTS, order, conditions)
    found = found_in(conditions, "patient", wanted.known_by)
    return Selection(PATIENTS, order, found, always=("name_sealed", "phone_sealed"))
