"""What a patient is given is complete, valid FHIR, readable, sealed at rest, and fetched by the right person alone."""

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fhir.resources.R4B.bundle import Bundle
from jsonschema import Draft6Validator
from tests.factories import make_membership, make_user, writing
from tests.media_files import JPEG, unclaimed
from tests.media_files import make_file as make_media
from tests.relatives import make_relative
from tests.schema.desk import BODY, NAME, NOTES, PHONE, Desk, make_desk, make_message
from tests.session_rows import make_session
from tests.sources import ROOT

from chatbookr_core import models
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import LeaseLost, NotFound, QuotaReached, StepUpRequired, UnderErasure
from chatbookr_core.exports.archive import Enclosed, pack
from chatbookr_core.exports.gathering import Subject, gathered
from chatbookr_core.exports.links import Link, is_genuine, path_to
from chatbookr_core.exports.rules import LINK_HOLDS
from chatbookr_core.exports.service import export_patient, fetch_file, make_file
from chatbookr_core.forgetting import forget_exports
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ExportChunk, PatientExport
from chatbookr_core.patients.belongings import BELONGINGS
from chatbookr_permissions.actor import Membership, StaffActor, SystemActor
from chatbookr_permissions.roles import Role

HOST = SystemActor("tests")
MAGIC = b"PK\x03\x04"  # two bytes alone would be met by chance in what is sealed
SCRIPT = "<script>alert(1)</script>"
R4 = Draft6Validator(json.loads((ROOT / "tests" / "fixtures" / "fhir" / "fhir.schema.json").read_text()))


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


async def seed(desk: Desk) -> None:
    """Give the patient a row in every table that can have one."""
    now, clinic_id = desk.booking.created_at, desk.clinic.id
    mine: dict[str, Any] = {"clinic_id": clinic_id, "patient_id": desk.patient.id}
    async with writing():
        await models.Consent.create(**mine, purpose="reminders", decision="granted", recorded_at=now)
        await models.LegalHold.create(**mine, reason_sealed=b"sealed", created_at=now, released_at=now)
        await models.Hold.create(
            clinic_id=clinic_id, conversation_id=desk.conversation.id, service_id=desk.service.id,
            practitioner_id=desk.practitioner.id, location_id=desk.location.id, starts_at=now,
            ends_at=now + timedelta(hours=1), state="released", expires_at=now, created_at=now,
        )  # fmt: skip
    await make_relative(desk.patient, desk.vault, name="Tim Example")
    await make_message(desk.conversation, desk.vault, body=SCRIPT, direction="outbound", author="assistant")
    await make_media(desk.conversation, desk.vault, filename="rash.jpg")


async def exported(deployment: Deployment, desk: Desk) -> PatientExport:
    async with transaction():
        key = await export_patient(deployment, HOST, desk.patient.id)
    await make_file(deployment, key, clinic_id=desk.clinic.id, claim=unclaimed)
    return await PatientExport.get(id=key)


async def files_of(deployment: Deployment, desk: Desk) -> dict[str, str]:
    return {
        name: content.decode() for name, content in (await raw_files_of(deployment, desk)).items() if "/" not in name
    }


async def raw_files_of(deployment: Deployment, desk: Desk) -> dict[str, bytes]:
    export = await exported(deployment, desk)
    owner = desk.actor(Role.OWNER)
    async with transaction():
        file = await fetch_file(deployment, owner, export.id)
    content = b"".join([piece async for piece in file.pieces])
    assert (len(content), sha256(content).hexdigest()) == (file.size_bytes, export.sha256)
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_the_subject_appears_from_every_table_that_holds_them(deployment: Deployment, desk: Desk) -> None:
    await seed(desk)
    files = await files_of(deployment, desk)

    data = json.loads(files["data.json"])

    given = {one.table for one in BELONGINGS if one.is_given}
    assert {table for table, rows in data["tables"].items() if rows} == given
    for one in BELONGINGS:
        rows = data["tables"].get(one.table, [])
        if one.is_given:
            count = await fetch(
                f"SELECT COUNT(*) AS n FROM {one.table} WHERE {one.condition}",  # noqa: S608  # our own names
                (desk.clinic.id, desk.patient.id),
            )
            assert len(rows) == count[0]["n"], one.table
            assert all(set(row) == {"id", *one.given, *one.opened} for row in rows), one.table
        else:
            assert data["leftOut"][one.table] == one.why
    text = files["data.json"]
    assert all(word in text for word in (NAME, PHONE, BODY, NOTES))
    assert "2027-03-08T09:00:00Z" in text
    assert desk.service.title in data["names"].values()


async def test_the_time_that_staff_asked_to_move_to_is_in_it(deployment: Deployment, desk: Desk) -> None:
    now = desk.booking.created_at
    async with writing():
        kept = await models.Hold.create(
            clinic_id=desk.clinic.id, conversation_id=None, moves_id=desk.booking.id, service_id=desk.service.id,
            practitioner_id=desk.practitioner.id, location_id=desk.location.id, starts_at=now,
            ends_at=now + timedelta(hours=1), state="held", expires_at=now, created_at=now,
        )  # fmt: skip

    files = await files_of(deployment, desk)

    assert [one["id"] for one in json.loads(files["data.json"])["tables"]["hold"]] == [str(kept.id)]


async def test_files_that_came_with_messages_are_in_it_and_those_nobody_may_see_are_not(
    deployment: Deployment, desk: Desk
) -> None:
    await make_media(desk.conversation, desk.vault, filename="rash.jpg")
    _, infected = await make_media(desk.conversation, desk.vault, state="infected")

    files = await raw_files_of(deployment, desk)

    data, bundle = json.loads(files["data.json"]), json.loads(files["fhir.json"])
    [(key, name)] = data["files"].items()
    assert (name, files[name]) == (f"media/{key}.jpg", JPEG)
    assert name in files["index.html"].decode()
    assert {row["id"]: row["source"]["filename"] for row in data["tables"]["media"]} == {
        key: "rash.jpg",
        str(infected.id): None,
    }
    attached = [part for entry in bundle["entry"] for part in entry["resource"].get("payload", ())][1:]
    assert [part["contentAttachment"]["url"] for part in attached if "contentAttachment" in part] == [name]
    Bundle.model_validate(bundle)


async def test_nobody_else_is_in_it(deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock) -> None:
    await make_desk(vault, clock.now())

    files = await files_of(deployment, desk)

    tables = json.loads(files["data.json"])["tables"]
    assert [row["id"] for row in tables["patient"]] == [str(desk.patient.id)]
    assert [row["id"] for row in tables["message"]] == [str(desk.message.id)]
    assert [row["id"] for row in tables["booking"]] == [str(desk.booking.id)]


async def test_the_bundle_is_valid_fhir(deployment: Deployment, desk: Desk) -> None:
    await seed(desk)
    await make_message(desk.conversation, desk.vault, body="", status="failed", direction="outbound")
    async with writing():
        await models.Booking.filter(id=desk.booking.id).update(status="cancelled", cancel_reason="ill")

    files = await files_of(deployment, desk)

    R4.validate(json.loads(files["fhir.json"]))
    bundle: Any = Bundle.model_validate_json(files["fhir.json"])
    resources = [entry.resource for entry in bundle.entry]
    kinds = [one.get_resource_type() for one in resources]
    assert (kinds.count("Patient"), kinds.count("Appointment"), kinds.count("Communication")) == (1, 1, 4)
    consents, resources = [one for one in resources if one.get_resource_type() == "Consent"], resources[:6]
    assert [(one.status, one.category[0].text) for one in consents] == [("active", "reminders")] * 2
    assert resources[0].name[0].text == NAME
    assert resources[0].telecom[0].value == PHONE
    appointment = resources[1]
    assert (appointment.status, appointment.comment) == ("cancelled", NOTES)
    assert BODY in {one.payload[0].contentString for one in resources[2:]}
    assert {one.status for one in resources[2:]} == {"completed", "not-done"}


async def test_somebody_of_whom_little_is_known_is_valid_fhir_too(deployment: Deployment, desk: Desk) -> None:
    async with writing():
        await models.Patient.filter(id=desk.patient.id).update(name_sealed=None, phone_sealed=None, channel="")
        await models.Booking.filter(id=desk.booking.id).update(notes_sealed=None)

    files = await files_of(deployment, desk)

    R4.validate(json.loads(files["fhir.json"]))
    Bundle.model_validate_json(files["fhir.json"])
    assert "null" not in files["fhir.json"]


async def test_what_r4_has_not_is_refused_by_its_schema(deployment: Deployment, desk: Desk) -> None:
    bundle = json.loads((await files_of(deployment, desk))["fhir.json"])
    patient, appointment, message, *_ = (entry["resource"] for entry in bundle["entry"])

    for resource, name, value in (
        (patient, "name", "Ada"),  # a list of HumanName
        (appointment, "status", "confirmed"),  # a word of ours
        (appointment, "start", "8 March 2027"),
        (appointment, "participant", [{"actor": {"display": "Ada"}, "status": "yes"}]),
        (message, "medicalRecord", "none"),  # no such element
        (message, "sent", "2027-03-08 09:00"),
    ):
        was = resource.get(name)
        resource[name] = value
        assert not R4.is_valid(bundle), name
        resource[name] = was
        if was is None:
            del resource[name]
    assert R4.is_valid(bundle)


@pytest.mark.parametrize(("language", "title"), [("de", "Was"), ("en", "What"), ("fr", "What")])
async def test_the_page_is_read_in_the_patients_language_and_runs_nothing(
    deployment: Deployment, desk: Desk, language: str, title: str
) -> None:
    await seed(desk)
    async with writing():
        await models.Patient.filter(id=desk.patient.id).update(language=language)

    page = (await files_of(deployment, desk))["index.html"]

    assert f"<h1>{title}" in page
    assert all(word in page for word in (NAME, PHONE, BODY, NOTES, desk.practitioner.full_name))
    assert "<script" not in page
    assert not re.search(r"\d\s[AP]M\b", page)  # the clock of the messages: 24 hours
    assert "default-src 'none'" in page


async def test_it_is_sealed_at_rest_and_the_same_each_time(deployment: Deployment, desk: Desk) -> None:
    export = await exported(deployment, desk)
    subject = await gathered(deployment, clinic_id=desk.clinic.id, patient_id=desk.patient.id)

    lying = await ExportChunk.filter(export_id=export.id).order_by("number")
    assert export.file_sealed is None
    assert [one.number for one in lying] == list(range(export.chunk_count or 0)) != []
    assert not any(word in bytes(one.content_sealed) for one in lying for word in (MAGIC, BODY.encode(), b"data.json"))
    assert await packed(subject) == await packed(subject)


async def packed(subject: Subject) -> bytes:
    out = bytearray()

    async def take(piece: bytes) -> None:
        out.extend(piece)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"piece"

    await pack(subject, [Enclosed("media/a.jpg", pieces())], take)
    with ZipFile(BytesIO(out)) as archive:
        assert archive.testzip() is None
        assert archive.read("media/a.jpg") == b"piece" * 3
    return bytes(out)


async def test_an_archive_of_before_they_were_kept_in_pieces_is_still_given(deployment: Deployment, desk: Desk) -> None:
    export = await exported(deployment, desk)
    async with transaction():
        keys = await deployment.vault.patient_keys(desk.clinic.id, desk.patient.id)
        sealed = keys.seal(columns.EXPORT_FILE, export.id, b"PK of before")
        await PatientExport.filter(id=export.id).update(chunk_count=None, file_sealed=sealed, size_bytes=12)
        file = await fetch_file(deployment, desk.actor(Role.OWNER), export.id)

    assert [piece async for piece in file.pieces] == [b"PK of before"]


@pytest.mark.checklist(11)
async def test_only_who_may_export_now_can_fetch_it(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    export, other = await exported(deployment, desk), await make_desk(vault, clock.now())
    receptionist = StaffActor(desk.user.id, desk.session.id, {desk.clinic.id: Membership(Role.RECEPTIONIST)})
    for actor in (receptionist, other.actor(Role.OWNER)):
        with pytest.raises(NotFound):
            async with transaction():
                await fetch_file(deployment, actor, export.id)
    async with transaction():
        assert (await fetch_file(deployment, desk.actor(Role.OWNER), export.id)).name.endswith(".zip")
    assert (await PatientExport.get(id=export.id)).fetched_at == clock.now()

    clock.turn(timedelta(days=8))
    with pytest.raises(NotFound):
        async with transaction():
            await fetch_file(deployment, desk.actor(Role.OWNER), export.id)
    async with transaction():
        assert await forget_exports(clock.now(), limit=10) == 3  # this one, and that of each desk


async def test_a_link_is_for_one_export_one_person_and_minutes(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    now, export_id = clock.now(), new_id()
    path = await path_to(deployment, export_id, desk.user.id, now + LINK_HOLDS)
    signature = path.partition("signature=")[2]
    link = Link(export_id, desk.user.id, int((now + LINK_HOLDS).timestamp()))

    assert await is_genuine(deployment, link, signature, now)
    assert not await is_genuine(deployment, link, signature, now + LINK_HOLDS)
    for forged in (
        Link(new_id(), link.user_id, link.until),
        Link(export_id, new_id(), link.until),
        Link(export_id, link.user_id, link.until + 1),
    ):
        assert not await is_genuine(deployment, forged, signature, now)
    assert not await is_genuine(deployment, link, "é" * 64, now)


async def test_it_takes_a_step_up_and_is_not_made_without_end(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    user = await make_user()
    await make_membership(user, desk.clinic, role="owner")
    session = await make_session(user, clock.now())
    owner = StaffActor(user.id, session.id, {desk.clinic.id: Membership(Role.OWNER)})
    with pytest.raises(StepUpRequired):
        async with transaction():
            await export_patient(deployment, owner, desk.patient.id)
    for _ in range(2):  # a desk has one from the start
        await exported(deployment, desk)
    with pytest.raises(QuotaReached):
        await exported(deployment, desk)


async def test_a_file_that_is_made_stays_and_one_that_broke_off_is_made_anew(
    deployment: Deployment, desk: Desk
) -> None:
    async with transaction():
        key = await export_patient(deployment, HOST, desk.patient.id)
    claims = 0

    async def claim() -> None:
        nonlocal claims
        claims += 1
        if claims == 4:  # the pieces lie there, the last step is missing
            raise LeaseLost()

    with pytest.raises(LeaseLost):
        await make_file(deployment, key, clinic_id=desk.clinic.id, claim=claim)
    assert await ExportChunk.filter(export_id=key).count() == 1
    await make_file(deployment, key, clinic_id=desk.clinic.id, claim=claim)
    ready = await PatientExport.get(id=key)
    await make_file(deployment, key, clinic_id=desk.clinic.id, claim=claim)

    assert (ready.state, ready.chunk_count) == ("ready", 1)
    assert (await PatientExport.get(id=key)).ready_at == ready.ready_at


async def test_of_somebody_erased_nothing_is_given(deployment: Deployment, desk: Desk) -> None:
    async with writing():
        await models.Patient.filter(id=desk.patient.id).update(erased_at=desk.booking.created_at)

    with pytest.raises(UnderErasure):
        await exported(deployment, desk)
