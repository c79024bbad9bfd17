"""P3: samples every sealed column, and opens what it finds there: what is not sealed, or does not open, is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from chatbookr_core.db import uuid_of
from chatbookr_core.errors import CannotUnseal
from chatbookr_core.keys.places import OF_CLINICS, OF_DEPLOYMENT, OF_PATIENTS, Place
from chatbookr_core.keys.sealing import (
    FORMAT,
    HEADER_BYTES,
    NONCE_BYTES,
    PATIENT_FORMAT,
    PATIENT_HEADER_BYTES,
    TAG_BYTES,
    Keys,
)
from chatbookr_core.keys.status import KeyStatus, key_status
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first
from chatbookr_core.trust.looking import Look

NEWEST = 20
"""So many of the newest values of a column, and as many of its oldest; of large ones the newest alone."""
LARGE = 2
SAMPLE = """
SELECT id, {clinic} AS clinic_id, {column} AS sealed FROM {table}
WHERE {column} IS NOT NULL AND {{whose}} ORDER BY id{order} LIMIT {limit}
"""
DESTROYED = "SELECT patient_id FROM patient_key WHERE destroyed_at IS NOT NULL AND {whose}"


@dataclass(slots=True)
class Sampled:
    """What came of it: counts of values, and of columns that had any."""

    values: int = 0
    columns: int = 0
    unsealed: int = 0
    unopened: int = 0
    keys: KeyStatus | None = field(default=None)


async def sampled(look: Look) -> Sampled:
    """Sample the columns of patients and clinics, and for a whole deployment its own, and count its keys."""
    seen, gone = Sampled(), {uuid_of(row["patient_id"]).bytes for row in await look.rows(DESTROYED)}
    places = (*OF_PATIENTS, *OF_CLINICS) if look.clinic_id else (*OF_PATIENTS, *OF_CLINICS, *OF_DEPLOYMENT)
    for place in places:
        rows = await _rows(look, place)
        seen.columns += bool(rows)
        seen.values += len(rows)
        sealed = [row for row in rows if _is_sealed(bytes(row["sealed"]))]
        seen.unsealed += len(rows) - len(sealed)
        seen.unopened += await _unopened(look, place, sealed, gone)
    if look.clinic_id is None:
        seen.keys = await key_status()
    return seen


async def _rows(look: Look, place: Place) -> list[Mapping[str, Any]]:
    clinic = "NULL" if place in OF_DEPLOYMENT else "clinic_id"
    limit, found = (LARGE if place.portion < NEWEST else NEWEST), dict[UUID, Mapping[str, Any]]()
    for order in (" DESC", "") if limit == NEWEST else (" DESC",):
        sql = SAMPLE.format(clinic=clinic, column=place.name, table=place.table, order=order, limit=limit)
        found |= {uuid_of(row["id"]): row for row in await look.rows(sql)}
    return list(found.values())


def _is_sealed(value: bytes) -> bool:
    """Tell a sealed value by its form: a header that is known, a nonce, and at least a tag."""
    header = {FORMAT: HEADER_BYTES, PATIENT_FORMAT: PATIENT_HEADER_BYTES}.get(value[0] if value else 0)
    return header is not None and len(value) >= header + NONCE_BYTES + TAG_BYTES


async def _unopened(look: Look, place: Place, rows: Sequence[Mapping[str, Any]], gone: set[bytes]) -> int:
    """Open values, and keep nothing of them; those of patients whose keys are destroyed are not to open."""
    by_clinic: dict[UUID | None, list[Mapping[str, Any]]] = {}
    for row in rows:
        clinic_id = uuid_of(row["clinic_id"]) if row["clinic_id"] is not None else None
        by_clinic.setdefault(clinic_id, []).append(row)
    count = 0
    for clinic_id, own in by_clinic.items():
        keys = await _keys(look, clinic_id, [bytes(row["sealed"]) for row in own])
        for row in own:
            value = bytes(row["sealed"])
            if value[0] == PATIENT_FORMAT and value[HEADER_BYTES:PATIENT_HEADER_BYTES] in gone:
                continue
            try:
                keys.open(place.column, uuid_of(row["id"]), value)
            except CannotUnseal:
                count += 1
    return count


async def _keys(look: Look, clinic_id: UUID | None, sealed: Sequence[bytes]) -> Keys:
    vault = look.deployment.vault
    return await vault.deployment_keys() if clinic_id is None else await vault.reading(clinic_id, sealed)


def judged(seen: Sampled) -> Finding:
    """Judge P3."""
    facts = (
        Fact("cipher", "AES-256-GCM", audience=Audience.EVERYBODY),
        Fact("valuesOpened", seen.values - seen.unsealed, "values", Audience.CLINICS),
        Fact("columnsWithValues", seen.columns, "columns", Audience.CLINICS),
        Fact("valuesNotSealed", seen.unsealed, "values", Audience.CLINICS),
        Fact("valuesThatDoNotOpen", seen.unopened, "values", Audience.CLINICS),
        *_of_keys(seen.keys),
    )
    broken = first(
        Reason("Values lie unsealed in columns that are to be sealed.", "Find who wrote them; then seal them anew.")
        if seen.unsealed
        else None,
        Reason(
            "Values do not open under their keys: they were changed or moved, or the key is another one.",
            "See docs/runbooks/key-file.md.",
        )
        if seen.unopened
        else None,
    )
    unseen = None
    if not seen.values:
        unseen = Reason("Nothing is kept here yet that is to be sealed.", "Look again once patients have written.")
    return concluded(facts, broken, unseen)


def _of_keys(keys: KeyStatus | None) -> tuple[Fact, ...]:
    if keys is None:
        return ()
    return (
        Fact("dataKeys", keys.data_keys, "keys"),
        Fact("oldestKeyInUse", keys.oldest_at),
        Fact("patientsNotUnderTheirNewestKey", keys.patients_waiting, "patients"),
    )
