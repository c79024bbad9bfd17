"""Two patients become one: all of it is the kept one's at once, and under their key once the job is done."""

from datetime import timedelta

import pytest
from tests.consent_rows import make_consent
from tests.factories import make_clinic, make_patient, make_user, writing
from tests.inbox_rows import NOTE, make_label
from tests.media_files import JPEG, make_file
from tests.schema.desk import BODY, NOTES, Desk
from tests.workers.merging import HOST, merge, owners, talk, texts, work
from tests.workers.merging import deployment as deployment
from tests.workers.merging import desk as desk
from tests.workers.merging import kept as kept

from chatbookr_core.chunks import OF_MEDIA, read
from chatbookr_core.clock import TurnableClock
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import State
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.rules import Ground
from chatbookr_core.erasure.service import erase_patient
from chatbookr_core.errors import (
    InvalidInput,
    NotFound,
    StaleVersion,
    UnderErasure,
    UnderLegalHold,
)
from chatbookr_core.exports.gathering import gathered
from chatbookr_core.keys import columns
from chatbookr_core.media.fetching import owner_of
from chatbookr_core.merges.moving import MERGE
from chatbookr_core.merges.service import preview_merge
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
    ReadMarker,
    StaffTask,
)
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.reach import reach_in
from chatbookr_workers import erasure, patients

__all__ = ["erasure", "patients"]  # they declare the jobs


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
