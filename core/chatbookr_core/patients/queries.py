"""Reads patients; name and phone stay sealed until somebody who may see them asks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.keyset import Order, Page, PageRequest, Selection, page_of, records_by_id
from chatbookr_core.records import Records


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """A patient as one channel knows them."""

    id: UUID
    clinic_id: UUID
    channel: str
    language: str | None
    created_at: datetime
    name_sealed: bytes | None = field(repr=False)
    phone_sealed: bytes | None = field(repr=False)


PATIENTS = Records(PatientRecord, "patient")
PATIENT_ORDER = Order("patient.created", "patient", "created_at", is_descending=True)


async def patients_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, PatientRecord]:
    """Read patients by id."""
    return await records_by_id(PATIENTS, clinic_ids, ids)


async def patient_page(clinic_id: UUID, request: PageRequest) -> Page[PatientRecord]:
    """Page through a clinic's patients, the newest first."""
    selection = Selection(PATIENTS, PATIENT_ORDER, "patient.clinic_id = $1", (clinic_id,))
    return await page_of(selection, request)
