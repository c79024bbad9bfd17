"""Names that break their line or turn the direction of writing are refused, with the field; profiles' are cleaned."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.factories import make_clinic, writing
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Patient, Session
from chatbookr_core.names import on_one_line
from chatbookr_core.patients.service import recognise
from chatbookr_permissions.roles import Role
from chatbookr_sdk import Sender

HOSTILE = [
    "Ada\r\nVos",
    "Ada\tVos",
    "Ada\x1b[31m",
    "Ada\x85Vos",
    "Ada\u2028Vos",
    "\u202eAda\u202c",
    "Ada\u2066Vos\u2069",
]
Given = Callable[[Desk, str], dict[str, Any]]
IN_CLINIC: dict[str, tuple[list[str], Given]] = {
    "patientCreate": (["name"], lambda desk, name: {"name": name}),
    "teamSave": (["name"], lambda desk, name: {"name": name, "memberIds": []}),
    "labelSave": (["name"], lambda desk, name: {"name": name, "colour": "#aa0000"}),
    "serviceSave": (["title"], lambda desk, name: {"title": name, "shortTitle": "Visit", "durationMinutes": 30}),
    "practitionerSave": (["fullName"], lambda desk, name: {"fullName": name, "shortName": "Dr Vos"}),
    "clinicUpdate": (["name"], lambda desk, name: {"name": name}),
    "locationSave": (["name"], lambda desk, name: {"name": name, "timeZone": "Europe/Berlin"}),
    "customRoleCreate": (["name"], lambda desk, name: {"name": name, "permissions": ["booking:read"]}),
    "apiKeyCreate": (["name"], lambda desk, name: {"name": name, "scopes": ["slot:read"]}),
}


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    desk = await make_desk(vault, clock.now())
    async with writing():
        await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now())
    return desk


async def refused(deployment: Deployment, desk: Desk, name: str, given: dict[str, Any]) -> Any:
    kind = f"{name[0].upper()}{name[1:]}Input!"
    query = f"mutation ($input: {kind}) {{ done: {name}(input: $input) {{ userErrors {{ code field }} }} }}"
    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"input": given})
    assert answer.errors == []
    return answer.data["done"]["userErrors"]


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_it_is_refused_with_its_field_wherever_it_is_given(
    deployment: Deployment, desk: Desk, hostile: str
) -> None:
    fault: dict[str, Any] = {}
    for mutation, (path, given) in IN_CLINIC.items():
        whole = {"clinicId": desk.id_of("Clinic"), **given(desk, hostile)}
        fault[mutation] = (await refused(deployment, desk, mutation, whole), path)
    feed = {"practitionerId": desk.id_of("Practitioner"), "name": hostile}
    fault["agendaFeedCreate"] = (await refused(deployment, desk, "agendaFeedCreate", feed), ["name"])

    for mutation, (errors, path) in fault.items():
        assert [(one["code"], one["field"][-1:]) for one in errors] == [("INVALID_VALUE", path)], mutation


@pytest.mark.parametrize("name", ["Zoë de Vries-Ó Dálaigh", "نیک\u200cنام", "क्\u200dष", "李 小龍"])
async def test_a_name_as_people_have_them_is_taken_wherever_it_is_given(
    deployment: Deployment, desk: Desk, name: str
) -> None:
    for mutation, (_, given) in IN_CLINIC.items():
        whole = {"clinicId": desk.id_of("Clinic"), **given(desk, name)}

        assert await refused(deployment, desk, mutation, whole) == [], mutation


@pytest.mark.parametrize("unseen", ["", " \u00a0", "\u200c\u200d", "\u200b", "\u3164", "\u2800 \u115f", "\U000e0041"])
async def test_a_name_of_which_nothing_is_seen_is_none(deployment: Deployment, desk: Desk, unseen: str) -> None:
    given = {"clinicId": desk.id_of("Clinic"), "name": unseen}

    errors = await refused(deployment, desk, "patientCreate", given)

    assert [(one["code"], one["field"]) for one in errors] == [("INVALID_VALUE", ["input", "name"])]


@pytest.mark.parametrize("given", [*HOSTILE, "\u202e\r\n"])
async def test_a_profiles_name_is_cleaned_and_whoever_writes_is_served(
    database: Database, vault: Vault, clock: TurnableClock, given: str
) -> None:
    clinic = await make_clinic(vault)
    async with transaction():
        sender = Sender("491", "491", given)
        made = await recognise(clinic_id=clinic.id, channel="whatsapp", sender=sender, vault=vault, now=clock.now())

    patient = await Patient.get(id=made.id)
    sealed = patient.name_sealed
    own = await vault.reading(clinic.id, [sealed])
    kept = None if sealed is None else own.open_text(columns.PATIENT_NAME, patient.id, sealed)
    assert kept == (on_one_line(given) or None)
    assert kept is None or kept.isprintable()
