"""What comes for a patient while they are erased, or afterwards, brings nothing of them back."""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.factories import writing
from tests.schema.desk import Desk, make_desk
from tests.workers.test_erasure import instruct, keep_delivery

from chatbookr_core.channels import deliveries
from chatbookr_core.channels.registry import discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.conversations.provider_ids import hidden
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.erasing import erase_portion, finish_erasing, is_anything_left
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ChannelConnection, Conversation, Erasure, InboundDelivery, Job, Message, Patient
from chatbookr_core.patients.service import USER_HASH
from chatbookr_core.settings import Settings
from chatbookr_sdk import (
    Account,
    DeliveryStatus,
    Fact,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    PastMessage,
    Reacted,
    Sender,
    StatusReported,
    TextReceived,
)
from chatbookr_workers import erasure as erasing
from chatbookr_workers import jobs as _declared  # noqa: F401  # its import declares every kind of job
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

USER, WAMID, WORDS = "4915112345678", "wamid.of.theirs", "it is me again"
THEM = Sender(USER, USER, "Ada")


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    """A desk whose patient is known by the provider's id, and whose message by its."""
    await vault.deployment_keys()
    made = await make_desk(vault, clock.now())
    keys = await vault.clinic_keys(made.clinic.id)
    async with writing():
        await Patient.filter(id=made.patient.id).update(
            channel="whatsapp", provider_user_hash=keys.lookup_hash(USER_HASH, USER)
        )
        await Message.filter(id=made.message.id).update(
            external_hash=hidden(keys, WAMID), direction="outbound", status="sent"
        )
    return made


@pytest.fixture
def deployment(deployment: Deployment) -> Deployment:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    return replace(deployment, plugins=discover(Settings(plugins=("whatsapp",), environment=secrets)))


Arrive = Callable[..., Coroutine[Any, Any, InboundDelivery]]


@pytest.fixture
def arrive(deployment: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Arrive:
    """Have a delivery stored and read by its job, as often as that is tried."""

    async def made(kind: str) -> InboundDelivery:
        connection = await ChannelConnection.get(id=desk.conversation.connection_id)
        account, at = Account(connection.account_id, connection.group_id), deployment.clock.now()
        facts: dict[str, Fact] = {
            "message": MessageReceived(account, str(uuid4()), THEM, at, TextReceived(WORDS)),
            "status": StatusReported(account, WAMID, DeliveryStatus.READ, at),
            "edit": MessageEdited(account, str(uuid4()), THEM, at, WAMID, TextReceived(WORDS)),
            "revocation": MessageRevoked(account, str(uuid4()), THEM, at, WAMID),
            "reaction": Reacted(account, str(uuid4()), THEM, at, WAMID, "👍"),
            "past": PastMessage(account, WAMID, THEM, False, at - timedelta(days=90), TextReceived(WORDS), 0),
        }

        async def facts_of(*_: object) -> tuple[Fact, ...]:
            return (facts[kind],)

        monkeypatch.setattr(deliveries, "facts_of", facts_of)
        delivery = await keep_delivery(deployment, desk, USER.encode(), state="received")
        for _ in range(3):
            async with transaction():
                job_id = await enqueue("inbound.process", clinic_id=None, subject_id=delivery.id, due_at=at, now=at)
            assert job_id is not None
            await run(deployment, declared_kinds()["inbound.process"], job_id)
            if (await Job.get(id=job_id)).state == "done":
                break
        await delivery.refresh_from_db()
        return delivery

    return made


async def erase(deployment: Deployment, erasure: Erasure) -> Erasure:
    (job,) = await Job.filter(kind="patient.erase")
    await run(deployment, declared_kinds()["patient.erase"], job.id)
    return await Erasure.get(id=erasure.id)


async def test_what_comes_while_they_are_erased_is_erased_with_them(
    deployment: Deployment, desk: Desk, arrive: Arrive
) -> None:
    erasure = await instruct(deployment, desk)
    assert (await arrive("status")).state == "processed"
    async with transaction():
        await erase_portion(erasure.id, clinic_id=desk.clinic.id, limit=2000)
    await arrive("message")
    (late,) = await Message.filter(clinic_id=desk.clinic.id, direction="inbound")

    done = await erase(deployment, erasure)

    assert done.state == "erased"
    assert await is_anything_left(done) == []
    assert not await Message.exists(id=late.id)
    assert [one.id for one in await Patient.filter(clinic_id=desk.clinic.id)] == [desk.patient.id]
    assert not await InboundDelivery.filter(body_sealed__isnull=False).exists()


async def test_what_comes_afterwards_is_somebody_new_and_a_status_is_of_nothing(
    deployment: Deployment, desk: Desk, arrive: Arrive
) -> None:
    done = await erase(deployment, await instruct(deployment, desk))

    status = await arrive("status")
    assert (status.state, status.kept_reason, status.body_sealed) == ("kept", "status_of_unknown_message", None)
    assert await Message.filter(clinic_id=desk.clinic.id).count() == 0
    await arrive("message")

    await assert_apart(deployment, desk, done)


@pytest.mark.parametrize("kind", ["message", "status"])
async def test_what_comes_between_the_last_step_and_its_commit_waits_and_finds_nobody(
    deployment: Deployment, desk: Desk, arrive: Arrive, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    finish, late, outside = finish_erasing, list[asyncio.Task[Any]](), copy_context()

    async def finish_while_it_comes(*given: Any, **named: Any) -> Erasure:
        done = await finish(*given, **named)
        late.append(asyncio.create_task(arrive(kind), context=outside))
        await asyncio.sleep(0.3)  # it comes as far as it can
        return done

    monkeypatch.setattr(erasing, "finish_erasing", finish_while_it_comes)
    erasure = await instruct(deployment, desk)

    done = await erase(deployment, erasure)
    delivery = await late[0]

    assert delivery.body_sealed is None
    if kind == "message":
        await assert_apart(deployment, desk, done)
    else:
        assert await Message.filter(clinic_id=desk.clinic.id).count() == 0
    assert await is_anything_left(done) == []


@pytest.mark.parametrize("kind", ["edit", "revocation", "reaction", "past"])
async def test_what_comes_late_of_their_past_brings_nobody_back(
    deployment: Deployment, desk: Desk, arrive: Arrive, kind: str
) -> None:
    done = await erase(deployment, await instruct(deployment, desk))

    late = await arrive(kind)

    assert (late.state, late.kept_reason, late.body_sealed) == ("kept", "past_of_somebody_erased", None)
    assert [one.id for one in await Patient.filter(clinic_id=desk.clinic.id)] == [desk.patient.id]
    assert await Message.filter(clinic_id=desk.clinic.id).count() == 0
    assert await is_anything_left(done) == []
    await arrive("message")
    assert (await arrive(kind)).state == "processed"  # of somebody who is known


@pytest.mark.parametrize("kind", ["edit", "revocation", "reaction", "past"])
async def test_the_past_of_somebody_new_is_taken_in_where_nobody_was_erased_since(
    deployment: Deployment, desk: Desk, arrive: Arrive, clock: TurnableClock, kind: str
) -> None:
    await erase(deployment, await instruct(deployment, desk))
    clock.turn(timedelta(days=100))

    assert (await arrive(kind)).state == "processed"
    assert await Message.filter(clinic_id=desk.clinic.id).count() == 1


async def assert_apart(deployment: Deployment, desk: Desk, done: Erasure) -> None:
    """Assert that who wrote is a new person, whom nothing leads to the erased one, of whom nothing is there."""
    old = await Patient.get(id=desk.patient.id)
    (new,) = await Patient.filter(clinic_id=desk.clinic.id, id__not=old.id)
    assert (old.name_sealed, old.phone_hash, old.provider_user_hash) == (None, None, f"erased:{old.id}")
    assert [one.patient_id for one in await Conversation.filter(clinic_id=desk.clinic.id)] == [new.id]
    assert await Message.filter(clinic_id=desk.clinic.id, direction="inbound").count() == 1
    assert await is_anything_left(done) == []
    keys = await fetch("SELECT wrapped_key FROM patient_key WHERE patient_id = $1", (old.id,))
    assert [row["wrapped_key"] for row in keys] == [None]
