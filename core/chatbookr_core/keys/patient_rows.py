"""The rows of patients' keys: read with the others of a page, or locked for as long as somebody seals under them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from chatbookr_core.db import current_database, current_transaction, fetch, numbered, sqlite_value, uuid_of
from chatbookr_core.ids import new_id
from chatbookr_core.keys.sealing import PatientKeys

COLUMNS: Final = "SELECT patient_id, version, wrapped_key, wrapping_version FROM patient_key"
MERGED: Final = "SELECT id FROM patient WHERE clinic_id = $1 AND merged_into_id = $2"
OF_PERSON: Final = {
    "sqlite": f"{COLUMNS} WHERE clinic_id = $1 AND patient_id IN (SELECT $2 UNION ALL {MERGED}) ORDER BY version",
    "postgres": f"{COLUMNS} WHERE clinic_id = $1 AND patient_id = ANY (ARRAY[$2::uuid] || ARRAY({MERGED}))"
    " ORDER BY version",
}
"""Written so that each database finds them by the index."""
INSERT: Final = """
INSERT INTO patient_key (id, clinic_id, patient_id, version, wrapped_key, wrapping_version, created_at, whole_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (clinic_id, patient_id, version) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """One version of a patient's key, as it lies under a version of the clinic's."""

    wrapped_key: bytes
    wrapping_version: int


@dataclass(frozen=True, slots=True)
class PatientRows:
    """What stands of one patient's keys: those that are left, by version, and whether they were destroyed."""

    patient_id: UUID
    wrapped: Mapping[int, WrappedKey]
    is_destroyed: bool
    others: tuple["PatientRows", ...] = ()
    """Likewise of those merged into them, as long as something may be sealed under their keys still."""

    @property
    def versions(self) -> frozenset[int]:
        return frozenset(self.wrapped)

    @property
    def in_all(self) -> list[WrappedKey]:
        return [key for one in (self, *self.others) for key in one.wrapped.values()]


async def read_many(clinic_id: UUID, patient_ids: Sequence[UUID]) -> list[PatientRows]:
    """Read the keys of some patients that have any, in one statement."""
    numbers = numbered(len(patient_ids), since=2)
    rows = await fetch(
        f"{COLUMNS} WHERE clinic_id = $1 AND patient_id IN ({numbers}) AND wrapped_key IS NOT NULL",
        (clinic_id, *patient_ids),
    )
    asked = {sqlite_value(one): one for one in patient_ids} if current_database().dialect == "sqlite" else {}
    found: dict[UUID, dict[int, WrappedKey]] = {}
    for row in rows:
        patient_id = row["patient_id"]
        one = found.setdefault(asked.get(patient_id, patient_id), {})  # to make ids of texts takes longer
        one[row["version"]] = _wrapped(row)
    return [PatientRows(patient_id, wrapped, is_destroyed=False) for patient_id, wrapped in found.items()]


async def read_for_writing(clinic_id: UUID, patient_id: UUID, *, alone: bool = False) -> PatientRows:
    """Read one patient's keys and keep them as they are until the transaction ends.

    `alone` waits for whoever seals under them, and keeps others from it; without it many seal at once.
    """
    tx = current_transaction()
    lock = "" if tx.dialect == "sqlite" else " FOR UPDATE" if alone else " FOR KEY SHARE"  # SQLite: one writer anyway
    found: dict[UUID, list[Mapping[str, Any]]] = {patient_id: []}
    for row in await tx.fetch(OF_PERSON[tx.dialect] + lock, (clinic_id, patient_id)):
        found.setdefault(uuid_of(row["patient_id"]), []).append(row)
    own = _rows_of(patient_id, found.pop(patient_id))
    others = (_rows_of(one, rows) for one, rows in found.items())
    return replace(own, others=tuple(one for one in others if one.wrapped)) if found else own


def _rows_of(patient_id: UUID, rows: Sequence[Mapping[str, Any]]) -> PatientRows:
    wrapped = {row["version"]: _wrapped(row) for row in rows if row["wrapped_key"] is not None}
    return PatientRows(patient_id, wrapped, is_destroyed=bool(rows) and not wrapped)


async def insert(draft: PatientKeys, *, clinic_id: UUID, now: datetime, is_whole: bool) -> bool:
    """Write a version of a patient's key unless it stands already; `is_whole`: nothing is sealed under another."""
    whole_at, wrapping = now if is_whole else None, draft.clinic.version
    values = (new_id(), clinic_id, draft.patient_id, draft.version, draft.wrapped, wrapping, now, whole_at)
    return bool(await current_transaction().execute(INSERT, values))


async def destroy(clinic_id: UUID, patient_id: UUID, *, now: datetime) -> bool:
    """Take the keys out of a patient's rows, and leave one row that says when; False where that was done before."""
    tx = current_transaction()
    rows = await read_for_writing(clinic_id, patient_id, alone=True)
    if rows.is_destroyed:
        return False
    if not rows.wrapped:  # so that nobody makes a first one after this
        values = (new_id(), clinic_id, patient_id, 1, None, 0, now, None)
        await tx.execute(INSERT, values)
        rows = await read_for_writing(clinic_id, patient_id, alone=True)
    await tx.execute(
        "UPDATE patient_key SET wrapped_key = NULL, destroyed_at = $3 WHERE clinic_id = $1 AND patient_id = $2",
        (clinic_id, patient_id, now),
    )
    return True


def _wrapped(row: Mapping[str, Any]) -> WrappedKey:
    return WrappedKey(bytes(row["wrapped_key"]), row["wrapping_version"])
