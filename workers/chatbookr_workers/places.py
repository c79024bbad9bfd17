"""The places of a process, for jobs of those kinds that need no thread: they begin here, and no broker carries them.

What there is no place for stays due in the table, for this process when one falls free, or for another that has one.
"""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from uuid import UUID

from chatbookr_core.claims import DueJob
from chatbookr_workers.kinds import JobKind

Begin = Callable[[JobKind, UUID, Callable[[], None]], None]
"""Begins a job on the loop, which it is called on, and calls back when it has ended, however it did."""
PART = 4  # of a kind's places must be free before more is looked for: what is taken together is leased in one statement


class Places:
    """So many jobs of each kind at a time; touched by the loop of the jobs alone."""

    def __init__(self, kinds: Iterable[JobKind], begin: Begin) -> None:
        self._begin = begin
        self._kinds = {kind.name: (kind, kind.at_once) for kind in kinds if kind.at_once is not None}
        self._taken: dict[str, set[UUID]] = {name: set() for name in self._kinds}
        self._wanting = set[str]()
        self.on_free: Callable[[], None] | None = None

    def open_among(self, kinds: Iterable[str]) -> Collection[str]:
        """Leave those kinds out that have no place free: what else is due is not to be hidden behind them."""
        full = {name for name, (_, most) in self._kinds.items() if len(self._taken[name]) >= most}
        self._wanting |= full
        return [name for name in kinds if name not in full]

    def take(self, job: DueJob) -> bool:
        """Begin a due job, or leave it as it is for want of a place; False where the broker is to carry it.

        Nothing is written of it before it is leased: whoever dies until then has taken nothing.
        """
        if job.kind not in self._kinds:
            return False
        kind, most = self._kinds[job.kind]
        taken = self._taken[job.kind]
        if job.id in taken:  # its lease is being written
            return True
        if len(taken) >= most:
            self._wanting.add(job.kind)
            return True
        taken.add(job.id)
        self._begin(kind, job.id, partial(self._leave, job, most))
        return True

    def _leave(self, job: DueJob, most: int) -> None:
        taken = self._taken[job.kind]
        taken.discard(job.id)
        if job.kind in self._wanting and len(taken) <= most - -(-most // PART):
            self._wanting.discard(job.kind)
            if self.on_free is not None:
                self.on_free()
