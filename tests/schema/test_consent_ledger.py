"""Staff enter what was said elsewhere, patients show what stands, and an owner fetches a copy of the whole ledger."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from tests.schema.desk import Answer, Desk, ask, make_desk
from tests.session_rows import make_session

from chatbookr_core.clock import TurnableClock
from chatbookr_core.consents.exporting import make_ledger_file
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.exports.service import fetch_file
from chatbookr_core.forgetting import forget_consent_exports
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry, Clinic, Consent, ConsentExport, Session
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.roles import Role

RECORD = """mutation ($input: ConsentRecordInput!) {
  consentRecord(input: $input) { consentEntry { id decision source recordedBy note } userErrors { code field } }
}"""
PATIENT = "query ($id: ID!) { node(id: $id) { ... on Patient { consents { purpose state since entryId } } } }"
ENTRIES = """query ($clinic: ID!, $patient: ID!) {
  consentEntries(clinicId: $clinic, where: {patientId: $patient, purpose: MARKETING}) {
    totalCount nodes { id patientId decision note wordingText messageId }
  }
}"""
EXPORT = "mutation ($id: ID!) { consentLedgerExport(clinicId: $id) { consentExport { id state } userErrors { code } } }"
MODE = """mutation ($id: ID!) {
  clinicConsentModeUpdate(clinicId: $id, mode: EXPLICIT_FIRST) { clinic { consentMode } userErrors { code } }
}"""


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


async def proven(desk: Desk, clock: TurnableClock) -> StaffActor:
    """Let an owner prove again who they are."""
    session: Session = await make_session(desk.user, clock.now(), stepped_up_at=clock.now())
    actor = desk.actor(Role.OWNER)
    return StaffActor(desk.user.id, session.id, actor.memberships)


async def test_staff_enter_a_form_once_and_the_patient_shows_what_stands(deployment: Deployment, desk: Desk) -> None:
    receptionist, auditor = desk.actor(Role.RECEPTIONIST), desk.actor(Role.AUDITOR)
    told: dict[str, Any] = {
        "patientId": desk.id_of("Patient"),
        "purpose": "MARKETING",
        "decision": "GRANTED",
        "source": "PAPER",
        "saidAt": "2027-01-05T09:00:00Z",
        "note": "Form 12, red folder",
    }

    async def record(**changes: object) -> Answer:
        return await ask(deployment, receptionist, RECORD, {"input": {**told, **changes}})

    first, again = await record(), await record()
    entry = first.data["consentRecord"]["consentEntry"]
    assert again.data["consentRecord"]["consentEntry"]["id"] == entry["id"]
    assert (entry["recordedBy"], entry["source"], entry["note"]) == ("STAFF", "PAPER", "Form 12, red folder")
    await record(decision="WITHDRAWN", saidAt=None, note=None)

    shown = await ask(deployment, receptionist, PATIENT, {"id": desk.id_of("Patient")})
    states = {one["purpose"]: one["state"] for one in shown.data["node"]["consents"]}
    assert states == {
        "REMINDERS": "GRANTED",
        "MARKETING": "WITHDRAWN",
        "MESSAGES": "NOT_ASKED",
        "DATA_PROCESSING": "NOT_ASKED",
        "HEALTH_DATA": "NOT_ASKED",
    }
    listed = await ask(
        deployment, receptionist, ENTRIES, {"clinic": desk.id_of("Clinic"), "patient": desk.id_of("Patient")}
    )
    found = listed.data["consentEntries"]
    assert (found["totalCount"], [one["decision"] for one in found["nodes"]]) == (2, ["WITHDRAWN", "GRANTED"])
    assert await AuditEntry.filter(action="consentRecord", actor_kind="staff").count() == 3
    wrong_values: list[dict[str, str]] = [
        *({"source": "CHAT"}, {"saidAt": "2999-01-01T00:00:00Z"}, {"note": " "}, {"language": "x"}),
        *({"language": "=1+1"}, {"language": "@SUM(A1)"}, {"language": "de\n"}),  # the ledger is opened in spreadsheets
    ]
    for wrong in wrong_values:
        refused = await record(**wrong)
        assert refused.data["consentRecord"]["userErrors"][0]["code"] == "INVALID_VALUE"
    denied = await ask(deployment, auditor, RECORD, {"input": told})
    assert denied.codes == ["FORBIDDEN"]
    assert await Consent.filter(clinic_id=desk.clinic.id).count() == 3


async def test_an_owner_copies_the_whole_ledger_and_nobody_else_has_it(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    owner, manager = await proven(desk, clock), desk.actor(Role.MANAGER)
    clinic = {"id": desk.id_of("Clinic")}
    assert (await ask(deployment, manager, EXPORT, clinic)).codes == ["FORBIDDEN"]
    unproven = await ask(deployment, desk.actor(Role.OWNER), EXPORT, clinic)
    assert unproven.data["consentLedgerExport"]["userErrors"] == [{"code": "STEP_UP_REQUIRED"}]

    made = await ask(deployment, owner, EXPORT, clinic)
    assert made.data["consentLedgerExport"]["consentExport"]["state"] == "PENDING"
    export = await ConsentExport.filter(clinic_id=desk.clinic.id).order_by("-id").first()
    assert export is not None
    async with transaction():
        await make_ledger_file(deployment, export.id, clinic_id=desk.clinic.id)
    async with transaction():
        file = await fetch_file(deployment, owner, export.id)
        content = b"".join([piece async for piece in file.pieces])
    await export.refresh_from_db()

    told = json.loads(ZipFile(BytesIO(content)).read("ledger.json"))
    assert [one["patient_id"] for one in told["entries"]] == [str(desk.patient.id)]
    assert b"red folder" not in content
    assert export.file_sealed is not None
    assert content[:64] not in export.file_sealed
    with pytest.raises(NotFound):
        async with transaction():
            await fetch_file(deployment, manager, export.id)
    clock.turn(export.expires_at - clock.now() + timedelta(seconds=1))
    with pytest.raises(NotFound):
        async with transaction():
            await fetch_file(deployment, owner, export.id)
    async with transaction():
        assert await forget_consent_exports(clock.now(), limit=10) >= 1


async def test_an_owner_says_that_patients_must_agree_first(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    changed = await ask(deployment, await proven(desk, clock), MODE, {"id": desk.id_of("Clinic")})
    denied = await ask(deployment, desk.actor(Role.MANAGER), MODE, {"id": desk.id_of("Clinic")})

    assert changed.data["clinicConsentModeUpdate"]["clinic"] == {"consentMode": "EXPLICIT_FIRST"}
    assert denied.codes == ["FORBIDDEN"]
    assert (await Clinic.get(id=desk.clinic.id)).consent_mode == "explicit_first"
