"""Keys, endpoints and deliveries are chosen by their state, as other lists are by what theirs is about."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.api.clients import make_deployment
from tests.partner_rows import make_api_key, make_webhook_delivery, make_webhook_endpoint
from tests.schema.desk import Answer, Desk, ask

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def found(deployment: Deployment, desk: Desk, root: str, where: str, further: str = "") -> Answer:
    fields = f"totalCount nodes {{ id state {further} }}"
    query = f"query ($c: ID!) {{ {root}(clinicId: $c, where: {where}) {{ {fields} }} }}"
    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"c": desk.id_of("Clinic")})
    assert answer.errors == []
    assert answer.data[root]["totalCount"] == len(answer.data[root]["nodes"])
    return answer


async def test_keys_are_chosen_by_the_state_they_are_in_now(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    now = clock.now()
    made = {
        "OPEN": await make_api_key(desk.clinic, created_by_id=desk.user.id, expires_at=now + timedelta(seconds=1)),
        "EXPIRED": await make_api_key(desk.clinic, created_by_id=desk.user.id, expires_at=now),
        "REVOKED": await make_api_key(desk.clinic, created_by_id=desk.user.id, revoked_at=now),
    }

    for state, key in made.items():
        nodes = (await found(deployment, desk, "apiKeys", f"{{state: {state}}}")).data["apiKeys"]["nodes"]
        own = [desk.id_of("ApiKey")] if state == "OPEN" else []
        assert {node["id"] for node in nodes} == {global_id("ApiKey", key.id), *own}
        assert {node["state"] for node in nodes} == {state}


async def test_endpoints_are_chosen_by_state_and_key(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    other = await make_api_key(desk.clinic, created_by_id=desk.user.id)
    disabled = await make_webhook_endpoint(other, vault, state="disabled")

    by_state = await found(deployment, desk, "webhookEndpoints", "{state: DISABLED}")
    by_key = await found(deployment, desk, "webhookEndpoints", f'{{apiKeyId: "{desk.id_of("ApiKey")}"}}')

    (one,) = by_state.data["webhookEndpoints"]["nodes"]
    assert one == {"id": global_id("WebhookEndpoint", disabled.id), "state": "DISABLED"}
    assert [node["id"] for node in by_key.data["webhookEndpoints"]["nodes"]] == [desk.id_of("WebhookEndpoint")]


async def test_deliveries_are_chosen_by_what_became_of_them(deployment: Deployment, desk: Desk) -> None:
    await make_webhook_delivery(desk.webhook_endpoint, subject_id=desk.booking.id, state="failed")
    further = "deliveries(where: {state: FAILED}) { totalCount nodes { state } }"

    answer = await found(deployment, desk, "webhookEndpoints", "{}", further)

    (endpoint,) = answer.data["webhookEndpoints"]["nodes"]
    assert endpoint["deliveries"] == {"totalCount": 1, "nodes": [{"state": "FAILED"}]}


async def test_the_inboxs_lists_are_chosen_by_name_and_notes_by_time(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    query = """query ($c: ID!, $name: String, $shortcut: String, $conversation: ID!, $until: DateTime) {
      teams(clinicId: $c, where: {name: $name}) { totalCount nodes { name } }
      labels(clinicId: $c, where: {name: $name}) { totalCount }
      cannedReplies(clinicId: $c, where: {shortcut: $shortcut}) { totalCount nodes { shortcut } }
      node(id: $conversation) { ... on Conversation { notes(where: {createdBefore: $until}) { totalCount } } } }"""
    own = {"c": desk.id_of("Clinic"), "conversation": desk.id_of("Conversation")}
    there = {"name": desk.team.name, "shortcut": desk.canned_reply.shortcut}
    later, before = clock.now() + timedelta(days=1), desk.note.created_at

    found = await ask(deployment, desk.actor(Role.OWNER), query, {**own, **there, "until": later.isoformat()})
    other = {"name": "nobody", "shortcut": "nothing", "until": before.isoformat()}
    missed = await ask(deployment, desk.actor(Role.OWNER), query, {**own, **other})

    assert found.errors == missed.errors == []
    assert found.data["teams"] == {"totalCount": 1, "nodes": [{"name": desk.team.name}]}
    assert found.data["cannedReplies"] == {"totalCount": 1, "nodes": [{"shortcut": desk.canned_reply.shortcut}]}
    assert found.data["node"]["notes"] == {"totalCount": 1}
    assert [missed.data[one]["totalCount"] for one in ("teams", "labels", "cannedReplies")] == [0, 0, 0]
    assert missed.data["node"]["notes"] == {"totalCount": 0}
