import os
import re
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.factories import make_booking, make_conversation, make_patient, writing
from tests.media_files import make_file
from tests.relatives import link, make_relative
from tests.schema.desk import BODY, MONDAY, Desk, make_message
from tests.waitlists import make_waitlist_entry
from tests.workers.merging import HOST, merge, owners, talk, texts, work
from tests.workers.merging import deployment as deployment
from tests.workers.merging import desk as desk
from tests.workers.merging import kept as kept
from tortoise import Tortoise
from tortoise.fields import UUIDField

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction, was_overtaken
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.journal import entries
from chatbookr_core.erasure.rules import Ground
from chatbookr_core.erasure.service import erase_patient
from chatbookr_core.errors import (
    CannotUnseal,
)
from chatbookr_core.keys import columns
from chatbookr_core.keys.rotation import rotate
from chatbookr_core.merges.service import merge_patients
from chatbookr_core.models import (
    Booking,
    Conversation,
    ConversationNote,
    Job,
    Media,
    Message,
    Patient,
    PatientKey,
    PatientToken,
    RelatedPerson,
    WaitlistEntry,
)
from chatbookr_core.retention.nights import begin_run, delete_portion
from chatbookr_core.retention.rules import RetainedClass
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("is_settled", [False, True])
async def test_an_erasure_after_a_merge_leaves_nothing_of_either(
    deployment: Deployment, desk: Desk, kept: Patient, is_settled: bool
) -> None:
    await talk(kept, desk)
    await make_file(desk.conversation, desk.vault)
    await merge(deployment, kept, desk.patient)
    if is_settled:
        await work(deployment)

    async with transaction():
        await erase_patient(deployment, HOST, kept.id, reference="1", ground=Ground.OBJECTION)
    (job,) = await Job.filter(kind="patient.erase", state="due")
    await run(deployment, declared_kinds()["patient.erase"], job.id)

    assert (await Job.get(id=job.id)).state == "done"
    assert await work(deployment) == []  # its job went with them
    for model in (Message, Conversation, ConversationNote, Media, PatientToken):
        assert await model.filter(clinic_id=desk.clinic.id).count() == 0, model
    for one in await Patient.filter(clinic_id=desk.clinic.id):
        assert one.erased_at is not None
        assert (one.name_sealed, one.phone_sealed, one.phone_hash, one.provider_user_sealed) == (None, None, None, b"")
    assert await PatientKey.filter(wrapped_key__isnull=False).count() == 0
    journal = {one["patient"] for one in entries(deployment.settings.erasure_journal)}
    assert journal == {str(kept.id), str(desk.patient.id)}


async def test_a_rotation_between_a_merge_and_its_job_leaves_everything_readable(
    deployment: Deployment, desk: Desk, kept: Patient, clock: TurnableClock
) -> None:
    await merge(deployment, kept, desk.patient)
    clock.turn(timedelta(days=1))

    done = await rotate(deployment.vault, clock, clinic_id=desk.clinic.id, before=clock.now())

    assert done.unreadable == 0
    assert BODY in await texts(deployment, desk.conversation.id, desk.clinic.id)
    assert await work(deployment) == ["done"]
    assert BODY in await texts(deployment, desk.conversation.id, desk.clinic.id)
    assert await owners(desk.clinic.id) == {kept.id.bytes}


async def test_the_database_gives_a_stub_nothing_more(
    deployment: Deployment, desk: Desk, kept: Patient, database: Database
) -> None:
    await merge(deployment, kept, desk.patient)

    with pytest.raises(Exception, match="patient_merged") as refused:
        await make_booking(desk.patient, desk.service, desk.practitioner, desk.location, starts_at=desk.booking.ends_at)

    assert was_overtaken(refused.value) is (database.dialect == "postgres")  # there it is tried again
    with pytest.raises(Exception, match="patient_merged"):
        await make_conversation(desk.patient, desk.channel)


async def test_a_stub_stays_as_long_as_who_is_kept_and_goes_with_them(
    deployment: Deployment, desk: Desk, kept: Patient, clock: TurnableClock
) -> None:
    stub = await make_patient(desk.clinic, desk.vault, name="Stub Example", phone=None)
    await merge(deployment, kept, stub)
    assert await work(deployment) == ["done"]
    await make_message(await make_conversation(kept, desk.channel), desk.vault)
    clock.turn(timedelta(days=5000))

    async def night() -> set[UUID]:
        clock.turn(timedelta(days=1))
        async with transaction():
            run_ = await begin_run(desk.clinic.id, clock.now().date(), RetainedClass.PATIENTS, clock.now())
            await delete_portion(deployment, run_.id, clinic_id=desk.clinic.id, limit=100)
        return {one.id for one in await Patient.filter(id__in=[kept.id, stub.id])}

    assert await night() == {kept.id, stub.id}
    async with writing():
        await Message.filter(clinic_id=desk.clinic.id).delete()
    assert await night() == set()


async def test_a_key_that_opens_what_nobody_else_does_is_not_destroyed(
    deployment: Deployment, desk: Desk, kept: Patient
) -> None:
    async with writing():
        broken = (await Message.get(id=desk.message.id)).body_sealed
        await Message.filter(id=desk.message.id).update(body_sealed=broken[:-1] + bytes([broken[-1] ^ 1]))
    await merge(deployment, kept, desk.patient)

    assert await work(deployment) == ["done"]

    assert (await PatientKey.get(patient_id=desk.patient.id)).destroyed_at is None
    with pytest.raises(CannotUnseal):
        await texts(deployment, desk.conversation.id, desk.clinic.id)


@pytest.mark.e2e
@pytest.mark.parametrize(
    "point", ["merge.portion", "merge.portion:4", "rotation.between_portions:3", "job.before_finish"]
)
async def test_a_merge_whose_process_was_killed_is_done_by_the_next(
    deployment: Deployment, desk: Desk, kept: Patient, database: Database, tmp_path: Path, point: str
) -> None:
    for number in range(45):
        await make_message(desk.conversation, desk.vault, body=f"{BODY} {number}")
    await merge(deployment, kept, desk.patient)

    killed = _process(database, tmp_path, point)
    assert len(await texts(deployment, desk.conversation.id, desk.clinic.id)) == 46
    async with transaction() as tx:  # its lease has run out
        await tx.execute("UPDATE job SET due_at = created_at WHERE kind = 'patient.merge'")
    again = _process(database, tmp_path, "")

    assert killed.returncode == -signal.SIGKILL
    assert (again.returncode, again.stdout.decode().split()) == (0, ["done"])
    assert await owners(desk.clinic.id) == {kept.id.bytes}
    deployment.vault.forget(desk.clinic.id)
    assert len(await texts(deployment, desk.conversation.id, desk.clinic.id)) == 46
    assert not re.search("canary", again.stderr.decode())


def _process(database: Database, folder: Path, faultpoint: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "tests.workers.merge_process", database.url, str(folder / "key-encryption.key")]
    environment = {**os.environ, "CHATBOOKR_FAULTPOINT": faultpoint, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=300)


STAYS = {
    "change_log": "who listens is told of the merge itself, for a day",
    "consent": "the ledger is written once",
    "job": "what puts their rows under one key",
    "patient_key": "until that is done",
    "patient": "the stub itself",
}


async def test_no_row_names_who_is_gone_but_the_ledger_and_the_stub(
    deployment: Deployment, desk: Desk, database: Database
) -> None:
    gone = desk.patient
    kept = await make_patient(desk.clinic, desk.vault, name="Ada Kept", channel="")
    child, parent, both = [await make_relative(gone, desk.vault, name=name) for name in ("Tim", "Eva", "Mo")]
    await link(gone, parent)
    await link(both, kept)
    await link(kept, gone)
    with_them = desk.service, desk.practitioner, desk.location
    arranged = await make_booking(child, *with_them, starts_at=MONDAY + timedelta(days=1), arranged_by_id=gone.id)
    own = await make_booking(gone, *with_them, starts_at=MONDAY + timedelta(days=2), arranged_by_id=kept.id)
    waits = await make_waitlist_entry(arranged, state="waiting", arranged_by_id=gone.id)
    async with transaction():
        keys = await desk.vault.patient_keys(desk.clinic.id, gone.id)
        born = keys.seal(columns.PATIENT_BIRTH_DATE, gone.id, "1990-12-24")
        await Patient.filter(id=gone.id).update(birth_date_sealed=born)

    async with transaction():
        await merge_patients(deployment, HOST, kept.id, gone.id)

    named = {
        f"{model._meta.db_table}.{name}"
        for model in Tortoise.apps["models"].values()
        for name, column in model._meta.fields_map.items()
        if isinstance(column, UUIDField) and name != "id" and await model.filter(**{name: gone.id}).exists()
    }
    assert {one.partition(".")[0] for one in named} <= STAYS.keys(), named
    links = await RelatedPerson.filter(clinic_id=desk.clinic.id).values_list("contact_id", "patient_id")
    assert set(links) == {(kept.id, child.id), (kept.id, parent.id), (kept.id, both.id), (parent.id, kept.id)}
    assert (await Booking.get(id=arranged.id)).arranged_by_id == kept.id
    assert (await WaitlistEntry.get(id=waits.id)).arranged_by_id == kept.id
    assert (await Booking.get(id=own.id)).arranged_by_id is None
    row = await Patient.get(id=kept.id)
    keys_kept = await desk.vault.reading(desk.clinic.id, [row.birth_date_sealed])
    assert keys_kept.open_text(columns.PATIENT_BIRTH_DATE, kept.id, row.birth_date_sealed or b"") == "1990-12-24"
