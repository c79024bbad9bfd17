"""From a change to the partner's door: executed as the key, said once, tried until it is taken, ended where it must."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.receiver import Reply
from tests.schema.desk import NAME, NOTES
from tests.webhook_desk import READS, WebhookDesk, webhook_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CannotUnseal
from chatbookr_core.field_use import fields_used
from chatbookr_core.models import ApiKey, Job, StaffTask, WebhookEndpoint
from chatbookr_core.tending import tend
from chatbookr_core.webhooks.deliveries import DELIVER
from chatbookr_core.webhooks.rules import FAILURES_ALLOWED, TRIES
from chatbookr_core.webhooks.signing import signature
from chatbookr_permissions.actions import Permission
from chatbookr_schema import subscriptions, webhook_payloads
from chatbookr_schema.bookings import find_booking

pytestmark = pytest.mark.integration
A_DAY = timedelta(days=1)
MESSAGES = """
subscription ($clinic: ID!, $conversation: ID) {
  conversationChanged(clinicId: $clinic, conversationId: $conversation) { conversation { id state } }
}
"""
DEEP = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { cursor booking { id reference } } }"
GONE_FIELD = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { goneField } } }"


@pytest.fixture
async def house(database: Database, deployment: Deployment, clock: TurnableClock) -> AsyncIterator[WebhookDesk]:
    async with webhook_desk(deployment, clock) as made:
        yield made


async def test_a_change_arrives_signed_as_the_keys_own_view_of_it(house: WebhookDesk) -> None:
    endpoint_id, secret = await house.made()

    await house.tell()
    await house.work()

    (request,) = house.received
    delivery = await house.delivery()
    headers = request.headers
    assert request.path == "/hook?token=of-theirs"
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == str(delivery.id)
    assert headers["webhook-signature"] == signature(
        secret, headers["webhook-id"], int(headers["webhook-timestamp"]), request.body
    )
    (body,) = house.bodies
    assert body["type"] == "booking.changed"
    assert body["data"]["bookingChanged"]["booking"]["id"] == house.desk.id_of("Booking")
    assert body["data"]["bookingChanged"]["booking"]["reference"] == house.desk.booking.reference
    assert (delivery.state, delivery.reason, delivery.attempts) == ("delivered", "", 1)
    assert await house.attempts() == [(200, None)]
    assert [job.state for job in await Job.filter(kind=DELIVER)] == ["done"]
    assert endpoint_id


async def test_a_key_that_may_not_read_contacts_gets_no_name(house: WebhookDesk) -> None:
    await house.made()

    await house.tell()
    await house.work()

    (body,) = house.bodies
    assert body["data"]["bookingChanged"]["booking"]["patient"] == {"name": None}
    assert [error["extensions"]["code"] for error in body["errors"]] == ["FORBIDDEN"]
    assert NAME not in str(house.received)


async def test_a_key_that_may_read_contacts_gets_the_name(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    async with webhook_desk(deployment, clock, scopes=[*READS, Permission.PATIENT_CONTACT_READ]) as house:
        await house.made()
        await house.tell()
        await house.work()

        (body,) = house.bodies
    assert body["data"]["bookingChanged"]["booking"]["patient"] == {"name": NAME}
    assert "errors" not in body


async def test_what_a_key_lost_meanwhile_is_not_in_the_payload(house: WebhookDesk) -> None:
    await house.made()
    await house.tell()
    async with transaction():
        await ApiKey.filter(id=house.key.id).update(scopes=["clinic:read", "booking:read"])

    await house.work()

    (body,) = house.bodies
    assert body["data"]["bookingChanged"]["booking"]["patient"] is None


@pytest.mark.parametrize("ended", ["revoked_at", "expires_at"])
async def test_a_key_that_ended_delivers_nothing_and_disables_its_endpoint(house: WebhookDesk, ended: str) -> None:
    await house.made()
    await house.tell()
    async with transaction():
        await ApiKey.filter(id=house.key.id).update(**{ended: house.clock.now()})

    await house.work()

    assert house.received == []
    assert ((await house.delivery()).state, (await house.delivery()).reason) == ("skipped", "key_inactive")
    assert ((await house.endpoint()).state, (await house.endpoint()).state_reason) == ("disabled", "key_inactive")
    assert await StaffTask.filter(kind="webhook_disabled", clinic_id=house.desk.clinic.id).count() == 1


async def test_a_key_that_is_revoked_between_two_tries_delivers_nothing(house: WebhookDesk) -> None:
    await house.made()
    house.receiver.replies = [Reply(500), Reply()]
    await house.tell()
    await house.work()
    async with transaction():
        await ApiKey.filter(id=house.key.id).update(revoked_at=house.clock.now())

    await house.work(within=A_DAY)

    assert len(house.received) == 1
    assert (await house.delivery()).state == "skipped"


async def test_every_try_says_the_same_under_the_same_id(house: WebhookDesk) -> None:
    await house.made()
    house.receiver.replies = [Reply(500), Reply(is_cut=True), Reply(302, {"location": "/x"}), Reply(429), Reply()]
    await house.tell()
    await house.work()
    async with transaction():
        await type(house.desk.booking).filter(id=house.desk.booking.id).update(reference="ZZZZZZ")

    await house.work(within=A_DAY)

    assert len({request.body for request in house.received}) == 1
    assert len({request.headers["webhook-id"] for request in house.received}) == 1
    assert len({request.headers["webhook-timestamp"] for request in house.received}) == len(house.received) == 5
    assert await house.attempts() == [(500, None), (None, "broken"), (302, None), (429, None), (200, None)]
    assert (await house.delivery()).state == "delivered"


async def test_what_is_never_taken_is_tried_over_a_day_and_given_up(house: WebhookDesk) -> None:
    await house.made()
    house.receiver.replies = [Reply(503)]
    begun = house.clock.now()
    await house.tell()

    await house.work(within=timedelta(days=3))

    delivery = await house.delivery()
    assert (delivery.state, delivery.reason, delivery.attempts) == ("failed", "tries_exhausted", TRIES)
    assert len(house.received) == TRIES >= 8
    assert delivery.settled_at is not None
    assert timedelta(hours=19) < delivery.settled_at - begun < timedelta(hours=31)
    assert (await house.endpoint()).state == "enabled"  # one event that failed is no reason to give the partner up


async def test_the_receivers_wish_to_be_left_alone_is_granted(house: WebhookDesk) -> None:
    await house.made()
    house.receiver.replies = [Reply(429, {"Retry-After": "3600"}), Reply()]
    await house.tell()
    await house.work()

    delivery = await house.delivery()
    assert delivery.next_attempt_at == house.clock.now() + timedelta(hours=1)
    await house.work(within=timedelta(minutes=59))
    assert len(house.received) == 1
    await house.work(within=timedelta(minutes=2))
    assert len(house.received) == 2


async def test_a_receiver_that_is_gone_is_asked_no_more(house: WebhookDesk) -> None:
    await house.made()
    house.receiver.replies = [Reply(500), Reply(410)]
    await house.tell()
    await house.work()
    await house.tell("booking", house.desk.booking.id)
    await house.work()  # the second delivery is the one that meets 410

    await house.tell()
    await house.work(within=A_DAY)

    assert [status for status, _ in await house.attempts()] == [500, 410]
    assert sorted(row.reason for row in await house.deliveries()) == ["endpoint_disabled", "gone"]
    assert ((await house.endpoint()).state, (await house.endpoint()).state_reason) == ("disabled", "gone")
    assert await StaffTask.filter(kind="webhook_disabled").count() == 1


async def test_an_endpoint_that_fails_for_days_is_disabled_and_staff_are_told(house: WebhookDesk) -> None:
    await house.made()
    house.receiver.replies = [Reply(500)]
    for _ in range(FAILURES_ALLOWED):
        await house.tell()
        await house.work(within=timedelta(hours=30))
        states = [row.state for row in await WebhookEndpoint.all()]

    assert states == ["disabled"]
    assert (await house.endpoint()).state_reason == "failing"
    assert await StaffTask.filter(kind="webhook_disabled").count() == 1


async def test_one_success_in_between_starts_the_count_anew(house: WebhookDesk) -> None:
    await house.made()
    for index in range(FAILURES_ALLOWED + 1):
        house.receiver.replies = [Reply(200 if index == 1 else 500)]
        await house.tell()
        await house.work(within=timedelta(hours=30))

    assert (await house.endpoint()).state == "enabled"


async def test_arguments_decide_what_is_told(house: WebhookDesk) -> None:
    clinic = house.desk.id_of("Clinic")
    await house.made(MESSAGES, variables={"clinic": clinic, "conversation": house.desk.id_of("Conversation")})

    await house.tell("conversation", house.desk.conversation.id)
    await house.tell("conversation", house.desk.booking.id)  # of another one
    await house.tell("booking")
    await house.work()

    assert [body["type"] for body in house.bodies] == ["conversation.changed"]
    assert house.bodies[0]["data"]["conversationChanged"]["conversation"]["id"] == house.desk.id_of("Conversation")
    assert sorted(row.state for row in await house.deliveries()) == ["delivered", "skipped"]
    assert {row.reason for row in await house.deliveries()} == {"", "not_concerned"}


async def test_a_payload_lies_sealed(house: WebhookDesk) -> None:
    await house.made()
    await house.tell()
    await house.work()

    sealed = (await house.delivery()).payload_sealed
    assert sealed is not None
    assert house.desk.booking.reference.encode() not in sealed
    endpoint = await house.endpoint()
    assert b"of-theirs" not in endpoint.url_sealed
    assert b"whsec_" not in endpoint.secret_sealed


@pytest.mark.parametrize("document", [DEEP, DEEP.replace("cursor ", "")])
@pytest.mark.parametrize("problem", [ConnectionError("away"), CannotUnseal()])
async def test_a_passing_fault_of_ours_is_not_delivered_and_the_next_try_tells_all(
    house: WebhookDesk, monkeypatch: pytest.MonkeyPatch, document: str, problem: Exception
) -> None:
    await house.made(document)
    calls = [problem]

    async def failing_once(context: Any, key: UUID) -> Any:
        if calls:
            raise calls.pop()
        return await find_booking(context, key)

    monkeypatch.setattr(subscriptions, "find_booking", failing_once)
    await house.tell()
    await house.work()
    nothing_yet = len(house.received)
    await house.work(within=timedelta(minutes=1))

    assert nothing_yet == 0
    (body,) = house.bodies
    assert body["data"]["bookingChanged"]["booking"]["reference"] == house.desk.booking.reference
    assert "errors" not in body
    assert await house.attempts() == [(None, "payload"), (200, None)]
    assert (await house.endpoint()).state == "enabled"


async def test_a_fault_of_ours_is_logged_under_the_deliverys_id(
    house: WebhookDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def failing(context: Any, key: UUID) -> Any:
        raise ConnectionError("away")

    await house.made()
    monkeypatch.setattr(subscriptions, "find_booking", failing)
    await house.tell()
    await house.work()

    assert str((await house.delivery()).id) in caplog.text


async def test_a_payload_that_takes_too_long_is_tried_again(
    house: WebhookDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(context: Any, key: UUID) -> Any:
        await asyncio.Event().wait()

    await house.made()
    monkeypatch.setattr(subscriptions, "find_booking", never)
    monkeypatch.setattr(webhook_payloads, "TIMEOUT_SECONDS", 0.05)
    await house.tell()
    await house.work()

    assert (await house.delivery()).state == "pending"
    assert await house.attempts() == [(None, "payload")]


async def test_our_own_faults_disable_nobodys_endpoint(house: WebhookDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(context: Any, key: UUID) -> Any:
        raise ConnectionError("away")

    await house.made()
    monkeypatch.setattr(subscriptions, "find_booking", failing)
    for _ in range(FAILURES_ALLOWED):
        await house.tell()
        await house.work(within=timedelta(hours=31))

    assert {row.state for row in await house.deliveries()} == {"failed"}
    assert (await house.endpoint()).state == "enabled"


async def test_an_endpoint_whose_key_lost_the_scope_is_disabled_at_once_and_staff_are_told(house: WebhookDesk) -> None:
    await house.made()
    async with transaction():
        await ApiKey.filter(id=house.key.id).update(scopes=["clinic:read"])
    await house.tell()
    await house.work()

    assert house.received == []
    assert ((await house.delivery()).state, (await house.delivery()).reason) == ("skipped", "forbidden")
    assert ((await house.endpoint()).state, (await house.endpoint()).state_reason) == ("disabled", "forbidden")
    assert await StaffTask.filter(kind="webhook_disabled", clinic_id=house.desk.clinic.id).count() == 1


async def test_an_endpoint_whose_document_no_longer_fits_is_disabled_at_once(house: WebhookDesk) -> None:
    await house.made()
    async with transaction():
        await WebhookEndpoint.all().update(document=GONE_FIELD)
    await house.tell()
    await house.tell()
    await house.work()

    assert house.received == []
    assert (await house.endpoint()).state_reason == "document_invalid"
    assert sorted(row.reason for row in await house.deliveries()) == ["document_invalid", "endpoint_disabled"]
    assert await StaffTask.filter(kind="webhook_disabled").count() == 1


async def test_a_strict_key_is_told_all_or_nothing(house: WebhookDesk) -> None:
    async with transaction():
        await ApiKey.filter(id=house.key.id).update(is_strict=True)
    refused = await house.create(DEEP.replace("reference", "reference notes"))
    await house.made(DEEP)
    async with transaction():
        await WebhookEndpoint.all().update(document=DEEP.replace("reference", "reference notes"))
    await house.tell()
    await house.work()

    assert [error["code"] for error in refused["userErrors"]] == ["DOCUMENT_INVALID"]
    assert "Booking.notes" in refused["userErrors"][0]["message"]
    assert house.received == []
    assert NOTES not in str(house.received)
    assert (await house.endpoint()).state_reason == "forbidden"


async def test_a_delivery_is_a_use_of_its_key_and_of_what_its_document_asks_for(house: WebhookDesk) -> None:
    await house.made()
    await house.tell()
    await house.work()
    await tend(house.deployment)

    used = await fields_used(house.desk.clinic.id, [house.key.id], since=house.clock.now().date())
    assert (await ApiKey.get(id=house.key.id)).last_used_at == house.clock.now()
    assert "Patient.name" in {one.coordinate for one in used[house.key.id]}
