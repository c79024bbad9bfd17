"""Statuses that wait are taken in together: in few statements, and none is lost to another's trouble."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.api.test_hooks import ENVIRONMENT, NUMBER, WABA, delivery, entry
from tests.clinic_world import deployment_for, settings_for
from tests.factories import make_clinic, make_connection, make_conversation, make_patient, writing
from tests.schema.statements import statements

from chatbookr_core.channels import deliveries
from chatbookr_core.channels.intake import Intake, opened_delivery
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import claim_due
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Conversation, InboundDelivery, Job, Message
from chatbookr_sdk import WebhookRequest
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run
from chatbookr_workers.starting import Starter
from chatbookr_workers.together import Company

pytestmark = pytest.mark.integration  # speaks with a database over sockets and threads

KIND = "inbound.process"
FATES = ("sent", "delivered", "read")


@dataclass(slots=True)
class Line:
    """A conversation of ours, what Meta delivers of it, and a worker's loop."""

    deployment: Deployment
    database: Database
    clock: TurnableClock
    conversation: Conversation

    async def say(self) -> Message:
        """Put a message of ours into the state in which the provider has it, and we have no answer yet."""
        keys = await self.deployment.vault.clinic_keys(self.conversation.clinic_id)
        message_id = new_id()
        async with writing():
            return await Message.create(
                id=message_id,
                clinic_id=self.conversation.clinic_id,
                conversation_id=self.conversation.id,
                connection_id=self.conversation.connection_id,
                direction="outbound",
                author="assistant",
                kind="text",
                body_sealed=keys.seal(columns.MESSAGE_BODY, message_id, "from us"),
                status="queued",
                sent_at=self.clock.now(),
                created_at=self.clock.now(),
            )

    async def report(self, *fates: tuple[Message, str], number: str = NUMBER, group: str = WABA) -> None:
        """Store a delivery of its own for each fate of a message."""
        at = int(self.clock.now().timestamp())
        for message, fate in fates:
            await self.deliver(delivery(_status(message, fate, at, number=number, group=group)))

    async def deliver(self, body: bytes) -> None:
        intake = Intake(self.database, self.deployment.vault, self.deployment.clock)
        await intake.start()
        await intake.store("whatsapp", WebhookRequest("POST", {"content-type": "application/json"}, {}, body))
        await intake.stop()

    async def work(self) -> None:
        """Run what is due, all at the same time, as the loop of a worker does."""
        company, starter = Company(self.deployment), Starter(self.clock)
        claimed = await claim_due(self.clock.now(), 100, kinds={KIND})
        kind = declared_kinds()[KIND]
        work = (run(self.deployment, kind, one.id, starter=starter, company=company) for one in claimed)
        await asyncio.gather(*work)
        await company.end()


def _status(message: Message, fate: str, at: int, *, number: str = NUMBER, group: str = WABA) -> dict[str, Any]:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550953877", "phone_number_id": number},
        "statuses": [
            {
                "id": f"wamid.{message.id}",
                "status": fate,
                "timestamp": str(at),
                "recipient_id": "972544401243",
                "biz_opaque_callback_data": str(message.id),
            }
        ],
    }
    return {"id": group, "changes": [{"value": value, "field": "messages"}]}


@pytest.fixture
async def line(database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path) -> Line:
    clinic = await make_clinic(vault)
    connection = await make_connection(clinic, vault, account_id=NUMBER, group_id=WABA)
    conversation = await make_conversation(await make_patient(clinic, vault), connection)
    settings = settings_for(database_url, tmp_path, ENVIRONMENT, plugins=("whatsapp",))
    return Line(deployment_for(settings, clock, vault), database, clock, conversation)


async def states() -> list[str]:
    return sorted([job.state for job in await Job.filter(kind=KIND)])


async def test_nine_statuses_cost_as_many_statements_as_three_and_all_count(line: Line) -> None:
    first = await line.say()
    await line.report(*((first, fate) for fate in FATES))
    with statements() as of_three:
        await line.work()
    three = [await line.say() for _ in range(3)]
    await line.report(*((message, fate) for message in three for fate in FATES))

    with statements() as of_nine:
        await line.work()

    assert await states() == ["done"] * 12
    assert {message.status for message in await Message.all()} == {"read"}
    assert {(row.state, row.kept_reason, row.body_sealed) for row in await InboundDelivery.all()} == {
        ("processed", None, None)
    }
    assert len([one for one in of_nine if "UPDATE message" in one]) == 1
    assert len([one for one in of_nine if "UPDATE job SET state = 'done'" in one]) == 1
    assert len(of_nine) == len(of_three) <= 12


async def other_line(line: Line) -> Line:
    """Make a conversation of another clinic, with a number of its own."""
    vault = line.deployment.vault
    clinic = await make_clinic(vault)
    connection = await make_connection(clinic, vault, account_id="2" + NUMBER, group_id="2" + WABA)
    conversation = await make_conversation(await make_patient(clinic, vault), connection)
    return Line(line.deployment, line.database, line.clock, conversation)


async def test_those_of_two_clinics_cost_as_many_statements_as_those_of_one(line: Line) -> None:
    first = await line.say()
    await line.report(*((first, fate) for fate in FATES))
    with statements() as of_one:
        await line.work()
    other = await other_line(line)
    ours, theirs = await line.say(), await other.say()
    await line.report((ours, "delivered"))
    await line.report((theirs, "read"), number="2" + NUMBER, group="2" + WABA)

    with statements() as of_two:
        await line.work()

    assert [(await Message.get(id=one.id)).status for one in (ours, theirs)] == ["delivered", "read"]
    assert {row.clinic_id for row in await InboundDelivery.all()} == {ours.clinic_id, theirs.clinic_id}
    assert await states() == ["done"] * 5
    assert len(of_two) == len(of_one)


async def test_what_one_account_reports_moves_no_message_of_another_clinic(line: Line) -> None:
    other = await other_line(line)
    ours, theirs = await line.say(), await other.say()
    await line.report((theirs, "read"), (ours, "read"))  # told of our number, about a message of theirs

    await line.work()

    assert [(await Message.get(id=one.id)).status for one in (ours, theirs)] == ["read", "queued"]
    assert sorted([row.kept_reason or "" for row in await InboundDelivery.all()]) == ["", deliveries.OF_NOTHING_HERE]


async def test_one_number_reports_under_no_name_of_another(line: Line) -> None:
    other = await other_line(line)
    ours, theirs = await line.say(), await other.say()
    async with writing():  # as names were kept before they were hidden: the same for everybody
        await Message.filter(id=theirs.id).update(external_hash=f"wamid.{ours.id}")
    await line.report((ours, "delivered"))
    await line.report((theirs, "read"), number="2" + NUMBER, group="2" + WABA)

    await line.work()

    assert [(await Message.get(id=one.id)).status for one in (ours, theirs)] == ["delivered", "read"]


async def test_a_message_is_read_once_though_it_came_among_statuses(line: Line) -> None:
    message = await line.say()
    await line.report((message, "delivered"))
    await line.deliver(delivery(entry(["hello"])))

    with statements() as seen:
        await line.work()

    assert len([one for one in seen if 'FROM "inbound_delivery"' in one and "body_sealed" in one]) == 1
    assert len([one for one in seen if 'FROM "channel_connection"' in one]) == 1


async def test_a_message_among_statuses_is_taken_in_by_itself(line: Line) -> None:
    message = await line.say()
    await line.report((message, "delivered"))
    await line.deliver(delivery(entry(["hello"])))
    await line.report((message, "read"))

    await line.work()

    assert await states() == ["done"] * 3
    assert await Message.filter(direction="inbound").count() == 1
    assert (await Message.get(id=message.id)).status == "read"


async def test_one_that_cannot_be_read_holds_up_none_of_the_others(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    message = await line.say()
    await line.report(*((message, fate) for fate in FATES))
    bad = await InboundDelivery.all().order_by("id").first()

    def refusing(keys: Any, delivered: InboundDelivery) -> WebhookRequest:
        if bad is not None and delivered.id == bad.id:
            raise RuntimeError("made up")
        return opened_delivery(keys, delivered)

    monkeypatch.setattr("chatbookr_core.channels.deliveries.opened_delivery", refusing)
    await line.work()

    assert await states() == ["done", "done", "due"]
    assert (await Message.get(id=message.id)).status == "read"
    assert (await Job.get(kind=KIND, state="due")).last_error == "RuntimeError"


async def test_who_died_before_is_tried_alone(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    message = await line.say()
    await line.report((message, "delivered"), (message, "read"))
    died = await Job.filter(kind=KIND).order_by("id").first()
    assert died is not None
    async with transaction():
        await Job.filter(id=died.id).update(deaths=1)
    found, asked = deliveries.read_waiting, list[Any]()

    async def noting(deployment: Deployment, ids: Any) -> Any:
        asked.append(list(ids))
        return await found(deployment, ids)

    monkeypatch.setattr("chatbookr_workers.inbound.read_waiting", noting)
    await line.work()

    assert await states() == ["done", "done"]
    assert [len(ids) for ids in asked] == [1, 1]
    assert [died.subject_id] in asked


async def test_a_lease_that_is_lost_is_lost_for_its_job_alone(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    message = await line.say()
    await line.report((message, "delivered"), (message, "read"))
    lost = await Job.filter(kind=KIND).order_by("id").first()
    assert lost is not None
    found = deliveries.read_waiting

    async def taking(deployment: Deployment, ids: Any) -> Any:
        async with transaction():
            await Job.filter(id=lost.id).update(lease=new_id())  # another worker, say
        return await found(deployment, ids)

    monkeypatch.setattr("chatbookr_workers.inbound.read_waiting", taking)
    await line.work()

    assert await states() == ["done", "running"]
    assert await InboundDelivery.filter(state="received").values_list("id", flat=True) == [lost.subject_id]


async def test_a_status_of_nothing_here_is_kept_without_its_body(line: Line) -> None:
    message = await line.say()
    await line.report((message, "read"))
    async with writing():
        await Message.all().delete()

    await line.work()

    row = await InboundDelivery.get()
    assert (row.state, row.kept_reason, row.body_sealed) == ("kept", deliveries.OF_NOTHING_HERE, None)
    assert row.clinic_id == line.conversation.clinic_id
    assert await states() == ["done"]

    assert row.processed_at == line.clock.now()
