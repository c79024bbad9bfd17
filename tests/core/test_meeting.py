"""Who wrote is found together with the conversation with them, as if each had been asked for by itself."""

from tests.factories import make_clinic, make_connection, make_conversation, make_patient, writing

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.inbox.keeping import conversation_with
from chatbookr_core.inbox.meeting import met
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ChannelConnection, Conversation, Patient
from chatbookr_core.patients.service import recognise
from chatbookr_sdk import Sender

PHONE = "4915112345678"
WHO = Sender(PHONE, PHONE, "Ada")


async def meeting(
    connection: ChannelConnection, sender: Sender, vault: Vault, clock: TurnableClock
) -> tuple[Patient, Conversation]:
    async with transaction():
        return await met(connection, sender, vault=vault, now=clock.now())


async def test_both_are_found_as_each_would_be_by_itself(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    clinic = await make_clinic(vault)
    connection = await make_connection(clinic)
    patient = await make_patient(clinic, vault, phone=PHONE, provider_user_id=PHONE)
    await make_conversation(patient, connection, unread_count=3, dialogue_sealed=b"sealed", last_inbound_at=clock.now())
    await make_conversation(patient, await make_connection(clinic))  # through another number
    stranger = await make_patient(clinic, vault, phone="4915100000001")
    await make_conversation(stranger, connection)

    found, conversation = await meeting(connection, WHO, vault, clock)
    async with transaction():
        known = await recognise(clinic_id=clinic.id, channel="whatsapp", sender=WHO, vault=vault, now=clock.now())
        alone = await conversation_with(known, connection, clock.now())

    assert vars(found) == vars(known)
    assert vars(conversation) == vars(alone)
    assert (found.id, conversation.unread_count) == (patient.id, 3)


async def test_a_stranger_and_a_first_conversation_are_made_once(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    clinic = await make_clinic(vault)
    connection = await make_connection(clinic)

    first, conversation = await meeting(connection, WHO, vault, clock)
    again, same = await meeting(connection, WHO, vault, clock)
    elsewhere, other = await meeting(await make_connection(clinic), WHO, vault, clock)

    assert first.id == again.id == elsewhere.id
    assert conversation.id == same.id != other.id
    assert (other.patient_id, other.state, other.owner) == (first.id, "open", "assistant")


async def test_a_name_and_another_phone_are_learnt_of_somebody_known(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    connection = await make_connection(await make_clinic(vault))
    await meeting(connection, Sender("US.1349", PHONE), vault, clock)

    found, _ = await meeting(connection, Sender("US.1349", "4915199999999", "Ada"), vault, clock)

    row = await Patient.get(id=found.id)
    assert row.name_sealed == found.name_sealed is not None
    assert row.phone_hash == found.phone_hash is not None


async def test_somebody_of_another_clinic_with_the_same_number_is_another(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    here = await make_connection(await make_clinic(vault))
    there = await make_connection(await make_clinic(vault))

    one, _ = await meeting(here, WHO, vault, clock)
    other, conversation = await meeting(there, WHO, vault, clock)

    assert one.id != other.id
    assert (conversation.clinic_id, conversation.patient_id) == (there.clinic_id, other.id)


async def test_who_was_merged_writes_as_the_one_they_are(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    clinic = await make_clinic(vault)
    connection = await make_connection(clinic)
    gone, _ = await meeting(connection, WHO, vault, clock)
    kept = await make_patient(clinic, vault, phone="4915100000001", channel="telegram")
    async with writing():
        await Patient.filter(id=gone.id).update(merged_into_id=kept.id, merged_at=clock.now())

    found, conversation = await meeting(connection, WHO, vault, clock)

    assert (found.id, conversation.patient_id) == (kept.id, kept.id)
