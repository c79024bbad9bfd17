import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import cycle
from typing import Any

import pytest

from chatbookr_core.channels import intake as intake_module
from chatbookr_core.channels.intake import BATCH, Intake, opened_delivery
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, opened
from chatbookr_core.errors import CannotUnseal, ChannelUnavailable, LimitExceeded
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import InboundDelivery, Job
from chatbookr_sdk import WebhookRequest

HEADERS = {
    "content-type": "application/json",
    "x-hub-signature-256": "sha256=00",
    "user-agent": "facebookexternalua",
    "authorization": "Bearer secret",
    "cookie": "a=b",
    "x-forwarded-for": "203.0.113.9",
}


def delivery(number: int = 0, **fields: Any) -> WebhookRequest:
    body = b'{"object":"whatsapp_business_account","n":%d,"text":"Gr\xc3\xbc\xc3\x9fe\\n\xf0\x9f\x98\x80"}' % number
    return replace(WebhookRequest("POST", HEADERS, {"a": "1"}, body), **fields)


@pytest.fixture
async def intake(database: Database, vault: Vault, clock: TurnableClock) -> AsyncIterator[Intake]:
    made = Intake(database, vault, clock)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the size of every transaction."""
    sizes: list[int] = []
    insert = intake_module.insert

    async def noted(batch: Any) -> Any:
        sizes.append(len(batch))
        return await insert(batch)

    monkeypatch.setattr(intake_module, "insert", noted)
    return sizes


async def test_a_delivery_is_stored_sealed_with_the_job_that_processes_it(
    intake: Intake, vault: Vault, clock: TurnableClock
) -> None:
    outcome = await intake.store("whatsapp", delivery())

    assert outcome == "stored"
    row = await InboundDelivery.get()
    assert (row.plugin, row.state, row.received_at, row.clinic_id) == ("whatsapp", "received", clock.now(), None)
    assert row.body_sealed is not None
    assert b"whatsapp_business_account" not in row.body_sealed
    job = await Job.get()
    assert (job.kind, job.subject_id, job.state, job.due_at) == ("inbound.process", row.id, "due", clock.now())
    reopened = opened_delivery(await vault.deployment_keys(), row)
    assert reopened.body == delivery().body
    assert (reopened.method, reopened.query) == ("POST", {"a": "1"})
    assert set(reopened.headers) == {"content-type", "x-hub-signature-256", "user-agent"}


async def test_the_same_delivery_five_times_is_one_row_and_one_job(intake: Intake) -> None:
    at_once = await asyncio.gather(*(intake.store("whatsapp", delivery()) for _ in range(3)))
    later = [await intake.store("whatsapp", delivery(headers={"x-retry": str(number)})) for number in range(2)]

    assert sorted(at_once) == ["duplicate", "duplicate", "stored"]
    assert later == ["duplicate", "duplicate"]
    assert (await InboundDelivery.all().count(), await Job.all().count()) == (1, 1)


async def test_one_byte_or_another_plugin_makes_another_delivery(intake: Intake) -> None:
    outcomes = [
        await intake.store("whatsapp", delivery(1)),
        await intake.store("whatsapp", delivery(1, body=delivery(1).body + b" ")),
        await intake.store("other", delivery(1)),
    ]

    assert outcomes == ["stored"] * 3


async def test_pushes_without_a_body_are_told_apart_by_their_headers(intake: Intake) -> None:
    def push(number: int) -> WebhookRequest:
        return delivery(body=b"", headers={"x-goog-message-number": str(number)})

    outcomes = [await intake.store("gcal", push(number)) for number in (1, 2, 1)]

    assert outcomes == ["stored", "stored", "duplicate"]


async def test_deliveries_that_come_together_share_a_transaction(intake: Intake, batches: list[int]) -> None:
    outcomes = await asyncio.gather(*(intake.store("whatsapp", delivery(number)) for number in range(500)))

    assert set(outcomes) == {"stored"}
    assert max(batches) <= BATCH
    assert len(batches) <= 5
    assert (await InboundDelivery.all().count(), await Job.all().count()) == (500, 500)


async def test_two_processes_that_get_the_same_deliveries_store_each_once(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    async with opened(database.url) as other:
        intakes = [Intake(database, vault, clock), Intake(other, vault, clock)]
        for each in intakes:
            await each.start()
        outcomes = await asyncio.gather(
            *(each.store("whatsapp", delivery(number)) for number in range(200) for each in intakes)
        )
        for each in intakes:
            await each.stop()

    assert sorted(outcomes) == ["duplicate"] * 200 + ["stored"] * 200
    with database.entered():
        assert await Job.all().count() == 200


async def test_a_poisoned_row_harms_nobody_else_of_its_batch(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = intake_module.insert

    async def refusing_poison(batch: Any) -> Any:
        if any(row.plugin == "poison" for row in batch):
            raise ValueError("the database refuses a row")
        return await insert(batch)

    monkeypatch.setattr(intake_module, "insert", refusing_poison)

    outcomes = await asyncio.gather(
        *(intake.store("poison" if number == 7 else "whatsapp", delivery(number)) for number in range(20)),
        return_exceptions=True,
    )

    assert isinstance(outcomes[7], ValueError)
    assert [outcome for outcome in outcomes if outcome == "stored"] == ["stored"] * 19
    assert await Job.all().count() == 19


async def test_when_the_database_takes_nothing_every_caller_hears_of_it(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def fail(batch: Any) -> Any:
        nonlocal tries
        tries += 1
        raise ConnectionError("away")

    monkeypatch.setattr(intake_module, "insert", fail)
    outcomes = await asyncio.gather(
        *(intake.store("whatsapp", delivery(number)) for number in range(50)), return_exceptions=True
    )
    monkeypatch.undo()

    assert {type(outcome) for outcome in outcomes} == {ConnectionError}
    assert tries < 10
    assert await intake.store("whatsapp", delivery(0)) == "stored"


async def test_too_many_waiting_deliveries_are_turned_away(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    small = Intake(database, vault, clock, waiting=10)
    await small.start()

    outcomes = await asyncio.gather(
        *(small.store("whatsapp", delivery(number)) for number in range(30)), return_exceptions=True
    )
    await small.stop()

    stored = [outcome for outcome in outcomes if outcome == "stored"]
    assert len(stored) == await InboundDelivery.all().count() == 10
    assert {type(outcome) for outcome in outcomes if outcome != "stored"} == {LimitExceeded}


async def test_what_waits_at_shutdown_is_stored_and_nothing_new_is_taken(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    ending = Intake(database, vault, clock)
    await ending.start()
    waiting = [asyncio.create_task(ending.store("whatsapp", delivery(number))) for number in range(5)]
    await asyncio.sleep(0)

    await ending.stop()

    assert [await task for task in waiting] == ["stored"] * 5
    with pytest.raises(ChannelUnavailable):
        await ending.store("whatsapp", delivery(6))


async def test_a_caller_that_goes_away_disturbs_nobody(intake: Intake) -> None:
    gone = asyncio.create_task(intake.store("whatsapp", delivery(1)))
    await asyncio.sleep(0)
    gone.cancel()

    assert await intake.store("whatsapp", delivery(2)) == "stored"


async def test_a_delivery_moved_to_another_row_does_not_open(intake: Intake, vault: Vault) -> None:
    await intake.store("whatsapp", delivery(1))
    await intake.store("whatsapp", delivery(2))
    first, second = await InboundDelivery.all().order_by("id")
    first.body_sealed = second.body_sealed

    with pytest.raises(CannotUnseal):
        opened_delivery(await vault.deployment_keys(), first)


async def test_where_all_places_are_taken_the_noisy_clinic_makes_room_for_the_others(
    database: Database, vault: Vault, clock: TurnableClock
) -> None:
    small = Intake(database, vault, clock, waiting=10)
    await small.start()

    outcomes = await asyncio.gather(
        *(small.store("whatsapp", delivery(number), whose="noisy") for number in range(30)),
        *(small.store("whatsapp", delivery(100 + number), whose=f"quiet {number}") for number in range(5)),
        return_exceptions=True,
    )
    await small.stop()

    assert outcomes[30:] == ["stored"] * 5
    assert [outcome for outcome in outcomes[:30] if outcome == "stored"] == ["stored"] * 5
    assert {type(outcome) for outcome in outcomes[:30] if outcome != "stored"} == {LimitExceeded}
    assert await InboundDelivery.all().count() == 10


async def test_a_burst_of_one_clinic_makes_nobody_else_wait_for_all_of_it(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = intake_module.insert
    groups: list[list[str]] = []

    async def noted(batch: Any) -> Any:
        groups.append([row.plugin for row in batch])
        return await insert(batch)

    monkeypatch.setattr(intake_module, "insert", noted)
    await asyncio.gather(
        *(intake.store("noisy", delivery(number), whose="noisy") for number in range(3 * BATCH)),
        intake.store("quiet", delivery(0), whose="quiet"),
    )

    assert "quiet" in groups[0]
    assert len(groups) > 3


async def test_each_clinic_is_committed_in_the_order_it_came(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = intake_module.insert
    committed: dict[str, list[int]] = {"a": [], "b": []}
    lags = cycle([0.02, 0.0, 0.01])  # so that a group overtakes the one before it, where several are under way

    async def noted(batch: Any) -> Any:
        stored = await insert(batch)
        await asyncio.sleep(next(lags))
        for row in batch:
            committed[row.plugin].append(row.id.int)
        return stored

    monkeypatch.setattr(intake_module, "insert", noted)
    tasks = []
    for number in range(40):
        plugin = "ab"[number % 2]
        tasks.append(asyncio.create_task(intake.store(plugin, delivery(number), whose=plugin)))
        await asyncio.sleep(0.003)
    await asyncio.gather(*tasks)

    assert [len(ids) for ids in committed.values()] == [20, 20]
    assert committed == {plugin: sorted(ids) for plugin, ids in committed.items()}


async def test_while_few_are_under_way_nobody_waits_for_the_commit_of_another(
    database: Database, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert, is_over = intake_module.insert, asyncio.Event()

    async def lagging(batch: Any) -> Any:
        if any(row.plugin == "slow" for row in batch):
            await is_over.wait()
        return await insert(batch)

    monkeypatch.setattr(intake_module, "insert", lagging)
    slow = asyncio.create_task(intake.store("slow", delivery(1), whose="slow"))
    await asyncio.sleep(0)
    quick = asyncio.create_task(intake.store("quick", delivery(2), whose="quick"))
    following = asyncio.create_task(intake.store("slow", delivery(3), whose="slow"))
    await asyncio.sleep(0.5 if database.dialect == "sqlite" else 0)
    if database.dialect == "postgres":  # SQLite has one writer: there they wait
        assert await quick == "stored"
    assert (quick.done(), slow.done(), following.done()) == (database.dialect == "postgres", False, False)
    is_over.set()

    assert set(await asyncio.gather(slow, quick, following)) == {"stored"}
