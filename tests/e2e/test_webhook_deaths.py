"""kill -9 while webhooks are on their way: every change arrives, each as one message, and verifies outside.

What a process does when it dies after the receiver took a message cannot be known to it: that message comes again,
under the same `webhook-id` and word for word, which is what the id is for.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import asyncpg
import pytest
from standardwebhooks.webhooks import Webhook
from tests.conftest import PostgresUrls
from tests.e2e.running import redis_for
from tests.forked import Forked, forked
from tests.partner_rows import make_api_key
from tests.receiver import Receiver, receiving
from tests.schema.desk import Desk, make_desk
from tests.servers import free_port
from tests.webhook_desk import BOOKINGS, READS, step_up

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import SystemClock
from chatbookr_core.db import fetch, opened, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.listener import APPLICATION_NAME
from chatbookr_core.models import WebhookDelivery
from chatbookr_core.settings import Settings
from chatbookr_core.webhooks.endpoints import create_endpoint
from chatbookr_core.webhooks.payloads import Document

CHANGES = 3
POINTS = (
    "webhook.before_dispatch_commit",
    "webhook.after_dispatch_commit",
    "webhook.before_post",
    "webhook.after_post",
    "webhook.after_note",
)
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> ALL($1)"
OURS = "SELECT array_agg(pid) FROM pg_stat_activity WHERE datname = current_database()"
ONE_SESSION = "?minsize=1&maxsize=1"
LISTENING = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> ALL($1) AND application_name = $2"""
COMMAND = str(Path(sys.executable).with_name("chatbookr"))


@dataclass(slots=True)
class Partner:
    """A clinic with an endpoint at a receiver, and the settings under which processes serve it."""

    desk: Desk
    secret: str
    receiver: Receiver
    environment: dict[str, str]

    async def tell(self) -> None:
        """Let changes of the desk's booking happen, each in a transaction of its own."""
        for _ in range(CHANGES):
            async with transaction() as tx:
                tx.tell(Change("booking", self.desk.clinic.id, self.desk.booking.id))

    def verify(self) -> None:
        """Let the specification's own library verify all that came, and compare what came twice."""
        bodies: dict[str, bytes] = {}
        for request in self.receiver.received:
            body = Webhook(self.secret).verify(request.body, dict(request.headers))
            assert body["data"]["bookingChanged"]["booking"]["reference"] == self.desk.booking.reference
            assert bodies.setdefault(request.headers["webhook-id"], request.body) == request.body
        assert len(bodies) == CHANGES


@asynccontextmanager
async def partner(url: str, folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Partner]:
    key_file = folder / "key-encryption.key"
    async with receiving() as receiver, opened(url + (ONE_SESSION if url.startswith("postgres") else "")):
        allowed = f"127.0.0.1:{receiver.port}"
        clock = SystemClock()
        lent = Deployment(
            Settings(key_file=key_file, webhook_allowed_hosts=(allowed,)),
            clock,
            Vault(LocalKeyFile(key_file), clock),
            Plugins({}),
            Random(7),  # noqa: S311  # jitter
        )
        desk = await make_desk(lent.vault, datetime.now(UTC))
        async with transaction():
            await desk.webhook_endpoint.delete()
        key = await make_api_key(desk.clinic, scopes=READS)
        owner = await step_up(desk, datetime.now(UTC))
        async with transaction():
            made = await create_endpoint(
                lent,
                owner,
                clinic_id=desk.clinic.id,
                api_key_id=key.id,
                url=f"http://{allowed}/hook",
                document=Document(BOOKINGS, "bookingChanged", {"clinic": desk.id_of("Clinic")}),
            )
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CHATBOOKR_")},
            "CHATBOOKR_DATABASE_URL": url,
            "CHATBOOKR_KEY_FILE": str(key_file),
            "CHATBOOKR_PLUGINS": "none",
            "CHATBOOKR_PORT": str(free_port()),
            "CHATBOOKR_WEBHOOK_ALLOWED_HOSTS": allowed,
            **settings,
        }
        yield Partner(desk, made.secret, receiver, environment)


@asynccontextmanager
async def supervised(command: str, environment: Mapping[str, str], point: str) -> AsyncIterator[list[int]]:
    """Run a process and start it again whenever it dies; only its first life has the faultpoint. Yields its deaths."""
    deaths: list[int] = []
    lives: list[Forked] = []
    folder = Path(environment["CHATBOOKR_KEY_FILE"]).parent

    async def live(extra: Mapping[str, str]) -> int:
        whole = {**environment, **extra}
        lives.append(forked([COMMAND, command], folder=folder, environment=whole, log=folder / "chatbookr.log"))
        return await lives[-1].ended()

    async def watch() -> None:
        deaths.append(await live({"CHATBOOKR_FAULTPOINT": point}))
        while True:
            deaths.append(await live({}))

    watching = asyncio.create_task(watch())
    try:
        yield deaths
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        lives[-1].terminate()
        await lives[-1].ended()


async def settled(*, seconds: float) -> None:
    """Wait until every change has a delivery and none is under way."""
    async with asyncio.timeout(seconds):
        while True:
            states = [row.state for row in await WebhookDelivery.all()]
            if len(states) >= CHANGES and set(states) == {"delivered"}:
                break
            await asyncio.sleep(0.1)
    assert len(states) == CHANGES


async def ours_now(admin: asyncpg.Connection) -> list[int]:
    """Name the sessions of this process: the one of its pool, which makes a new one after a rest, and the admin's."""
    (row,) = await fetch("SELECT pg_backend_pid() AS pid")
    return [row["pid"], await admin.fetchval("SELECT pg_backend_pid()")]


async def listens(admin: asyncpg.Connection, ours: list[int], *, seconds: float) -> None:
    """Wait until the worker has started: the last thing it does is to listen for changes."""
    async with asyncio.timeout(seconds):
        while True:
            if await admin.fetchval(LISTENING, ours, APPLICATION_NAME):
                return
            await asyncio.sleep(0.1)


@pytest.mark.e2e
@pytest.mark.parametrize("point", POINTS)
async def test_an_embedded_worker_may_die_anywhere(sqlite_url: str, tmp_path: Path, point: str) -> None:
    async with partner(sqlite_url, tmp_path, {}) as house:
        await house.tell()
        async with supervised("serve", house.environment, point) as deaths:
            await settled(seconds=160)

    assert deaths[:1] == [-9]
    house.verify()
    assert len(house.receiver.received) <= CHANGES + 2  # two go to one endpoint at a time, and a death may repeat both


@pytest.mark.e2e
@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.parametrize("point", ["webhook.before_dispatch_commit", "webhook.after_post"])
async def test_a_worker_of_its_own_may_die_just_as_well(
    postgres_urls: PostgresUrls, redis_url: str, tmp_path: Path, point: str
) -> None:
    settings = {"CHATBOOKR_BROKER_URL": redis_for(redis_url)}
    async with partner(postgres_urls.app, tmp_path, settings) as house, AsyncExitStack() as stack:
        admin = await asyncpg.connect(postgres_urls.admin)
        stack.push_async_callback(admin.close)
        ours = await admin.fetchval(OURS)
        deaths = await stack.enter_async_context(supervised("worker", house.environment, point))
        await listens(admin, ours, seconds=300)  # so that it hears of the changes; else it would find them in the log
        await house.tell()
        await settled(seconds=300)  # what the dead one had begun waits for its lease

    assert deaths[:1] == [-9]
    house.verify()
    assert len(house.receiver.received) <= CHANGES + 2


@pytest.mark.e2e
@pytest.mark.postgres
@pytest.mark.redis
async def test_a_database_that_cuts_the_workers_connections_loses_nothing(
    postgres_urls: PostgresUrls, redis_url: str, tmp_path: Path
) -> None:
    settings = {"CHATBOOKR_BROKER_URL": redis_for(redis_url)}
    async with partner(postgres_urls.app, tmp_path, settings) as house, AsyncExitStack() as stack:
        admin = await asyncpg.connect(postgres_urls.admin)  # who may end others' sessions
        stack.push_async_callback(admin.close)
        ours = await admin.fetchval(OURS)
        deaths = await stack.enter_async_context(supervised("worker", house.environment, "never"))
        await listens(admin, ours, seconds=300)
        await admin.execute(CUT, await ours_now(admin))
        await house.tell()
        await admin.execute(CUT, await ours_now(admin))
        await settled(seconds=300)
        assert deaths == []

    house.verify()
