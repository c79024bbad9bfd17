"""Reads patients; name and phone stay sealed until somebody who may see them asks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.db import fetch, numbered, uuid_of
from chatbookr_core.keyset import Order, Page, PageRequest, Selection, page_of, records_by_id
from chatbookr_core.records import Records
from chatbookr_permissions.actor import KeyActor, Principal


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """A patient as one channel knows them, or (`channel` is empty) before they first wrote."""

    id: UUID
    clinic_id: UUID
    channel: str
    language: str | None
    created_at: datetime
    name_sealed: bytes | None = field(repr=False)
    phone_sealed: bytes | None = field(repr=False)


PATIENTS = Records(PatientRecord, "patient")
PATIENT_ORDER = Order("patient.created", "patient", "created_at", is_descending=True)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose patients a key of some places sees: those it made known, and those with a booking at one of the places."""

    key_id: UUID
    location_ids: tuple[UUID, ...]

    def condition(self, values: list[object]) -> str:
        """Write the condition on a patient; its values are appended to `values`."""
        values += (self.key_id, *self.location_ids)
        key, places = len(values) - len(self.location_ids), len(self.location_ids)
        return (
            f"(patient.created_by_id = ${key} OR EXISTS (SELECT 1 FROM booking "  # noqa: S608  # numbers alone
            "WHERE booking.clinic_id = patient.clinic_id AND booking.patient_id = patient.id "
            f"AND booking.location_id IN ({numbered(places, since=key + 1)})))"
        )


def reach_of(actor: Principal) -> Reach | None:
    """Return what limits the patients an asker sees; None: their clinics alone."""
    if not isinstance(actor, KeyActor) or actor.location_ids is None:
        return None
    return Reach(actor.key_id, tuple(sorted(actor.location_ids)))


async def patients_by_id(
    clinic_ids: Sequence[UUID], ids: Sequence[UUID], reach: Reach | None = None
) -> dict[UUID, PatientRecord]:
    """Read patients by id."""
    found = await records_by_id(PATIENTS, clinic_ids, ids)
    if reach is None or not found:
        return found
    values: list[object] = [*clinic_ids, *found]
    clinics, keys = numbered(len(clinic_ids), since=1), numbered(len(found), since=len(clinic_ids) + 1)
    rows = await fetch(
        f"SELECT patient.id FROM patient WHERE patient.clinic_id IN ({clinics}) "  # noqa: S608  # numbers alone
        f"AND patient.id IN ({keys}) AND {reach.condition(values)}",
        values,
    )
    return {key: found[key] for key in (uuid_of(row["id"]) for row in rows)}


async def patient_page(clinic_id: UUID, request: PageRequest, reach: Reach | None = None) -> Page[PatientRecord]:
    """Page through a clinic's patients, the newest first."""
    values: list[object] = [clinic_id]
    conditions = "patient.clinic_id = $1"
    if reach is not None:
        conditions += f" AND {reach.condition(values)}"
    return await page_of(Selection(PATIENTS, PATIENT_ORDER, conditions, tuple(values)), request)
