"""Opening hours in words are read in the language a patient is spoken to in, where the clinic wrote them in it."""

import json
from typing import Any

import pytest
from tests.core.dialogue_practice import WHATSAPP
from tests.matrix.accounts import step_up
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.assistant.practice import practice_of
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import PatientView
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.roles import Role

UPDATE = """mutation ($input: ClinicUpdateInput!) { done: clinicUpdate(input: $input) {
  clinic { openingText openingTexts { language text } } userErrors { code field } } }"""
GERMAN, FRENCH = {"language": "de", "text": "Mo–Fr 9–17 Uhr"}, {"language": "fr", "text": "lun–ven 9h–17h"}


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    made = await make_desk(vault, clock.now())
    await step_up(made)
    return made


async def done(deployment: Deployment, desk: Desk, /, **given: object) -> dict[str, Any]:
    wish = {"clinicId": desk.id_of("Clinic"), **given}
    answer = await ask(deployment, desk.actor(Role.MANAGER), UPDATE, {"input": wish})
    assert answer.errors == []
    found: dict[str, Any] = answer.data["done"]
    return found


async def test_a_clinic_keeps_one_for_each_language_beside_its_own(deployment: Deployment, desk: Desk) -> None:
    saved = await done(deployment, desk, openingText="Mon-Fri 9-17", openingTexts=[FRENCH, GERMAN])

    practice = await practice_of(desk.clinic.id)
    view = practice.view(PatientView(), WHATSAPP, deployment.clock.now())
    assert saved["clinic"] == {"openingText": "Mon-Fri 9-17", "openingTexts": [GERMAN, FRENCH]}
    assert view.opening_texts == {"de": GERMAN["text"], "fr": FRENCH["text"]}
    assert view.opening_text == "Mon-Fri 9-17"


async def test_what_is_left_out_stays_and_what_is_given_is_all_there_is(deployment: Deployment, desk: Desk) -> None:
    await done(deployment, desk, openingText="Mon-Fri 9-17", openingTexts=[FRENCH, GERMAN])

    kept = await done(deployment, desk, openingText="Mon-Fri 9-18")
    empty = {"language": "fr", "text": " "}
    left = await done(deployment, desk, openingTexts=[GERMAN, empty])
    none = await done(deployment, desk, openingTexts=[])

    assert kept["clinic"] == {"openingText": "Mon-Fri 9-18", "openingTexts": [GERMAN, FRENCH]}
    assert left["clinic"]["openingTexts"] == [GERMAN]
    assert none["clinic"] == {"openingText": "Mon-Fri 9-18", "openingTexts": []}


@pytest.mark.parametrize(
    "texts",
    [
        [{"language": "ru", "text": "9-17"}],
        [{"language": "de", "text": "x" * 81}],
        [{"language": "de", "text": "A\x07B"}],
        [GERMAN, GERMAN],
    ],
)
async def test_what_makes_no_sense_is_refused_whole(
    deployment: Deployment, desk: Desk, texts: list[dict[str, str]]
) -> None:
    await done(deployment, desk, openingTexts=[FRENCH])

    refused = await done(deployment, desk, openingText="Theirs", openingTexts=texts)

    assert refused["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "openingTexts"]}]
    assert (await practice_of(desk.clinic.id)).row["opening_text"] == desk.clinic.opening_text


async def test_the_audit_log_says_that_they_were_changed_once_they_were(deployment: Deployment, desk: Desk) -> None:
    await done(deployment, desk, openingTexts=[GERMAN])
    await done(deployment, desk, openingTexts=[GERMAN])

    rows = await fetch("SELECT content FROM audit_entry WHERE action = $1 ORDER BY id", ("clinicUpdate",))
    contents = [row["content"] for row in rows]
    assert [json.loads(one)["details"]["fields"] for one in contents] == [["openingTexts"], []]
    assert not any("Uhr" in one for one in contents)
