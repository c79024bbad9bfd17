"""A patient is erased: nothing of them is left but facts of nobody, and a receipt that anybody can check says so."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

import pytest
from tests.factories import make_booking, writing
from tests.media_files import make_file
from tests.partner_rows import make_api_key
from tests.quiet_calendar import QuietCalendar, quiet_plugin
from tests.schema.desk import BODY, NAME, NOTES, PHONE, Desk, make_desk, make_message

from chatbookr_core import models
from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.channels.intake import packed
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.erasing import is_anything_left
from chatbookr_core.erasure.receipt import NAME as RECEIPT
from chatbookr_core.erasure.receipt import receipt_key, receipt_of
from chatbookr_core.erasure.rules import Ground
from chatbookr_core.erasure.service import acknowledge_erasure, erase_patient
from chatbookr_core.errors import InvalidInput, NotFound, UnderErasure, UnderLegalHold
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.signatures import NotGenuine, verified
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Erasure, ErasureDuty, InboundDelivery, Job, Message, Patient
from chatbookr_core.patients.belongings import BELONGINGS, BY_TABLE, OF_NO_PATIENT
from chatbookr_core.retention.service import place_hold, release_hold
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, SystemActor
from chatbookr_sdk import CalendarProvider, Context, WebhookRequest
from chatbookr_workers import erasure as erasing
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

HOST = SystemActor("tests")
POINTERS = {"patient_id", "conversation_id", "booking_id", "message_id", "subject_id", "parent_id", "delivery_id"}
REMOVED: list[str] = []
GONE = (
    "conversation",
    "message",
    "media",
    "media_chunk",
    "consent",
    "hold",
    "staff_task",
    "webhook_delivery",
    "patient_export",
)


class ForgettingCalendar(QuietCalendar):
    """Notes which events it was told to remove."""

    async def delete_event(self, ctx: Context, calendar_id: str, event_id: str, *, etag: str | None = None) -> None:
        REMOVED.append(event_id)


@pytest.fixture
def house(deployment: Deployment) -> Deployment:
    plugin = replace(quiet_plugin(), calendar=cast(CalendarProvider, ForgettingCalendar()))
    return replace(deployment, plugins=Plugins({"gcal": plugin}))


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


async def instruct(house: Deployment, desk: Desk, reference: str = "DSR-7") -> Erasure:
    async with transaction():
        key = await erase_patient(house, HOST, desk.patient.id, reference=reference, ground=Ground.OBJECTION)
    return await Erasure.get(id=key)


async def work(house: Deployment) -> list[str]:
    """Run what the erasure owes; return the states its jobs end in."""
    jobs = await Job.filter(kind__in=("patient.erase", "erasure.calendar"), state__in=("due", "queued", "running"))
    for job in jobs:
        house.clock.turn(max(timedelta(0), job.due_at - house.clock.now()))  # type: ignore[attr-defined]  # a test's
        await run(house, declared_kinds()[job.kind], job.id)
    return [(await Job.get(id=job.id)).state for job in jobs]


async def keep_delivery(house: Deployment, desk: Desk, body: bytes, state: str = "kept") -> InboundDelivery:
    keys, row_id = await house.vault.deployment_keys(), new_id()
    async with writing():
        return await InboundDelivery.create(
            id=row_id,
            clinic_id=desk.clinic.id,
            plugin="whatsapp",
            digest=uuid4().hex,
            body_sealed=keys.seal(columns.DELIVERY_BODY, row_id, packed(WebhookRequest("POST", {}, {}, body))),
            received_at=house.clock.now(),
            state=state,
        )


async def add_everything(house: Deployment, desk: Desk) -> None:
    """Give the patient a row in every table that can have one."""
    clinic_id, now = desk.clinic.id, house.clock.now()
    await make_file(desk.conversation, desk.vault)
    of_patient: dict[str, Any] = {"clinic_id": clinic_id, "patient_id": desk.patient.id}
    async with writing():
        await models.Consent.create(**of_patient, purpose="reminders", decision="granted", recorded_at=now)
        await models.PatientExport.create(**of_patient, state="pending", requested_at=now, expires_at=now)
        await models.LegalHold.create(**of_patient, reason_sealed=b"sealed", created_at=now, released_at=now)
        await models.Hold.create(
            clinic_id=clinic_id, conversation_id=desk.conversation.id, service_id=desk.service.id,
            practitioner_id=desk.practitioner.id, location_id=desk.location.id, starts_at=now,
            ends_at=now + timedelta(hours=1), state="released", expires_at=now, created_at=now,
        )  # fmt: skip
        await models.WebhookDelivery.filter(id=desk.webhook_delivery.id).update(
            subject_id=desk.booking.id, payload_sealed=b"sealed"
        )
        await models.Job.create(
            clinic_id=clinic_id, kind="message.send", subject_id=desk.message.id, arguments={}, state="due",
            due_at=now, give_up_at=now, created_at=now,
        )  # fmt: skip
        await Booking.filter(id=desk.booking.id).update(calendar_state="written", conversation_id=desk.conversation.id)


@pytest.mark.usefixtures("sqlite_database")  # models know their columns once a database was opened
async def test_every_table_that_can_know_of_a_patient_says_what_becomes_of_it() -> None:
    tables = {}
    for name in models.__all__:
        meta = getattr(models, name)._meta
        tables[meta.db_table] = set(meta.fields_db_projection.values())
    knowing = {table for table, fields in tables.items() if fields & POINTERS or "outcome" in fields}

    answered = {one.table for one in BELONGINGS} | set(OF_NO_PATIENT)

    assert knowing - answered == set(), "say in patients/belongings.py what of it is about a patient"
    assert answered - set(tables) == set()
    for one in BELONGINGS:
        assert set(one.given) | {sealed.column for sealed in one.opened.values()} <= tables[one.table]
        assert one.why or (one.fate == "deleted" and one.is_given), one.table


async def test_nothing_of_them_is_left(house: Deployment, desk: Desk, vault: Vault) -> None:
    await add_everything(house, desk)
    other = await make_desk(vault, house.clock.now())
    before = {name: await count(name, other) for name in GONE}
    kept = await keep_delivery(house, desk, f'{{"from": "{PHONE[1:]}", "text": "{BODY}"}}'.encode())
    others = await keep_delivery(house, desk, b'{"from": "4915199999999"}')
    erasure = await instruct(house, desk)

    assert await work(house) == ["done"]

    erased = await Erasure.get(id=erasure.id)
    assert erased.state == "erased"
    assert await is_anything_left(erased) == []
    patient, booking = await Patient.get(id=desk.patient.id), await Booking.get(id=desk.booking.id)
    assert (patient.name_sealed, patient.phone_sealed, patient.phone_hash, patient.language) == (None,) * 4
    assert (bytes(patient.provider_user_sealed), patient.channel) == (b"", "")
    assert (booking.notes_sealed, booking.conversation_id, booking.starts_at) == (None, None, desk.booking.starts_at)
    assert booking.reference != desk.booking.reference
    assert booking.status == "cancelled"  # nobody comes
    assert (await InboundDelivery.get(id=kept.id)).body_sealed is None
    assert (await InboundDelivery.get(id=others.id)).body_sealed is not None
    assert {name: await count(name, other) for name in GONE} == before
    assert not await Job.exists(kind="message.send")


async def test_what_staff_uploaded_and_did_not_send_is_not_left(house: Deployment, desk: Desk) -> None:
    _, unsent = await make_file(desk.conversation, desk.vault)
    async with writing():
        await models.Media.filter(id=unsent.id).update(message_id=None)
    erasure = await instruct(house, desk)

    assert await work(house) == ["done"]

    assert await is_anything_left(await Erasure.get(id=erasure.id)) == []
    assert not await models.Media.exists(id=unsent.id)
    assert not await models.MediaChunk.exists(media_id=unsent.id)


async def test_the_time_that_staff_asked_to_move_to_is_not_left(house: Deployment, desk: Desk) -> None:
    now = house.clock.now()
    async with writing():
        kept = await models.Hold.create(
            clinic_id=desk.clinic.id, conversation_id=None, moves_id=desk.booking.id, service_id=desk.service.id,
            practitioner_id=desk.practitioner.id, location_id=desk.location.id, starts_at=now,
            ends_at=now + timedelta(hours=1), state="held", expires_at=now, created_at=now,
        )  # fmt: skip

    erasure = await instruct(house, desk)

    assert await work(house) == ["done"]

    assert await is_anything_left(await Erasure.get(id=erasure.id)) == []
    assert not await models.Hold.exists(id=kept.id)


async def count(table: str, desk: Desk) -> int:
    rows = await fetch(f"SELECT COUNT(*) AS n FROM {table} WHERE clinic_id = $1", (desk.clinic.id,))  # noqa: S608  # ours
    return int(rows[0]["n"])


async def test_the_calendar_and_the_partners_are_waited_for(house: Deployment, desk: Desk) -> None:
    await add_everything(house, desk)
    key = await make_api_key(desk.clinic, scopes=[Permission.BOOKING_READ])
    await make_api_key(desk.clinic, scopes=[Permission.SLOT_READ])
    erasure = await instruct(house, desk)
    await work(house)
    calendar = await ErasureDuty.get(erasure_id=erasure.id, kind="calendar")
    assert calendar.state == "pending"

    assert await work(house) == ["done"]
    assert REMOVED[-1] == event_id_for(desk.booking.id)
    async with transaction():
        actor = KeyActor(key.id, desk.clinic.id, frozenset({Permission.BOOKING_READ}))
        await acknowledge_erasure(house, actor, erasure.id)
        await acknowledge_erasure(house, actor, erasure.id)

    states = {one.subject_id: one.state for one in await ErasureDuty.filter(erasure_id=erasure.id)}
    assert states[desk.booking.id] == "done"
    assert states[key.id] == "done"
    stranger = KeyActor(new_id(), desk.clinic.id, frozenset({Permission.BOOKING_READ}))
    with pytest.raises(NotFound):
        async with transaction():
            await acknowledge_erasure(house, stranger, erasure.id)


async def test_the_receipt_can_be_checked_and_nothing_in_it_changed(house: Deployment, desk: Desk) -> None:
    await add_everything(house, desk)
    erasure = await instruct(house, desk)
    assert await receipt_of(house, erasure.id, clinic_id=desk.clinic.id) is None
    await work(house)

    receipt: Any = await receipt_of(house, erasure.id, clinic_id=desk.clinic.id)

    key = await receipt_key(house)
    said = verified(receipt, RECEIPT, key)
    erased = {one["what"]: one["rows"] for one in said["erased"]}
    assert erased["message"] == 2
    assert erased["booking"] == 1
    assert {one["what"] for one in said["kept"]} >= {"booking", "erasure"}
    assert all(one["why"] for one in said["kept"])
    assert next(one for one in said["kept"] if one["what"] == "booking")["until"] == "2030-03-07T09:00:00Z"
    assert {one["state"] for one in said["outside"]} == {"pending"}
    assert not any(word in str(receipt) for word in (NAME, PHONE[1:], BODY, NOTES))
    for forged in (
        {**receipt, RECEIPT: {**said, "reference": "DSR-8"}},
        {**receipt, "signature": {**receipt["signature"], "value": "AAAA"}},
        {**receipt, "more": 1},
    ):
        with pytest.raises(NotGenuine):
            verified(forged, RECEIPT, key)


async def test_an_instruction_counts_once(house: Deployment, desk: Desk) -> None:
    first = await instruct(house, desk)
    second = await instruct(house, desk, reference="DSR-8")
    await work(house)
    third = await instruct(house, desk)

    assert first.id == second.id == third.id
    assert second.reference == "DSR-7"
    assert await Job.filter(kind="patient.erase").count() == 1


@pytest.mark.parametrize("is_of_clinic", [True, False])
async def test_a_hold_refuses_it(house: Deployment, desk: Desk, *, is_of_clinic: bool) -> None:
    patient_id = None if is_of_clinic else desk.patient.id
    async with transaction():
        hold = await place_hold(house, HOST, desk.clinic.id, patient_id=patient_id, reason="a claim", until=None)

    with pytest.raises(UnderLegalHold):
        await instruct(house, desk)

    assert not await Erasure.exists(patient_id=desk.patient.id)
    async with transaction():
        await release_hold(house, HOST, hold)
    await instruct(house, desk)
    with pytest.raises(UnderErasure):
        async with transaction():
            await place_hold(house, HOST, desk.clinic.id, patient_id=desk.patient.id, reason="late", until=None)


async def test_a_reference_that_could_be_words_about_somebody_is_refused(house: Deployment, desk: Desk) -> None:
    for reference in ("", "x" * 81, "line\nbreak", "Ädä"):
        with pytest.raises(InvalidInput):
            await instruct(house, desk, reference=reference)


async def test_a_delivery_of_theirs_that_waits_is_waited_for(house: Deployment, desk: Desk) -> None:
    waiting = await keep_delivery(house, desk, PHONE[1:].encode(), state="received")
    erasure = await instruct(house, desk)

    assert await work(house) == ["due"]
    assert (await Erasure.get(id=erasure.id)).state == "running"

    async with writing():
        await InboundDelivery.filter(id=waiting.id).update(state="processed", body_sealed=None)
    assert await work(house) == ["done"]


@pytest.mark.parametrize("cut_after", [1, 2, 3, 5, 8])
async def test_an_erasure_that_was_cut_goes_on_and_counts_each_row_once(
    house: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch, cut_after: int
) -> None:
    monkeypatch.setattr(erasing, "PORTION", 3)
    await add_everything(house, desk)
    for _ in range(9):
        await make_message(desk.conversation, desk.vault)
    await make_booking(
        desk.patient, desk.service, desk.practitioner, desk.location, starts_at=house.clock.now() - timedelta(days=1)
    )
    erasure = await instruct(house, desk)
    reached = 0

    def cut(point: str) -> None:
        nonlocal reached
        reached += 1
        if reached == cut_after:
            raise asyncio.CancelledError

    monkeypatch.setattr(erasing, "reach", cut)
    with pytest.raises(asyncio.CancelledError):
        await work(house)

    assert await work(house) == ["done"]

    counts = (await Erasure.get(id=erasure.id)).counts
    assert counts["message"] == 11
    assert counts["booking"] == 2
    assert await Message.filter(clinic_id=desk.clinic.id).count() == 0
    assert BY_TABLE["message"].fate == "deleted"
