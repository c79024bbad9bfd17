"""A patient is known by clinic, channel and the provider's id; a phone is optional, and no proof of who it is."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.factories import make_clinic

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Patient
from chatbookr_core.patients.registering import register_patient
from chatbookr_core.patients.service import recognise
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_sdk import Sender

PHONE = "4915112345678"
BSUID = "US.13491208655302741918"


class Registrar:
    """Recognises senders in a clinic, each in a transaction of its own."""

    def __init__(self, clinic: Clinic, vault: Vault, clock: TurnableClock) -> None:
        self.clinic, self.vault, self.clock = clinic, vault, clock

    async def meets(
        self, user_id: str, phone: str | None = None, name: str | None = None, *, is_addressed: bool = False
    ) -> Patient:
        async def once() -> Patient:
            async with transaction():
                return await recognise(
                    clinic_id=self.clinic.id,
                    channel="whatsapp",
                    sender=Sender(user_id, phone, name),
                    vault=self.vault,
                    now=self.clock.now(),
                    is_addressed=is_addressed,
                )

        return await with_retry(once)

    async def told(self, patient: Patient) -> tuple[str, str | None, str | None]:
        """Open user id, phone and name."""
        row = await Patient.get(id=patient.id)
        phone, name = row.phone_sealed, row.name_sealed
        keys = await self.vault.reading(self.clinic.id, (row.provider_user_sealed, phone, name))
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


async def test_whom_the_clinic_addresses_by_a_number_alone_is_the_one_patient_who_has_it(
    sqlite_database: Database, vault: Vault, clock: TurnableClock
) -> None:
    desk = await registrar(vault, clock)
    ada = await desk.meets(BSUID, PHONE, "Ada")

    addressed = await desk.meets(PHONE, PHONE, is_addressed=True)
    writing = await desk.meets(PHONE, PHONE)  # whoever writes without an id of the provider's may be anybody

    assert addressed.id == ada.id
    assert writing.id != ada.id
    assert await desk.told(ada) == (BSUID, PHONE, "Ada")


async def test_of_two_who_have_a_number_neither_is_whom_the_clinic_addressed(
    sqlite_database: Database, vault: Vault, clock: TurnableClock
) -> None:
    desk = await registrar(vault, clock)
    ada = await desk.meets(BSUID, PHONE, "Ada")
    bob = await desk.meets("US.99991208655302741918", PHONE, "Bob")

    assert (await desk.meets(PHONE, PHONE, is_addressed=True)).id not in (ada.id, bob.id)


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


def program_of(clinic: Clinic, *scopes: Permission) -> KeyActor:
    return KeyActor(uuid4(), clinic.id, frozenset(scopes or {Permission.PATIENT_WRITE}))


async def registered(
    deployment: Deployment, clinic: Clinic, phone: str | None, name: str = "Ada", actor: KeyActor | None = None
) -> Patient:
    async with transaction():
        made = await register_patient(
            deployment, actor or program_of(clinic), clinic_id=clinic.id, name=name, phone=phone
        )
    return await Patient.get(id=made)


async def test_who_was_made_known_by_phone_is_the_same_when_they_write(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await registrar(vault, clock)
    program = program_of(desk.clinic)

    made = await registered(deployment, desk.clinic, "+49 (151) 1234-5678", actor=program)
    wrote = await desk.meets(BSUID, PHONE, "What WhatsApp says")
    again = await desk.meets(BSUID)

    assert made.created_by_id == program.key_id
    assert made.channel == ""
    assert made.id == wrote.id == again.id
    assert wrote.channel == "whatsapp"
    assert await desk.told(wrote) == (BSUID, PHONE, "Ada")


async def test_a_phone_that_is_known_gives_the_patient_who_has_it_and_their_name_stays(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await registrar(vault, clock)
    wrote = await desk.meets(BSUID, PHONE, "Ada")

    made = await registered(deployment, desk.clinic, f"+{PHONE}", name="Somebody")
    first = await registered(deployment, desk.clinic, "+4915100000002")
    second = await registered(deployment, desk.clinic, "+4915100000002")

    assert made.id == wrote.id
    assert await desk.told(made) == (BSUID, PHONE, "Ada")
    assert first.id == second.id


async def test_of_two_who_had_a_number_the_later_one_is_meant(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await registrar(vault, clock)
    await desk.meets(BSUID, PHONE, "Ada")
    clock.turn(timedelta(days=400))
    after = await desk.meets("US.99991208655302741918", PHONE, "Bob")

    assert (await registered(deployment, desk.clinic, f"+{PHONE}")).id == after.id


async def test_without_a_phone_everybody_is_somebody_else_and_nobody_is_taken_for_them(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await registrar(vault, clock)

    one, other = [await registered(deployment, desk.clinic, None, name="Ada") for _ in range(2)]
    wrote = await desk.meets(BSUID, PHONE, "Ada")

    assert len({one.id, other.id, wrote.id}) == 3
    assert one.phone_hash is None


async def test_another_clinics_phone_is_another_patient_and_its_key_makes_none_here(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    here, there = await make_clinic(vault), await make_clinic(vault)

    assert (await registered(deployment, here, f"+{PHONE}")).id != (await registered(deployment, there, f"+{PHONE}")).id
    with pytest.raises(NotFound):
        await registered(deployment, here, f"+{PHONE}", actor=program_of(there))
    with pytest.raises(PermissionDenied):
        await registered(deployment, here, "+4915100000003", actor=program_of(here, Permission.PATIENT_READ))
    assert await Patient.all().count() == 2


@pytest.mark.parametrize("phone", ["015112345678", "+0151", "+1", "+4915112345678901", "call me", ""])
async def test_what_is_no_international_number_is_refused(
    sqlite_database: Database, deployment: Deployment, vault: Vault, phone: str
) -> None:
    clinic = await make_clinic(vault)

    with pytest.raises(InvalidInput) as refused:
        await registered(deployment, clinic, phone)

    assert refused.value.field == "phone"
    assert not await Patient.exists()


async def test_the_same_phone_twice_at_once_is_one_patient(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    clinic = await make_clinic(vault)

    made = await asyncio.gather(*(with_retry(lambda: registered(deployment, clinic, f"+{PHONE}")) for _ in range(5)))

    assert len({patient.id for patient in made}) == 1
