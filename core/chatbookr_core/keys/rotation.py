"""Rotates keys while everything runs: new wrapping, new data keys, every value sealed anew.

Nothing is remembered of a rotation but what stands in the rows: which key wraps a key, which key a value names, and
whether all of a patient's values are under their newest (`patient_key.whole_at`). So it may be killed anywhere and
begun again with the same instant `before`, and goes on where it was.
"""

import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.clock import Clock
from chatbookr_core.db import current_transaction, fetch, instant_of, transaction, uuid_of, with_retry
from chatbookr_core.errors import CannotUnseal
from chatbookr_core.events import Change
from chatbookr_core.faultpoints import reach
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys.patient_rows import read_for_writing
from chatbookr_core.keys.places import OF_CLINICS, OF_DEPLOYMENT, OF_PATIENTS, Place
from chatbookr_core.keys.sealing import FORMAT, HEADER_BYTES, KEY_BYTES, Keys, PatientKeys, wipe
from chatbookr_core.keys.vault import DEPLOYMENT, Vault, scope_of

ROTATE: Final = "keys.rotate"
PORTION = 500
STALE: Final = timedelta(hours=1)  # far longer than a process may go on sealing under a key that was replaced
FIRST: Final = UUID(int=0)
RETIRE_PATIENTS: Final = """
DELETE FROM patient_key WHERE clinic_id = $1 AND wrapped_key IS NOT NULL AND EXISTS (
    SELECT 1 FROM patient_key AS newer WHERE newer.clinic_id = $1 AND newer.patient_id = patient_key.patient_id
        AND newer.version > patient_key.version AND newer.whole_at < $2)
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rotation has come: keys and values done, values that no key opens, patients done of how many."""

    keys: int = 0
    values: int = 0
    unreadable: int = 0
    patients: int = 0
    patients_in_all: int = 0

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(
            self.keys + other.keys,
            self.values + other.values,
            self.unreadable + other.unreadable,
            self.patients + other.patients,
            self.patients_in_all + other.patients_in_all,
        )


Told = Callable[[Progress], Awaitable[None]]


async def nobody(progress: Progress) -> None:
    """Listen to no progress."""


async def owe_rotation(clinic_id: UUID | None, *, before: datetime, now: datetime) -> bool:
    """Owe the workers a rotation of a clinic (None: of the deployment); False where it is owed. Needs a transaction."""
    second = int(before.timestamp())
    return (
        await enqueue(
            ROTATE,
            clinic_id=clinic_id,
            arguments={"before_second": second},
            due_at=now,
            now=now,
            dedupe_key=f"{ROTATE}:{clinic_id}:{second}",
        )
        is not None
    )


async def rewrap(vault: Vault, told: Told = nobody) -> Progress:
    """Wrap every data key by the key-encryption key of today, where it is not: afterwards the old one can go."""
    done = Progress()
    for row in await fetch("SELECT id, scope, version, wrapped_key, wrapping_key_id FROM data_key ORDER BY id"):
        wrapped = await vault.rewrapped(row["scope"], row["version"], bytes(row["wrapped_key"]), row["wrapping_key_id"])
        if wrapped is None:
            continue
        async with transaction() as tx:
            count = await tx.execute(
                "UPDATE data_key SET wrapped_key = $2, wrapping_key_id = $3 WHERE id = $1 AND wrapped_key = $4",
                (uuid_of(row["id"]), wrapped, vault.wrapping_key_id, bytes(row["wrapped_key"])),
            )
        done += Progress(keys=count)
        await told(done)
    return done


async def rotate(
    vault: Vault, clock: Clock, *, clinic_id: UUID | None, before: datetime, told: Told = nobody
) -> Progress:
    """Replace what keys of a clinic (None: the deployment) were made before an instant, and re-seal what is under them.

    A clinic's patients get new keys too. `retire` deletes the old ones an hour later. Look-ups and signatures stay,
    so the first key is kept for those, and seals nothing.
    """
    done = Progress(keys=await _renew(vault, clock, clinic_id, before))
    if clinic_id is None:
        keys = await vault.deployment_keys()
        done += await reseal_each(OF_DEPLOYMENT, (), keys, told)
    else:
        keys = await vault.clinic_keys(clinic_id)
        done += Progress(keys=await _rewrap_patients(keys, clinic_id))
        done += await reseal_each(OF_CLINICS, (clinic_id,), keys, told)
        done = await _rotate_patients(vault, clock, clinic_id, before, done, told)
    await told(done)
    await retire(clinic_id, clock.now())
    return done


async def _rotate_patients(
    vault: Vault, clock: Clock, clinic_id: UUID, before: datetime, done: Progress, told: Told
) -> Progress:
    waiting = await patients_waiting(clinic_id, before)
    done = replace(done, patients_in_all=len(waiting))
    for patient_id in waiting:
        try:
            done += await rotate_patient(vault, clock, clinic_id, patient_id, before=before)
        except CannotUnseal:  # erased meanwhile
            done += Progress(unreadable=1)
        done += Progress(patients=1)
        await told(done)
    return done


async def patients_waiting(clinic_id: UUID, before: datetime) -> list[UUID]:
    """List the patients whose values are not all under a key of their own that was made at an instant or later."""
    rows = await fetch(
        "SELECT id FROM patient WHERE clinic_id = $1 AND merged_into_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM patient_key WHERE"
        " patient_key.clinic_id = $1 AND patient_key.patient_id = patient.id AND (destroyed_at IS NOT NULL"
        " OR (patient_key.created_at >= $2 AND whole_at IS NOT NULL))) ORDER BY id",
        (clinic_id, before),
    )
    return [uuid_of(row["id"]) for row in rows]


async def rotate_patient(
    vault: Vault, clock: Clock, clinic_id: UUID, patient_id: UUID, *, before: datetime
) -> Progress:
    """Give a patient a new key unless theirs is young enough, and put all that is sealed of them under it.

    They may write meanwhile: only the last step, when hardly anything is left, has others wait. Raises CannotUnseal
    where the keys are destroyed.
    """

    async def renew() -> tuple[PatientKeys, int]:
        async with transaction():
            return await _renew_patient(vault, clock, clinic_id, patient_id, before)

    keys, made = await with_retry(renew)
    done = Progress(keys=made) + await reseal_each(OF_PATIENTS, (clinic_id, patient_id), keys, nobody)

    async def finish() -> Progress:
        async with transaction() as tx:
            await read_for_writing(clinic_id, patient_id, alone=True)
            last = Progress()
            for place in OF_PATIENTS:  # what was sealed under the old key while the new one was made
                last += await reseal_rest(place, (clinic_id, patient_id), keys, FIRST)
            if not done.unreadable and not last.unreadable:
                await tx.execute(
                    "UPDATE patient_key SET whole_at = $4 WHERE clinic_id = $1 AND patient_id = $2 AND version = $3"
                    # who was merged meanwhile has nothing left here, and what they had lies under any version
                    " AND NOT EXISTS (SELECT 1 FROM patient WHERE id = $2 AND merged_into_id IS NOT NULL)",
                    (clinic_id, patient_id, keys.version, clock.now()),
                )
            return replace(last, unreadable=0)

    return done + await with_retry(finish)


async def _renew_patient(
    vault: Vault, clock: Clock, clinic_id: UUID, patient_id: UUID, before: datetime
) -> tuple[PatientKeys, int]:
    tx = current_transaction()
    keys = await vault.patient_keys(clinic_id, patient_id)
    rows = await tx.fetch(
        "SELECT created_at FROM patient_key WHERE clinic_id = $1 AND patient_id = $2 AND version = $3",
        (clinic_id, patient_id, keys.version),
    )
    if instant_of(rows[0]["created_at"]) >= before:
        return keys, 0
    version, key = keys.version + 1, bytearray(os.urandom(KEY_BYTES))
    wrapped = keys.clinic.wrap_patient_key(key, patient_id, version)
    wipe(key)
    await tx.execute(
        "INSERT INTO patient_key (id, clinic_id, patient_id, version, wrapped_key, wrapping_version, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (clinic_id, patient_id, version) DO NOTHING",
        (new_id(), clinic_id, patient_id, version, wrapped, keys.clinic.version, clock.now()),
    )
    tx.tell(Change("data_key", clinic_id, patient_id))
    return await vault.patient_keys(clinic_id, patient_id), 1


async def _renew(vault: Vault, clock: Clock, clinic_id: UUID | None, before: datetime) -> int:
    """Make a new data key where the newest is too old; 1 where one was made."""
    scope = DEPLOYMENT if clinic_id is None else scope_of(clinic_id)
    rows = await fetch("SELECT version, created_at FROM data_key WHERE scope = $1 ORDER BY version DESC", (scope,))
    if not rows or instant_of(rows[0]["created_at"]) >= before:
        return 0
    async with transaction() as tx:
        made = await vault.insert(scope, clinic_id, rows[0]["version"] + 1)
        await tx.execute(
            "UPDATE data_key SET retired_at = $3 WHERE scope = $1 AND version <= $2 AND retired_at IS NULL",
            (scope, rows[0]["version"], clock.now()),
        )
        tx.tell(Change("data_key", clinic_id, None))
    return int(made)


async def _rewrap_patients(keys: Keys, clinic_id: UUID) -> int:
    """Wrap the clinic's patients' keys by its newest data key, where they are not."""
    count = 0
    while True:
        async with transaction() as tx:
            rows = await tx.fetch(
                "SELECT id, patient_id, version, wrapped_key, wrapping_version FROM patient_key WHERE clinic_id = $1"
                " AND wrapping_version < $2 AND wrapped_key IS NOT NULL ORDER BY id LIMIT $3",
                (clinic_id, keys.version, PORTION),
            )
            changed: list[Sequence[object]] = []
            for row in rows:
                patient_id, version, old = uuid_of(row["patient_id"]), row["version"], bytes(row["wrapped_key"])
                key = keys.unwrap_patient_key(old, patient_id, version, under=row["wrapping_version"])
                new = keys.wrap_patient_key(key, patient_id, version)
                wipe(key)
                changed.append((new, keys.version, uuid_of(row["id"]), old))
            await tx.execute_each(
                "UPDATE patient_key SET wrapped_key = $1, wrapping_version = $2 WHERE id = $3 AND wrapped_key = $4",
                changed,
            )
        if not rows:
            return count
        count += len(rows)


async def reseal_each(places: Sequence[Place], owner: Sequence[UUID], keys: Keys | PatientKeys, told: Told) -> Progress:
    """Re-seal an owner's values portion by portion, each in a transaction of its own."""
    done = Progress()
    for place in places:
        after: UUID | None = FIRST
        while after is not None:
            portion = _Portion(place, owner, keys, after)
            done += await with_retry(portion.reseal)
            after = portion.last
            await told(done)
            if after is not None:
                reach("rotation.between_portions")
    return done


class _Portion:
    """One portion of a column's values, re-sealed in one transaction; `last` is where the next begins, if any."""

    def __init__(self, place: Place, owner: Sequence[UUID], keys: Keys | PatientKeys, after: UUID) -> None:
        self._place, self._owner, self._keys, self._after = place, owner, keys, after
        self.last: UUID | None = None

    async def reseal(self) -> Progress:
        async with transaction():
            rows = await _outdated(self._place, self._owner, self._keys, self._after)
            self.last = uuid_of(rows[-1]["id"]) if len(rows) == _portion_of(self._place) else None
            return await _write(self._place, self._keys, rows)


async def reseal_rest(place: Place, owner: Sequence[UUID], keys: Keys | PatientKeys, after: UUID) -> Progress:
    """Re-seal what is left of a column's values, in the transaction under way."""
    done = Progress()
    while rows := await _outdated(place, owner, keys, after):
        after = uuid_of(rows[-1]["id"])
        done += await _write(place, keys, rows)
    return done


async def _outdated(
    place: Place, owner: Sequence[UUID], keys: Keys | PatientKeys, after: UUID
) -> Sequence[dict[str, object]]:
    """Read values that do not lie under the newest key, in the order of their rows."""
    size, at = len(keys.header), len(owner)
    return await current_transaction().fetch(
        f"SELECT id, {place.name} AS sealed FROM {place.table} WHERE {place.rows} AND {place.name} IS NOT NULL"  # noqa: S608  # own names
        f" AND substr({place.name}, 1, {size}) <> ${at + 1} AND id > ${at + 2} ORDER BY id LIMIT {_portion_of(place)}",
        (*owner, keys.header, after),
    )


def _portion_of(place: Place) -> int:
    return min(PORTION, place.portion)


async def _write(place: Place, keys: Keys | PatientKeys, rows: Sequence[dict[str, object]]) -> Progress:
    """Seal values anew, each unless somebody has changed it since it was read."""
    changed: list[Sequence[object]] = []
    unreadable = 0
    for row in rows:
        row_id, old = uuid_of(row["id"]), bytes(row["sealed"])  # type: ignore[call-overload]  # a column of bytes
        try:
            changed.append((keys.seal(place.column, row_id, keys.open(place.column, row_id, old)), row_id, old))
        except CannotUnseal:
            unreadable += 1
    await current_transaction().execute_each(
        f"UPDATE {place.table} SET {place.name} = $1 WHERE id = $2 AND {place.name} = $3",  # noqa: S608  # likewise
        changed,
    )
    return Progress(values=len(changed), unreadable=unreadable)


async def retire(clinic_id: UUID | None, now: datetime) -> int:
    """Delete the keys that were replaced an hour ago and that nothing is under any more; return how many.

    But for the first of a clinic, or of the deployment: look-ups are derived from it.
    """
    scope = DEPLOYMENT if clinic_id is None else scope_of(clinic_id)
    async with transaction() as tx:
        count = await tx.execute(RETIRE_PATIENTS, (clinic_id, now - STALE)) if clinic_id is not None else 0
    rows = await fetch("SELECT version, retired_at FROM data_key WHERE scope = $1 ORDER BY version", (scope,))
    for row in rows[1:-1]:
        if row["retired_at"] is None or instant_of(row["retired_at"]) > now - STALE:
            continue
        async with transaction() as tx:
            if not await _is_used(clinic_id, row["version"]):
                count += await tx.execute(
                    "DELETE FROM data_key WHERE scope = $1 AND version = $2", (scope, row["version"])
                )
                tx.tell(Change("data_key", clinic_id, None))
    return count


async def _is_used(clinic_id: UUID | None, version: int) -> bool:
    """Tell whether anything lies under a version of a clinic's key, or the deployment's."""
    tx, header = current_transaction(), bytes([FORMAT]) + version.to_bytes(HEADER_BYTES - 1, "big")
    owner = () if clinic_id is None else (clinic_id,)
    places = OF_DEPLOYMENT if clinic_id is None else (*OF_CLINICS, *OF_PATIENTS)
    if clinic_id is not None and await tx.fetch(
        "SELECT 1 AS found FROM patient_key WHERE clinic_id = $1 AND wrapping_version = $2"
        " AND wrapped_key IS NOT NULL LIMIT 1",
        (clinic_id, version),
    ):
        return True
    for place in places:
        of_owner = "clinic_id = $1 AND " if owner else ""
        found = await tx.fetch(
            f"SELECT 1 AS found FROM {place.table} WHERE {of_owner}{place.name} IS NOT NULL"  # noqa: S608  # likewise
            f" AND substr({place.name}, 1, {HEADER_BYTES}) = ${len(owner) + 1} LIMIT 1",
            (*owner, header),
        )
        if found:
            return True
    return False
