"""Work that comes round again: enqueued once for each period, however many processes look at the clock.

The schedule itself is the job table: a period's job carries the period in its dedupe key, so a process that starts,
stops or lags changes nothing. A period nobody was awake for is left out; the next one is not.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import enqueue
from chatbookr_core.owed import Argument
from chatbookr_core.scope import every_clinic
from chatbookr_core.setback import NOTICED, catch_up, is_set_back

LOOK_SECONDS = 5.0
OFTEN_SECONDS = 3600
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Subject:
    """What one job of a period is about."""

    clinic_id: UUID | None
    subject_id: UUID | None = None
    arguments: Mapping[str, Argument] | None = None


Subjects = Callable[[Deployment], Awaitable[Sequence[Subject]]]


@dataclass(frozen=True, slots=True)
class Periodic:
    """A kind of job that is due once in every `every_seconds`, for each of its subjects."""

    kind: str
    every_seconds: int
    subjects: Subjects | None = None

    def slot(self, now: datetime) -> int:
        """Number the period that holds `now`, counted from 1970."""
        return _slot(self.every_seconds, now)

    def due_at(self, subject: Subject, slot: int) -> datetime:
        """Spread the subjects over their period, each always at the same place in it."""
        place = place_of(subject.subject_id, self.every_seconds) if subject.subject_id else 0
        return _instant(self.every_seconds, slot, place)


def _slot(every_seconds: int, now: datetime) -> int:
    return int(now.timestamp()) // every_seconds


def _instant(every_seconds: int, slot: int, place: int) -> datetime:
    return datetime.fromtimestamp(slot * every_seconds + place, UTC)


def next_turn(subject_id: UUID, every_seconds: int, now: datetime) -> datetime:
    """Return when a subject has its turn in the period after the one that holds `now`."""
    return _instant(every_seconds, _slot(every_seconds, now) + 1, place_of(subject_id, every_seconds))


def place_of(subject_id: UUID, every_seconds: int) -> int:
    """Return how many seconds after a period's beginning a subject has its turn: always the same of one subject."""
    return subject_id.int % every_seconds


_periodics: dict[str, Periodic] = {}


def every(seconds: int, kind: str, subjects: Subjects | None = None) -> None:
    """Declare that jobs of `kind` come round every so many seconds, for each subject that `subjects` finds then."""
    if kind in _periodics:
        raise ValueError(f"{kind!r} is scheduled twice")
    _periodics[kind] = Periodic(kind, seconds, subjects)


def declared_periodics() -> list[Periodic]:
    """Return what the modules imported so far have declared."""
    return list(_periodics.values())


class Schedule:
    """One process's look at the clock."""

    def __init__(self, periodics: Sequence[Periodic]) -> None:
        self._periodics = tuple(periodics)
        self._looked_at: dict[str, int] = {}
        self._woke_at: datetime | None = None

    async def run(self, database: Database, deployment: Deployment) -> None:
        """Keep looking until cancelled."""
        with database.entered(), every_clinic("schedule"):
            while True:
                try:
                    await self.look(deployment)
                except Exception as problem:  # the database is away: the next look finds the same period, or the next
                    log.warning("schedule: %s", type(problem).__name__)
                await asyncio.sleep(LOOK_SECONDS)

    async def look(self, deployment: Deployment) -> None:
        """Enqueue what this period has not been asked for yet by this process; others' jobs stand as they are."""
        now = deployment.clock.now()
        await self._notice(now)
        for periodic in self._periodics:
            slot = periodic.slot(now)
            if self._looked_at.get(periodic.kind) != slot:
                subjects = await periodic.subjects(deployment) if periodic.subjects else [Subject(None)]
                await _enqueue(periodic, slot, subjects, now)
                self._looked_at[periodic.kind] = slot

    async def _notice(self, now: datetime) -> None:
        """Catch up where the clock was put back since the last look; the first one finds it in what is done.

        What comes round within the hour has its turns again; what does more seldom has had them.
        """
        before, self._woke_at = self._woke_at, now
        if before is not None and before - NOTICED <= now:
            return
        if before is not None or await is_set_back(now):
            often = {one.kind for one in self._periodics if one.every_seconds <= OFTEN_SECONDS}
            await catch_up(now, often)
            self._looked_at.clear()
            log.warning("the clock was put back: what was done later than now is done again")


async def _enqueue(periodic: Periodic, slot: int, subjects: Sequence[Subject], now: datetime) -> None:
    if not subjects:
        return
    async with transaction():
        for subject in subjects:
            await enqueue(
                periodic.kind,
                clinic_id=subject.clinic_id,
                subject_id=subject.subject_id,
                arguments=subject.arguments,
                due_at=periodic.due_at(subject, slot),
                now=now,
                dedupe_key=f"{periodic.kind}:{subject.subject_id or '-'}:{slot}",
                give_up_after=timedelta(seconds=periodic.every_seconds),
            )
