"""Committed changes, told to whoever listens: in-process on SQLite, by LISTEN/NOTIFY on PostgreSQL.

A change holds ids alone; listeners re-read what they may see. What was missed stands in the log (`change_log`).
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from uuid import UUID
from weakref import WeakSet

QUEUE_CHANGES = 1000

Kind = Literal[
    "conversation",
    "message",
    "booking",
    "task",
    "connection",
    "clinic",
    "session",
    "membership",
    "key",
    "seal",
    "data_key",
    "destroyed_key",
    "erasure",
    "merge",
    "waitlist",
    "jobs",
]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the log of changes; opaque to all but `change_log`, as `text` to the outside.

    `snapshot`: which transactions had ended when the change was written (PostgreSQL's pg_snapshot): whatever those had
    to tell was told before. `transaction_id`: the change's own. On SQLite ids are in commit order, and say it all.
    """

    snapshot: str
    transaction_id: int
    id: int
    at_second: int  # by the database's clock, since 1970: tells whether what follows may have been forgotten

    @property
    def text(self) -> str:
        """Write as text, which `read` reads."""
        return f"{self.snapshot}|{self.transaction_id}|{self.id}|{self.at_second}"

    @classmethod
    def read(cls, text: str) -> "Position":
        """Read what `text` wrote. Raises ValueError for anything else."""
        snapshot, transaction_id, row_id, at_second = text.split("|")
        return cls(snapshot, int(transaction_id), int(row_id), int(at_second))


@dataclass(frozen=True, slots=True)
class Change:
    """Something of a clinic is not as it was: re-read `subject_id` (within `parent_id`, where it has one)."""

    kind: Kind
    clinic_id: UUID | None
    subject_id: UUID | None
    parent_id: UUID | None = None
    position: Position | None = field(default=None, compare=False)  # in the log, once it is written there

    def as_json(self) -> dict[str, str | None]:
        """Write as plain JSON values."""
        return {
            "kind": self.kind,
            "clinic": str(self.clinic_id) if self.clinic_id else None,
            "subject": str(self.subject_id) if self.subject_id else None,
            "parent": str(self.parent_id) if self.parent_id else None,
            **({"position": self.position.text} if self.position else {}),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Change":
        """Read what `as_json` wrote."""

        def uuid_of(name: str) -> UUID | None:
            return UUID(value[name]) if value.get(name) else None

        position = Position.read(value["position"]) if value.get("position") else None
        return cls(value["kind"], uuid_of("clinic"), uuid_of("subject"), uuid_of("parent"), position)


class Ear(asyncio.Queue[Change]):
    """Changes on their way to one listener; of one that falls behind, the oldest are left out and `has_missed` set.

    Of some `kinds` alone, it sleeps through all others: each that it took would wake its task for nothing.
    """

    def __init__(self, size: int = QUEUE_CHANGES, *, kinds: Collection[str] | None = None) -> None:
        super().__init__(size)
        self.kinds = kinds
        self.loop = asyncio.get_running_loop()
        self.has_missed = False

    def offer(self, change: Change) -> None:
        """Take a change; call it on the ear's own loop."""
        if self.full():
            self.get_nowait()
            self.has_missed = True
        self.put_nowait(change)

    def miss(self) -> None:
        """Note that changes were not heard, and wake whoever listens; call it on the ear's own loop."""
        self.has_missed = True
        self.offer(MISSED)

    def start_over(self) -> None:
        """Forget what waits: whoever listens reads the log instead, where all of it stands by now."""
        self.has_missed = False
        while not self.empty():
            self.get_nowait()


MISSED = Change("jobs", None, None)
"""Wakes a listener that has missed something: `jobs` says nothing but to look."""

_lock = threading.Lock()
_ears: set[Ear] = set()
STANDING: frozenset[Kind] = frozenset({"session", "membership", "key"})
"""What can end that somebody may do something."""


class Memory(Protocol):
    """Something that remembers for a moment who may do what."""

    def forget(self) -> None:
        """Drop all of it; called from any thread."""
        ...


_memories: "WeakSet[Memory]" = WeakSet()


def forgetting(memory: Memory) -> None:
    """Have a memory forget whenever a change of STANDING is committed here or heard of, as long as it lives."""
    with _lock:
        _memories.add(memory)


class KeyRing(Protocol):
    """Something that remembers data keys."""

    def drop(self, change: Change | None) -> None:
        """Drop the keys a change is about (None: changes were missed, so all of them); called from any thread."""
        ...


KEYS: frozenset[Kind] = frozenset({"data_key", "destroyed_key"})
"""What happens to data keys: some were replaced, or a patient's destroyed."""
_key_rings: "WeakSet[KeyRing]" = WeakSet()


def dropping(key_ring: KeyRing) -> None:
    """Have a key ring drop what a change of KEYS, committed here or heard of, is about, as long as it lives."""
    with _lock:
        _key_rings.add(key_ring)


def _drop_keys(changes: Iterable[Change] | None) -> None:
    about = [None] if changes is None else [change for change in changes if change.kind in KEYS]
    if about:
        with _lock:
            key_rings = list(_key_rings)
        for key_ring in key_rings:
            for change in about:
                key_ring.drop(change)


def forget_standing(changes: Sequence[Change] | None) -> None:
    """Let the memories of this process forget, where a change (None: some were missed) is of STANDING.

    And let its key rings drop the keys a change is about.
    """
    _drop_keys(changes)
    if changes is None or any(change.kind in STANDING for change in changes):
        with _lock:
            memories = list(_memories)
        for memory in memories:
            memory.forget()


def publish(changes: Sequence[Change]) -> None:
    """Hand committed changes to every listener of this process, whichever loop it lives on."""
    forget_standing(changes)
    if not changes:
        return
    with _lock:
        ears = list(_ears)
    here = asyncio._get_running_loop()  # None where none runs, for which the public one raises
    for change in changes:
        for ear in ears:
            if ear.kinds is not None and change.kind not in ear.kinds:
                continue
            if ear.loop is here:  # it turns anyway: to wake it from another thread is a call to the system, or two
                here.call_soon(ear.offer, change)
            elif not ear.loop.is_closed():
                ear.loop.call_soon_threadsafe(ear.offer, change)


def publish_missed() -> None:
    """Tell every listener of this process that changes may have passed it by."""
    forget_standing(None)
    with _lock:
        ears = list(_ears)
    for ear in ears:
        if not ear.loop.is_closed():
            ear.loop.call_soon_threadsafe(ear.miss)


@asynccontextmanager
async def listening(kinds: Collection[str] | None = None) -> AsyncIterator[Ear]:
    """Receive every change committed from now on, or those of some kinds, until the block ends."""
    ear = Ear(kinds=kinds)
    with _lock:
        _ears.add(ear)
    try:
        yield ear
    finally:
        with _lock:
            _ears.discard(ear)
