"""Says once a minute that the broker is away, and what to do about it; a worker itself goes on trying.

Dramatiq says it of each queue every three seconds, at CRITICAL, and what it says names no setting: that is heard here,
and left out.
"""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import urlsplit

SAY_SECONDS = 60.0
LASTING_SECONDS = 10.0  # Dramatiq's consumers try again every three
LONGEST_CHARS = 200
FAILED: Final = "Consumer encountered a connection error"
RESTARTED: Final = "Restarting consumer in"
log = logging.getLogger(__name__)


class Absence(logging.Filter):
    """What one process knows of its broker's being away; any thread may note it, or ask."""

    def __init__(self, broker_url: str, *, passed: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        parts = urlsplit(broker_url)
        self._where = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        self._passed = passed
        self._noted_at: float | None = None
        self._said_at: float | None = None

    @property
    def is_lasting(self) -> bool:
        """True while the broker has refused somebody within the last seconds."""
        return self._noted_at is not None and self._passed() - self._noted_at < LASTING_SECONDS

    def note(self, said: object) -> None:
        """Learn that the broker did not answer, and what was said of it."""
        self._noted_at = self._passed()
        if self._said_at is not None and self._noted_at - self._said_at < SAY_SECONDS:
            return
        self._said_at = self._noted_at
        log.error(
            "The broker at %s does not answer (%s). Is it running, and is CHATBOOKR_BROKER_URL right? Nothing is lost: "
            "what is owed waits in the database, and this worker goes on by itself.",
            self._where,
            str(said)[:LONGEST_CHARS] or type(said).__name__,
        )

    def end(self) -> None:
        """Learn that the broker has answered."""
        if self.is_lasting:
            log.info("The broker at %s answers again.", self._where)
            self._noted_at = self._said_at = None

    def filter(self, record: logging.LogRecord) -> bool:
        """Hear what Dramatiq's consumers say of a lost connection, and leave it out."""
        text = str(record.msg)
        if text.startswith(FAILED):
            self.note(record.args[0] if isinstance(record.args, tuple) and record.args else "no connection")
        return not text.startswith((FAILED, RESTARTED))

    def hear(self, queues: Iterable[str]) -> None:
        """Listen to the consumers of some queues."""
        for logger in _loggers_of(queues):
            logger.addFilter(self)

    def leave(self, queues: Iterable[str]) -> None:
        """Listen to them no longer."""
        for logger in _loggers_of(queues):
            logger.removeFilter(self)


def _loggers_of(queues: Iterable[str]) -> list[logging.Logger]:
    return [logging.getLogger(f"dramatiq.worker.ConsumerThread({queue})") for queue in queues]
