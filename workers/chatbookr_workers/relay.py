"""Hands due jobs to the broker: at once when a commit says so, and by looking every half second otherwise.

It runs in every worker process; the table sees to it that no two relays claim the same row. Whatever fails (database,
broker, notification) it waits and goes on: nothing is lost, because the table remembers.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chatbookr_core.clock import Clock
from chatbookr_core.db import Database
from chatbookr_core.events import listening
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import JOBS_CHANGED, QUEUE_SECONDS, ClaimedJob, claim_due, unclaim
from chatbookr_core.scope import every_clinic

POLL_SECONDS = 0.5
BATCH = 200
BACKOFF_CAP_SECONDS = 15.0
SAY_SECONDS = 60.0
log = logging.getLogger(__name__)


class Relay:
    """One process's relay, living on the loop of its database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        send: Callable[[Sequence[ClaimedJob]], None],
        *,
        kinds: Mapping[str, int],
        queue_seconds: float = QUEUE_SECONDS,
        take_back: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._send = send
        self._kinds = kinds  # those its workers know, and how many jobs of each one message may carry
        self._queue_seconds = queue_seconds
        self._take_back = take_back  # run before the first round, until it succeeds
        self._wake = asyncio.Event()
        self._said_at = 0.0

    async def run(self) -> None:
        """Relay until cancelled."""
        # brokers' clients block, and RabbitMQ's connection belongs to one thread
        with self._database.entered(), every_clinic("jobs"), ThreadPoolExecutor(1, "relay") as sender:
            ear = asyncio.create_task(self._hear())
            try:
                await self._relay(sender)
            finally:
                ear.cancel()
                await asyncio.gather(ear, return_exceptions=True)

    async def _relay(self, sender: ThreadPoolExecutor) -> None:
        failures = 0
        while True:
            self._wake.clear()
            try:
                if self._take_back is not None:
                    await self._take_back()
                    self._take_back = None
                is_full = await _whole(self.hand_over(sender)) >= BATCH
                failures = 0
            except Exception as problem:  # a relay never dies: the next round tries again
                failures += 1
                is_full = False
                self._say(problem, failures)
            if failures:
                await asyncio.sleep(min(POLL_SECONDS * 2.0 ** min(failures, 10), BACKOFF_CAP_SECONDS))
            elif not is_full:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._wake.wait()

    def _say(self, problem: Exception, failures: int) -> None:
        """Log the first failure in a row, then one in a minute."""
        now = asyncio.get_running_loop().time()
        if failures == 1 or now - self._said_at >= SAY_SECONDS:
            self._said_at = now
            log.warning("relay: round failed (%s), %d in a row", type(problem).__name__, failures)

    async def hand_over(self, sender: ThreadPoolExecutor) -> int:
        """Claim one batch and send it; return its size. What the broker does not take becomes due again."""
        reach("relay.before_claim")
        now = self._clock.now()
        claimed = await claim_due(now, BATCH, kinds=self._kinds, queue_seconds=self._queue_seconds)
        if not claimed:
            return 0
        reach("relay.after_claim")
        messages, sent = _in_messages(claimed, self._kinds), 0

        def send_all() -> None:
            nonlocal sent
            for jobs in messages:
                self._send(jobs)
                sent += len(jobs)

        try:
            await asyncio.get_running_loop().run_in_executor(sender, send_all)
        except (Exception, asyncio.CancelledError):
            await unclaim([job.id for jobs in messages for job in jobs][sent:], self._clock.now())
            raise
        reach("relay.after_send")
        return len(claimed)

    async def _hear(self) -> None:
        """Wake at commits of this process, and of others where `listen_forever` publishes them here."""
        async with listening({JOBS_CHANGED.kind}) as changes:
            while True:
                await changes.get()
                self._wake.set()


async def _whole(round_: Coroutine[Any, Any, int]) -> int:
    """Let a round end that has begun, also when its relay is cancelled: nobody else knows what it has claimed.

    Who cancels a second time, because the database or the broker does not answer, cuts it off.
    """
    task = asyncio.create_task(round_)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise


def _in_messages(claimed: Sequence[ClaimedJob], most: Mapping[str, int]) -> list[Sequence[ClaimedJob]]:
    """Put jobs of a kind into as few messages as may be, in their order; those of the oldest job first."""
    by_kind: dict[str, list[ClaimedJob]] = {}
    for job in claimed:
        by_kind.setdefault(job.kind, []).append(job)
    return [jobs[at : at + most[kind]] for kind, jobs in by_kind.items() for at in range(0, len(jobs), most[kind])]
