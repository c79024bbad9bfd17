"""What a clinic says of itself is changed by its managers, who prove who they are, and is what patients read."""

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.matrix.accounts import step_up
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.assistant.practice import practice_of
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic
from chatbookr_permissions.actor import Principal
from chatbookr_permissions.roles import Role

UPDATE = """mutation ($input: ClinicUpdateInput!) { done: clinicUpdate(input: $input) {
  clinic { name timeZone locale phone emergencyNumber openingText privacyUrl } userErrors { code field } } }"""
SAID = {
    "name": "Praxis  Süd ",
    "timeZone": "Europe/Lisbon",
    "language": "pt",
    "phone": "+351 (21) 123-456",
    "emergencyNumber": "112",
    "openingText": "Seg-Sex 09:00-17:00",
    "privacyUrl": "https://praxis.example/privacidade?l=pt",
}
SHOWN = {
    **{name: value for name, value in SAID.items() if name != "language"},
    "name": "Praxis Süd",
    "locale": "pt",
}


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    made = await make_desk(vault, clock.now())
    await step_up(made)
    return made


async def done(deployment: Deployment, desk: Desk, who: Principal | None = None, /, **given: object) -> dict[str, Any]:
    wish = {"clinicId": desk.id_of("Clinic"), **given}
    answer = await ask(deployment, who or desk.actor(Role.MANAGER), UPDATE, {"input": wish})
    assert answer.errors == []
    found: dict[str, Any] = answer.data["done"]
    return found


async def test_it_is_what_patients_read_from_then_on(deployment: Deployment, desk: Desk) -> None:
    saved = await done(deployment, desk, **SAID)

    row = (await practice_of(desk.clinic.id)).row
    assert saved == {"clinic": SHOWN, "userErrors": []}
    assert (row["name"], row["privacy_url"], row["phone"], row["locale"], row["zone"]) == (
        "Praxis Süd", SAID["privacyUrl"], SAID["phone"], "pt", "Europe/Lisbon",
    )  # fmt: skip


async def test_what_is_left_out_stays_and_what_is_empty_goes(deployment: Deployment, desk: Desk) -> None:
    await done(deployment, desk, **SAID)

    saved = await done(deployment, desk, phone="", openingText="", privacyUrl="")

    assert saved["clinic"] == {**SHOWN, "phone": "", "openingText": "", "privacyUrl": ""}


WRONG = [
    ("name", " "),
    ("name", "x" * 81),
    ("name", "A\x07B"),
    ("timeZone", "Europe/Atlantis"),
    ("timeZone", ""),
    ("language", "ru"),
    ("phone", "call me"),
    ("phone", "1" * 33),
    ("emergencyNumber", ""),
    ("emergencyNumber", "1"),
    ("openingText", "x" * 81),
    ("privacyUrl", "http://praxis.example/privacy"),
    ("privacyUrl", "https://user:word@praxis.example/"),
    ("privacyUrl", "https://praxis.example:8443/"),
    ("privacyUrl", "https://10.0.0.1/"),
    ("privacyUrl", "https://localhost/"),
    ("privacyUrl", "https://[::1/"),
    ("privacyUrl", "https://praxis.example/a b"),
    ("privacyUrl", "https://praxis.example/\u202egnp"),
    ("privacyUrl", f"https://praxis.example/{'x' * 200}"),
    ("privacyUrl", "javascript:alert(1)"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
async def test_what_makes_no_sense_is_refused_whole(deployment: Deployment, desk: Desk, field: str, value: str) -> None:
    refused = await done(deployment, desk, **{**SAID, field: value})

    assert refused == {"clinic": None, "userErrors": [{"code": "INVALID_VALUE", "field": ["input", field]}]}
    assert (await Clinic.get(id=desk.clinic.id)).name == desk.clinic.name


async def test_a_session_alone_sends_patients_nowhere(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    clock.turn(timedelta(minutes=6))

    refused = await done(deployment, desk, privacyUrl="https://elsewhere.example/")

    assert [error["code"] for error in refused["userErrors"]] == ["STEP_UP_REQUIRED"]
    assert (await Clinic.get(id=desk.clinic.id)).privacy_url == desk.clinic.privacy_url


async def test_neither_the_desk_nor_strangers_change_a_clinic(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    other = await make_desk(vault, clock.now())

    stranger = await done(deployment, desk, other.actor(Role.OWNER), name="Theirs")
    wish = {"clinicId": desk.id_of("Clinic"), "name": "Mine"}
    receptionist = await ask(deployment, desk.actor(Role.RECEPTIONIST), UPDATE, {"input": wish})

    assert [error["code"] for error in stranger["userErrors"]] == ["NOT_FOUND"]
    assert receptionist.data == {"done": None}
    assert (await Clinic.get(id=desk.clinic.id)).name == desk.clinic.name


async def test_the_audit_log_names_what_was_changed_and_never_says_it(deployment: Deployment, desk: Desk) -> None:
    await done(deployment, desk, phone="+49 30 7654321", privacyUrl="https://praxis.example/privacy")
    await done(deployment, desk, phone="+49 30 7654321", openingText="Mon-Fri")

    rows = await fetch("SELECT content FROM audit_entry WHERE action = $1 ORDER BY id", ("clinicUpdate",))
    contents = [row["content"] for row in rows]
    assert [json.loads(one)["details"]["fields"] for one in contents] == [["phone", "privacyUrl"], ["openingText"]]
    assert not any(said in one for one in contents for said in ("7654321", "praxis.example", "Mon-Fri"))
