import asyncio
import contextlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.factories import make_clinic, make_connection, make_conversation, make_patient
from tests.schema.desk import make_message

from chatbookr_core import events
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.errors import CannotUnseal
from chatbookr_core.keys import columns, rotation
from chatbookr_core.keys.columns import MESSAGE_BODY, SealedColumn
from chatbookr_core.keys.places import OF_CLINICS, OF_DEPLOYMENT, OF_PATIENTS
from chatbookr_core.keys.rotation import STALE, Progress, patients_waiting, retire, rewrap, rotate
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.models import ChannelConnection, Clinic, DataKey, Message, Patient, PatientKey

BODIES = [f"message {number}" for number in range(7)]


class House:
    """A clinic with two patients, what they said, and a channel."""

    def __init__(self, clinic: Clinic, patients: Sequence[Patient], connection: ChannelConnection) -> None:
        self.clinic, self.patients, self.connection = clinic, patients, connection

    async def told(self, vault: Vault) -> list[str]:
        """Open every name and message, and the channel's credentials."""
        found = []
        for patient in await Patient.filter(clinic_id=self.clinic.id).order_by("id"):
            keys = await vault.reading(self.clinic.id, [patient.name_sealed])
            found.append(keys.open_text(columns.PATIENT_NAME, patient.id, patient.name_sealed or b""))
        for message in await Message.filter(clinic_id=self.clinic.id).order_by("id"):
            keys = await vault.reading(self.clinic.id, [message.body_sealed])
            found.append(keys.open_text(MESSAGE_BODY, message.id, message.body_sealed))
        connection = await ChannelConnection.get(id=self.connection.id)
        sealed = connection.credentials_sealed or b""
        keys = await vault.reading(self.clinic.id, [sealed])
        return [*found, keys.open_text(columns.CHANNEL_CREDENTIALS, connection.id, sealed)]


@pytest.fixture
async def house(database: Database, vault: Vault) -> House:
    clinic = await make_clinic(vault)
    patients = [await make_patient(clinic, vault, name=name) for name in ("Ada", "Grace")]
    connection = await make_connection(clinic, vault)
    for patient in patients:
        conversation = await make_conversation(patient, connection)
        for body in BODIES:
            await make_message(conversation, vault, body=body)
    return House(clinic, patients, connection)


async def as_before_patients_had_keys(house: House, vault: Vault) -> None:
    """Seal everything of the patients under the clinic's key, as earlier versions did."""
    keys = await vault.clinic_keys(house.clinic.id)
    async with transaction() as tx:
        for patient in await Patient.filter(clinic_id=house.clinic.id):
            patient.name_sealed = keys.seal(columns.PATIENT_NAME, patient.id, "Ada")
            patient.phone_sealed = keys.seal(columns.PATIENT_PHONE, patient.id, "49")
            patient.provider_user_sealed = keys.seal(columns.PATIENT_PROVIDER_USER, patient.id, "u")
            await patient.save()
        for message in await Message.filter(clinic_id=house.clinic.id):
            message.body_sealed = keys.seal(MESSAGE_BODY, message.id, "hello")
            await message.save()
        await tx.execute("DELETE FROM patient_key WHERE clinic_id = $1", (house.clinic.id,))
    vault.drop(None)


async def formats(clinic_id: UUID) -> set[tuple[int, int]]:
    """Say under which formats and versions names and messages lie."""
    values = [one.name_sealed or b"" for one in await Patient.filter(clinic_id=clinic_id)]
    values += [one.body_sealed for one in await Message.filter(clinic_id=clinic_id)]
    return {(one[0], int.from_bytes(one[1:5], "big")) for one in values}


def test_every_sealed_column_has_one_owner() -> None:
    listed = [place.column for place in (*OF_PATIENTS, *OF_CLINICS, *OF_DEPLOYMENT)]
    declared = [one for one in vars(columns).values() if isinstance(one, SealedColumn)]

    assert sorted(map(repr, listed)) == sorted(map(repr, declared))


async def test_a_rotation_makes_new_keys_and_reseals_every_value(
    house: House, vault: Vault, clock: TurnableClock
) -> None:
    before = await house.told(vault)
    clock.turn(timedelta(days=1))
    seen: list[Progress] = []

    async def note(progress: Progress) -> None:
        seen.append(progress)

    done = await rotate(vault, clock, clinic_id=house.clinic.id, before=clock.now(), told=note)

    assert await formats(house.clinic.id) == {(2, 2)}
    assert await house.told(vault) == before
    assert (done.keys, done.patients, done.patients_in_all, done.unreadable) == (5, 2, 2, 0)  # 1 + 2 rewrapped + 2 new
    assert done.values == 2 * (4 + len(BODIES)) + 1
    assert seen[-1] == done
    assert await patients_waiting(house.clinic.id, clock.now()) == []


async def test_replaced_keys_are_deleted_an_hour_later_and_look_ups_still_find(
    house: House, vault: Vault, clock: TurnableClock
) -> None:
    before, hashed = await house.told(vault), (await vault.clinic_keys(house.clinic.id)).lookup_hash("p", "49")
    for _ in range(2):
        clock.turn(timedelta(days=1))
        await rotate(vault, clock, clinic_id=house.clinic.id, before=clock.now())
    assert await PatientKey.filter(clinic_id=house.clinic.id).count() > 2

    assert await retire(house.clinic.id, clock.now() + STALE + timedelta(seconds=1)) == 3

    assert [one.version for one in await DataKey.filter(clinic_id=house.clinic.id).order_by("version")] == [1, 3]
    assert {one.version for one in await PatientKey.filter(clinic_id=house.clinic.id)} == {3}
    vault.drop(None)
    assert await house.told(vault) == before
    assert (await vault.clinic_keys(house.clinic.id)).lookup_hash("p", "49") == hashed


async def test_what_lay_under_the_clinics_key_goes_under_patients_own(
    house: House, vault: Vault, clock: TurnableClock
) -> None:
    await as_before_patients_had_keys(house, vault)
    before = await house.told(vault)
    assert await formats(house.clinic.id) == {(1, 1)}

    await rotate(vault, clock, clinic_id=house.clinic.id, before=clock.now())

    assert {one for one, _ in await formats(house.clinic.id)} == {2}
    assert await house.told(vault) == before


class Died(Exception):
    pass


class Dying:
    """Reads on for some steps, then dies in the midst of a transaction."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._read = rotation._outdated

    async def __call__(self, *arguments: Any) -> Sequence[dict[str, object]]:
        self._steps -= 1
        if self._steps < 0:
            raise Died
        return await self._read(*arguments)


async def test_a_rotation_that_died_goes_on_where_it_was(
    house: House, vault: Vault, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await house.told(vault)
    clock.turn(timedelta(days=1))
    since = clock.now()
    monkeypatch.setattr("chatbookr_core.keys.rotation.PORTION", 2)
    for steps in range(1, 8):
        with monkeypatch.context() as patch, contextlib.suppress(Died):
            patch.setattr(rotation, "_outdated", Dying(steps))
            await rotate(vault, clock, clinic_id=house.clinic.id, before=since)
        assert await house.told(vault) == before  # readable at every moment

    await rotate(vault, clock, clinic_id=house.clinic.id, before=since)

    assert await formats(house.clinic.id) == {(2, 2)}
    assert await house.told(vault) == before


async def test_patients_write_while_keys_rotate(house: House, vault: Vault, clock: TurnableClock) -> None:
    clock.turn(timedelta(days=1))
    conversations = [await make_conversation(one, await make_connection(house.clinic)) for one in house.patients]

    async def write() -> None:
        for number in range(20):
            await make_message(conversations[number % 2], vault, body=f"meanwhile {number}")

    await asyncio.gather(write(), rotate(vault, clock, clinic_id=house.clinic.id, before=clock.now()))

    assert await formats(house.clinic.id) == {(2, 2)}
    told = await house.told(vault)
    assert {f"meanwhile {number}" for number in range(20)} <= set(told)


async def test_another_process_reads_what_was_rotated_before_it_heard_of_it(
    house: House, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    other = Vault(LocalKeyFile(tmp_path / "key-encryption.key"), clock)
    before = await house.told(other)
    clock.turn(timedelta(days=1))

    events._key_rings.discard(other)  # as if the news were on its way

    await rotate(vault, clock, clinic_id=house.clinic.id, before=clock.now())

    assert await house.told(other) == before


async def test_a_damaged_value_does_not_stop_a_rotation(house: House, vault: Vault, clock: TurnableClock) -> None:
    clock.turn(timedelta(days=1))
    broken = await Message.filter(clinic_id=house.clinic.id).first()
    assert broken is not None
    async with transaction():
        await Message.filter(id=broken.id).update(body_sealed=broken.body_sealed[:-1] + b"\x00")

    done = await rotate(vault, clock, clinic_id=house.clinic.id, before=clock.now())

    assert done.unreadable == 1
    assert len(await patients_waiting(house.clinic.id, clock.now())) == 1  # its key stays: nothing more is lost


async def test_the_old_key_encryption_key_can_go_after_rewrapping(
    house: House, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    await vault.deployment_keys()
    before = await house.told(vault)
    old, new = LocalKeyFile(tmp_path / "key-encryption.key"), tmp_path / "new.key"
    both = Vault(LocalKeyFile(new, earlier=[tmp_path / "key-encryption.key"]), clock)

    assert (await rewrap(both)).keys == 2
    assert (await rewrap(both)).keys == 0

    (tmp_path / "key-encryption.key").unlink()
    alone = Vault(LocalKeyFile(new), clock)
    assert await house.told(alone) == before
    await make_patient(house.clinic, alone)
    with pytest.raises(CannotUnseal):
        await house.told(Vault(old, clock))
