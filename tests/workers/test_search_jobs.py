"""What was written before there was an index is indexed by a job that is owed once, and may be killed anywhere."""

import asyncio
import importlib.util

import pytest
from tests.factories import make_clinic, make_connection, make_conversation, make_patient, writing
from tests.schema.desk import make_message

from chatbookr_core import faultpoints
from chatbookr_core.clock import TurnableClock
from chatbookr_core.conversations.received import Readable
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox.keeping import seal_content
from chatbookr_core.keys.vault import Vault
from chatbookr_core.migration import folder_of, versions_of
from chatbookr_core.models import Clinic, Conversation, Job, Message, MessageToken, Patient, PatientToken
from chatbookr_core.search import backfill
from chatbookr_core.search.backfill import INDEX, index_clinic
from chatbookr_core.search.tokens import index_message, index_message_anew, index_patient, token_of
from chatbookr_workers import search as _declared  # noqa: F401  # its import declares the kind of job
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run


async def nobody(_count: int) -> None:
    """Listen to nothing."""


async def before_the_index(vault: Vault, *bodies: str) -> tuple[Clinic, Conversation]:
    """Make a clinic with messages and a patient as they stood before the index."""
    clinic = await make_clinic(vault)
    conversation = await make_conversation(await make_patient(clinic, vault), await make_connection(clinic, vault))
    for body in bodies:
        await make_message(conversation, vault, body=body)
    async with writing():
        await MessageToken.filter(clinic_id=clinic.id).delete()
        await PatientToken.filter(clinic_id=clinic.id).delete()
    return clinic, conversation


async def owe(database: Database, migration: str = "search") -> None:
    """Do what a migration does to a database that has patients."""
    (version,) = [one for one in versions_of(database.dialect) if migration in one]
    spec = importlib.util.spec_from_file_location("search_migration", folder_of(database.dialect) / version)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    async with transaction() as tx:
        await tx.connection.execute_script(module.OWE % module.VALUES)


async def indexed(clinic: Clinic) -> set[str]:
    rows = await fetch("SELECT DISTINCT message_id FROM message_token WHERE clinic_id = $1", (clinic.id,))
    return {str(row["message_id"]) for row in rows}


async def test_the_migration_owes_each_clinic_with_patients_one_job_that_indexes_all(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    clinics = [(await before_the_index(vault, "one word", "another word"))[0] for _ in range(2)]
    await make_clinic(vault)
    await owe(database)

    for job in await Job.filter(kind=INDEX):
        await run(deployment, declared_kinds()[INDEX], job.id)

    jobs = await Job.filter(kind=INDEX)
    assert {one.clinic_id for one in jobs} == {one.id for one in clinics}
    assert [one.state for one in jobs] == ["done", "done"]
    for clinic in clinics:
        assert len(await indexed(clinic)) == 2
        token = token_of(await vault.clinic_keys(clinic.id), "patient", "ada")
        assert await PatientToken.filter(clinic_id=clinic.id, token=token).count() == 1


async def merged_before(vault: Vault, number: str) -> tuple[Patient, Patient]:
    """Make a patient who is found by their own number alone, and the stub of one who was merged into them."""
    clinic, conversation = await before_the_index(vault)
    kept = await Patient.get(id=conversation.patient_id)
    async with transaction():
        await index_patient(kept, await vault.patient_keys(clinic.id, kept.id))
    stub = await make_patient(clinic, vault, phone=number)
    async with writing():
        await Patient.filter(id=stub.id).update(merged_into_id=kept.id, merged_at=kept.created_at)
        await PatientToken.filter(patient_id=stub.id).delete()
    return kept, stub


async def test_who_was_merged_before_old_numbers_were_indexed_is_found_by_them(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    kept, _ = await merged_before(vault, "+4915112349876")
    await before_the_index(vault)  # a clinic without anybody merged
    await owe(database, "former_numbers")

    (job,) = await Job.filter(kind=INDEX)
    await run(deployment, declared_kinds()[INDEX], job.id)

    token = token_of(await vault.clinic_keys(kept.clinic_id), "patient", "9876")
    assert job.clinic_id == kept.clinic_id
    assert [one.patient_id for one in await PatientToken.filter(token=token)] == [kept.id]


async def test_where_no_key_opens_an_old_number_the_patient_is_found_as_before(
    database: Database, vault: Vault
) -> None:
    kept, stub = await merged_before(vault, "+4915112349876")
    before = await PatientToken.filter(patient_id=kept.id).count()
    async with transaction():
        await vault.destroy_patient_key(kept.clinic_id, stub.id)

    await index_clinic(vault, kept.clinic_id, nobody)

    assert before > 0
    assert await PatientToken.filter(patient_id=kept.id).count() == before


async def test_killed_between_two_portions_the_next_attempt_goes_on(
    database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfill, "PORTION", 2)
    clinic, _ = await before_the_index(vault, *(f"word{number}" for number in range(5)))

    def die(point: str) -> None:
        assert point != "indexing.between_portions"

    faultpoints.install(die)
    with pytest.raises(AssertionError):
        await index_clinic(vault, clinic.id, nobody)
    faultpoints.install(None)
    done = len(await indexed(clinic))
    looked_at = await index_clinic(vault, clinic.id, nobody)

    assert (done, looked_at, len(await indexed(clinic))) == (2, 4, 5)  # three messages, and the patient


async def test_done_twice_it_changes_nothing(database: Database, vault: Vault) -> None:
    clinic, _ = await before_the_index(vault, "some words")
    await index_clinic(vault, clinic.id, nobody)
    before = sorted(map(str, await MessageToken.all().values_list("id", flat=True)))

    assert await index_clinic(vault, clinic.id, nobody) == 0
    assert sorted(map(str, await MessageToken.all().values_list("id", flat=True))) == before


async def test_what_no_key_opens_is_left_out(database: Database, vault: Vault) -> None:
    clinic, conversation = await before_the_index(vault, "some words")
    async with transaction():
        await vault.destroy_patient_key(clinic.id, conversation.patient_id)

    await index_clinic(vault, clinic.id, nobody)

    assert await indexed(clinic) == set()


@pytest.mark.postgres
async def test_a_text_taken_back_while_it_is_indexed_is_not_found_afterwards(
    postgres_database: Database, vault: Vault, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic, _ = await before_the_index(vault, "canary")
    message = await Message.get(clinic_id=clinic.id)
    has_read, may_go_on, original = asyncio.Event(), asyncio.Event(), index_message

    async def slowly(*given: object) -> None:
        has_read.set()
        await may_go_on.wait()
        await original(*given)  # type: ignore[arg-type]  # as it was called

    async def take_back() -> None:
        await has_read.wait()
        async with transaction():
            keys = await vault.patient_keys(clinic.id, (await Conversation.get(clinic_id=clinic.id)).patient_id)
            await message.save(update_fields=seal_content(message, Readable("revoked", "[deleted]"), keys))
            await index_message_anew(message.id, clinic.id, "[deleted]", keys)

    async def let_go() -> None:
        await has_read.wait()
        await asyncio.sleep(0.2)  # long enough for the other to have come to the row
        may_go_on.set()

    monkeypatch.setattr("chatbookr_core.search.backfill.index_message", slowly)
    await asyncio.gather(index_clinic(vault, clinic.id, nobody), take_back(), let_go())

    token = token_of(await vault.clinic_keys(clinic.id), "message", "canary")
    assert await MessageToken.filter(token=token).count() == 0
