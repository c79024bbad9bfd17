"""A clinic's night deletes what has served its time, as its dry run said, keeps what is held, and can be cut short."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.core.test_audit_verifying import placed
from tests.factories import (
    make_booking,
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_patient,
    make_practitioner,
    make_service,
)
from tests.media_files import make_file
from tests.schema.desk import make_message

from chatbookr_core.audit.recording import note
from chatbookr_core.audit.truncation import truncate
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    AuditEntry,
    AuditExpiry,
    AuditLeaf,
    AuditTruncation,
    Booking,
    ChannelNotice,
    Clinic,
    Consent,
    Conversation,
    InboundDelivery,
    Job,
    LegalHold,
    Media,
    MediaChunk,
    Message,
    Patient,
    RetentionRun,
)
from chatbookr_core.retention import nights
from chatbookr_core.retention.nights import clinics_at_night, tonight
from chatbookr_core.retention.rules import BOUNDS, RetainedClass, night_at
from chatbookr_core.retention.service import keep_for, place_hold, release_hold
from chatbookr_permissions.actor import SystemActor
from chatbookr_workers import retention
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.retention import _whose_night_it_is
from chatbookr_workers.runner import run

pytestmark = pytest.mark.usefixtures("database")
YEARS = timedelta(days=4 * 365)
HOST = SystemActor("tests")


async def fill(clinic: Clinic, vault: Vault, clock: TurnableClock, *, messages: int = 4) -> Patient:
    """Give a clinic a patient of years ago with everything, of which each class has something due and something not."""
    old, now = clock.now() - YEARS, clock.now()
    patient = await make_patient(clinic, vault, created_at=old)
    connection = await make_connection(clinic, vault)
    conversation = await make_conversation(patient, connection, last_message_at=now, created_at=old)
    for number in range(messages):
        await make_message(conversation, vault, sent_at=old + timedelta(minutes=number))
    await make_message(conversation, vault, sent_at=now)
    shown = await make_message(conversation, vault, sent_at=old)
    place = await make_location(clinic)
    practitioner = await make_practitioner(clinic, place)
    service = await make_service(clinic, practitioner)
    for starts_at in (old, now + timedelta(hours=9)):
        await make_booking(patient, service, practitioner, place, starts_at=starts_at)
    async with transaction():
        decided = (("withdrawn", now - timedelta(days=2000)), ("granted", now - timedelta(days=1900)))
        for decision, at in decided:
            await Consent.create(
                clinic_id=clinic.id,
                patient_id=patient.id,
                purpose="reminders",
                decision=decision,
                message_id=shown.id if decision == "granted" else None,
                recorded_at=at,
            )
        for at in (old, now):
            await InboundDelivery.create(
                clinic_id=clinic.id, plugin="whatsapp", digest=uuid4().hex, received_at=at, state="processed"
            )
            await Job.create(
                clinic_id=clinic.id, kind="a.kind", arguments={}, state="done", due_at=at, give_up_at=at, created_at=at
            )
            await ChannelNotice.create(
                clinic_id=clinic.id,
                connection_id=connection.id,
                kind="account_update",
                event="VERIFIED",
                effect="none",
                detail="{}",
                digest=uuid4().hex,
                happened_at=at,
                created_at=at,
            )
            note(at, "serviceSave", HOST, clinics=(clinic.id,))
    return patient


async def work_the_night(deployment: Deployment, clock: TurnableClock) -> None:
    """Turn to three in the morning in Berlin, and run the jobs of the clinics whose night it is."""
    clock.turn(timedelta(hours=18))
    now = clock.now()
    for subject in await _whose_night_it_is(deployment):
        async with transaction():
            job_id = await enqueue(
                "retention.night", clinic_id=subject.clinic_id, arguments=subject.arguments, due_at=now, now=now
            )
        assert job_id is not None
        await run(deployment, declared_kinds()["retention.night"], job_id)
        assert (await Job.get(id=job_id)).state == "done"


async def counts() -> dict[str, int]:
    tables: tuple[Any, ...] = (Message, Booking, Consent, Conversation, InboundDelivery, Patient)
    return {table.__name__: await table.all().count() for table in tables}


async def test_a_night_deletes_what_the_dry_run_said(
    deployment: Deployment, vault: Vault, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PORTION", 3)
    clinic = await make_clinic(vault)
    await fill(clinic, vault, clock)
    silent = await make_patient(clinic, vault, created_at=clock.now() - YEARS)
    held = await fill(clinic, vault, clock, messages=2)
    async with transaction():
        await place_hold(deployment, HOST, clinic.id, patient_id=held.id, reason="a complaint", until=None)
    await placed(deployment, clock.now() - YEARS)
    said = {one.data_class: (one.deleted, one.held) for one in await tonight(clinic.id, clock.now())}

    await work_the_night(deployment, clock)

    ran = {RetainedClass(one.data_class): (one.deleted, one.held) for one in await RetentionRun.all()}
    assert ran == said
    assert said == {
        RetainedClass.PATIENTS: (1, 0),
        RetainedClass.MEDIA: (0, 0),
        RetainedClass.MESSAGES: (4, 2),
        RetainedClass.CONSENT: (1, 1),
        RetainedClass.BOOKINGS: (1, 1),
        RetainedClass.JOBS: (2, 0),
        RetainedClass.DELIVERIES: (4, 0),
        RetainedClass.AUDIT: (1, 0),
    }
    left = [one.action for one in await AuditEntry.filter(clinic_id=clinic.id).order_by("id")]
    assert left == ["serviceSave", "serviceSave", "serviceSave", "auditExpire"]  # an old one after one that is kept
    assert await AuditLeaf.filter(clinic_id=clinic.id).count() == 5  # all hashes, and all numbers
    assert not await Patient.exists(id=silent.id)
    assert await counts() == {
        "Message": 6, "Booking": 3, "Consent": 3, "Conversation": 2, "InboundDelivery": 2, "Patient": 2,
    }  # fmt: skip
    assert await clinics_at_night(clock.now()) == []


async def test_files_go_before_their_messages_or_with_them_and_never_while_they_are_held(
    deployment: Deployment, vault: Vault, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "LARGE_PORTION", 1)
    clinic, ages = await make_clinic(vault), (timedelta(days=60), timedelta(days=400), timedelta(days=2))
    for is_held in (False, True):
        patient = await make_patient(clinic, vault)
        conversation = await make_conversation(patient, await make_connection(clinic, vault))
        for age in ages:
            await make_file(conversation, vault, message_fields={"sent_at": clock.now() - age})
        if is_held:
            async with transaction():
                await place_hold(deployment, HOST, clinic.id, patient_id=patient.id, reason="a complaint", until=None)
    async with transaction():
        await keep_for(deployment, HOST, clinic.id, RetainedClass.MEDIA, 30)
    said = {one.data_class: (one.deleted, one.held) for one in await tonight(clinic.id, clock.now())}

    await work_the_night(deployment, clock)

    assert {RetainedClass(one.data_class): (one.deleted, one.held) for one in await RetentionRun.all()} == said
    assert (said[RetainedClass.MEDIA], said[RetainedClass.MESSAGES]) == ((2, 2), (1, 1))
    assert (await Media.all().count(), await MediaChunk.all().count(), await Message.all().count()) == (4, 4, 5)


async def test_a_night_that_was_cut_short_goes_on(
    deployment: Deployment, vault: Vault, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PORTION", 2)
    clinic = await make_clinic(vault)
    await fill(clinic, vault, clock, messages=5)
    said = {one.data_class: one.deleted for one in await tonight(clinic.id, clock.now())}
    clock.turn(timedelta(hours=18))
    (subject,) = await _whose_night_it_is(deployment)
    night = night_at(clock.now(), clinic.zone)
    assert night is not None
    async with transaction():
        began = await nights.begin_run(clinic.id, night, RetainedClass.MESSAGES, clock.now())
        await nights.delete_portion(deployment, began.id, clinic_id=clinic.id, limit=2)
    clock.turn(-timedelta(hours=18))

    await work_the_night(deployment, clock)

    assert subject.clinic_id == clinic.id
    assert {RetainedClass(one.data_class): one.deleted for one in await RetentionRun.all()} == said
    assert await Message.all().count() == 2


async def test_a_hold_on_the_clinic_keeps_all_of_it_until_it_ends(
    deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    clinic, other = await make_clinic(vault), await make_clinic(vault)
    for one in (clinic, other):
        await fill(one, vault, clock)
    async with transaction():
        hold_id = await place_hold(deployment, HOST, clinic.id, patient_id=None, reason="a lawsuit", until=None)
    await placed(deployment, clock.now() - YEARS)
    before = await Message.filter(clinic_id=clinic.id).count()

    await work_the_night(deployment, clock)
    async with transaction():
        await truncate(deployment, clock.now() - timedelta(days=400))

    assert await AuditTruncation.all().count() == 0
    assert await AuditExpiry.filter(clinic_id=clinic.id).count() == 0
    assert await Message.filter(clinic_id=clinic.id).count() == before
    assert await Message.filter(clinic_id=other.id).count() == 2
    assert sum(one.deleted for one in await RetentionRun.filter(clinic_id=clinic.id)) == 0

    async with transaction():
        await release_hold(deployment, HOST, hold_id)
    clock.turn(timedelta(hours=6))
    await work_the_night(deployment, clock)

    assert await Message.filter(clinic_id=clinic.id).count() == 2
    assert await AuditExpiry.filter(clinic_id=clinic.id).count() == 1


async def test_the_longest_clinic_says_when_the_log_is_cut(deployment: Deployment, vault: Vault) -> None:
    clinic, other = await make_clinic(vault), await make_clinic(vault)
    assert [await nights.audit_days(days) for days in (400, 2000)] == [1095, 2000]

    async with transaction():
        await keep_for(deployment, HOST, clinic.id, RetainedClass.AUDIT, 365)
        await keep_for(deployment, HOST, other.id, RetainedClass.AUDIT, 730)

    assert await nights.audit_days(400) == 730


async def test_a_hold_runs_out_by_itself(deployment: Deployment, vault: Vault, clock: TurnableClock) -> None:
    clinic = await make_clinic(vault)
    await fill(clinic, vault, clock)
    until = clock.now() + timedelta(hours=1)
    async with transaction():
        await place_hold(deployment, HOST, clinic.id, patient_id=None, reason="a lawsuit", until=until)

    await work_the_night(deployment, clock)

    assert await Message.filter(clinic_id=clinic.id).count() == 2
    assert await LegalHold.filter(released_at=None).count() == 1


async def test_each_clinic_has_its_own_night_and_policy(
    deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    berlin, tokyo = await make_clinic(vault), await make_clinic(vault, zone="Asia/Tokyo")
    async with transaction():
        await keep_for(deployment, HOST, berlin.id, RetainedClass.MESSAGES, 3650)
    await fill(berlin, vault, clock)
    await fill(tokyo, vault, clock)

    await work_the_night(deployment, clock)  # 03:00 in Berlin, 11:00 in Tokyo

    assert {one.clinic_id for one in await RetentionRun.all()} == {berlin.id}
    assert await Message.filter(clinic_id=berlin.id).count() == 6


@pytest.mark.parametrize("data_class", list(RetainedClass))
async def test_days_out_of_bounds_are_refused(deployment: Deployment, vault: Vault, data_class: RetainedClass) -> None:
    clinic, bounds = await make_clinic(vault), BOUNDS[data_class]
    for days in (bounds.least_days - 1, bounds.most_days + 1):
        with pytest.raises(InvalidInput):
            async with transaction():
                await keep_for(deployment, HOST, clinic.id, data_class, days)
    async with transaction():
        await keep_for(deployment, HOST, clinic.id, data_class, bounds.most_days)
        await keep_for(deployment, HOST, clinic.id, data_class, bounds.least_days)

    assert (await nights.days_of(clinic.id))[data_class] == bounds.least_days
