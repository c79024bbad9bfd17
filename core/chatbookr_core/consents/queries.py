"""Reads the ledger of consents: its entries, and what stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.consents.rules import Entry, Standing, replay
from chatbookr_core.db import fetch, instant_of, numbered, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.reach import WHOSE_CONSENT, Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One entry; its note stays sealed until somebody who may see it asks."""

    id: UUID
    clinic_id: UUID
    patient_id: UUID
    purpose: str
    decision: str
    recorded_at: datetime
    actor_kind: str
    actor_id: UUID | None
    source: str
    channel: str
    wording: str | None
    language: str | None
    wording_text: str | None
    booking_id: UUID | None
    message_id: UUID | None
    note_sealed: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConsentFilter:
    """Which entries; what is not named does not matter."""

    patient_id: UUID | None = None
    purpose: str | None = None
    decision: str | None = None


TEXT = """(SELECT consent_wording.text FROM consent_wording WHERE consent_wording.clinic_id = consent.clinic_id
    AND consent_wording.purpose = consent.purpose AND consent_wording.version = consent.wording
    AND consent_wording.language = consent.language)"""
CONSENTS = Records(ConsentRecord, "consent", computed={"wording_text": TEXT, "patient_id": WHOSE_CONSENT})
THEIRS = """consent.patient_id IN (SELECT same.id FROM patient AS same WHERE same.clinic_id = consent.clinic_id
    AND (same.id = ${0} OR same.merged_into_id = ${0}))"""
STANDING = """
SELECT consent.id, COALESCE(patient.merged_into_id, patient.id) AS patient_id, purpose, decision, recorded_at, wording,
    consent.language
FROM patient JOIN consent ON consent.clinic_id = patient.clinic_id AND consent.patient_id = patient.id
WHERE patient.clinic_id IN ({0}) AND (patient.id IN ({1}) OR patient.merged_into_id IN ({1}))
"""
CONSENT_ORDERS: Mapping[str, Order] = {
    "recorded_at": Order("consent.recorded", "consent", "recorded_at", is_descending=True)
}


async def consents_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, ConsentRecord]:
    """Read entries by id."""
    return await records_by_id(CONSENTS, reach, ids, unread)


def consents_where(reach: Reach, wanted: ConsentFilter, order: Order) -> Selection[ConsentRecord]:
    """Select entries to be paged or counted."""
    conditions = (
        reachable("consent", reach)
        .where("consent.purpose =", wanted.purpose)
        .where("consent.decision =", wanted.decision)
    )
    if wanted.patient_id is not None:
        conditions = conditions.numbered(THEIRS.format(len(conditions.values) + 1), wanted.patient_id)
    return Selection(CONSENTS, order, conditions)


async def standings_by_patient(
    clinic_ids: Sequence[UUID], patient_ids: Sequence[UUID]
) -> dict[UUID, dict[str, Standing]]:
    """Replay what the ledger says of some patients, and said of those merged into them; in one statement."""
    clinics = numbered(len(clinic_ids), since=1) or "NULL"
    patients = numbered(len(patient_ids), since=len(clinic_ids) + 1) or "NULL"
    rows = await fetch(STANDING.format(clinics, patients), (*clinic_ids, *patient_ids))
    entries: dict[UUID, list[Entry]] = defaultdict(list)
    for row in rows:
        said = Entry(
            uuid_of(row["id"]),
            row["purpose"],
            row["decision"],
            instant_of(row["recorded_at"]),
            row["wording"],
            row["language"],
        )
        entries[uuid_of(row["patient_id"])].append(said)
    return {patient_id: replay(found) for patient_id, found in entries.items()}


async def standings_of(clinic_id: UUID, patient_id: UUID) -> dict[str, Standing]:
    """Replay what the ledger says of one patient, by purpose."""
    return (await standings_by_patient([clinic_id], [patient_id])).get(patient_id, {})
