"""Webhooks by the API: who may make them, of what documents, to which addresses, and what staff see of them."""

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from tests.factories import make_clinic
from tests.partner_rows import make_api_key
from tests.receiver import Reply
from tests.sources import ROOT
from tests.webhook_desk import BOOKINGS, CREATE, WebhookDesk, step_up, webhook_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.models import WebhookDelivery, WebhookEndpoint
from chatbookr_core.webhooks import rules
from chatbookr_core.webhooks.rules import EVENTS
from chatbookr_core.webhooks.signing import signature
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import partner_schema
from chatbookr_schema.ids import global_id
from chatbookr_schema.webhook_payloads import LONGEST_DOCUMENT

pytestmark = pytest.mark.integration
UPDATE = """
mutation ($input: WebhookEndpointUpdateInput!) {
  webhookEndpointUpdate(input: $input) { endpoint { url event state stateReason } userErrors { code field } }
}
"""
ROTATE = """
mutation ($id: ID!, $hours: Int! = 24) {
  webhookSecretRotate(input: {endpointId: $id, overlapHours: $hours}) {
    endpoint { previousSecretUntil } secret userErrors { code field }
  }
}
"""
DELETE = "mutation ($id: ID!) { webhookEndpointDelete(endpointId: $id) { deletedId userErrors { code } } }"
TEST = "mutation ($id: ID!) { webhookTest(endpointId: $id) { delivery { id isTest state } userErrors { code } } }"
REPLAY = """
mutation ($id: ID!) {
  webhookDeliveryReplay(deliveryId: $id) { delivery { id isReplay messageId } userErrors { code } }
}
"""
LIST = """
query ($clinic: ID!) {
  webhookEndpoints(clinicId: $clinic, first: 3) {
    nodes {
      id url state
      deliveries(first: 5) {
        nodes {
          state reason attemptCount isTest isReplay messageId
          attempts(first: 12) { nodes { status error durationMs attemptedAt } }
        }
      }
    }
  }
}
"""


@pytest.fixture
async def house(sqlite_database: Database, deployment: Deployment, clock: TurnableClock) -> AsyncIterator[WebhookDesk]:
    async with webhook_desk(deployment, clock) as made:
        yield made


def codes_of(payload: Any) -> list[str]:
    return [error["code"] for error in payload["userErrors"]]


def test_every_subscription_of_partners_can_be_a_webhook() -> None:
    subscription = partner_schema()._schema.subscription_type

    assert subscription is not None
    assert set(subscription.fields) == set(EVENTS)


async def test_what_was_made_is_shown_and_its_secret_only_once(house: WebhookDesk) -> None:
    payload = await house.create()

    clinic = house.desk.id_of("Clinic")
    assert payload["userErrors"] == []
    assert payload["endpoint"] == {
        "id": payload["endpoint"]["id"],
        "event": "booking.changed",
        "state": "ENABLED",
        "url": house.url,
        "document": BOOKINGS,
        "variables": {"clinic": clinic},
    }
    assert payload["secret"].startswith("whsec_")
    assert payload["secret"] not in str(await house.ask(LIST, {"clinic": clinic}))


async def test_who_did_not_step_up_makes_nothing(house: WebhookDesk) -> None:
    actor = await step_up(house.desk, house.clock.now(), is_stepped_up=False)

    payload = await house.create(actor=actor)

    assert codes_of(payload) == ["STEP_UP_REQUIRED"]
    assert payload["secret"] is None
    assert await WebhookEndpoint.all().count() == 0


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.PRACTITIONER, Role.AUDITOR])
async def test_who_may_not_manage_makes_nothing(house: WebhookDesk, role: Role) -> None:
    actor = await step_up(house.desk, house.clock.now(), role=role)
    given = {"clinicId": house.desk.id_of("Clinic"), "apiKeyId": global_id("ApiKey", house.key.id)}

    answer = await house.ask(CREATE, {"input": {**given, "url": house.url, "document": BOOKINGS}}, actor)

    assert answer.codes == ["FORBIDDEN"]
    assert await WebhookEndpoint.all().count() == 0


async def test_an_auditor_sees_how_it_goes_but_no_address(house: WebhookDesk) -> None:
    await house.made()
    auditor = await step_up(house.desk, house.clock.now(), role=Role.AUDITOR)

    answer = await house.ask(LIST, {"clinic": house.desk.id_of("Clinic")}, auditor)

    (node,) = answer.data["webhookEndpoints"]["nodes"]
    assert node["url"] is None
    assert answer.codes == ["FORBIDDEN"]
    assert "of-theirs" not in str(answer)


@pytest.mark.parametrize("whose", ["another clinic", "nobody", "revoked"])
async def test_only_an_open_key_of_the_clinic_can_be_bound(house: WebhookDesk, whose: str) -> None:
    other = await make_api_key(await make_clinic(), scopes=Permission)
    revoked = await make_api_key(house.desk.clinic, revoked_at=house.clock.now())
    key_id = {"another clinic": other.id, "nobody": new_id(), "revoked": revoked.id}[whose]

    payload = await house.create(apiKeyId=global_id("ApiKey", key_id))

    assert codes_of(payload) == ["INVALID_VALUE"]
    assert payload["userErrors"][0]["field"] == ["input", "apiKeyId"]


async def test_nobody_binds_a_key_that_may_do_more_than_they(house: WebhookDesk) -> None:
    key = await make_api_key(house.desk.clinic, scopes=[Permission.JOB_READ, Permission.BOOKING_READ])
    manager = await step_up(house.desk, house.clock.now(), role=Role.MANAGER)
    given = {"clinicId": house.desk.id_of("Clinic"), "apiKeyId": global_id("ApiKey", key.id)}

    answer = await house.ask(CREATE, {"input": {**given, "url": house.url, "document": BOOKINGS}}, manager)

    assert answer.codes == ["FORBIDDEN"]
    assert await WebhookEndpoint.all().count() == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example.com/",
        "https://127.0.0.1/",
        "https://user:pass@hook.example.com/",
        "https://hook.example.com:22/",
        "https://[::ffff:10.0.0.1]/",
    ],
)
async def test_an_address_that_could_lead_inwards_is_refused(house: WebhookDesk, url: str) -> None:
    made = await house.create(url=url)
    endpoint_id, _ = await house.made()
    changed = await house.ask(UPDATE, {"input": {"endpointId": endpoint_id, "url": url}})

    assert codes_of(made) == codes_of(changed.data["webhookEndpointUpdate"]) == ["URL_NOT_ALLOWED"]
    assert made["userErrors"][0]["field"] == ["input", "url"]
    assert (await WebhookEndpoint.all().count()) == 1


@pytest.mark.parametrize(
    "document",
    [
        "",
        "not GraphQL {",
        "{ clinic(id: 1) { name } }",
        "query { __typename }",
        'mutation { bookingCancel(input: {bookingId: "x", version: 1}) { userErrors { code } } }',
        "subscription { __typename }",
        "subscription { nothingLikeIt { id } }",
        "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { nothingLikeIt } } }",
        "subscription A($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { id } } } query B { __typename }",
        "subscription ($clinic: ID!) { ... on Subscription { bookingChanged(clinicId: $clinic) { cursor } } }",
        "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { cursor }"
        " conversationChanged(clinicId: $clinic) { cursor } }",
        'subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic, after: "x") { cursor } }',
        "subscription ($clinic: ID!, $more: Int!) { bookingChanged(clinicId: $clinic) { cursor @include(if: $more) } }",
        'subscription { bookingChanged(clinicId: "nobodys") { cursor } }',
        "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { cursor " + "a " * LONGEST_DOCUMENT + "} }",
    ],
)
async def test_a_document_is_one_subscription_that_partners_have(house: WebhookDesk, document: str) -> None:
    payload = await house.create(document)

    assert codes_of(payload) == ["DOCUMENT_INVALID"]
    assert payload["userErrors"][0]["field"] == ["input", "document"]
    assert await WebhookEndpoint.all().count() == 0


async def test_a_document_of_another_clinic_or_of_what_the_key_may_not_hear_is_refused(house: WebhookDesk) -> None:
    other = await make_clinic(house.deployment.vault)
    deaf = await make_api_key(house.desk.clinic, scopes=[Permission.CLINIC_READ])

    foreign = await house.create(variables={"clinic": global_id("Clinic", other.id)})
    denied = await house.create(apiKeyId=global_id("ApiKey", deaf.id))
    shapeless = await house.create(variables=["clinic"])

    assert codes_of(foreign) == codes_of(denied) == ["DOCUMENT_INVALID"]
    assert codes_of(shapeless) == ["INVALID_VALUE"]
    assert await WebhookEndpoint.all().count() == 0


async def test_there_are_only_so_many_endpoints(house: WebhookDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbookr_core.webhooks.endpoints.MOST_ENDPOINTS", 1)
    await house.made()

    assert codes_of(await house.create()) == ["QUOTA_REACHED"]
    assert rules.MOST_ENDPOINTS > 1


async def test_an_update_changes_what_is_given_and_nothing_else(house: WebhookDesk) -> None:
    endpoint_id, _ = await house.made()
    document = "subscription ($c: ID!) { conversationChanged(clinicId: $c) { conversation { id } } }"
    given = {"endpointId": endpoint_id, "document": document, "variables": {"c": house.desk.id_of("Clinic")}}

    answer = await house.ask(UPDATE, {"input": given})
    off = await house.ask(UPDATE, {"input": {"endpointId": endpoint_id, "isEnabled": False}})

    assert answer.data["webhookEndpointUpdate"] == {
        "endpoint": {"url": house.url, "event": "conversation.changed", "state": "ENABLED", "stateReason": ""},
        "userErrors": [],
    }
    assert off.data["webhookEndpointUpdate"]["endpoint"]["state"] == "DISABLED"
    assert off.data["webhookEndpointUpdate"]["endpoint"]["stateReason"] == "by_staff"


async def test_while_secrets_rotate_both_sign_and_then_the_new_one_alone(house: WebhookDesk) -> None:
    endpoint_id, old = await house.made()
    answer = await house.ask(ROTATE, {"id": endpoint_id, "hours": 2})
    new = answer.data["webhookSecretRotate"]["secret"]
    await house.tell()
    await house.work()
    house.clock.turn(timedelta(hours=2))
    await house.tell("booking", new_id())
    await house.work()

    def signed(place: int, *secrets: str) -> str:
        request = house.received[place]
        stamp = int(request.headers["webhook-timestamp"])
        return " ".join(signature(one, request.headers["webhook-id"], stamp, request.body) for one in secrets)

    assert new != old
    assert house.received[0].headers["webhook-signature"] == signed(0, new, old)
    assert house.received[1].headers["webhook-signature"] == signed(1, new)


async def test_a_rotation_without_overlap_ends_the_old_secret_at_once(house: WebhookDesk) -> None:
    endpoint_id, _ = await house.made()

    at_once = await house.ask(ROTATE, {"id": endpoint_id, "hours": 0})
    for hours in (-1, 169):
        refused = await house.ask(ROTATE, {"id": endpoint_id, "hours": hours})
        assert codes_of(refused.data["webhookSecretRotate"]) == ["INVALID_VALUE"]

    assert at_once.data["webhookSecretRotate"]["endpoint"]["previousSecretUntil"] is None
    assert (await house.endpoint()).previous_secret_sealed is None


async def test_a_test_delivery_says_that_it_is_one(house: WebhookDesk) -> None:
    endpoint_id, _ = await house.made()

    answer = await house.ask(TEST, {"id": endpoint_id})
    await house.work()

    assert answer.data["webhookTest"]["delivery"]["isTest"]
    assert house.bodies == [
        {
            "type": "webhook.test",
            "timestamp": house.bodies[0]["timestamp"],
            "data": {"isTest": True, "event": "booking.changed"},
        }
    ]


async def test_a_replay_is_a_delivery_of_its_own_made_anew(house: WebhookDesk) -> None:
    await house.made()
    await house.tell()
    await house.work()
    first = await house.delivery()
    await type(house.desk.booking).filter(id=house.desk.booking.id).update(reference="ANEW42")

    answer = await house.ask(REPLAY, {"id": global_id("WebhookDelivery", first.id)})
    await house.work()

    made = answer.data["webhookDeliveryReplay"]["delivery"]
    old, new = house.received
    assert made["isReplay"]
    assert new.headers["webhook-id"] == made["messageId"] != old.headers["webhook-id"]
    assert house.bodies[1]["data"]["bookingChanged"]["booking"]["reference"] == "ANEW42"
    assert house.bodies[1]["timestamp"] == house.bodies[0]["timestamp"]  # of what happened, not of the telling


async def test_a_disabled_endpoint_takes_neither_tests_nor_replays(house: WebhookDesk) -> None:
    endpoint_id, _ = await house.made()
    await house.tell()
    await house.work()
    first = await house.delivery()
    await house.ask(UPDATE, {"input": {"endpointId": endpoint_id, "isEnabled": False}})

    test = await house.ask(TEST, {"id": endpoint_id})
    replay = await house.ask(REPLAY, {"id": global_id("WebhookDelivery", first.id)})

    assert codes_of(test.data["webhookTest"]) == ["ENDPOINT_DISABLED"]
    assert codes_of(replay.data["webhookDeliveryReplay"]) == ["ENDPOINT_DISABLED"]
    assert await WebhookDelivery.all().count() == 1


async def test_deleting_takes_the_deliveries_along_and_stops_what_is_on_its_way(house: WebhookDesk) -> None:
    endpoint_id, _ = await house.made()
    house.receiver.replies = [Reply(500), Reply()]
    await house.tell()
    await house.work()

    answer = await house.ask(DELETE, {"id": endpoint_id})
    await house.work(within=timedelta(days=1))

    assert answer.data["webhookEndpointDelete"]["deletedId"] == endpoint_id
    assert await WebhookDelivery.all().count() == 0
    assert len(house.received) == 1


async def test_staff_see_deliveries_and_every_try(house: WebhookDesk) -> None:
    await house.made()
    house.receiver.replies = [Reply(500), Reply(is_cut=True), Reply()]
    await house.tell()
    await house.work(within=timedelta(hours=1))

    answer = await house.ask(LIST, {"clinic": house.desk.id_of("Clinic")})

    assert answer.errors == []
    ((delivery,),) = [one["deliveries"]["nodes"] for one in answer.data["webhookEndpoints"]["nodes"]]
    tries = [(one["status"], one["error"]) for one in delivery["attempts"]["nodes"]]
    assert tries == [(500, None), (None, "broken"), (200, None)]
    assert (delivery["state"], delivery["attemptCount"]) == ("DELIVERED", 3)


async def test_another_clinics_webhooks_are_answered_like_none(house: WebhookDesk) -> None:
    endpoint_id, _ = await house.made()
    await house.tell()
    await house.work()
    delivery_id = global_id("WebhookDelivery", (await house.delivery()).id)
    async with webhook_desk(house.deployment, house.clock) as other:
        stranger = await other.owner()
        for mutation, own, kind in (
            (TEST, endpoint_id, "WebhookEndpoint"),
            (DELETE, endpoint_id, "WebhookEndpoint"),
            (ROTATE, endpoint_id, "WebhookEndpoint"),
            (REPLAY, delivery_id, "WebhookDelivery"),
        ):
            foreign = await house.ask(mutation, {"id": own}, stranger)
            missing = await house.ask(mutation, {"id": global_id(kind, new_id())}, stranger)
            assert foreign == missing
            assert "NOT_FOUND" in str(foreign)
    assert await WebhookEndpoint.all().count() == 1


async def test_the_document_in_the_guide_works(house: WebhookDesk) -> None:
    page = (ROOT / "docs" / "how-to" / "webhooks.md").read_text()
    (document,) = [json.loads(f'"{found}"') for found in re.findall(r'"document": "(.*?)",\n', page)]

    endpoint_id, _ = await house.made(document)
    await house.tell()
    await house.work()

    assert endpoint_id
    assert house.bodies[0]["data"]["bookingChanged"]["booking"]["startsAt"]
    assert house.bodies[0]["data"]["bookingChanged"]["cursor"]


async def test_a_secret_is_not_shown_again_when_the_same_request_comes_again(house: WebhookDesk) -> None:
    endpoint_id, _ = await house.made()
    rotate = ROTATE.replace("overlapHours: $hours})", 'overlapHours: $hours}) @idempotent(key: "once")')
    owner = await house.owner()

    first = await house.ask(rotate, {"id": endpoint_id}, owner)
    again = await house.ask(rotate, {"id": endpoint_id}, owner)

    assert first.data["webhookSecretRotate"]["secret"].startswith("whsec_")
    assert again.data["webhookSecretRotate"]["secret"] is None
    assert again.data["webhookSecretRotate"]["userErrors"] == []
