"""Ends a worker process whose event loop has stopped turning, so that a job that never yields counts as a death.

An attempt that awaits is ended with its lease. One that loops without awaiting cannot be: it holds the loop, and with
it every other job. The process then kills itself; whoever supervises it starts another, and after DEATHS_ALLOWED such
attempts the job is a dead letter.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable

LOOK_SECONDS = 1.0
log = logging.getLogger(__name__)


class Watchdog:
    """Asks a loop for a sign of life, from a thread of its own."""

    def __init__(self, ask: Callable[[Callable[[], None]], None], *, stall_seconds: float) -> None:
        self._ask = ask
        self._stall_seconds = stall_seconds
        self._heard_at = time.monotonic()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.wait(min(LOOK_SECONDS, self._stall_seconds / 4)):
            self._ask(self._hear)
            if time.monotonic() - self._heard_at > self._stall_seconds:
                log.critical("the job loop has not turned for %d s: ending the process", self._stall_seconds)
                os.kill(os.getpid(), signal.SIGKILL)

    def _hear(self) -> None:
        self._heard_at = time.monotonic()
