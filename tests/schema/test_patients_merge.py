"""Two patients become one over the API: with a preview, a proof, and by those who may."""

from pathlib import Path
from typing import Any
from uuid import uuid5

import pytest
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.matrix.merging import meet_another
from tests.schema.desk import BODY, PHONE, Desk, ask, make_desk
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Conversation, Job, Patient, Session
from chatbookr_core.patients.service import PHONE_HASH
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

PREVIEW = """query ($keep: ID!, $gone: ID!) { patientsMergePreview(keepId: $keep, fromId: $gone) {
  version refusal conversationCount joinedCount messageCount noteCount bookingCount consentCount taskCount } }"""
MERGE = """mutation ($input: PatientsMergeInput!) { patientsMerge(input: $input) {
  patient { id } userErrors { code field } } }"""
SOUGHT = """query ($clinic: ID!, $words: String!) {
  patients(clinicId: $clinic, where: {contains: $words}) { nodes { id } } }"""
CREATE = """mutation ($input: PatientCreateInput!) { patientCreate(input: $input) {
  patient { id } userErrors { code } } }"""
FOUND = """query ($clinic: ID!, $id: ID!, $gone: ID!) {
  old: node(id: $gone) { id }
  patients(clinicId: $clinic) { nodes { id } }
  conversations(clinicId: $clinic, where: {patientId: $id, contains: "canary words"}) { nodes { patient { id }
    messages(where: {contains: "canary words"}) { nodes { body } } } }
  consentEntries(clinicId: $clinic) { nodes { patientId } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    made = await make_desk(vault, clock.now())
    await meet_another(made)
    return made


def pair(desk: Desk) -> tuple[str, str]:
    """Return who is kept, and the desk's patient, who is found to be them."""
    return global_id("Patient", uuid5(desk.patient.id, "another")), desk.id_of("Patient")


async def merged(deployment: Deployment, desk: Desk, role: Role = Role.MANAGER, **given: object) -> Any:
    keep, gone = pair(desk)
    return await ask(deployment, desk.actor(role), MERGE, {"input": {"keepId": keep, "fromId": gone, **given}})


async def test_what_is_previewed_is_merged_and_found_by_its_words_as_the_kept_ones(
    deployment: Deployment, desk: Desk
) -> None:
    keep, gone = pair(desk)
    seen = await ask(deployment, desk.actor(Role.MANAGER), PREVIEW, {"keep": keep, "gone": gone})
    assert seen.errors == []
    told = dict(seen.data["patientsMergePreview"])
    version = told.pop("version")
    assert told == {
        "refusal": None,
        "conversationCount": 1,
        "joinedCount": 0,
        "messageCount": 1,
        "noteCount": 1,
        "bookingCount": 1,
        "consentCount": 1,
        "taskCount": 1,
    }

    answer = await merged(deployment, desk, expectedVersion=version)

    assert answer.data == {"patientsMerge": {"patient": {"id": keep}, "userErrors": []}}
    asked = {"clinic": desk.id_of("Clinic"), "id": keep, "gone": gone}
    found = await ask(deployment, desk.actor(Role.OWNER), FOUND, asked)
    assert (found.errors, found.data["old"]) == ([], None)
    assert found.data["patients"]["nodes"] == [{"id": keep}]
    (talk,) = found.data["conversations"]["nodes"]
    assert talk == {"patient": {"id": keep}, "messages": {"nodes": [{"body": BODY}]}}
    assert found.data["consentEntries"]["nodes"] == [{"patientId": keep}]


@pytest.mark.parametrize("is_reached_there", [False, True], ids=["the old number", "the one they write from now"])
async def test_who_is_kept_is_found_by_either_number_and_the_other_finds_nobody_else(
    deployment: Deployment, desk: Desk, is_reached_there: bool
) -> None:
    """A number that staff have on paper leads to the person, whichever of the two they are reached at."""
    keys, number, keep = (
        await desk.vault.clinic_keys(desk.clinic.id),
        "4915155555555",
        uuid5(desk.patient.id, "another"),
    )
    async with writing():
        own = await desk.vault.patient_keys(desk.clinic.id, keep)
        await Patient.filter(id=keep).update(
            phone_hash=keys.lookup_hash(PHONE_HASH, number),
            phone_sealed=own.seal(columns.PATIENT_PHONE, keep, number),
        )
        heard = {"last_inbound_at": desk.message.sent_at if is_reached_there else None}
        await Conversation.filter(id=desk.conversation.id).update(**heard)
    await merged(deployment, desk)

    for sought in (number, number[-5:], PHONE.removeprefix("+"), PHONE[-9:]):
        variables = {"clinic": desk.id_of("Clinic"), "words": sought}
        found = await ask(deployment, desk.actor(Role.OWNER), SOUGHT, variables)
        assert (found.errors, found.data["patients"]["nodes"]) == ([], [{"id": pair(desk)[0]}]), sought
    nobody = await ask(
        deployment, desk.actor(Role.OWNER), SOUGHT, {"clinic": desk.id_of("Clinic"), "words": "4915100000009"}
    )
    assert nobody.data["patients"]["nodes"] == []


async def test_a_partner_who_knows_the_old_number_is_led_to_who_is_kept(deployment: Deployment, desk: Desk) -> None:
    keys, other = await desk.vault.clinic_keys(desk.clinic.id), uuid5(desk.patient.id, "another")
    async with writing():
        digits = keys.lookup_hash(PHONE_HASH, PHONE.removeprefix("+"))
        await Patient.filter(id=desk.patient.id).update(phone_hash=digits)
        await Patient.filter(id=other).update(phone_hash="another number")
    await merged(deployment, desk)

    given = {"clinicId": desk.id_of("Clinic"), "name": "Somebody Else", "phone": PHONE}
    key = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
    answer = await ask(deployment, key, CREATE, {"input": given}, "partner")

    assert answer.errors == []
    assert answer.data["patientCreate"] == {"patient": {"id": pair(desk)[0]}, "userErrors": []}


async def test_who_was_changed_since_the_preview_is_not_merged(deployment: Deployment, desk: Desk) -> None:
    answer = await merged(deployment, desk, expectedVersion="0123456789abcdef")

    assert answer.data["patientsMerge"]["userErrors"] == [{"code": "STALE", "field": None}]
    assert await Job.filter(kind="patient.merge").count() == 0


async def test_it_takes_a_proof_and_the_permission(deployment: Deployment, desk: Desk) -> None:
    assert (await merged(deployment, desk, Role.RECEPTIONIST)).codes == ["FORBIDDEN"]
    await Session.filter(id=desk.session.id).update(stepped_up_at=None)
    answer = await merged(deployment, desk)
    assert answer.data["patientsMerge"]["userErrors"] == [{"code": "STEP_UP_REQUIRED", "field": None}]


async def test_a_preview_takes_as_many_statements_whatever_there_is(deployment: Deployment, desk: Desk) -> None:
    keep, gone = pair(desk)
    with statements() as told:
        await ask(deployment, desk.actor(Role.OWNER), PREVIEW, {"keep": keep, "gone": gone})

    assert len(told) <= 8
