"""Texts that control a terminal, or turn what stands beside them, are refused with their field, wherever given."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.factories import writing
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.bookings.use_cases import kept_notes
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Session
from chatbookr_permissions.roles import Role

HOSTILE = ["Come\x1b[2J", "Come\x07", "Come \u202eenola", "Come \u2067alone"]
Given = Callable[[Desk, str], dict[str, Any]]
TAKEN: dict[str, tuple[str, Given]] = {
    "conversationNoteAdd": ("body", lambda desk, text: {"conversationId": desk.id_of("Conversation"), "body": text}),
    "messageSend": ("body", lambda desk, text: {"conversationId": desk.id_of("Conversation"), "body": text}),
    "cannedReplySave": (
        "texts",
        lambda desk, text: {
            "clinicId": desk.id_of("Clinic"),
            "shortcut": "hello",
            "texts": [{"language": "en", "body": text}],
        },
    ),
    "legalHoldPlace": ("reason", lambda desk, text: {"clinicId": desk.id_of("Clinic"), "reason": text}),
    "consentRecord": (
        "note",
        lambda desk, text: {
            "patientId": desk.id_of("Patient"),
            "purpose": "MARKETING",
            "decision": "GRANTED",
            "source": "PHONE",
            "note": text,
        },
    ),
    "locationSave": (
        "address",
        lambda desk, text: {
            "clinicId": desk.id_of("Clinic"),
            "name": "Here",
            "timeZone": "Europe/Berlin",
            "address": text,
        },
    ),
}


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    desk = await make_desk(vault, clock.now())
    async with writing():
        await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now())
    return desk


async def errors_of(deployment: Deployment, desk: Desk, name: str, text: str) -> Any:
    kind = f"{name[0].upper()}{name[1:]}Input!"
    query = f"mutation ($input: {kind}) {{ done: {name}(input: $input) {{ userErrors {{ code field message }} }} }}"
    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"input": TAKEN[name][1](desk, text)})
    assert answer.errors == []
    return answer.data["done"]["userErrors"]


@pytest.mark.attack("hidden-text")
@pytest.mark.parametrize("hostile", HOSTILE)
async def test_they_are_refused_wherever_they_are_given(deployment: Deployment, desk: Desk, hostile: str) -> None:
    for name, (field, _) in TAKEN.items():
        errors = await errors_of(deployment, desk, name, hostile)

        assert [(one["code"], one["field"]) for one in errors] == [("INVALID_VALUE", ["input", field])], name
        assert "type it anew" in errors[0]["message"], name


@pytest.mark.parametrize("name", ["conversationNoteAdd", "messageSend", "cannedReplySave", "consentRecord"])
async def test_a_number_with_its_marks_of_direction_is_taken(deployment: Deployment, desk: Desk, name: str) -> None:
    assert await errors_of(deployment, desk, name, "Ring \u202a+49 30 123\u202c\nfirst") == []


@pytest.mark.attack("hidden-text")
@pytest.mark.parametrize("hostile", HOSTILE)
def test_notes_of_an_appointment_are_taken_by_the_same_rule(hostile: str) -> None:
    with pytest.raises(InvalidInput, match="type it anew") as refused:
        kept_notes(hostile)

    assert refused.value.field == "notes"
    assert kept_notes(" Bring\r\nglasses ") == "Bring\nglasses"
