"""Two patients become one over the API: with a preview, a proof, and by those who may."""

from pathlib import Path
from typing import Any
from uuid import uuid5

import pytest
from tests.api.clients import make_deployment
from tests.matrix.merging import meet_another
from tests.schema.desk import BODY, Desk, ask, make_desk
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Job, Session
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

PREVIEW = """query ($keep: ID!, $gone: ID!) { patientsMergePreview(keepId: $keep, fromId: $gone) {
  version refusal conversationCount joinedCount messageCount noteCount bookingCount consentCount taskCount } }"""
MERGE = """mutation ($input: PatientsMergeInput!) { patientsMerge(input: $input) {
  patient { id } userErrors { code field } } }"""
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
