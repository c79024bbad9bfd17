"""Carries webhooks: the dispatcher turns what was logged into deliveries, and a job tries each of them."""

import asyncio
import logging
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
from chatbookr_workers.webhook_turns import Turns

QUEUE = "webhooks"
AT_ONCE = 64  # from one process: they wait on the loop, and hold no thread
TURN_SECONDS = 1.0
SLOW_TURN_SECONDS = 15.0  # of an endpoint whose tries have run out of time, one after the other
LOOK_SECONDS = 15.0  # how long what was not heard of can stay unnoticed
REST_SECONDS = 1.0  # between looks for whether anybody listens, while nobody does
FIRST_PAUSE_SECONDS = 0.03
LONGEST_PAUSE_SECONDS = 1.0
KINDS = frozenset[str]().union(*EVENTS.values())

log = logging.getLogger(__name__)
_turns = Turns()


@job(DELIVER, queue=QUEUE, lease_seconds=45, at_once=AT_ONCE)
async def try_delivery(deployment: Deployment, leased: LeasedJob) -> None:
    """Try one delivery once; while its endpoint or its clinic is busy enough, it waits for its turn."""
    async with _turns.turn(leased.clinic_id, str(leased.arguments.get("endpoint"))) as turn:
        if turn.is_ours:
            turn.note(await deliver(deployment, leased, Egress.of(deployment.settings)))
            return
    seconds = SLOW_TURN_SECONDS if turn.is_slow else TURN_SECONDS
    wait = timedelta(seconds=seconds * (0.5 + deployment.random.random()))
    async with transaction():
        await wait_until(leased, deployment.clock.now() + wait)


class Dispatcher:
    """One process's look at the log of changes: when something is heard, and now and then all the same."""

    def __init__(self, *, look_seconds: float = LOOK_SECONDS) -> None:
        self._look_seconds = look_seconds

    async def run(self, database: Database, deployment: Deployment) -> None:
        """Dispatch until cancelled."""
        with database.entered(), every_clinic("webhook dispatch"):
            async with listening(KINDS) as ear:
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
                if change.position is not None:
                    return place_of(change.position)
    except TimeoutError:
        return None
