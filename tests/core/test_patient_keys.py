"""A patient's own key: what it opens, what it does not, and that it is gone everywhere once it is destroyed."""

import asyncio
import contextlib
import os
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make_clinic, make_patient

from chatbookr_core import log_watch
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, savepoint, transaction
from chatbookr_core.errors import CannotUnseal, SlotTaken
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.keys import patient_rows
from chatbookr_core.keys.columns import MESSAGE_BODY, MESSAGE_CONTENT, PATIENT_NAME
from chatbookr_core.keys.places import OF_PATIENTS
from chatbookr_core.keys.sealing import Keys, PatientKeys
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.listener import listen_forever
from chatbookr_core.log_watch import watch_log
from chatbookr_core.models import PatientKey

CLINICS = [Keys(f"clinic:{name}", {1: os.urandom(32), 2: os.urandom(32)}) for name in "ab"]
PATIENTS = [PatientKeys(clinic, new_id(), {1: os.urandom(32), 2: os.urandom(32)}) for clinic in CLINICS for _ in "ab"]
ROWS = [new_id() for _ in range(3)]
COLUMNS = [place.column for place in OF_PATIENTS]
where = st.tuples(st.sampled_from(PATIENTS), st.sampled_from(COLUMNS), st.sampled_from(ROWS))


@given(where, where, st.binary(max_size=80))
def test_a_value_opens_where_it_was_sealed_and_nowhere_else(
    sealed_at: tuple[PatientKeys, object, UUID], opened_at: tuple[PatientKeys, object, UUID], value: bytes
) -> None:
    keys, column, row = sealed_at
    sealed = keys.seal(column, row, value)  # type: ignore[arg-type]  # a column of COLUMNS
    reading = [(one, one.clinic.with_patients({one.patient_id.bytes: one})) for one in PATIENTS]
    at, other, place = opened_at

    for opener in (at, dict(reading)[at]):
        if sealed_at == opened_at:
            assert opener.open(other, place, sealed) == value  # type: ignore[arg-type]  # likewise
        else:
            with pytest.raises(CannotUnseal):
                opener.open(other, place, sealed)  # type: ignore[arg-type]  # likewise


@given(st.integers(0, 2**32 - 1), st.binary(min_size=16, max_size=16))
def test_another_version_or_patient_in_the_header_does_not_open(version: int, patient: bytes) -> None:
    keys = PATIENTS[0]
    sealed = keys.seal(MESSAGE_BODY, ROWS[0], "x")
    for header in (version.to_bytes(4, "big") + sealed[5:21], sealed[1:5] + patient):
        changed = sealed[:1] + header + sealed[21:]
        if changed != sealed:
            with pytest.raises(CannotUnseal):
                keys.open(MESSAGE_BODY, ROWS[0], changed)


@given(st.binary(min_size=60, max_size=60), st.integers(1, 9), st.integers(1, 2))
def test_a_wrapped_key_is_bound_to_its_patient_and_versions(noise: bytes, version: int, under: int) -> None:
    clinic, patient, key = CLINICS[0], PATIENTS[0].patient_id, bytes(32)
    wrapped = clinic.wrap_patient_key(key, patient, 1)

    assert clinic.unwrap_patient_key(wrapped, patient, 1, under=2) == key
    for given_, to, at, by in (
        (noise, patient, 1, 2),
        (wrapped, PATIENTS[1].patient_id, 1, 2),
        (wrapped, patient, version + 1, 2),
        (wrapped, patient, version, under + 1 if under == 2 else 1),
    ):
        with pytest.raises(CannotUnseal):
            clinic.unwrap_patient_key(given_, to, at, under=by)
    with pytest.raises(CannotUnseal):
        CLINICS[1].unwrap_patient_key(wrapped, patient, 1, under=2)


async def test_a_destroyed_key_opens_nothing_and_is_never_made_again(
    database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    clinic = await make_clinic(vault)
    patient, other = await make_patient(clinic, vault), await make_patient(clinic, vault)
    held = await vault.reading(clinic.id, [patient.name_sealed, other.name_sealed])  # a page under way
    async with transaction():
        assert await vault.destroy_patient_key(clinic.id, patient.id)

    for keys in (held, await vault.reading(clinic.id, [patient.name_sealed, other.name_sealed])):
        with pytest.raises(CannotUnseal):
            keys.open(PATIENT_NAME, patient.id, patient.name_sealed or b"")
        assert keys.open_text(PATIENT_NAME, other.id, other.name_sealed or b"") == "Ada Example"
    with pytest.raises(CannotUnseal):
        async with transaction():
            await vault.patient_keys(clinic.id, patient.id)
    async with transaction():
        assert not await vault.destroy_patient_key(clinic.id, patient.id)
    row = await PatientKey.get(patient_id=patient.id)
    assert (row.wrapped_key, row.destroyed_at) == (None, clock.now())


async def test_a_key_destroyed_before_there_was_one_is_not_made_later(database: Database, vault: Vault) -> None:
    clinic, nobody = await make_clinic(vault), new_id()
    async with transaction():
        assert await vault.destroy_patient_key(clinic.id, nobody)

    with pytest.raises(CannotUnseal):
        async with transaction():
            await vault.patient_keys(clinic.id, nobody)


async def test_who_is_sealing_is_waited_for_and_who_comes_later_is_refused(
    postgres_database: Database, vault: Vault
) -> None:
    clinic = await make_clinic(vault)
    patient = await make_patient(clinic, vault)
    begun, steps = asyncio.Event(), []

    async def seal() -> None:
        async with transaction():
            await vault.patient_keys(clinic.id, patient.id)
            begun.set()
            await asyncio.sleep(0.3)
            steps.append("sealed")

    async def destroy() -> None:
        await begun.wait()
        async with transaction():
            await vault.destroy_patient_key(clinic.id, patient.id)
            steps.append("destroyed")

    await asyncio.gather(seal(), destroy())
    assert steps == ["sealed", "destroyed"]


async def test_a_key_made_in_a_part_that_is_undone_seals_nothing_later(database: Database, vault: Vault) -> None:
    clinic, patient_id = await make_clinic(vault), new_id()
    async with transaction():
        with contextlib.suppress(SlotTaken):
            async with savepoint():
                await vault.patient_keys(clinic.id, patient_id)
                raise SlotTaken
    async with transaction():
        keys = await vault.patient_keys(clinic.id, patient_id)
    sealed = keys.seal(PATIENT_NAME, patient_id, "Ada Example")
    vault.forget(clinic.id)

    assert (await vault.reading(clinic.id, [sealed])).open_text(PATIENT_NAME, patient_id, sealed) == "Ada Example"


async def test_other_processes_drop_a_destroyed_key_within_a_second(
    database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = await make_clinic(vault)
    patient = await make_patient(clinic, vault)
    other = Vault(LocalKeyFile(tmp_path / "key-encryption.key"), clock)
    listening = asyncio.create_task(listen_forever(database.url) if database.dialect == "postgres" else watch_log())
    await asyncio.sleep(0.3)
    for what in ("forget_standing", "publish"):  # what a process does for itself, and another does not see
        monkeypatch.setattr(f"chatbookr_core.db.{what}", lambda _: None)
    await other.reading(clinic.id, [patient.name_sealed])
    async with transaction():
        await vault.destroy_patient_key(clinic.id, patient.id)
    async with asyncio.timeout(20):
        while patient.id.bytes in other._patients:  # noqa: ASYNC110  # no event tells
            await asyncio.sleep(0.01)
    listening.cancel()

    assert log_watch.LOOK_SECONDS <= 1  # PostgreSQL tells at once


async def test_the_cache_of_patients_is_bounded(
    sqlite_database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbookr_core.keys.vault.CACHED_PATIENTS", 3)
    clinic = await make_clinic(vault)
    patients = [await make_patient(clinic, vault) for _ in range(7)]

    keys = await vault.reading(clinic.id, [one.name_sealed for one in patients])

    assert len(vault._patients) == 3
    assert all(keys.open_text(PATIENT_NAME, one.id, one.name_sealed or b"") for one in patients)  # the page has all


async def test_what_was_read_while_keys_changed_is_not_remembered(
    sqlite_database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = await make_clinic(vault)
    patient = await make_patient(clinic, vault)
    read = patient_rows.read_many

    async def slow(*given_: object) -> object:
        found = await read(*given_)  # type: ignore[arg-type]  # handed on
        vault.drop(Change("destroyed_key", clinic.id, patient.id))
        return found

    monkeypatch.setattr("chatbookr_core.keys.vault.read_many", slow)
    await vault.reading(clinic.id, [patient.name_sealed])

    assert not vault._patients


async def test_wiped_keys_seal_and_open_nothing(sqlite_database: Database, vault: Vault) -> None:
    clinic = await make_clinic(vault)
    keys = await vault.clinic_keys(clinic.id)
    sealed = keys.seal(MESSAGE_CONTENT, ROWS[0], "x")
    keys.lookup_hash("a", "b")
    keys.wipe()

    assert bytes(keys._root) == bytes(32)
    for work in (
        lambda: keys.seal(MESSAGE_CONTENT, ROWS[0], "x"),
        lambda: keys.open(MESSAGE_CONTENT, ROWS[0], sealed),
        lambda: keys.lookup_hash("a", "b"),
    ):
        with pytest.raises(CannotUnseal):
            work()
