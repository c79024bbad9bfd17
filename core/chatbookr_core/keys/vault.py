"""The vault: finds, makes, remembers and destroys the data keys of clinics, of their patients and of the deployment.

A patient's key is wrapped by the clinic's data key, so that it is unwrapped here and no key service is asked for it.
"""

import asyncio
import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from chatbookr_core.clock import Clock
from chatbookr_core.db import current_transaction, fetch, is_in_transaction, transaction
from chatbookr_core.errors import CannotUnseal, KeyServiceUnavailable
from chatbookr_core.events import Change, dropping
from chatbookr_core.ids import new_id
from chatbookr_core.keys.columns import length_prefixed
from chatbookr_core.keys.patient_rows import PatientRows, destroy, insert, read_for_writing, read_many
from chatbookr_core.keys.sealing import HEADER_BYTES, KEY_BYTES, Keys, PatientKeys, key_version, keys_named, wipe
from chatbookr_sdk import KeyProvider, PermanentFailure, TemporaryFailure

__all__ = ["Keys", "PatientKeys", "Vault"]

DEPLOYMENT: Final = "deployment"
Flight = tuple[asyncio.AbstractEventLoop, bytes, str, bytes]
"""What is being unwrapped: for whose loop (workers have one a thread), which key, by which key, for what."""
CACHED_SCOPES = 1024
CACHED_PATIENTS = 8192


class Vault:
    """Hands out keys; those most recently asked for are kept unwrapped in memory, up to a bound.

    They leave it when they are destroyed or replaced: at once in this process, in others when they hear of it
    (`events`), which takes less than a second.
    """

    def __init__(self, key_provider: KeyProvider, clock: Clock) -> None:
        self._key_provider = key_provider
        self._clock = clock
        self._cache: OrderedDict[str, Keys] = OrderedDict()
        self._patients: OrderedDict[bytes, PatientKeys] = OrderedDict()
        self._flights: dict[Flight, asyncio.Future[bytes]] = {}
        self._drops = 0
        dropping(self)

    def __repr__(self) -> str:
        return f"<Vault over {self._key_provider.key_id}>"

    async def clinic_keys(self, clinic_id: UUID) -> Keys:
        """Return a clinic's keys. Raises CannotUnseal where it has none: nothing of it can be read any more."""
        keys = await self._find(scope_of(clinic_id))
        if keys is None:
            raise CannotUnseal("The clinic has no data key.")
        return keys

    async def create_clinic_keys(self, clinic_id: UUID) -> Keys:
        """Make a clinic's first data key, inside the transaction that makes the clinic."""
        current_transaction()
        await self.insert(scope_of(clinic_id), clinic_id, 1)
        return await self.clinic_keys(clinic_id)

    async def deployment_keys(self) -> Keys:
        """Return the deployment's own keys; the first to ask makes them, and only one process is the first."""
        keys = await self._find(DEPLOYMENT)
        if keys is not None:
            return keys
        if is_in_transaction():
            await self.insert(DEPLOYMENT, None, 1)
        else:
            async with transaction():
                await self.insert(DEPLOYMENT, None, 1)
        keys = await self._find(DEPLOYMENT)
        if keys is None:
            raise CannotUnseal("The deployment has no data key.")
        return keys

    def known_deployment_keys(self) -> Keys | None:
        """Return the deployment's own keys where this process has them at hand, without any waiting."""
        return self._cache.get(DEPLOYMENT)

    async def reading(self, clinic_id: UUID, sealed: Iterable[bytes | None]) -> Keys:
        """Return a clinic's keys with those of all patients that some of its values are under: one statement at most.

        A value whose patient's key is destroyed will not open. Raises CannotUnseal like `clinic_keys`.
        """
        keys = await self.clinic_keys(clinic_id)
        of_patients, of_clinic = keys_named(sealed)
        if not all(keys.opens(key_version(header)) for header in of_clinic):
            self.forget(clinic_id)  # they were replaced, and this process has not heard of it yet
            keys = await self.clinic_keys(clinic_id)
        return keys.with_patients(await self._patients_of(keys, clinic_id, of_patients)) if of_patients else keys

    async def _patients_of(self, keys: Keys, clinic_id: UUID, headers: Iterable[bytes]) -> dict[bytes, PatientKeys]:
        found: dict[bytes, PatientKeys] = {}
        missing: set[bytes] = set()
        for header in headers:
            patient = header[HEADER_BYTES:]
            known = self._patients.get(patient)
            if known is None or known.clinic.scope != keys.scope or not known.opens(key_version(header)):
                missing.add(patient)
            else:
                self._patients.move_to_end(patient)
                found[patient] = known
        if missing:
            drops = self._drops
            for rows in await read_many(clinic_id, [UUID(bytes=one) for one in sorted(missing)]):
                if not all(keys.can_unwrap(one.wrapping_version) for one in rows.wrapped.values()):
                    self.forget(clinic_id)
                    keys = await self.clinic_keys(clinic_id)
                one = found[rows.patient_id.bytes] = self._unwrapped(keys, rows)
                self._remember_patient(one, drops)
        return found

    async def patient_keys(self, clinic_id: UUID, patient_id: UUID) -> PatientKeys:
        """Return a patient's keys to seal under, made where there are none yet. Needs a transaction.

        They open what lies under the keys of who was merged into them. Until it ends nobody destroys or retires them.
        Raises CannotUnseal where they are destroyed.
        """
        keys = await self.clinic_keys(clinic_id)
        rows = await read_for_writing(clinic_id, patient_id)
        if not all(keys.can_unwrap(one.wrapping_version) for one in rows.in_all):
            self.forget(clinic_id)
            keys = await self.clinic_keys(clinic_id)
        if not rows.wrapped and not rows.is_destroyed:
            draft = self.draft_patient_keys(keys, patient_id)
            await insert(draft, clinic_id=clinic_id, now=self._clock.now(), is_whole=False)
            rows = await read_for_writing(clinic_id, patient_id)  # another task may have been first
        if not rows.wrapped:
            raise CannotUnseal("The patient's key is destroyed.")
        known = self._patients.get(patient_id.bytes)
        if known is not None and known.clinic.scope == keys.scope and known.versions == rows.versions:
            return self._with_others(known, keys, rows)
        found, drops = self._unwrapped(keys, rows), self._drops
        current_transaction().after_commit.append(lambda: self._remember_patient(found, drops))
        return self._with_others(found, keys, rows)

    def _with_others(self, found: PatientKeys, keys: Keys, rows: PatientRows) -> PatientKeys:
        """Add the keys of who was merged into a patient, which nobody remembers: they are gone in a moment."""
        if not rows.others:
            return found
        return found.with_others({one.patient_id.bytes: self._unwrapped(keys, one) for one in rows.others})

    def draft_patient_keys(self, clinic: Keys, patient_id: UUID) -> PatientKeys:
        """Make the first key of somebody who is about to become a patient; `keep_patient_keys` writes it."""
        key = bytearray(os.urandom(KEY_BYTES))
        draft = PatientKeys(clinic, patient_id, {1: key}, wrapped=clinic.wrap_patient_key(key, patient_id, 1))
        wipe(key)
        return draft

    async def keep_patient_keys(self, draft: PatientKeys) -> None:
        """Write the key of somebody who has just become a patient. Needs a transaction."""
        await insert(draft, clinic_id=clinic_of(draft.clinic), now=self._clock.now(), is_whole=True)

    async def destroy_patient_key(self, clinic_id: UUID, patient_id: UUID) -> bool:
        """Destroy a patient's keys: all that lies sealed under them is unreadable from the commit on.

        Waits for transactions that are sealing for the patient; later ones raise CannotUnseal. What the patient had
        before they had a key of their own must be re-sealed first (`rotation.rotate_patient`) or deleted with this.
        Return False where they were destroyed before. Needs a transaction.
        """
        is_new = await destroy(clinic_id, patient_id, now=self._clock.now())
        current_transaction().tell(Change("destroyed_key", clinic_id, patient_id))
        return is_new

    def forget(self, clinic_id: UUID) -> None:
        """Drop a clinic's keys from memory."""
        self.drop(Change("data_key", clinic_id, None))

    def drop(self, change: Change | None) -> None:
        """Drop the keys that are not what they were: a patient's, a clinic's, the deployment's, or (None) all.

        A destroyed key is wiped as well: useless at once in the hands of a page under way, too.
        """
        self._drops += 1
        if change is None:
            self._cache.clear()
            self._patients.clear()
        elif change.subject_id is not None:
            patient = self._patients.pop(change.subject_id.bytes, None)
            if patient is not None and change.kind == "destroyed_key":
                patient.wipe()
        else:
            scope = DEPLOYMENT if change.clinic_id is None else scope_of(change.clinic_id)
            self._cache.pop(scope, None)
            self._forget_patients_of(scope)

    def _forget_patients_of(self, scope: str) -> None:
        for one, keys in list(self._patients.items()):
            if keys.clinic.scope == scope:
                self._patients.pop(one, None)

    def _unwrapped(self, keys: Keys, rows: PatientRows) -> PatientKeys:
        unwrapped = {
            version: keys.unwrap_patient_key(one.wrapped_key, rows.patient_id, version, under=one.wrapping_version)
            for version, one in rows.wrapped.items()
        }
        try:
            return PatientKeys(keys, rows.patient_id, unwrapped)
        finally:
            for key in unwrapped.values():
                wipe(key)

    def _remember_patient(self, keys: PatientKeys, drops: int) -> None:
        """Keep a patient's keys, unless some were dropped since they were read: they might be among them."""
        if drops == self._drops:
            self._patients[keys.patient_id.bytes] = keys
            while len(self._patients) > CACHED_PATIENTS:
                self._patients.popitem(last=False)

    async def _find(self, scope: str) -> Keys | None:
        keys = self._cache.get(scope)
        if keys is not None:
            self._cache.move_to_end(scope)
            return keys
        drops = self._drops
        keys = await self._load(scope)
        if keys is None:
            return None
        if is_in_transaction():  # the row may yet roll back, and nothing must be sealed under a key that is gone
            current_transaction().after_commit.append(lambda: self._remember(keys, drops))
        else:
            self._remember(keys, drops)
        return keys

    def _remember(self, keys: Keys, drops: int) -> None:
        if drops != self._drops:
            return
        self._cache[keys.scope] = keys
        while len(self._cache) > CACHED_SCOPES:
            self._cache.popitem(last=False)

    async def _load(self, scope: str) -> Keys | None:
        rows = await fetch(
            "SELECT version, wrapped_key, wrapping_key_id FROM data_key WHERE scope = $1 ORDER BY version", (scope,)
        )
        known = self._cache.get(scope)  # somebody else may have been first while the rows were read
        if known is not None and rows and all(known.opens(row["version"]) for row in rows):
            return known
        data_keys = {
            row["version"]: bytearray(
                await self._unwrap(bytes(row["wrapped_key"]), row["wrapping_key_id"], context_of(scope, row["version"]))
            )
            for row in rows
        }
        try:
            return Keys(scope, data_keys) if data_keys else None
        finally:
            for key in data_keys.values():
                wipe(key)

    async def insert(self, scope: str, clinic_id: UUID | None, version: int) -> bool:
        """Write a version of a data key unless another process just did: then its key is the key."""
        key = bytearray(os.urandom(KEY_BYTES))
        with asking():
            wrapped = await self._key_provider.wrap(bytes(key), context=context_of(scope, version))
        wipe(key)
        return bool(
            await current_transaction().execute(
                "INSERT INTO data_key (id, clinic_id, scope, version, wrapped_key, wrapping_key_id, created_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (scope, version) DO NOTHING",
                (new_id(), clinic_id, scope, version, wrapped, self._key_provider.key_id, self._clock.now()),
            )
        )

    @property
    def wrapping_key_id(self) -> str:
        """Name the key-encryption key that wraps now."""
        return self._key_provider.key_id

    async def rewrapped(self, scope: str, version: int, wrapped: bytes, key_id: str) -> bytes | None:
        """Wrap a data key by the key-encryption key of now; None where it is already. Raises CannotUnseal."""
        context = context_of(scope, version)
        with asking():
            if await self._key_provider.is_current(wrapped, key_id=key_id):
                return None
            key = bytearray(await self._key_provider.unwrap(wrapped, key_id=key_id, context=context))
            try:
                return await self._key_provider.wrap(bytes(key), context=context)
            finally:
                wipe(key)

    async def _unwrap(self, wrapped: bytes, key_id: str, context: bytes) -> bytes:
        """Ask the key service once, however many on this loop need the key at the moment."""
        flight = (asyncio.get_running_loop(), wrapped, key_id, context)
        task = self._flights.get(flight)
        if task is None:
            task = self._flights[flight] = asyncio.ensure_future(self._asked(wrapped, key_id, context))
            task.add_done_callback(lambda done: self._land(flight, done))
        return await asyncio.shield(task)  # whoever is cancelled leaves the others theirs

    async def _asked(self, wrapped: bytes, key_id: str, context: bytes) -> bytes:
        with asking():
            return await self._key_provider.unwrap(wrapped, key_id=key_id, context=context)

    def _land(self, flight: Flight, done: "asyncio.Future[bytes]") -> None:
        loop = flight[0]  # whoever waited remembers the key in its next turn: until then it is not asked for anew
        loop.call_soon(lambda: loop.call_soon(lambda: self._flights.pop(flight)))
        if not done.cancelled():
            done.exception()  # whoever asked may have gone: nobody is to be told then


@contextmanager
def asking() -> Iterator[None]:
    """Say in our own words what a key service's failures mean: nothing is opened, now or ever."""
    try:
        yield
    except TemporaryFailure as problem:
        raise KeyServiceUnavailable(details={"reason": problem.code or type(problem).__name__}) from problem
    except PermanentFailure as problem:
        raise CannotUnseal(str(problem), details={"reason": problem.code or problem.reason}) from problem


def scope_of(clinic_id: UUID) -> str:
    """Name a clinic's keys."""
    return f"clinic:{clinic_id}"


def clinic_of(keys: Keys) -> UUID:
    """Tell whose keys these are. Raises ValueError for the deployment's."""
    return UUID(keys.scope.removeprefix("clinic:"))


def context_of(scope: str, version: int) -> bytes:
    """Say what a wrapped data key is bound to."""
    return length_prefixed(b"chatbookr data key", scope.encode(), version.to_bytes(4, "big"))
