"""From the log of changes to deliveries: each change once for each endpoint, in order, wherever the process dies."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import asyncpg
import pytest
from tests.factories import make_clinic
from tests.receiver import Reply
from tests.webhook_desk import WebhookDesk, webhook_desk
from tests.workers.test_upkeep import work as run_kind

from chatbookr_core import change_log, faultpoints
from chatbookr_core.clock import TurnableClock
from chatbookr_core.database_urls import credentials_of
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import claim_due
from chatbookr_core.models import ChangeReader, Job, LoggedChange, WebhookAttempt, WebhookDelivery
from chatbookr_core.retention.nights import begin_run, delete_portion
from chatbookr_core.retention.rules import RetainedClass
from chatbookr_core.scope import PARAMETER
from chatbookr_core.webhooks.deliveries import DELIVER
from chatbookr_core.webhooks.dispatch import dispatch, is_behind
from chatbookr_workers import webhooks
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run
from chatbookr_workers.webhook_turns import Turns
from chatbookr_workers.webhooks import Dispatcher

pytestmark = pytest.mark.integration  # its receiver listens

ENABLE = """
mutation ($id: ID!, $on: Boolean!) {
  webhookEndpointUpdate(input: {endpointId: $id, isEnabled: $on}) { userErrors { code } }
}
"""


@pytest.fixture
async def house(database: Database, deployment: Deployment, clock: TurnableClock) -> AsyncIterator[WebhookDesk]:
    async with webhook_desk(deployment, clock) as made:
        yield made


@pytest.fixture
def faults() -> Iterator[set[str]]:
    """Name points at which the work is to end in an exception."""
    points: set[str] = set()

    def raise_at(point: str) -> None:
        if point in points:
            raise ConnectionError(point)

    faultpoints.install(raise_at)
    yield points
    faultpoints.install(None)


async def told(house: WebhookDesk) -> list[tuple[str, object]]:
    return [(row.kind, row.subject_id) for row in await house.deliveries()]


async def test_each_change_is_owed_once_in_order_and_no_change_of_others(house: WebhookDesk) -> None:
    await house.tell()  # before anybody listened
    await house.made()
    subjects = [new_id() for _ in range(3)]
    other = await make_clinic()
    for subject in subjects:
        await house.tell("booking", subject)
        await house.tell("task", subject)  # webhooks know nothing of it
        async with transaction() as tx:
            tx.tell(Change("booking", other.id, new_id()))

    for _ in range(3):
        await house.dispatch()

    assert await told(house) == [("booking", subject) for subject in subjects]
    assert await Job.filter(kind=DELIVER).count() == 3


@pytest.mark.parametrize("point", ["webhook.before_dispatch_commit", "webhook.after_dispatch_commit"])
async def test_a_dispatch_that_dies_leaves_nothing_out_and_nothing_twice(
    house: WebhookDesk, faults: set[str], point: str
) -> None:
    await house.made()
    await house.tell()
    faults.add(point)
    with pytest.raises(ConnectionError):
        await house.dispatch()
    faults.clear()

    await house.tell("booking", new_id())
    await house.dispatch()

    assert len(await house.deliveries()) == 2
    assert await Job.filter(kind=DELIVER).count() == 2


async def test_two_dispatchers_at_once_owe_each_change_once(house: WebhookDesk) -> None:
    await house.made()
    for _ in range(20):
        await house.tell("booking", new_id())

    await asyncio.gather(*(house.dispatch() for _ in range(4)))

    assert len(await house.deliveries()) == 20
    assert await ChangeReader.all().count() == 1


async def test_more_than_a_portion_is_read_in_several_rounds(house: WebhookDesk) -> None:
    await house.made()
    async with transaction() as tx:
        for _ in range(450):
            tx.tell(Change("booking", house.desk.clinic.id, new_id()))

    rounds = 1
    while (await house.dispatch()).is_full:
        rounds += 1

    assert rounds >= 3
    assert len(await house.deliveries()) == 450


async def test_several_endpoints_are_each_told(house: WebhookDesk) -> None:
    await house.made()
    await house.made()

    await house.tell()
    await house.dispatch()

    assert len({row.endpoint_id for row in await house.deliveries()}) == 2


async def test_a_disabled_endpoint_is_told_nothing_of_that_time(house: WebhookDesk) -> None:
    endpoint_id, _ = await house.made()
    await house.ask(ENABLE, {"id": endpoint_id, "on": False})
    await house.tell()
    await house.dispatch()
    await house.ask(ENABLE, {"id": endpoint_id, "on": True})
    later = new_id()
    await house.tell("booking", later)
    await house.dispatch()

    assert await told(house) == [("booking", later)]


async def test_where_nobody_listens_nothing_is_read_or_written(house: WebhookDesk) -> None:
    await house.tell()

    done = await house.dispatch()

    assert (done.place, done.is_full) == (None, False)
    assert await ChangeReader.all().count() == 0


async def test_what_was_logged_while_everything_stood_still_for_days_is_delivered(house: WebhookDesk) -> None:
    """Hold the log to its reader: it outlives its day where webhooks have not been made of it yet."""
    await house.made()
    await house.tell()
    await _age(days=3)

    await house.settled()
    assert await is_behind(house.clock.now())
    await run_kind(house.deployment, "upkeep.forget")
    await house.dispatch()

    assert len(await house.deliveries()) == 1
    await run_kind(house.deployment, "upkeep.forget")
    assert await LoggedChange.all().count() == 0


async def _age(*, days: int) -> None:
    """Let the log be days old by the database's clock, and the dispatcher's place with it."""
    async with transaction() as tx:
        if tx.dialect == "postgres":
            await tx.execute(f"UPDATE change_log SET happened_at = happened_at - interval '{days} days'")  # noqa: S608  # a number
        else:
            await tx.execute(
                f"UPDATE change_log SET happened_at = strftime('%Y-%m-%d %H:%M:%f+00:00', happened_at, '-{days} days')"  # noqa: S608  # a number
            )


async def test_old_deliveries_are_forgotten_with_their_tries_and_pending_ones_stay(house: WebhookDesk) -> None:
    await house.made()
    await house.tell()
    await house.work()
    await house.tell("booking", new_id())
    await house.dispatch()
    house.clock.turn(timedelta(days=31))

    async with transaction():
        clinic_id, now = house.desk.clinic.id, house.clock.now()
        night = await begin_run(clinic_id, now.date(), RetainedClass.DELIVERIES, now)
        await delete_portion(house.deployment, night.id, clinic_id=clinic_id, limit=10)

    assert [row.state for row in await house.deliveries()] == ["pending"]
    assert await WebhookAttempt.all().count() == 0


@contextlib.asynccontextmanager
async def dispatching(house: WebhookDesk, database: Database) -> AsyncIterator[None]:
    """Run a dispatcher that hears of commits and hardly ever looks by itself."""
    running = asyncio.create_task(Dispatcher(look_seconds=600).run(database, house.deployment))
    try:
        await asyncio.sleep(0.05)
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(count: int, seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while await WebhookDelivery.all().count() < count:  # noqa: ASYNC110  # the dispatcher writes them
            await asyncio.sleep(0.01)


async def test_the_dispatcher_acts_on_what_it_hears(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    async with webhook_desk(deployment, clock) as house:
        await house.made()
        async with dispatching(house, sqlite_database):
            await house.tell()
            await until(1)


@pytest.mark.postgres
async def test_a_change_that_commits_late_is_not_passed_by(
    postgres_database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    """Let a transaction write first and commit last: its row stands before the others in the log, and comes after."""
    options = {
        name: value
        for name, value in credentials_of(postgres_database.url).items()
        if name not in ("minsize", "maxsize")
    } | {"server_settings": {PARAMETER: "*"}}
    async with webhook_desk(deployment, clock) as house:
        await house.made()
        slow, late, early = await asyncpg.connect(**options), new_id(), new_id()
        try:
            writing = slow.transaction()
            await writing.start()
            await slow.execute(
                "INSERT INTO change_log (snapshot, transaction_id, clinic_id, kind, subject_id, happened_at)"
                " VALUES (pg_current_snapshot()::text, pg_current_xact_id()::text::bigint, $1, 'booking', $2, now())",
                house.desk.clinic.id,
                late,
            )
            await house.tell("booking", early)
            await dispatch(house.deployment)
            before = await told(house)
            await writing.commit()
            await house.dispatch()
        finally:
            await slow.close()

        assert before == []  # nothing is told as long as something older may yet come
        assert sorted(await told(house), key=str) == sorted([("booking", late), ("booking", early)], key=str)
        rows = await fetch("SELECT position FROM change_reader")
        assert len(rows) == 1


def test_the_log_is_kept_for_longer_than_a_dispatcher_is_late() -> None:
    assert timedelta(hours=1) < change_log.KEPT


async def test_a_slow_receiver_takes_two_places_and_no_more(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns()
    monkeypatch.setattr(webhooks, "_turns", turns)
    async with webhook_desk(deployment, clock) as house:
        await house.made()
        house.receiver.replies = [Reply(wait_seconds=0.8)]
        async with transaction() as tx:
            for _ in range(5):
                tx.tell(Change("booking", house.desk.clinic.id, new_id()))
        await house.dispatch()

        jobs = [one.id for one in await claim_due(clock.now(), 10, kinds=[DELIVER])]
        kind = declared_kinds()[DELIVER]
        await asyncio.gather(*(run(house.deployment, kind, one) for one in jobs))

        assert house.receiver.connections == 2
        assert sorted(job.state for job in await Job.filter(kind=DELIVER)) == ["done", "done", "due", "due", "due"]
        assert [row.attempts for row in await house.deliveries() if row.state == "pending"] == [0, 0, 0]
        assert len(turns) == 0
        clock.turn(timedelta(seconds=2))
        await house.work(within=timedelta(seconds=10))
        assert {row.state for row in await house.deliveries()} == {"delivered"}
