"""Two patients become one: all of it is the kept one's at once, and under their key once the job is done."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.consent_rows import make_consent
from tests.factories import make_booking, make_clinic, make_conversation, make_patient, make_user, writing
from tests.inbox_rows import NOTE, make_label
from tests.media_files import JPEG, make_file
from tests.relatives import link, make_relative
from tests.schema.desk import BODY, MONDAY, NOTES, Desk, make_desk, make_message
from tests.waitlists import make_waitlist_entry
from tortoise import Tortoise
from tortoise.fields import UUIDField

from chatbookr_core.channels.registry import discover
from chatbookr_core.chunks import OF_MEDIA, read
from chatbookr_core.clock import TurnableClock
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import State
from chatbookr_core.conversations.service import receive
from chatbookr_core.db import Database, fetch, is_deadlock, transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.journal import entries
from chatbookr_core.erasure.rules import Ground
from chatbookr_core.erasure.service import erase_patient
from chatbookr_core.errors import (
    CannotUnseal,
    InvalidInput,
    NotFound,
    StaleVersion,
    UnderErasure,
    UnderLegalHold,
)
from chatbookr_core.exports.gathering import gathered
from chatbookr_core.keys import columns
from chatbookr_core.keys.places import OF_PATIENTS
from chatbookr_core.keys.rotation import rotate
from chatbookr_core.keys.sealing import PATIENT_HEADER_BYTES
from chatbookr_core.keys.vault import Vault
from chatbookr_core.media.fetching import owner_of
from chatbookr_core.merges.moving import MERGE
from chatbookr_core.merges.service import merge_patients, preview_merge
from chatbookr_core.models import (
    AuditEntry,
    Booking,
    Conversation,
    ConversationLabel,
    ConversationNote,
    Job,
    LegalHold,
    Media,
    Message,
    Patient,
    PatientKey,
    PatientToken,
    ReadMarker,
    RelatedPerson,
    StaffTask,
    WaitlistEntry,
)
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.reach import reach_in
from chatbookr_core.retention.nights import begin_run, delete_portion
from chatbookr_core.retention.rules import RetainedClass
from chatbookr_core.settings import Settings
from chatbookr_permissions.actor import SystemActor
from chatbookr_sdk import Account, MessageReceived, Sender, TextReceived
from chatbookr_workers import erasure, patients
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

__all__ = ["erasure", "patients"]  # they declare the jobs

HOST = SystemActor("tests")
ROOT = Path(__file__).parents[2]
HEADERS = "SELECT substr({0}, 1, {2}) AS header FROM {1} WHERE clinic_id = $1 AND {0} IS NOT NULL"


@pytest.fixture
def deployment(deployment: Deployment) -> Deployment:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    return replace(deployment, plugins=discover(Settings(plugins=("whatsapp",), environment=secrets)))


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    made = await make_desk(vault, clock.now())
    async with writing():
        await LegalHold.all().update(released_at=clock.now())
    return made


@pytest.fixture
async def kept(desk: Desk, clock: TurnableClock) -> Patient:
    """Somebody with a number of their own, who wrote through the same channel later than the desk's patient."""
    return await make_patient(desk.clinic, desk.vault, name="Kept Example", phone="+4915100000002")


async def talk(kept: Patient, desk: Desk, **fields: Any) -> Conversation:
    made = await make_conversation(kept, desk.channel, **{"last_inbound_at": desk.message.sent_at, **fields})
    await make_message(made, desk.vault, body="words of the kept one")
    return made


async def merge(deployment: Deployment, kept: Patient, gone: Patient, **given: Any) -> UUID:
    async with transaction():
        return await merge_patients(deployment, HOST, kept.id, gone.id, **given)


async def work(deployment: Deployment) -> list[str]:
    jobs = await Job.filter(kind=MERGE, state__in=("due", "queued", "running"))
    for job in jobs:
        deployment.clock.turn(max(timedelta(0), job.due_at - deployment.clock.now()))  # type: ignore[attr-defined]  # a test's
        await run(deployment, declared_kinds()[MERGE], job.id)
    return [(await Job.get(id=job.id)).state for job in jobs]


async def owners(clinic_id: UUID) -> set[bytes]:
    """Whose keys anything of the clinic's patients lies under."""
    found = set()
    for place in OF_PATIENTS:
        rows = await fetch(HEADERS.format(place.name, place.table, PATIENT_HEADER_BYTES), (clinic_id,))
        found |= {bytes(row["header"])[5:] for row in rows if bytes(row["header"])}
    return found


async def texts(deployment: Deployment, conversation_id: UUID, clinic_id: UUID) -> list[str]:
    rows = await Message.filter(conversation_id=conversation_id).order_by("id")
    keys = await deployment.vault.reading(clinic_id, [one.body_sealed for one in rows])
    return [keys.open_text(columns.MESSAGE_BODY, one.id, one.body_sealed) for one in rows]


async def test_what_is_theirs_is_the_kept_ones_at_once_and_lies_under_their_key_after_the_job(
    deployment: Deployment, desk: Desk, kept: Patient
) -> None:
    _, media = await make_file(desk.conversation, desk.vault)

    assert await merge(deployment, kept, desk.patient) == kept.id

    conversation = await Conversation.get(id=desk.conversation.id)
    assert conversation.patient_id == kept.id
    assert {one.patient_id for one in await Booking.filter(clinic_id=desk.clinic.id)} == {kept.id}
    for moment in ("before the job", "after it"):
        assert BODY in await texts(deployment, conversation.id, desk.clinic.id), moment
        async with transaction():
            keys = await deployment.vault.patient_keys(desk.clinic.id, kept.id)
        booking, note = await Booking.get(id=desk.booking.id), await ConversationNote.get(id=desk.note.id)
        assert keys.open_text(columns.BOOKING_NOTES, booking.id, booking.notes_sealed or b"") == NOTES
        assert keys.open_text(columns.NOTE_BODY, note.id, note.body_sealed) == NOTE
        owner, count = owner_of(await Media.get(id=media.id)), media.chunk_count or 1
        pieces = [piece async for piece in read(deployment.vault, OF_MEDIA, owner, count)]
        assert (owner.patient_id, b"".join(pieces)) == (kept.id, JPEG)
        if moment == "before the job":
            assert desk.patient.id.bytes in await owners(desk.clinic.id)
            assert await work(deployment) == ["done"]
    assert await owners(desk.clinic.id) == {kept.id.bytes}
    gone = await PatientKey.get(patient_id=desk.patient.id)
    assert (gone.wrapped_key, gone.destroyed_at is not None) == (None, True)


async def test_two_conversations_through_one_channel_become_one_in_the_order_of_time(
    deployment: Deployment, desk: Desk, kept: Patient, clock: TurnableClock
) -> None:
    own = await talk(kept, desk, created_at=clock.now(), unread_count=2, state="closed")
    label = await make_label(desk.clinic, own)
    async with writing():
        await ConversationLabel.create(
            clinic_id=desk.clinic.id, conversation_id=desk.conversation.id, label_id=label.id, created_at=clock.now()
        )
        await Conversation.filter(id=desk.conversation.id).update(unread_count=3, owner="staff")

    await merge(deployment, kept, desk.patient)

    assert await Conversation.filter(clinic_id=desk.clinic.id).values_list("id", flat=True) == [own.id]
    joined = await Conversation.get(id=own.id)
    assert (joined.unread_count, joined.state, joined.owner) == (5, "open", "staff")
    assert (joined.assignee_id, joined.team_id) == (desk.user.id, desk.team.id)
    assert joined.created_at == desk.conversation.created_at
    assert sorted(await texts(deployment, own.id, desk.clinic.id)) == sorted([BODY, "words of the kept one"])
    assert await ConversationLabel.filter(conversation_id=own.id).count() == 2
    assert (await ConversationNote.get(id=desk.note.id)).conversation_id == own.id
    assert (await StaffTask.get(id=desk.task.id)).conversation_id == own.id
    assert (await Booking.get(id=desk.booking.id)).conversation_id == own.id


async def test_nobody_misses_what_they_had_not_read_in_one_of_two_conversations(
    deployment: Deployment, desk: Desk, kept: Patient, clock: TurnableClock
) -> None:
    now = clock.now()
    early, late = now - timedelta(hours=3), now - timedelta(hours=1)
    own = await talk(kept, desk, last_received_at=now)
    ada, bob, cy = [await make_user() for _ in range(3)]
    async with writing():
        await Conversation.filter(id=desk.conversation.id).update(last_received_at=late)
        for user, conversation, seen in (
            (ada, own, now),  # has read both
            (ada, desk.conversation, late),
            (bob, own, now),  # has not read all of the other
            (bob, desk.conversation, early),
            (cy, desk.conversation, late),  # has all of the other to read, and nothing of the kept one's
        ):
            await ReadMarker.create(
                clinic_id=desk.clinic.id, conversation_id=conversation.id, user_id=user.id, seen_at=seen
            )

    await merge(deployment, kept, desk.patient)

    marks = {one.user_id: (one.conversation_id, one.seen_at) for one in await ReadMarker.all()}
    assert marks == {ada.id: (own.id, now), bob.id: (own.id, early)}


async def test_a_merge_done_twice_stands_and_by_its_old_id_nobody_is_read(
    deployment: Deployment, desk: Desk, kept: Patient
) -> None:
    await merge(deployment, kept, desk.patient)
    once = await Patient.all().order_by("id").values()

    assert await merge(deployment, kept, desk.patient) == kept.id

    assert await Patient.all().order_by("id").values() == once
    assert await Job.filter(kind=MERGE).count() == 1
    reach = reach_in(HOST, desk.clinic.id)
    assert list(await patients_by_id(reach, [kept.id, desk.patient.id])) == [kept.id]
    other = await make_patient(desk.clinic, desk.vault)
    for pair in ((desk.patient, other), (other, desk.patient)):
        with pytest.raises(NotFound):
            await merge(deployment, *pair)


async def test_who_was_merged_before_is_merged_further(deployment: Deployment, desk: Desk, kept: Patient) -> None:
    last = await make_patient(desk.clinic, desk.vault, name="Last Example", phone=None)
    await merge(deployment, kept, desk.patient)
    await merge(deployment, last, kept)

    stubs = await Patient.filter(merged_into_id=last.id).values_list("id", flat=True)
    assert sorted(stubs) == sorted([desk.patient.id, kept.id])
    assert await work(deployment) == ["done", "done"]
    assert await owners(desk.clinic.id) == {last.id.bytes}
    assert await PatientKey.filter(wrapped_key__isnull=False).values_list("patient_id", flat=True) == [last.id]


async def test_what_cannot_be_merged_is_refused_and_nothing_is_changed(
    deployment: Deployment, desk: Desk, kept: Patient, clock: TurnableClock
) -> None:
    foreign = await make_patient(await make_clinic(desk.vault), desk.vault)
    with pytest.raises(InvalidInput):
        await merge(deployment, kept, kept)
    for pair in ((kept, foreign), (foreign, kept)):
        with pytest.raises(NotFound):
            await merge(deployment, *pair)
    async with writing():
        hold = await LegalHold.create(
            clinic_id=desk.clinic.id, patient_id=desk.patient.id, reason_sealed=b"sealed", created_at=clock.now()
        )
    with pytest.raises(UnderLegalHold):
        await merge(deployment, kept, desk.patient)
    async with writing():
        await LegalHold.filter(id=hold.id).update(released_at=clock.now())
    async with transaction():
        await erase_patient(deployment, HOST, kept.id, reference="1", ground=Ground.OBJECTION)
    for pair in ((kept, desk.patient), (desk.patient, kept)):
        with pytest.raises(UnderErasure):
            await merge(deployment, *pair)

    assert await Patient.exclude(merged_into_id=None).count() == 0
    assert (await Conversation.get(id=desk.conversation.id)).patient_id == desk.patient.id


async def test_a_preview_counts_what_would_move_and_its_version_tells_of_changes(
    deployment: Deployment, desk: Desk, kept: Patient
) -> None:
    own = await talk(kept, desk)
    await make_file(desk.conversation, desk.vault)

    seen = await preview_merge(deployment, HOST, kept.id, desk.patient.id)

    moving = seen.moving
    assert (moving.conversations, moving.joined, moving.messages, moving.notes) == (1, 1, 2, 1)
    assert (moving.bookings, moving.files, moving.consents, moving.tasks) == (1, 1, 1, 1)
    assert seen.refusal is None
    async with writing():
        await Patient.filter(id=desk.patient.id).update(name_sealed=None)
    with pytest.raises(StaleVersion):
        await merge(deployment, kept, desk.patient, expected_version=seen.version)
    seen = await preview_merge(deployment, HOST, kept.id, desk.patient.id)
    await merge(deployment, kept, desk.patient, expected_version=seen.version)
    assert await Message.filter(conversation_id=own.id).count() == 3


async def test_the_audit_log_names_both_and_nothing_else_of_them(
    deployment: Deployment, desk: Desk, kept: Patient
) -> None:
    await merge(deployment, kept, desk.patient)

    (entry,) = await AuditEntry.filter(clinic_id=desk.clinic.id, action="patientsMerge")
    assert entry.subject_id == kept.id
    assert str(desk.patient.id) in str(entry.content)


def fact(desk: Desk, clock: TurnableClock, number: str, body: str = "hello") -> MessageReceived:
    account = Account(desk.channel.account_id, desk.channel.group_id)
    return MessageReceived(account, str(uuid4()), Sender(number, number, "Ada"), clock.now(), TextReceived(body))


async def hears(deployment: Deployment, desk: Desk, clock: TurnableClock, number: str) -> Message:
    said = fact(desk, clock, number)
    async with transaction():
        assert await receive(deployment, desk.channel, said)
    return (await Message.filter(clinic_id=desk.clinic.id, author="patient").order_by("-id"))[0]


async def test_who_writes_from_either_number_is_the_kept_one_and_is_answered_there(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    first, second = "4915111111111", "4915122222222"
    old = await hears(deployment, desk, clock, first)
    clock.turn(timedelta(minutes=1))
    new = await hears(deployment, desk, clock, second)
    gone, kept = [
        await Patient.get(id=(await Conversation.get(id=one.conversation_id)).patient_id) for one in (old, new)
    ]
    await merge(deployment, kept, gone)

    for done in (False, True):
        for number in (first, second, first):
            clock.turn(timedelta(minutes=1))
            message = await hears(deployment, desk, clock, number)
            conversation = await Conversation.get(id=message.conversation_id)
            now = await Patient.get(id=kept.id)
            keys = await deployment.vault.reading(desk.clinic.id, [now.provider_user_sealed, now.phone_sealed])
            user = keys.open_text(columns.PATIENT_PROVIDER_USER, now.id, now.provider_user_sealed)
            phone = keys.open_text(columns.PATIENT_PHONE, now.id, now.phone_sealed or b"")
            assert (conversation.id, conversation.patient_id) == (new.conversation_id, kept.id)
            assert (user, phone) == (number, number)
        assert await work(deployment) == ([] if done else ["done"])
    assert await Patient.filter(clinic_id=desk.clinic.id, erased_at=None).count() == 3  # and the desk's own


async def test_messages_that_come_in_while_patients_are_merged_are_the_kept_ones(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    first, second = "4915111111111", "4915122222222"
    ids = [(await hears(deployment, desk, clock, number)).conversation_id for number in (first, second)]
    gone, kept = [await Patient.get(id=(await Conversation.get(id=one)).patient_id) for one in ids]

    async def one(number: str) -> None:
        async def once() -> None:
            async with transaction():
                await receive(deployment, desk.channel, said)

        said = fact(desk, clock, number)
        await with_retry(once, tries=20)

    async def merging() -> None:
        await with_retry(lambda: merge(deployment, kept, gone), tries=20)

    writing_now = [one(number) for _ in range(6) for number in (first, second)]
    await asyncio.gather(*writing_now[:6], merging(), *writing_now[6:])

    assert await Message.filter(conversation_id=ids[1], author="patient").count() == 14
    assert await Conversation.filter(patient_id=gone.id).count() == 0
    assert await Patient.filter(clinic_id=desk.clinic.id).count() == 3
    assert await work(deployment) == ["done"]
    assert (await owners(desk.clinic.id)) == {kept.id.bytes, desk.patient.id.bytes}


async def test_who_was_made_known_before_they_wrote_is_answered_where_they_write(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    expected = await make_patient(desk.clinic, desk.vault, name="By a partner", phone=None, channel="")
    heard = await hears(deployment, desk, clock, "4915111111111")
    conversation = await Conversation.get(id=heard.conversation_id)
    wrote = await Patient.get(id=conversation.patient_id)

    await merge(deployment, expected, wrote)

    kept = await Patient.get(id=expected.id)
    assert (kept.channel, (await Patient.get(id=wrote.id)).channel) == ("whatsapp", "")
    assert (await Conversation.get(id=conversation.id)).last_inbound_at == conversation.last_inbound_at
    again = await hears(deployment, desk, clock, "4915111111111")
    assert again.conversation_id == heard.conversation_id
    assert await work(deployment) == ["done"]


async def test_a_window_of_another_number_than_the_one_written_to_is_not_open(
    deployment: Deployment, desk: Desk, kept: Patient, clock: TurnableClock
) -> None:
    own = await talk(kept, desk, last_inbound_at=clock.now() - timedelta(days=3))
    async with writing():
        await Conversation.filter(id=desk.conversation.id).update(last_inbound_at=clock.now() - timedelta(days=2))

    await merge(deployment, kept, desk.patient)

    reached = await Patient.get(id=kept.id)
    assert (await Conversation.get(id=own.id)).last_inbound_at == clock.now() - timedelta(days=2)
    assert reached.provider_user_hash == desk.patient.provider_user_hash


async def test_consents_stay_where_they_were_written_and_count_as_the_kept_ones(
    deployment: Deployment, desk: Desk, kept: Patient, clock: TurnableClock
) -> None:
    now = clock.now()
    await make_consent(kept, desk.vault, purpose="marketing", decision="granted", recorded_at=now)
    await make_consent(
        desk.patient, desk.vault, purpose="marketing", decision="withdrawn", recorded_at=now + timedelta(hours=1)
    )

    await merge(deployment, kept, desk.patient)
    assert await work(deployment) == ["done"]

    assert (await standings_of(desk.clinic.id, kept.id))["marketing"].state is State.WITHDRAWN


async def test_the_export_of_the_kept_one_holds_all_of_both(deployment: Deployment, desk: Desk, kept: Patient) -> None:
    own = await talk(kept, desk)
    await merge(deployment, kept, desk.patient)

    for state in ("before the job", "after it"):
        subject = await gathered(deployment, clinic_id=desk.clinic.id, patient_id=kept.id)
        tables = subject.tables
        assert [row["id"] for row in tables["patient"]] == [str(kept.id), str(desk.patient.id)], state
        assert {row["phone"] for row in tables["patient"]} == {"+4915100000001", "+4915100000002"}
        assert {row["body"] for row in tables["message"]} == {BODY, "words of the kept one"}
        assert {row["conversation_id"] for row in tables["message"]} == {str(own.id)}
        assert [row["notes"] for row in tables["booking"]] == [NOTES]
        assert [row["id"] for row in tables["consent"]] == [str(desk.consent.id)]
        await work(deployment)


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

    assert is_deadlock(refused.value) is (database.dialect == "postgres")  # there it is tried again
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
