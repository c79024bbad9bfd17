"""The index of words is written with what they are in, says no word, and goes with it."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.core.test_afterwards import ADA, said, told
from tests.core.test_inbox_service import Line, line
from tests.core.test_payloads import deployed
from tests.factories import make_clinic, make_connection, make_conversation, make_patient, make_user, writing
from tests.schema.desk import make_message

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch, transaction, uuid_of
from chatbookr_core.errors import InvalidInput
from chatbookr_core.inbox.service import send_message
from chatbookr_core.keys.rotation import rotate
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Conversation, Message, MessageToken, Patient, PatientToken
from chatbookr_core.patients.identities import carry_over
from chatbookr_core.patients.registering import register_patient
from chatbookr_core.search.tokens import Subject, sought, token_of
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_sdk import CallReported, CallState, MessageEdited, MessageRevoked, Sender, TextReceived

__all__ = ["deployed", "line"]  # fixtures


CORE = Path(__file__).parents[2] / "core" / "chatbookr_core"
SEALS = {
    "message": r"\.seal\(columns\.MESSAGE_BODY|= seal_content\(|\*seal_content\(|=seal_content\(",
    "patient": r"\.seal\(columns\.PATIENT_(NAME|PHONE)",
}
INDEXES = {
    "message": r"await index_message(_anew)?\(|await write\(message, ",
    "patient": r"await index_(new_)?patient\(",
}


@pytest.mark.parametrize("subject", ["message", "patient"])
def test_whatever_seals_what_is_searched_writes_the_index_too(subject: str) -> None:
    sealing = [one for one in sorted(CORE.rglob("*.py")) if re.search(SEALS[subject], one.read_text())]

    assert len(sealing) >= 3
    assert [one.name for one in sealing if not re.search(INDEXES[subject], one.read_text())] == []


async def test_what_a_call_came_to_is_found_by_that_alone(line: Line) -> None:
    at = line.clock.now()
    await told(line, CallReported(line.account, "c1", ADA, False, CallState.RINGING, at))
    await told(line, CallReported(line.account, "c1", ADA, False, CallState.ENDED, at + timedelta(seconds=9)))

    vault, clinic_id = line.deployment.vault, line.connection.clinic_id
    states = [await has(vault, clinic_id, "message", one.value) for one in (CallState.RINGING, CallState.ENDED)]
    assert states == [0, 1]


async def has(vault: Vault, clinic_id: UUID, subject: Subject, word: str) -> int:
    """Count what a clinic's index has under one word."""
    table = {"message": MessageToken, "patient": PatientToken}[subject]
    token = token_of(await vault.clinic_keys(clinic_id), subject, word)
    return await table.filter(clinic_id=clinic_id, token=token).count()


async def test_what_a_patient_writes_is_indexed_with_it(line: Line) -> None:
    await told(line, said(line, "Liefst Een Afspraak, graag!"))  # the first and the last are in no answer of ours

    vault, clinic_id = line.deployment.vault, line.connection.clinic_id
    found = [await has(vault, clinic_id, "message", word) for word in ("liefst", "afspraak", "graag", "morgen")]
    assert found == [1, 1, 1, 0]
    assert await has(vault, clinic_id, "patient", "ada") == 1
    assert await has(vault, clinic_id, "patient", "5678") == 1


async def test_the_same_delivery_again_indexes_nothing_more(line: Line) -> None:
    await told(line, said(line, "twice"))
    before = await MessageToken.all().count()
    await told(line, said(line, "twice"))

    assert await MessageToken.all().count() == before


async def test_what_was_edited_is_found_by_what_it_says_now(line: Line) -> None:
    await told(line, said(line, "tomorrow at nine"))
    at = line.clock.now() + timedelta(seconds=5)
    await told(line, MessageEdited(line.account, "w2", ADA, at, "w1", TextReceived("friday at nine")))

    vault, clinic_id = line.deployment.vault, line.connection.clinic_id
    found = [await has(vault, clinic_id, "message", word) for word in ("tomorrow", "friday", "nine")]
    assert found == [0, 1, 1]


async def test_what_was_taken_back_is_found_by_nothing_it_said(line: Line) -> None:
    await told(line, said(line, "a canary secret"))
    await told(line, MessageRevoked(line.account, "w2", ADA, line.clock.now(), "w1"))

    vault, clinic_id = line.deployment.vault, line.connection.clinic_id
    assert [await has(vault, clinic_id, "message", word) for word in ("canary", "secret")] == [0, 0]


async def test_what_staff_write_is_indexed(line: Line) -> None:
    await told(line, said(line))
    conversation = await Conversation.get()
    staff = StaffActor((await make_user()).id, UUID(int=8), {conversation.clinic_id: Membership(Role.OWNER, None)})
    async with transaction():
        await send_message(line.deployment, staff, conversation.id, "Bring your referral letter")

    assert await has(line.deployment.vault, conversation.clinic_id, "message", "referral") == 1


async def test_a_new_number_replaces_the_old_one(line: Line) -> None:
    await told(line, said(line))
    patient, vault = await Patient.get(), line.deployment.vault
    async with transaction():
        await carry_over(patient, patient.channel, Sender("new-id", "4915177770000", "Ada"), vault)

    endings = [await has(vault, patient.clinic_id, "patient", word) for word in ("5678", "0000", "ada")]
    assert endings == [0, 1, 1]


async def test_somebody_made_known_is_indexed(line: Line) -> None:
    clinic_id = line.connection.clinic_id
    staff = StaffActor(UUID(int=7), UUID(int=8), {clinic_id: Membership(Role.OWNER, None)})
    async with transaction():
        await register_patient(line.deployment, staff, clinic_id=clinic_id, name="Grace Hopper", phone="+31 6 87654321")

    found = [await has(line.deployment.vault, clinic_id, "patient", word) for word in ("hop", "grace", "4321", "op")]
    assert found == [1, 1, 1, 0]


async def test_no_word_and_no_plain_hash_of_one_stands_in_the_index(database: Database, vault: Vault) -> None:
    tokens = []
    for _ in range(2):
        clinic = await make_clinic(vault)
        conversation = await make_conversation(await make_patient(clinic, vault), await make_connection(clinic, vault))
        await make_message(conversation, vault, body="canary")
        rows = await fetch("SELECT * FROM message_token WHERE clinic_id = $1", (clinic.id,))
        assert set(dict(rows[0])) == {"id", "clinic_id", "message_id", "token"}
        tokens.append(rows[0]["token"])
        keys = await vault.clinic_keys(clinic.id)
        assert token_of(keys, "message", "canary") == rows[0]["token"]
        assert token_of(keys, "patient", "canary") != rows[0]["token"]

    assert tokens[0] != tokens[1], "the same word of two clinics must not be told to be the same"


async def test_a_message_takes_its_tokens_with_it(database: Database, vault: Vault) -> None:
    clinic = await make_clinic(vault)
    conversation = await make_conversation(await make_patient(clinic, vault), await make_connection(clinic, vault))
    kept = await make_message(conversation, vault, body="kept words")
    gone = await make_message(conversation, vault, body="words that go")
    async with writing():
        await Message.filter(id=gone.id).delete()

    assert {uuid_of(row["message_id"]) for row in await fetch("SELECT message_id FROM message_token")} == {kept.id}


async def test_a_rotation_of_keys_leaves_the_tokens_good(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    clinic = await make_clinic(vault)
    conversation = await make_conversation(await make_patient(clinic, vault), await make_connection(clinic, vault))
    await make_message(conversation, vault, body="afspraak")
    clock.turn(timedelta(days=1))
    done = await rotate(vault, clock, clinic_id=clinic.id, before=clock.now())
    vault.forget(clinic.id)

    assert done.keys >= 1
    assert await has(vault, clinic.id, "message", "afspraak") == 1


async def test_a_query_that_cannot_be_looked_for_is_refused_by_name(database: Database, vault: Vault) -> None:
    clinic = await make_clinic(vault)
    keys = await vault.clinic_keys(clinic.id)

    with pytest.raises(InvalidInput) as refused:
        sought(keys, clinic.id, "message", "?", field="where.contains")

    assert refused.value.field == "where.contains"
    assert "secretword" not in repr(sought(keys, clinic.id, "message", "secretword", field="x"))
