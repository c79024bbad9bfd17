import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from threading import Event
from time import sleep
from uuid import UUID

import pytest

from chatbookr_core.clock import SystemClock
from chatbookr_core.db import Database, opened, transaction
from chatbookr_core.faultpoints import install
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import ClaimedJob, enqueue_each, give_back, start
from chatbookr_core.listener import listen_forever
from chatbookr_core.models import Job
from chatbookr_workers.relay import Relay

pytestmark = pytest.mark.integration  # speaks over sockets, or starts processes

KIND = "test.kind"


class Outlet:
    """A broker that notes what it is sent, and can be down."""

    def __init__(self) -> None:
        self.sent: list[UUID] = []
        self.is_down = False
        self.refused = 0

    def send(self, jobs: Sequence[ClaimedJob]) -> None:
        if self.is_down:
            self.refused += 1
            raise ConnectionError("the broker is away")
        self.sent += [job.id for job in jobs]


async def owe(count: int) -> None:
    now = SystemClock().now()
    async with transaction():
        await enqueue_each(KIND, [new_id() for _ in range(count)], now=now, give_up_after=timedelta(days=1))


@asynccontextmanager
async def relaying(database: Database, outlet: Outlet) -> AsyncIterator[None]:
    relay = asyncio.create_task(Relay(database, SystemClock(), outlet.send, kinds={KIND: 1}).run())
    try:
        yield
    finally:
        relay.cancel()
        await asyncio.gather(relay, return_exceptions=True)


async def until(condition: Callable[[], bool], *, timeout_seconds: float = 10.0) -> None:
    async with asyncio.timeout(timeout_seconds):
        while not condition():  # noqa: ASYNC110  # the relay sends on a thread
            await asyncio.sleep(0.01)


async def test_more_than_one_batch_is_sent_once_each(database: Database) -> None:
    outlet = Outlet()
    await owe(450)

    async with relaying(database, outlet):
        await until(lambda: len(outlet.sent) == 450)

    assert len(set(outlet.sent)) == 450


async def test_a_commit_of_this_process_wakes_the_relay(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbookr_workers.relay.POLL_SECONDS", 60.0)
    outlet = Outlet()

    async with relaying(database, outlet):
        await asyncio.sleep(0.2)  # the first, empty look is over
        await owe(1)
        await until(lambda: len(outlet.sent) == 1, timeout_seconds=5)


async def test_work_that_is_given_back_wakes_the_relay(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbookr_workers.relay.POLL_SECONDS", 60.0)
    outlet, clock = Outlet(), SystemClock()

    async with relaying(database, outlet):
        await owe(1)
        await until(lambda: len(outlet.sent) == 1)
        job = await start(outlet.sent[0], clock.now(), 30)
        assert job is not None
        async with transaction():
            await give_back(job, clock.now())
        await until(lambda: outlet.sent == [job.id, job.id], timeout_seconds=5)


@pytest.mark.parametrize("point", ["relay.before_claim", "relay.after_claim"])
async def test_a_relay_that_is_ended_in_a_round_still_sends_what_the_round_claims(
    database: Database, point: str
) -> None:
    outlet = Outlet()
    await owe(3)
    relay = asyncio.create_task(Relay(database, SystemClock(), outlet.send, kinds={KIND: 1}).run())

    def end(reached: str) -> None:
        if reached == point:
            relay.cancel()

    install(end)
    try:
        await asyncio.wait_for(asyncio.gather(relay, return_exceptions=True), 20)
    finally:
        install(None)

    assert relay.cancelled()
    assert {job.id for job in await Job.filter(state="queued")} == set(outlet.sent)
    assert len(outlet.sent) == 3


async def test_a_relay_that_cannot_wait_for_its_broker_any_longer_leaves_nothing_queued(database: Database) -> None:
    is_asked = Event()

    def hang(_jobs: Sequence[ClaimedJob]) -> None:
        is_asked.set()
        sleep(0.5)

    await owe(3)
    relay = asyncio.create_task(Relay(database, SystemClock(), hang, kinds={KIND: 1}).run())
    await until(is_asked.is_set)
    relay.cancel()
    await asyncio.sleep(0)
    relay.cancel()  # it is not to wait
    await asyncio.gather(relay, return_exceptions=True)

    assert await Job.filter(state="due").count() == 3


@pytest.mark.postgres
async def test_a_commit_of_another_process_wakes_the_relay(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbookr_workers.relay.POLL_SECONDS", 60.0)
    monkeypatch.setattr("chatbookr_core.jobs.publish", lambda changes: None)  # as if committed elsewhere
    outlet = Outlet()
    ear = asyncio.create_task(listen_forever(postgres_database.url))

    async with relaying(postgres_database, outlet):
        await asyncio.sleep(0.5)
        await owe(1)
        await until(lambda: len(outlet.sent) == 1, timeout_seconds=5)

    ear.cancel()
    await asyncio.gather(ear, return_exceptions=True)


async def test_two_relays_send_every_job_once(database: Database) -> None:
    one, other = Outlet(), Outlet()

    async with opened(database.url) as beside, relaying(database, one), relaying(beside, other):
        for _ in range(10):
            with database.entered():
                await owe(20)
        await until(lambda: len(one.sent) + len(other.sent) >= 200)

    assert len(set(one.sent) | set(other.sent)) == len(one.sent) + len(other.sent) == 200


async def test_a_relay_outlives_a_broker_that_is_away(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbookr_workers.relay.POLL_SECONDS", 0.05)
    outlet = Outlet()
    outlet.is_down = True

    async with relaying(database, outlet):
        await owe(3)
        await until(lambda: outlet.refused >= 3)
        outlet.is_down = False
        await until(lambda: len(outlet.sent) == 3)

    assert len(set(outlet.sent)) == 3


async def test_a_relay_whose_predecessor_cannot_be_cleared_up_after_yet_tries_again(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbookr_workers.relay.POLL_SECONDS", 0.05)
    outlet, tries = Outlet(), 0

    async def take_back() -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise ConnectionError("the database is locked")

    await owe(1)
    relay = Relay(sqlite_database, SystemClock(), outlet.send, kinds={KIND: 1}, take_back=take_back)
    running = asyncio.create_task(relay.run())
    await until(lambda: len(outlet.sent) == 1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert tries == 3


async def test_a_relay_outlives_a_database_that_is_away(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbookr_workers.relay.POLL_SECONDS", 0.05)
    outlet = Outlet()
    async with transaction() as tx:
        await tx.connection.execute_query("ALTER TABLE job RENAME TO job_away")

    async with relaying(sqlite_database, outlet):
        await asyncio.sleep(0.3)
        async with transaction() as tx:
            await tx.connection.execute_query("ALTER TABLE job_away RENAME TO job")
        await owe(1)
        await until(lambda: len(outlet.sent) == 1)

    assert await Job.filter(state="queued").count() == 1
