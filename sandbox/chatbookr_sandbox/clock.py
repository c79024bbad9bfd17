"""The time the sandbox lives in, passed in so that tests may move it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tell the present instant, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """Tell the machine's time."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)
