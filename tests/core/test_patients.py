"""A patient is known by clinic, channel and the provider's id; a phone is optional, and no proof of who it is."""

import asyncio
from uuid import UUID

from tests.factories import make_clinic

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction, with_retry
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Patient
from chatbookr_core.patients.service import recognise
from chatbookr_sdk import Sender

PHONE = "4915112345678"
BSUID = "US.13491208655302741918"


class Registrar:
    """Recognises senders in a clinic, each in a transaction of its own."""

    def __init__(self, clinic: Clinic, vault: Vault, clock: TurnableClock) -> None:
        self.clinic, self.vault, self.clock = clinic, vault, clock

    async def meets(self, user_id: str, phone: str | None = None, name: str | None = None) -> Patient:
        keys = await self.vault.clinic_keys(self.clinic.id)

        async def once() -> Patient:
            async with transaction():
                return await recognise(
                    clinic_id=self.clinic.id,
                    channel="whatsapp",
                    sender=Sender(user_id, phone, name),
                    keys=keys,
                    now=self.clock.now(),
                )

        return await with_retry(once)

    async def told(self, patient: Patient) -> tuple[str, str | None, str | None]:
        """Open user id, phone and name."""
        keys, row = await self.vault.clinic_keys(self.clinic.id), await Patient.get(id=patient.id)
        phone, name = row.phone_sealed, row.name_sealed
        return (
            keys.open_text(columns.PATIENT_PROVIDER_USER, row.id, row.provider_user_sealed),
            keys.open_text(columns.PATIENT_PHONE, row.id, phone) if phone else None,
            keys.open_text(columns.PATIENT_NAME, row.id, name) if name else None,
        )


async def registrar(vault: Vault, clock: TurnableClock) -> Registrar:
    return Registrar(await make_clinic(vault), vault, clock)


async def test_who_writes_again_is_the_same_patient(database: Database, vault: Vault, clock: TurnableClock) -> None:
    desk = await registrar(vault, clock)

    first = await desk.meets(PHONE, PHONE)
    second = await desk.meets(PHONE, PHONE, "Ada")

    assert first.id == second.id
    assert await desk.told(first) == (PHONE, PHONE, "Ada")


async def test_a_patient_needs_no_phone_and_it_is_learnt_later(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    desk = await registrar(vault, clock)

    first = await desk.meets(BSUID)
    without = await desk.told(first)
    second = await desk.meets(BSUID, PHONE)

    assert without == (BSUID, None, None)
    assert first.id == second.id
    assert await desk.told(first) == (BSUID, PHONE, None)


async def test_who_was_known_by_the_phone_gets_the_providers_id(
    sqlite_database: Database, vault: Vault, clock: TurnableClock
) -> None:
    desk = await registrar(vault, clock)

    before = await desk.meets(PHONE, PHONE, "Ada")
    after = await desk.meets(BSUID, PHONE)
    without_phone = await desk.meets(BSUID)

    assert before.id == after.id == without_phone.id
    assert await desk.told(before) == (BSUID, PHONE, "Ada")


async def test_a_number_that_was_given_to_somebody_else_does_not_open_the_bookings_of_the_one_before(
    sqlite_database: Database, vault: Vault, clock: TurnableClock
) -> None:
    desk = await registrar(vault, clock)

    before = await desk.meets(BSUID, PHONE, "Ada")
    after = await desk.meets("US.99991208655302741918", PHONE, "Bob")

    assert before.id != after.id
    assert await desk.told(before) == (BSUID, PHONE, "Ada")


async def test_another_clinics_patient_of_the_same_number_is_another_patient(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    one, other = await registrar(vault, clock), await registrar(vault, clock)

    here, there = await one.meets(PHONE, PHONE), await other.meets(PHONE, PHONE)

    assert here.id != there.id
    assert here.provider_user_hash != there.provider_user_hash
    assert here.phone_hash != there.phone_hash


async def test_many_first_messages_at_once_make_one_patient(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    desk = await registrar(vault, clock)

    met = await asyncio.gather(*(desk.meets(PHONE, PHONE) for _ in range(8)))

    assert len(set[UUID](patient.id for patient in met)) == 1
    assert await Patient.all().count() == 1
