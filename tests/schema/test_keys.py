"""API keys through the schema: shown to those who may see them, made by those who proved again who they are."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.partner_rows import make_api_key, make_token
from tests.schema.desk import Desk, ask

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ApiKey, Session
from chatbookr_core.partners.service import key_for_token
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import partner_schema
from chatbookr_schema.context import Context
from chatbookr_schema.ids import global_id

CREATE = """mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) {
  apiKey { id name prefix scopes ipRanges isStrict state locations { id } createdBy { id } }
  token userErrors { code field message } } }"""
ROTATE = """mutation ($input: ApiKeyRotateInput!) { apiKeyRotate(input: $input) {
  apiKey { id previousUntil } token userErrors { code field } } }"""
REVOKE = """mutation ($id: ID!) { apiKeyRevoke(apiKeyId: $id) { apiKey { state } userErrors { code } } }"""
LIST = """query ($id: ID!) { apiKeys(clinicId: $id) { nodes { name state lastUsedAt previousUntil } } }"""

NOBODYS_PLACE = global_id("Location", UUID(int=7))


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def step_up(desk: Desk, clock: TurnableClock) -> None:
    async with writing():
        await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now())


def wanted(desk: Desk, **fields: Any) -> dict[str, Any]:
    return {"input": {"clinicId": desk.id_of("Clinic"), "name": "Website", "scopes": ["booking:read"], **fields}}


async def test_a_key_is_made_with_a_token_that_is_shown_once_and_logged_nowhere(
    deployment: Deployment, desk: Desk, clock: TurnableClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    owner = desk.actor(Role.OWNER)
    await step_up(desk, clock)
    ranges, place = ["203.0.113.0/24"], desk.id_of("Location")
    given = wanted(desk, ipRanges=ranges, locationIds=[place], isStrict=True)

    made = (await ask(deployment, owner, CREATE, given)).data["apiKeyCreate"]

    found = await key_for_token(deployment, made["token"], address="203.0.113.7")
    assert found is not None
    assert made["apiKey"] == {
        "id": global_id("ApiKey", found.actor.key_id),
        "name": "Website",
        "prefix": made["token"][:16],
        "scopes": ["booking:read"],
        "ipRanges": ranges,
        "isStrict": True,
        "state": "OPEN",
        "locations": [{"id": place}],
        "createdBy": {"id": global_id("User", desk.user.id)},
    }
    assert made["userErrors"] == []
    assert made["token"][16:] not in caplog.text
    assert made["token"][16:] not in str(await ApiKey.all().values())


async def test_without_a_step_up_the_answer_says_what_to_do(deployment: Deployment, desk: Desk) -> None:
    made = (await ask(deployment, desk.actor(Role.MANAGER), CREATE, wanted(desk))).data["apiKeyCreate"]

    assert (made["apiKey"], made["token"]) == (None, None)
    assert [error["code"] for error in made["userErrors"]] == ["STEP_UP_REQUIRED"]
    assert "POST /step-up" in made["userErrors"][0]["message"]
    assert await ApiKey.all().count() == 1


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({"name": ""}, "INVALID_VALUE", ["input", "name"]),
        ({"scopes": []}, "INVALID_VALUE", ["input", "scopes"]),
        ({"scopes": ["slot:read", "key:manage"]}, "SCOPE_NOT_GRANTABLE", ["input", "scopes", "1"]),
        ({"scopes": ["slot:read", "moon:write"]}, "SCOPE_NOT_GRANTABLE", ["input", "scopes", "1"]),
        ({"ipRanges": ["::1", "not an address"]}, "INVALID_VALUE", ["input", "ipRanges", "1"]),
        ({"locationIds": [NOBODYS_PLACE]}, "INVALID_VALUE", ["input", "locationIds", "0"]),
        ({"expiresAt": "2027-02-28T00:00:00Z"}, "INVALID_VALUE", ["input", "expiresAt"]),
    ],
)
async def test_what_cannot_be_is_refused_by_the_path_of_the_value(
    deployment: Deployment,
    desk: Desk,
    clock: TurnableClock,
    fields: dict[str, Any],
    code: str,
    path: list[str],
) -> None:
    await step_up(desk, clock)

    made = (await ask(deployment, desk.actor(Role.OWNER), CREATE, wanted(desk, **fields))).data["apiKeyCreate"]

    assert [(error["code"], error["field"]) for error in made["userErrors"]] == [(code, path)]
    assert made["token"] is None


async def test_a_key_is_rotated_and_revoked_and_the_list_says_so(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    owner, until = desk.actor(Role.OWNER), clock.now() + timedelta(days=7)
    await step_up(desk, clock)
    given = {"input": {"apiKeyId": desk.id_of("ApiKey"), "previousUntil": until.isoformat()}}

    rotated = (await ask(deployment, owner, ROTATE, given)).data["apiKeyRotate"]
    revoked = (await ask(deployment, owner, REVOKE, {"id": desk.id_of("ApiKey")})).data["apiKeyRevoke"]
    again = (await ask(deployment, owner, ROTATE, given)).data["apiKeyRotate"]
    listed = (await ask(deployment, desk.actor(Role.AUDITOR), LIST, {"id": desk.id_of("Clinic")})).data["apiKeys"]

    assert rotated["apiKey"]["previousUntil"] == until.isoformat()
    assert await key_for_token(deployment, rotated["token"], address="203.0.113.7") is None
    assert revoked == {"apiKey": {"state": "REVOKED"}, "userErrors": []}
    assert [error["code"] for error in again["userErrors"]] == ["KEY_CLOSED"]
    assert [node["state"] for node in listed["nodes"]] == ["REVOKED"]


async def test_a_program_is_told_who_it_is(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    token = make_token()
    key = await make_api_key(
        desk.clinic, scopes=[Permission.CLINIC_READ], token=token, expires_at=clock.now() + timedelta(days=1)
    )
    actor = KeyActor(key.id, desk.clinic.id, frozenset({Permission.CLINIC_READ}))
    query = "{ key { name prefix scopes isStrict expiresAt clinicId clinic { id } locations { id } } }"

    result: Any = await partner_schema().execute(query, context_value=Context(deployment, actor, "request-1"))

    assert result.errors is None
    assert result.data["key"] == {
        "name": key.name,
        "prefix": token.prefix,
        "scopes": ["clinic:read"],
        "isStrict": False,
        "expiresAt": (clock.now() + timedelta(days=1)).isoformat(),
        "clinicId": desk.id_of("Clinic"),
        "clinic": {"id": desk.id_of("Clinic")},
        "locations": None,
    }


async def test_a_thing_that_is_not_on_the_partners_surface_is_no_node_there(deployment: Deployment, desk: Desk) -> None:
    actor = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
    query = "query ($id: ID!) { node(id: $id) { id } }"

    for type_name in ("StaffTask", "Channel", "ApiKey"):
        result: Any = await partner_schema().execute(
            query,
            variable_values={"id": desk.id_of(type_name)},
            context_value=Context(deployment, actor, "request-1"),
        )
        assert [error.extensions["code"] for error in result.errors] == ["BAD_USER_INPUT"]
        assert result.data == {"node": None}
