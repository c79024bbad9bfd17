"""Hands due jobs over: at once when a commit says so, and by looking every half second otherwise.

Kinds that need no thread begin in this process, as it has places for them; all others go to the broker, one job a
message, for whichever process has a thread free. It runs in every worker process; the table sees to it that no two take
the same row. Whatever fails (database, broker, notification) it waits and goes on: nothing is lost, because the table
remembers.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

from chatbookr_core.claims import QUEUE_SECONDS, DueJob, claim, find_due, unclaim
from chatbookr_core.clock import Clock
from chatbookr_core.db import Database
from chatbookr_core.events import listening
from chatbookr_core.faultpoints import reach
from chatbookr_core.scope import every_clinic
from chatbookr_workers.places import Places

POLL_SECONDS = 0.5
BATCH = 200
BACKOFF_CAP_SECONDS = 15.0
log = logging.getLogger(__name__)


class Relay:
    """One process's relay, living on the loop of its database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        send: Callable[[DueJob], None],
        *,
        kinds: Collection[str],
        places: Places,
        queue_seconds: float = QUEUE_SECONDS,
        take_back: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._send = send
        self._kinds = kinds  # those its workers know
        self._places = places
        self._queue_seconds = queue_seconds
        self._take_back = take_back  # run before the first round, until it succeeds
        self._wake = asyncio.Event()
        self._places.on_free = self._wake.set

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
                is_full = await self.hand_over(sender) >= BATCH
                failures = 0
            except Exception as problem:  # a relay never dies: the next round tries again
                failures += 1
                is_full = False
                log.warning("relay: round failed (%s), %d in a row", type(problem).__name__, failures)
            if failures:
                await asyncio.sleep(min(POLL_SECONDS * 2.0 ** min(failures, 10), BACKOFF_CAP_SECONDS))
            elif not is_full:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._wake.wait()

    async def hand_over(self, sender: ThreadPoolExecutor) -> int:
        """Hand one batch over; return its size. What the broker does not take becomes due again."""
        reach("relay.before_claim")
        now = self._clock.now()
        due = await find_due(now, BATCH, kinds=self._places.open_among(self._kinds))
        claimed = await claim(
            [job for job in due if not self._places.take(job)], now, queue_seconds=self._queue_seconds
        )
        if claimed:
            reach("relay.after_claim")
            await self._send_all(claimed, sender)
            reach("relay.after_send")
        return len(due)

    async def _send_all(self, claimed: Sequence[DueJob], sender: ThreadPoolExecutor) -> None:
        sent = 0

        def send_all() -> None:
            nonlocal sent
            for job in claimed:
                self._send(job)
                sent += 1

        try:
            await asyncio.get_running_loop().run_in_executor(sender, send_all)
        except Exception:
            await unclaim(claimed[sent:], self._clock.now())
            raise

    async def _hear(self) -> None:
        """Wake at commits of this process, and of others where `listen_forever` publishes them here."""
        async with listening() as changes:
            while True:
                if (await changes.get()).kind == "jobs":
                    self._wake.set()
