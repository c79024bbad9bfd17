"""The last report on a deployment, kept for some minutes: whoever asks again makes nobody look again."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from chatbookr_core.trust.findings import Line

KEPT_FOR: Final = timedelta(minutes=5)


class LastReport:
    """One for each deployment, and so for each event loop; only one task looks at a time."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._until: datetime | None = None
        self._turn: asyncio.Lock | None = None

    async def at(self, now: datetime, look: Callable[[], Awaitable[list[Line]]]) -> list[Line]:
        """Return the last report, made anew where it is older than KEPT_FOR, or of a future that was set back."""
        self._turn = self._turn or asyncio.Lock()
        async with self._turn:
            if self._until is None or not self._until - KEPT_FOR <= now < self._until:
                self._lines = await look()
                self._until = now + KEPT_FOR
            return self._lines
