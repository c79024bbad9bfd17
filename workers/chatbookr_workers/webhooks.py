"""Carries webhooks: the dispatcher turns what was logged into deliveries, and a job tries each of them."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Ear, listening
from chatbookr_core.jobs import LeasedJob, wait_until
from chatbookr_core.scope import every_clinic
from chatbookr_core.webhooks.deliveries import DELIVER
from chatbookr_core.webhooks.dispatch import Place, dispatch, place_of
from chatbookr_core.webhooks.egress import Egress
from chatbookr_core.webhooks.rules import EVENTS
from chatbookr_core.webhooks.tries import deliver
from chatbookr_workers.kinds import job

QUEUE = "webhooks"
AT_ONCE = 2  # to one endpoint, from one process: a slow receiver does not keep the others waiting
PATIENCE_SECONDS = 0.3  # for one of them to end; then somebody else's delivery has its turn
TURN_SECONDS = 1.0
LOOK_SECONDS = 15.0  # how long what was not heard of can stay unnoticed
REST_SECONDS = 1.0  # between looks for whether anybody listens, while nobody does
FIRST_PAUSE_SECONDS = 0.03
LONGEST_PAUSE_SECONDS = 1.0
KINDS = frozenset[str]().union(*EVENTS.values())

log = logging.getLogger(__name__)
_turns: dict[str, "_Turns"] = {}  # of the endpoints that something is under way to


@dataclass(slots=True)
class _Turns:
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    users: int = 0

    def leave(self, endpoint: str) -> None:
        self.users -= 1
        if not self.users:
            _turns.pop(endpoint, None)


@job(DELIVER, queue=QUEUE, lease_seconds=45)
async def try_delivery(deployment: Deployment, leased: LeasedJob) -> None:
    """Try one delivery once; while its endpoint is busy enough, it waits for its turn."""
    async with _turn_of(str(leased.arguments.get("endpoint"))) as is_ours:
        if is_ours:
            await deliver(deployment, leased, Egress.of(deployment.settings))
            return
    wait = timedelta(seconds=TURN_SECONDS * (0.5 + deployment.random.random()))
    async with transaction():
        await wait_until(leased, deployment.clock.now() + wait)


@asynccontextmanager
async def _turn_of(endpoint: str) -> AsyncIterator[bool]:
    """Wait a little for one of the endpoint's AT_ONCE places; yield whether there was one."""
    turns = _turns.setdefault(endpoint, _Turns())
    turns.users += 1
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await turns.places.acquire()
    except TimeoutError:
        turns.leave(endpoint)
        yield False
        return
    try:
        yield True
    finally:
        turns.places.release()
        turns.leave(endpoint)


class Dispatcher:
    """One process's look at the log of changes: when something is heard, and now and then all the same."""

    def __init__(self, *, look_seconds: float = LOOK_SECONDS) -> None:
        self._look_seconds = look_seconds

    async def run(self, database: Database, deployment: Deployment) -> None:
        """Dispatch until cancelled."""
        with database.entered(), every_clinic("webhook dispatch"):
            async with listening() as ear:
                heard: Place | None = None
                pauses = 0
                while True:
                    try:
                        done = await dispatch(deployment)
                    except Exception as problem:  # the database is away: the log will still be there
                        log.warning("webhooks: not dispatched (%s)", type(problem).__name__)
                        pauses += 1
                        await asyncio.sleep(min(REST_SECONDS * 2.0**pauses, self._look_seconds))
                        continue
                    if done.place is None:
                        await asyncio.sleep(REST_SECONDS)
                    if done.is_full:
                        continue
                    if done.place is not None and heard is not None and done.place < heard:
                        pauses += 1  # others are still writing beside what was heard: it can be read when they end
                        await asyncio.sleep(min(FIRST_PAUSE_SECONDS * 2.0**pauses, LONGEST_PAUSE_SECONDS))
                        continue
                    pauses = 0
                    heard = await _hear(ear, self._look_seconds)


async def _hear(ear: Ear, seconds: float) -> Place | None:
    """Wait for a change that webhooks tell of, and return its place; None after `seconds` without."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                change = await ear.get()
                if ear.has_missed:
                    ear.start_over()
                    return None
                if change.kind in KINDS and change.position is not None:
                    return place_of(change.position)
    except TimeoutError:
        return None
