"""Committed changes, told to whoever listens: in-process on SQLite, by LISTEN/NOTIFY on PostgreSQL.

A change holds ids alone; listeners re-read what they may see.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

NOTIFY_CHANNEL = "chatbookr_changes"
QUEUE_CHANGES = 1000

Kind = Literal["conversation", "message", "booking", "task", "connection", "session", "membership", "key", "jobs"]


@dataclass(frozen=True, slots=True)
class Change:
    """Something of a clinic is not as it was: re-read `subject_id` (within `parent_id`, where it has one)."""

    kind: Kind
    clinic_id: UUID | None
    subject_id: UUID | None
    parent_id: UUID | None = None

    def as_json(self) -> dict[str, str | None]:
        """Write as plain JSON values."""
        return {
            "kind": self.kind,
            "clinic": str(self.clinic_id) if self.clinic_id else None,
            "subject": str(self.subject_id) if self.subject_id else None,
            "parent": str(self.parent_id) if self.parent_id else None,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Change":
        """Read what `as_json` wrote."""

        def uuid_of(name: str) -> UUID | None:
            return UUID(value[name]) if value.get(name) else None

        return cls(value["kind"], uuid_of("clinic"), uuid_of("subject"), uuid_of("parent"))


@dataclass(slots=True, eq=False)
class _Listener:
    loop: asyncio.AbstractEventLoop
    queue: "asyncio.Queue[Change]"

    def offer(self, change: Change) -> None:
        if self.queue.full():  # a listener that fell a thousand changes behind re-reads anyway
            self.queue.get_nowait()
        self.queue.put_nowait(change)


_lock = threading.Lock()
_listeners: set[_Listener] = set()


def publish(changes: Iterable[Change]) -> None:
    """Hand committed changes to every listener of this process, whichever loop it lives on."""
    with _lock:
        listeners = list(_listeners)
    for change in changes:
        for listener in listeners:
            if not listener.loop.is_closed():
                listener.loop.call_soon_threadsafe(listener.offer, change)


@asynccontextmanager
async def listening() -> AsyncIterator["asyncio.Queue[Change]"]:
    """Receive every change committed from now on, until the block ends."""
    listener = _Listener(asyncio.get_running_loop(), asyncio.Queue(QUEUE_CHANGES))
    with _lock:
        _listeners.add(listener)
    try:
        yield listener.queue
    finally:
        with _lock:
            _listeners.discard(listener)
