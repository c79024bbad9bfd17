"""What no database takes is refused at the door, by its place: a NUL in a text, a whole number that is too large."""

from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.matrix.preparing import let_the_key_hear
from tests.schema.desk import MONDAY, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import WebhookEndpoint
from chatbookr_permissions.roles import Role

TEAM = "mutation ($input: TeamSaveInput!) { teamSave(input: $input) { team { name } userErrors { code } } }"
BOOK = "mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) { userErrors { code field } } }"
SESSION = "mutation ($input: SessionCreateInput!) { sessionCreate(input: $input) { userErrors { code } } }"
UPDATE = """
mutation ($input: WebhookEndpointUpdateInput!) {
  webhookEndpointUpdate(input: $input) { userErrors { code field } }
}
"""
WRITTEN = """
mutation ($id: ID!, $text: String!) {
  webhookEndpointUpdate(input: {endpointId: $id, document: $text, variables: {unused: %s}}) {
    userErrors { code field }
  }
}
"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


def told(answer: Any) -> list[Any]:
    return [(error["extensions"]["code"], error["extensions"].get("field")) for error in answer.errors]


async def test_a_nul_among_the_variables_is_named_by_its_place(deployment: Deployment, desk: Desk) -> None:
    given = {"clinicId": desk.id_of("Clinic"), "name": "a\0b", "memberIds": []}

    answer = await ask(deployment, desk.actor(Role.OWNER), TEAM, {"input": given})

    assert told(answer) == [("BAD_USER_INPUT", ["input", "name"])]


async def test_a_nul_in_the_document_is_not_valid(deployment: Deployment, desk: Desk) -> None:
    document = (
        f'mutation {{ teamSave(input: {{clinicId: "{desk.id_of("Clinic")}", name: "a\\u0000b", memberIds: []}})'
        " { userErrors { code } } }"
    )

    answer = await ask(deployment, desk.actor(Role.OWNER), document, {})

    assert answer.codes == ["GRAPHQL_VALIDATION_FAILED"]


@pytest.mark.attack("enumeration")
async def test_an_address_that_no_account_can_have_is_answered_like_any_other(
    deployment: Deployment, desk: Desk
) -> None:
    given = [{"email": email, "password": "abc"} for email in ("nobody@example.com", f"a@{'x' * 300}")]

    answers = [await ask(deployment, None, SESSION, {"input": one}) for one in given]

    assert answers[0].data == answers[1].data
    assert answers[0].codes == answers[1].codes
    assert "INTERNAL_SERVER_ERROR" not in answers[0].codes


@pytest.mark.parametrize("unused", ["a\0b", {"a\0b": 1}, 2**63, [-(2**70)]])
async def test_a_webhook_keeps_no_variables_that_cannot_be_kept(
    deployment: Deployment, desk: Desk, unused: object
) -> None:
    await let_the_key_hear(desk)
    before = (await WebhookEndpoint.get(id=desk.webhook_endpoint.id)).variables
    given = {
        "endpointId": desk.id_of("WebhookEndpoint"),
        "document": subscription_of(desk),
        "variables": {"unused": unused},
    }

    answer = await ask(deployment, desk.actor(Role.OWNER), UPDATE, {"input": given})

    assert answer.codes == ["BAD_USER_INPUT"]
    assert (await WebhookEndpoint.get(id=desk.webhook_endpoint.id)).variables == before


async def test_nor_such_as_are_written_in_the_document(deployment: Deployment, desk: Desk) -> None:
    await let_the_key_hear(desk)
    given = {"id": desk.id_of("WebhookEndpoint"), "text": subscription_of(desk)}

    answer = await ask(deployment, desk.actor(Role.OWNER), WRITTEN % 2**63, given)
    right = await ask(deployment, desk.actor(Role.OWNER), WRITTEN % (2**63 - 1), given)

    assert "INTERNAL_SERVER_ERROR" not in answer.codes
    assert answer.data != right.data
    assert right.data == {"webhookEndpointUpdate": {"userErrors": []}}


@pytest.mark.parametrize("minutes", [2**31 - 1, -1, -(2**31)])
async def test_a_booking_of_no_length_that_there_is_is_refused(
    deployment: Deployment, desk: Desk, minutes: int
) -> None:
    given = {
        "serviceId": desk.id_of("Service"),
        "practitionerId": desk.id_of("Practitioner"),
        "patientId": desk.id_of("Patient"),
        "startsAt": MONDAY.replace(hour=11).isoformat(),
        "durationMinutes": minutes,
    }

    answer = await ask(deployment, desk.actor(Role.OWNER), BOOK, {"input": given})

    refused = {"code": "INVALID_VALUE", "field": ["input", "durationMinutes"]}
    assert answer.data == {"bookingCreate": {"userErrors": [refused]}}


def subscription_of(desk: Desk) -> str:
    return f'subscription {{ bookingChanged(clinicId: "{desk.id_of("Clinic")}") {{ cursor }} }}'
