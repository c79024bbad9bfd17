"""Follows the changes as they are committed, and by the log wherever some were not heard: each at least once."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from chatbookr_core.change_log import missed_since, position_now
from chatbookr_core.db import current_database
from chatbookr_core.events import QUEUE_CHANGES, Change, Ear, Position, listening

REMEMBERED = 5 * QUEUE_CHANGES
"""By how many changes one that comes again is known; later ones are handed on again."""


class Follower:
    """One listener's way through the changes of a clinic and those of nobody's, live, and from the log after a gap."""

    def __init__(self, ear: Ear, position: Position, clinic_id: UUID) -> None:
        self.position = position  # everything up to here was handed on
        self._ear = ear
        self._clinic_id = clinic_id
        self._is_counted = current_database().dialect == "sqlite"  # ids without gaps, in the order of commits
        self._lately: OrderedDict[int, None] = OrderedDict()
        self._backlog: AsyncIterator[Change] | None = None
        self._end = position

    async def heard(self, seconds: float | None) -> Change | None:
        """Wait for the next change, at most for so long.

        None asks to look at everything else again: time is up, or changes of others were missed. Raises CursorExpired
        where the log does not reach back to what was missed.
        """
        deadline = None if seconds is None else self._ear.loop.time() + seconds
        while True:
            if self._backlog is not None:
                change = await anext(self._backlog, None)
                if change is not None:
                    return self._passed(change)
                self._caught_up()
            if self._ear.has_missed:
                self._ear.start_over()
                await self._catch_up()
                return None
            change = await self._next(deadline)
            if change is None and self._is_counted:  # SQLite tells no other process: look for what they have done
                await self._catch_up()
            if change is None or await self._is_next(change):
                return change

    async def _next(self, deadline: float | None) -> Change | None:
        try:
            async with asyncio.timeout_at(deadline):
                return await self._ear.get()
        except TimeoutError:
            return None

    async def _is_next(self, change: Change) -> bool:
        if change.position is None:  # of an older version's process, or nothing but a wake-up
            return change.kind != "jobs" and change.clinic_id in (None, self._clinic_id)
        if self._is_counted:
            if change.position.id > self.position.id + 1:  # others' commits are heard later than this one, or not here
                await self._catch_up()
            if change.position.id != self.position.id + 1 or self._backlog is not None:
                return False
        elif change.position.id in self._lately:
            return False
        self._passed(change)
        return change.clinic_id in (None, self._clinic_id)

    async def _catch_up(self) -> None:
        self._end = await position_now()
        self._backlog = missed_since(self.position, clinic_id=self._clinic_id, but=self._lately)

    def _caught_up(self) -> None:
        self._backlog = None
        if not self._is_counted or self._end.id >= self.position.id:  # a row of the log can be younger than its end was
            self.position = self._end

    def _passed(self, change: Change) -> Change:
        if change.position is not None:
            self.position = change.position
            self._lately[change.position.id] = None
            if len(self._lately) > REMEMBERED:
                self._lately.popitem(last=False)
        return change


@asynccontextmanager
async def following(clinic_id: UUID, *, after: Position | None = None) -> AsyncIterator[Follower]:
    """Follow from now on, or from a position: first what was missed since, then what comes."""
    async with listening() as ear:
        ear.has_missed = after is not None
        yield Follower(ear, after or await position_now(), clinic_id)
