"""What holds of an incident: how it goes on, which clocks run and what is due, and what a notice must say. Pure.

Art. 33 GDPR: whoever runs the deployment is the clinics' processor and tells them without undue delay (33(2); promised:
24 hours). A clinic is aware once it is told (EDPB Guidelines 9/2022, 44), and has 72 hours from then (33(1)).
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from chatbookr_core.canonical import canonical
from chatbookr_core.errors import Conflict, InvalidInput
from chatbookr_core.texts import words_from

CLINICS_WITHIN: Final = timedelta(hours=24)
AUTHORITY_WITHIN: Final = timedelta(hours=72)
MARKS: Final = (50, 80, 100)
"""At which parts of a deadline, in percent, operators are reminded."""
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{2,59}")
MOST_CHARS: Final = 4000


class State(StrEnum):
    """How far an incident has got."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    CONTAINED = "contained"
    NOTIFIED = "notified"
    CLOSED = "closed"
    DISMISSED = "dismissed"


OVER: Final = frozenset({State.CLOSED, State.DISMISSED})
MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.SUSPECTED: frozenset({State.CONFIRMED, State.DISMISSED}),
    State.CONFIRMED: frozenset({State.CONTAINED, State.NOTIFIED, State.DISMISSED}),
    State.CONTAINED: frozenset({State.NOTIFIED, State.CLOSED, State.DISMISSED}),
    State.NOTIFIED: frozenset({State.NOTIFIED, State.CONTAINED, State.CLOSED, State.DISMISSED}),
    State.CLOSED: frozenset(),
    State.DISMISSED: frozenset(),
}
"""Clinics are not kept waiting until it is contained: `notified` may come before, and again once more are concerned."""


@dataclass(frozen=True, slots=True)
class Words:
    """What operators say with a decision; of a dismissal `facts` are the reason."""

    facts: str = field(repr=False)
    effects: str = field(default="", repr=False)
    measures: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)


class DeadlineKind(StrEnum):
    """Who is to be told by when."""

    CLINICS = "clinics"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Clock:
    """What the deadlines of an incident depend on."""

    became_aware_at: datetime
    told_at: datetime | None = None
    """When the first clinic was told."""
    owed: int = 0
    """How many clinics are concerned and not told yet."""
    unacknowledged: int = 0
    """How many were told, and no owner has said that they have read it."""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that must be done by an instant."""

    kind: DeadlineKind
    begins_at: datetime
    due_at: datetime
    is_met: bool

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether its time is up, and it is not met."""
        return not self.is_met and now >= self.due_at

    def mark(self, now: datetime) -> int | None:
        """Return the highest of MARKS that is reached; None before the first, and where it is met."""
        if self.is_met:
            return None
        whole = (self.due_at - self.begins_at).total_seconds()
        percent = (now - self.begins_at).total_seconds() * 100 / whole
        return max((mark for mark in MARKS if percent >= mark), default=None)


def deadlines(clock: Clock) -> tuple[Deadline, Deadline]:
    """List an incident's deadlines: that clinics are told, and that they can tell their authority in time.

    The second begins as the first clinic is told; until then it is shown as if clinics knew what operators know. It is
    met once an owner of each clinic has acknowledged the notice: what a clinic tells its authority is the clinic's.
    """
    told, is_any_told = clock.told_at or clock.became_aware_at, clock.told_at is not None
    is_met = clock.is_over or (is_any_told and not clock.owed)
    return (
        Deadline(DeadlineKind.CLINICS, clock.became_aware_at, clock.became_aware_at + CLINICS_WITHIN, is_met),
        Deadline(
            DeadlineKind.AUTHORITY,
            told,
            told + AUTHORITY_WITHIN,
            clock.is_over or (is_met and not clock.unacknowledged),
        ),
    )


def check_move(state: State, to: State, *, owed: int, told: int, was_contained: bool) -> None:
    """Let an incident go on. Raises Conflict where it cannot go there from where it is.

    `owed` and `told` count clinics; whoever is concerned must be told before it is closed.
    """
    if to not in MOVES[state]:
        raise Conflict(f"An incident that is {state} does not become {to}.")
    if to is State.NOTIFIED and owed:
        raise Conflict("Clinics that are concerned are not told yet: notify them.")
    if to is State.NOTIFIED and not told:
        raise Conflict("No clinic is concerned as far as the scope says: there is nobody to notify.")
    if to is State.CLOSED and owed:
        raise Conflict(f"{owed} of the clinics concerned are not told yet.")
    if to is State.CLOSED and not was_contained:
        raise Conflict("It was never contained.")


def check_name(name: str) -> str:
    """Return a name that commands can take. Raises InvalidInput."""
    if not NAME.fullmatch(name):
        raise InvalidInput("A name has 3 to 60 of a-z, 0-9 and hyphens: 2026-11-stolen-key.", field="name")
    return name


def check_aware(became_aware_at: datetime, now: datetime) -> None:
    """Raise InvalidInput for a moment that has not been, or that nobody can mean."""
    if became_aware_at.tzinfo is None:
        raise InvalidInput("Give the instant with its offset: 2026-11-27T03:00:00Z.", field="becameAwareAt")
    if not now - timedelta(days=366) <= became_aware_at <= now:
        raise InvalidInput(
            "You became aware of it within the last year, and not later than now.", field="becameAwareAt"
        )


def check_words(words: Words, to: State) -> Words:
    """Return what is kept of operators' words. Raises InvalidInput where something is missing or too long.

    Facts are always needed; effects and measures from `confirmed` on, for then clinics are told of it (Art. 33(3) (c),
    (d)); the contact point where they are first told (33(3) (b)).
    """
    given = asdict(words)
    kept = Words(**{name: words_from(text, MOST_CHARS, field=name, least_chars=0) for name, text in given.items()})
    needed = {"facts"}
    if to not in (State.SUSPECTED, State.DISMISSED):
        needed |= {"effects", "measures"}
    if to is State.NOTIFIED:
        needed.add("contact")
    for name, text in asdict(kept).items():
        if name in needed and not text:
            raise InvalidInput(f"Say {name}, in 1 to {MOST_CHARS} characters.", field=name)
    return kept


def phase_digest(name: str, number: int, state: str, words: Words) -> str:
    """Hash a decision with its words: the audit log keeps this, and whoever holds the record can compute it."""
    return digest_of({"incident": name, "number": number, "state": state, "words": asdict(words)})


def digest_of(value: Mapping[str, object]) -> str:
    """Hash plain values: SHA-256 over canonical JSON (RFC 8785), in hexadecimal."""
    return sha256(canonical(value).encode()).hexdigest()
