import asyncio
import hmac
import os
import stat
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make_clinic, make_patient

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, opened, transaction
from chatbookr_core.errors import CannotUnseal, InvalidSettings, KeyServiceUnavailable
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.columns import MESSAGE_BODY, MESSAGE_CONTENT, SealedColumn, length_prefixed
from chatbookr_core.keys.sealing import Keys
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.models import DataKey, Patient
from chatbookr_sdk import PermanentFailure, TemporaryFailure

ROW = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
KEYS = Keys("clinic:a", {1: b"a" * 32})


# --- sealing ------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=2000), st.uuids())
def test_what_is_sealed_comes_back(value: bytes, row_id: UUID) -> None:
    sealed = KEYS.seal(MESSAGE_BODY, row_id, value)

    assert KEYS.open(MESSAGE_BODY, row_id, sealed) == value


@given(st.text(max_size=500))
def test_texts_of_any_script_come_back(value: str) -> None:
    assert KEYS.open_text(MESSAGE_BODY, ROW, KEYS.seal(MESSAGE_BODY, ROW, value)) == value


@given(st.binary(max_size=60), st.data())
def test_one_changed_bit_anywhere_is_noticed(value: bytes, data: st.DataObject) -> None:
    sealed = bytearray(KEYS.seal(MESSAGE_BODY, ROW, value))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(CannotUnseal):
        KEYS.open(MESSAGE_BODY, ROW, bytes(sealed))


@given(st.binary(max_size=60), st.data())
def test_a_cut_value_is_noticed(value: bytes, data: st.DataObject) -> None:
    sealed = KEYS.seal(MESSAGE_BODY, ROW, value)

    with pytest.raises(CannotUnseal):
        KEYS.open(MESSAGE_BODY, ROW, sealed[: data.draw(st.integers(0, len(sealed) - 1))])


def test_a_value_opens_in_its_own_place_alone() -> None:
    sealed = KEYS.seal(MESSAGE_BODY, ROW, "secret")
    same_key_elsewhere = Keys("clinic:b", {1: b"a" * 32})
    other_key = Keys("clinic:a", {1: b"b" * 32})

    for keys, column, row_id in (
        (KEYS, MESSAGE_CONTENT, ROW),
        (KEYS, SealedColumn("patient", "body_sealed"), ROW),
        (KEYS, MESSAGE_BODY, new_id()),
        (same_key_elsewhere, MESSAGE_BODY, ROW),
        (other_key, MESSAGE_BODY, ROW),
    ):
        with pytest.raises(CannotUnseal):
            keys.open(column, row_id, sealed)


def test_table_and_column_cannot_be_cut_elsewhere() -> None:
    assert length_prefixed(b"ab", b"c") != length_prefixed(b"a", b"bc")


def test_equal_values_are_sealed_differently() -> None:
    assert KEYS.seal(MESSAGE_BODY, ROW, "yes") != KEYS.seal(MESSAGE_BODY, ROW, "yes")


def test_values_under_an_older_key_still_open_and_look_ups_stay() -> None:
    sealed = KEYS.seal(MESSAGE_BODY, ROW, "old")
    rotated = Keys("clinic:a", {1: b"a" * 32, 2: b"c" * 32})

    assert rotated.open_text(MESSAGE_BODY, ROW, sealed) == "old"
    assert rotated.seal(MESSAGE_BODY, ROW, "new")[1:5] == (2).to_bytes(4, "big")
    assert rotated.lookup_hash("phone", "+49") == KEYS.lookup_hash("phone", "+49")
    with pytest.raises(CannotUnseal):
        KEYS.open(MESSAGE_BODY, ROW, rotated.seal(MESSAGE_BODY, ROW, "new"))


def test_bytes_that_are_no_text_are_refused_without_showing_them() -> None:
    sealed = KEYS.seal(MESSAGE_BODY, ROW, b"\xffsecret")

    with pytest.raises(CannotUnseal) as refused:
        KEYS.open_text(MESSAGE_BODY, ROW, sealed)

    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_look_ups_differ_by_purpose_and_clinic() -> None:
    other = Keys("clinic:b", {1: b"b" * 32})
    hashes = {
        KEYS.lookup_hash("a", "x"),
        KEYS.lookup_hash("b", "x"),
        KEYS.lookup_hash("a", "y"),
        other.lookup_hash("a", "x"),
    }

    assert len(hashes) == 4
    assert KEYS.lookup_hash("a", "x") == KEYS.lookup_hash("a", "x")
    assert KEYS.lookup_hash("a", "x") == hmac.digest(KEYS._derive("lookup/a"), b"x", "sha256").hex()
    assert all(len(found) == 64 for found in hashes)
    assert len({KEYS.signing_key("a"), KEYS.signing_key("b")}) == 2


def test_nothing_secret_shows_in_a_repr(tmp_path: Path, clock: TurnableClock) -> None:
    path = tmp_path / "key"
    wrapper = LocalKeyFile(path)
    secret = path.read_bytes()

    for shown in (repr(KEYS), repr(wrapper), repr(Vault(wrapper, clock)), str(KEYS)):
        assert "aaaa" not in shown
        assert secret.hex() not in shown
        assert repr(secret) not in shown


def test_every_sealed_column_is_a_column_of_a_table() -> None:
    from chatbookr_core import models

    found = {
        SealedColumn(model._meta.db_table, name)
        for model in (getattr(models, name) for name in models.__all__)
        for name in model._meta.fields_map
        if name.endswith("_sealed") and name != "is_sealed"
    }

    assert found == {value for value in vars(columns).values() if isinstance(value, SealedColumn)}


# --- the key file -------------------------------------------------------------------------------------------------


def test_a_key_file_is_made_for_its_owner_alone_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "key"

    first, second = LocalKeyFile(path), LocalKeyFile(path)

    assert first.key_id == second.key_id
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_size == 32
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_file_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    LocalKeyFile(path)
    path.chmod(mode)

    with pytest.raises(InvalidSettings, match="chmod 600"):
        LocalKeyFile(path)


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_key_file_of_another_length_is_refused(tmp_path: Path, length: int) -> None:
    path = tmp_path / "key"
    path.touch(0o600)
    path.write_bytes(b"k" * length)

    with pytest.raises(InvalidSettings, match="32 bytes"):
        LocalKeyFile(path)


def test_a_folder_in_the_place_of_the_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings):
        LocalKeyFile(tmp_path)


@pytest.mark.integration
def test_processes_that_make_the_key_file_at_once_end_with_one_key(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from chatbookr_core.keys.wrapping import LocalKeyFile; print('ready', flush=True);"
        "sys.stdin.read(1); print(LocalKeyFile(pathlib.Path(sys.argv[1])).key_id)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "key")]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]

    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("x")
        process.stdin.flush()
    outputs = [process.communicate(timeout=30)[0].strip() for process in processes]

    assert len(set(outputs)) == 1
    assert outputs[0].startswith("local:")


async def test_a_data_key_is_bound_to_its_scope_and_its_wrapping_key(tmp_path: Path) -> None:
    one, other = LocalKeyFile(tmp_path / "one"), LocalKeyFile(tmp_path / "other")
    wrapped = await one.wrap(b"d" * 32, context=b"clinic:a")

    assert await one.unwrap(wrapped, key_id=one.key_id, context=b"clinic:a") == b"d" * 32
    for wrapper, key_id, context in ((one, one.key_id, b"clinic:b"), (other, one.key_id, b"clinic:a")):
        with pytest.raises(PermanentFailure):
            await wrapper.unwrap(wrapped, key_id=key_id, context=context)
    with pytest.raises(PermanentFailure):
        await one.unwrap(b"short", key_id=one.key_id, context=b"clinic:a")


# --- the vault ----------------------------------------------------------------------------------------------------


async def test_another_process_opens_what_this_one_sealed(
    database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    clinic = await make_clinic(vault)
    sealed = (await vault.clinic_keys(clinic.id)).seal(MESSAGE_BODY, ROW, "hello")

    elsewhere = Vault(LocalKeyFile(tmp_path / "key-encryption.key"), clock)

    assert (await elsewhere.clinic_keys(clinic.id)).open_text(MESSAGE_BODY, ROW, sealed) == "hello"


async def test_a_clinic_without_key_cannot_be_read(database: Database, vault: Vault) -> None:
    with pytest.raises(CannotUnseal):
        await vault.clinic_keys((await make_clinic()).id)


async def test_a_key_that_rolled_back_is_not_remembered(database: Database, vault: Vault) -> None:
    async def fail() -> None:
        async with transaction():
            await vault.deployment_keys()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await DataKey.all().count() == 0
    keys = await vault.deployment_keys()

    sealed = keys.seal(MESSAGE_BODY, ROW, "x")
    vault._cache.clear()
    assert (await vault.deployment_keys()).open_text(MESSAGE_BODY, ROW, sealed) == "x"


async def test_the_deployments_key_is_made_once_whoever_asks_first(
    database: Database, clock: TurnableClock, tmp_path: Path
) -> None:
    vaults = [Vault(LocalKeyFile(tmp_path / "key"), clock) for _ in range(8)]

    keys = await asyncio.gather(*(vault.deployment_keys() for vault in vaults))

    assert len({one.signing_key("x") for one in keys}) == 1
    assert await DataKey.all().count() == 1


class SlowKeyFile(LocalKeyFile):
    """The local key file, as far away as a key service; counts what it is asked, and fails where told to."""

    calls = 0
    seconds = 0.0
    problem: Exception | None = None

    async def unwrap(self, wrapped_key: bytes, *, key_id: str, context: bytes) -> bytes:
        self.calls += 1
        await asyncio.sleep(self.seconds)
        if self.problem is not None:
            raise self.problem
        return await super().unwrap(wrapped_key, key_id=key_id, context=context)


@pytest.mark.parametrize("seconds", [0.0, 0.05])
async def test_fifty_who_need_a_key_at_once_ask_the_key_service_once_a_key(
    database: Database, clock: TurnableClock, tmp_path: Path, seconds: float
) -> None:
    service = SlowKeyFile(tmp_path / "slow-key")
    vault = Vault(service, clock)
    clinics = [await make_clinic(vault) for _ in range(2)]
    vault.drop(None)
    service.calls, service.seconds = 0, seconds

    found = await asyncio.gather(*(vault.clinic_keys(clinics[number % 2].id) for number in range(50)))

    assert service.calls == 2
    assert {keys.scope for keys in found} == {f"clinic:{clinic.id}" for clinic in clinics}
    assert not vault._flights


async def test_one_who_gives_up_and_a_service_that_fails_leave_the_others_as_they_should_be(
    database: Database, clock: TurnableClock, tmp_path: Path
) -> None:
    service = SlowKeyFile(tmp_path / "slow-key")
    vault = Vault(service, clock)
    clinic = await make_clinic(vault)
    vault.drop(None)
    service.calls, service.seconds = 0, 0.2
    tasks = [asyncio.create_task(vault.clinic_keys(clinic.id)) for _ in range(3)]
    await asyncio.sleep(0.1)

    tasks[0].cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    vault.drop(None)
    service.problem = TemporaryFailure("away", code="away")
    failed = await asyncio.gather(*(vault.clinic_keys(clinic.id) for _ in range(3)), return_exceptions=True)

    assert isinstance(outcomes[0], asyncio.CancelledError)
    assert [getattr(one, "scope", None) for one in outcomes[1:]] == [f"clinic:{clinic.id}"] * 2
    assert [type(one) for one in failed] == [KeyServiceUnavailable] * 3
    assert service.calls == 2
    assert not vault._flights


async def test_a_data_key_moved_to_another_clinic_does_not_open(database: Database, vault: Vault) -> None:
    one, other = await make_clinic(vault), await make_clinic(vault)
    row = await DataKey.get(clinic_id=one.id)
    async with transaction():
        await DataKey.filter(clinic_id=other.id).update(wrapped_key=row.wrapped_key)
    vault.forget(other.id)

    with pytest.raises(CannotUnseal):
        await vault.clinic_keys(other.id)


async def test_the_cache_keeps_no_more_than_its_bound(
    sqlite_database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbookr_core.keys.vault.CACHED_SCOPES", 2)

    clinics = [await make_clinic(vault) for _ in range(4)]
    for clinic in clinics:
        await vault.clinic_keys(clinic.id)

    assert list(vault._cache) == [f"clinic:{clinic.id}" for clinic in clinics[2:]]


async def test_nothing_of_a_patient_lies_readable_in_the_database_file(
    new_sqlite_url: str, clock: TurnableClock, tmp_path: Path
) -> None:
    canaries = ["Canary Zwitscher", "+491709998877", "canary-user-4711"]
    path = tmp_path / "key"
    async with opened(new_sqlite_url):
        vault = Vault(LocalKeyFile(path), clock)
        clinic = await make_clinic(vault)
        patient = await make_patient(clinic, vault, name=canaries[0], phone=canaries[1], provider_user_id=canaries[2])
        files = sorted(Path(new_sqlite_url.removeprefix("sqlite://")).parent.glob("chatbookr.sqlite3*"))
        written = b"".join(file.read_bytes() for file in files)
        stored = await Patient.get(id=patient.id)
        keys = await vault.reading(clinic.id, [stored.name_sealed])
        name = keys.open_text(columns.PATIENT_NAME, patient.id, stored.name_sealed or b"")

    assert name == canaries[0]
    assert any(file.name.endswith("-wal") for file in files)
    assert patient.id.hex in written.decode("latin1").replace("-", "")
    for canary in canaries:
        assert canary.encode() not in written
    assert path.read_bytes() not in written


@pytest.mark.integration
def test_the_key_file_is_not_readable_by_another_account(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can look through another account's eyes")
    tmp_path.chmod(0o755)
    path = tmp_path / "key"
    LocalKeyFile(path)

    read = subprocess.run(["cat", str(path)], user="nobody", capture_output=True, check=False)

    assert read.returncode != 0
