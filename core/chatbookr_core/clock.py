"""The time, passed in: production lends the system's, tests lend one they can turn."""

from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

YEARS: Final = range(2000, 2900)
"""When appointments can be: what is reckoned around one stays within what an instant can say."""


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class TurnableClock:
    """A clock that stands still until it is turned; for tests and rehearsals."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def turn(self, by: timedelta) -> None:
        """Move the hands forward (or back)."""
        self._at += by


def epoch_minute(at: datetime) -> int:
    """Return the whole UTC minute since 1970 that holds the aware instant `at`."""
    return int(at.timestamp() // 60)


def epoch_minute_ceiling(at: datetime) -> int:
    """Return the first whole UTC minute that is not before `at`."""
    return int(-(-at.timestamp() // 60))


def from_epoch_minute(minute: int) -> datetime:
    """Return the aware UTC instant at which `minute` begins."""
    return datetime.fromtimestamp(minute * 60, UTC)
