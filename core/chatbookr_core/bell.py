"""Rings, once a transaction has committed, for whoever listens to PostgreSQL: one NOTIFY for many commits.

A NOTIFY within a transaction takes a lock of all the server's databases until its commit is on disk (PostgreSQL 15,
`PreCommit_Notify`), so commits wait for each other and share no flush. What is told stands in the log of changes and in
the table of jobs; the bell only says to look there, and whoever listens looks by themselves, too (`listener`).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from typing import Final

NOTIFY_CHANNEL: Final = "chatbookr_changes"
PAUSE_SECONDS: Final = 0.005
"""How long commits after a ring wait for the next: together they ring once."""
LOGGED: Final = "logged"
"""Something stands in the log of changes."""
DUE: Final = "due"
"""A job is due."""
log = logging.getLogger(__name__)


class Bell:
    """The bell of one event loop's database."""

    def __init__(self, notify: Callable[[str], Awaitable[None]]) -> None:
        """`notify` sends what there is to look for: LOGGED, DUE, or both with a space between."""
        self._notify = notify
        self._owed: set[str] = set()
        self._ringing: asyncio.Task[None] | None = None
        self._is_closing = asyncio.Event()

    def ring(self, what: Collection[str]) -> None:
        """Say soon that there is something to look for; neither waits nor fails."""
        self._owed.update(what)
        if self._ringing is None and self._owed:
            self._ringing = asyncio.create_task(self._ring())

    async def close(self) -> None:
        """Say what is left to say."""
        self._is_closing.set()
        if self._ringing is not None:
            await self._ringing

    async def _ring(self) -> None:
        try:
            while self._owed:
                said = " ".join(sorted(self._owed))
                self._owed.clear()
                try:
                    await self._notify(said)
                except Exception as problem:
                    log.warning("could not ring for listeners, who look by themselves: %s", type(problem).__name__)
                await self._rest()
        finally:
            self._ringing = None

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(PAUSE_SECONDS):
                await self._is_closing.wait()
        except TimeoutError:
            return
