"""Nobody waits for a stranger's slow receiver: places are counted by endpoint and by clinic, and slow ones get one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import pytest
from tests.receiver import Receiver, Reply, receiving
from tests.webhook_desk import webhook_desk

from chatbookr_api.payloads import LazyPayloads
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.field_use import FieldUses, fields_used
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.models import Job
from chatbookr_core.settings import Settings
from chatbookr_core.webhooks.deliveries import DELIVER
from chatbookr_core.webhooks.egress import Egress
from chatbookr_core.webhooks.rules import Answer
from chatbookr_workers import webhooks
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runtime import JobWorker
from chatbookr_workers.webhook_turns import AT_ONCE, AT_ONCE_OF_A_CLINIC, TIMEOUTS_ALLOWED, Turns

TARPITS, EARLIER = 5, 2
TARPIT_SECONDS = 600.0  # longer than anything else in here may take
TIMEOUT, OK = Answer(None, "timeout", 15_000), Answer(204, None, 3)


def patient_egress(settings: Settings) -> Egress:
    """Make a way out that never has enough of a tarpit."""
    ports, hosts = settings.webhook_ports, settings.webhook_allowed_hosts
    return Egress(ports=ports, allowed_hosts=hosts, whole_seconds=TARPIT_SECONDS)


@asynccontextmanager
async def working(deployment: Deployment, settings: Settings, database: Database) -> AsyncIterator[JobWorker]:
    """Run a real worker with its own loop, threads and deployment, on the clock of the test."""

    def made() -> Deployment:
        vault = Vault(LocalKeyFile(settings.key_file), deployment.clock)
        return replace(deployment, settings=settings, vault=vault, payloads=LazyPayloads(), field_uses=FieldUses())

    own = replace(settings, database_url=database.url, broker_url="memory://")
    worker = JobWorker(own, made, threads=2, kinds=[declared_kinds()[DELIVER]], periodics=())
    await asyncio.to_thread(worker.start)
    try:
        yield worker
    finally:
        await asyncio.to_thread(worker.stop, drain_seconds=0.5)


@pytest.mark.integration
async def test_slow_receivers_keep_nobody_else_waiting(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "_turns", Turns())
    monkeypatch.setattr(Egress, "of", patient_egress)
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(webhook_desk(deployment, clock))
        tarpits: list[Receiver] = [await stack.enter_async_context(receiving()) for _ in range(TARPITS)]
        hosts = [f"127.0.0.1:{one.port}" for one in (*tarpits, house.receiver)]
        settings = replace(deployment.settings, webhook_allowed_hosts=tuple(hosts))
        house.deployment = replace(house.deployment, settings=settings)
        for tarpit in tarpits:
            tarpit.replies = [Reply(wait_seconds=TARPIT_SECONDS)]
            await house.made(url=f"http://127.0.0.1:{tarpit.port}/x")
        await house.made()

        async with working(house.deployment, settings, sqlite_database):
            async with transaction() as tx:
                for _ in range(EARLIER):
                    tx.tell(Change("booking", house.desk.clinic.id, new_id()))
            async with asyncio.timeout(20):
                while sum(one.connections for one in tarpits) < EARLIER * TARPITS:  # noqa: ASYNC110  # other threads connect
                    await asyncio.sleep(0.02)
            await house.receiver.until(EARLIER)  # or one of them, late, would be taken for the next
            await house.tell()
            await house.receiver.until(EARLIER + 1)  # while no tarpit's try can end

        used = await fields_used(house.desk.clinic.id, [house.key.id], since=clock.now().date())
        assert {"Booking.reference", "Subscription.bookingChanged"} <= {one.coordinate for one in used[house.key.id]}
        states = {job.state for job in await Job.filter(kind=DELIVER)}
        assert states <= {"done", "due"}  # what was under way at the end was given back


async def taken(turns: Turns, stack: AsyncExitStack, clinic: object, endpoint: object) -> bool:
    return (await stack.enter_async_context(turns.turn(clinic, endpoint))).is_ours


async def test_an_endpoint_has_so_many_places_and_the_next_one_gets_none() -> None:
    turns = Turns()

    async with AsyncExitStack() as stack:
        found = [await taken(turns, stack, "clinic", "slow") for _ in range(AT_ONCE + 1)]
        other = await taken(turns, stack, "clinic", "other")

    assert found == [True] * AT_ONCE + [False]
    assert other
    assert len(turns) == 0


async def test_a_clinic_has_so_many_places_for_all_of_its_endpoints() -> None:
    turns = Turns()

    async with AsyncExitStack() as stack:
        found = [await taken(turns, stack, "clinic", new_id()) for _ in range(AT_ONCE_OF_A_CLINIC + 1)]
        other = await taken(turns, stack, "another clinic", "other")

    assert found == [True] * AT_ONCE_OF_A_CLINIC + [False]
    assert other
    assert len(turns) == 0


async def test_who_waits_gets_the_place_that_falls_free() -> None:
    turns = Turns()

    async def use(seconds: float) -> bool:
        async with turns.turn("clinic", "quick") as turn:
            await asyncio.sleep(seconds)
            return turn.is_ours

    assert all(await asyncio.gather(*(use(0.01) for _ in range(AT_ONCE * 4))))


async def test_after_time_outs_in_a_row_one_try_at_a_time_finds_out_whether_it_is_back() -> None:
    turns = Turns()
    for _ in range(TIMEOUTS_ALLOWED):
        async with turns.turn("clinic", "slow") as turn:
            turn.note(TIMEOUT)

    async with turns.turn("clinic", "slow") as probe, turns.turn("clinic", "slow") as second:
        while_slow = probe.is_ours, second.is_ours, second.is_slow
        probe.note(OK)
    async with turns.turn("clinic", "slow") as one, turns.turn("clinic", "slow") as two:
        after = one.is_ours, two.is_ours

    assert while_slow == (True, False, True)
    assert after == (True, True)
    assert len(turns) == 0
