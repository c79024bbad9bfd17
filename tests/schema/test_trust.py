"""`trustReport`: a clinic reads each promise with what was found among its own rows, and who may not, nothing."""

import pytest
from tests.factories import make_clinic, make_patient
from tests.schema.desk import Desk, ask
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Patient
from chatbookr_core.trust.promises import PROMISES
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

REPORT = """query ($clinic: ID!) { trustReport(clinicId: $clinic) {
  promise title sentence outcome why nextStep isOfClinic lookedAt facts { name value unit }
} }"""
OPERATORS_ALONE = {
    "openssl",
    "python",
    "operators",
    "waysToOnCall",
    "clinicsWithoutSweep",
    "dataKeys",
    "criticalAlertsOpen",
}
MOST_STATEMENTS = 150


async def report(deployment: Deployment, desk: Desk, role: Role = Role.OWNER) -> dict[str, dict[str, object]]:
    answer = await ask(deployment, desk.actor(role), REPORT, {"clinic": desk.id_of("Clinic")})
    assert answer.errors == []
    return {one["promise"]: one for one in answer.data["trustReport"]}


@pytest.mark.parametrize("role", [Role.OWNER, Role.AUDITOR])
async def test_a_clinic_reads_each_promise_and_nothing_of_the_operators(
    deployment: Deployment, desk: Desk, role: Role
) -> None:
    found = await report(deployment, desk, role)

    facts = {fact["name"]: fact for one in found.values() for fact in one["facts"]}  # type: ignore[attr-defined]  # JSON
    assert list(found) == [one.id for one in PROMISES]
    assert (found["P3"]["outcome"], found["P3"]["isOfClinic"]) == ("KEPT", True)
    assert (found["P4"]["outcome"], found["P4"]["isOfClinic"]) == ("NOT_KEPT", False)
    assert found["P4"]["nextStep"]
    assert facts["cipher"] == {"name": "cipher", "value": "AES-256-GCM", "unit": None}
    assert facts["valuesNotSealed"] == {"name": "valuesNotSealed", "value": "0", "unit": "values"}
    assert not OPERATORS_ALONE & facts.keys()


async def test_what_is_broken_elsewhere_is_not_told_of_here(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    other = await make_clinic(vault)
    patient = await make_patient(other, vault)
    await Patient.filter(id=patient.id, clinic_id=other.id).update(name_sealed=b"Ada Example")

    elsewhere = (await report(deployment, desk))["P3"]
    await Patient.filter(id=desk.patient.id, clinic_id=desk.clinic.id).update(name_sealed=b"Ada Example")
    here = (await report(deployment, desk))["P3"]

    assert (elsewhere["outcome"], here["outcome"]) == ("KEPT", "NOT_KEPT")
    assert "Ada" not in str(here)


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.RECEPTIONIST])
async def test_who_may_not_read_the_log_reads_no_report(deployment: Deployment, desk: Desk, role: Role) -> None:
    answer = await ask(deployment, desk.actor(role), REPORT, {"clinic": desk.id_of("Clinic")})

    assert answer.data == {"trustReport": None}
    assert answer.errors[0]["extensions"]["code"] == "FORBIDDEN"


async def test_another_clinics_report_is_answered_like_nobodys(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    other = await make_clinic(vault)

    answer = await ask(deployment, desk.actor(Role.OWNER), REPORT, {"clinic": global_id("Clinic", other.id)})

    assert answer.data == {"trustReport": None}
    assert answer.errors[0]["extensions"]["code"] == "NOT_FOUND"


async def test_asking_again_does_not_look_at_the_deployment_again(
    deployment: Deployment, vault: Vault, clock: TurnableClock, desk: Desk
) -> None:
    with statements() as first:
        await report(deployment, desk)
    with statements() as again:
        await report(deployment, desk)

    assert len(again) < len(first) / 2 + 10
    assert len(again) < MOST_STATEMENTS
