"""Whose rows the work at hand may touch: those of some clinics, or of all where the host itself is at work.

A door sets it once it knows who is asking: a request has the clinics of its actor, a job its own. PostgreSQL is told
with every transaction and holds each row to it (row-level security): nothing set is nothing seen. SQLite cannot; there
the conditions of the queries stand alone. Without a scope neither is asked at all.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

PARAMETER: Final = "chatbookr.clinics"
"""The parameter of PostgreSQL's sessions that the policies read: an array of clinics, or `*`."""

HOST_WORK: Final[Mapping[str, str]] = {
    "access": "an operator asks for what no clinic has opened to them yet, stands up for a colleague, or gives it back",
    "account mail": "mail about an account is in the language of the clinic its person joined first, opened or not",
    "anomalies": "rules look at the entries of every clinic's audit log, and each alert is written for its clinic",
    "audit": "a deed is written down for each clinic it concerns, of whoever is not let in too; proofs read hashes",
    "authentication": "a session, key or feed is found by its token's hash, and only then says which clinics are meant",
    "change log": "listeners hear of every clinic's changes, ids alone, and each re-reads what its own actor may see",
    "channel account": "a provider's account has one owner among all clinics, and none may take it from another",
    "erasure": "what a provider posted in one delivery can be of several clinics' patients, and only its body tells",
    "health": "counts the jobs of the deployment; the answer holds numbers alone",
    "incident": "whom a breach concerns is computed over all clinics, as ids and counts, and each of them is told",
    "intake": "a delivery is stored before anybody has read whose it is, and may be of several clinics",
    "invitation": "a link is found by the hash of its token, and only then says to which clinic somebody was invited",
    "jobs": "a job is claimed, leased and handed back by its id; its own clinic alone is set while it runs",
    "keys": "new keys for all clinics, one by one: what is sealed is opened and sealed anew, and shown to nobody",
    "migration": "brings every clinic's rows to new tables",
    "operator": "commands on the deployment's own machine: counts, dead letters, who uses a field, the demo's clinic",
    "own identities": "what a person has linked is theirs to see and remove, of clinics they have left too",
    "schedule": "finds whose turn it is to be looked after, of all clinics",
    "sign-in": "whoever logs in names an identity provider or a flow, and only then it is known of which clinic",
    "tending": "writes what a process has counted and lent out for the keys of many clinics, together",
    "trust": "how far promises are kept is counted over all clinics: numbers, ages and outcomes, nobody's words",
    "upkeep": "frees and forgets what has served its time, by its age, in every clinic",
    "webhook dispatch": "reads the one log of all changes and owes each endpoint what concerns its clinic",
}
"""What the host does over all clinics, and why; tests/test_scopes.py says where."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows: `clinic_ids`, or all of them (None). Rows of no clinic belong to every scope."""

    clinic_ids: frozenset[UUID] | None
    setting: str
    """As PostgreSQL is told: hexadecimal digits, and `-,{}*`."""

    def covers(self, other: "Scope") -> bool:
        """Tell whether another scope asks for nothing beyond this one."""
        return self.clinic_ids is None or (other.clinic_ids is not None and other.clinic_ids <= self.clinic_ids)

    def has(self, clinic_ids: Collection[UUID]) -> bool:
        """Tell whether rows of all these clinics may be touched."""
        return self.clinic_ids is None or self.clinic_ids.issuperset(clinic_ids)


EVERY: Final = Scope(None, "*")
_scope: ContextVar[Scope | None] = ContextVar("chatbookr_scope", default=None)


def current_scope() -> Scope:
    """Return whose rows the task may touch. Raises RuntimeError where nobody said: no statement is sent then."""
    found = _scope.get()
    if found is None:
        raise RuntimeError("whose rows? Enter a scope first: `within(clinics)`, or `every_clinic(work)`")
    return found


@contextmanager
def within(clinic_ids: Iterable[UUID]) -> Iterator[None]:
    """Keep the block to rows of these clinics, and of no clinic.

    Raises RuntimeError where the scope around it is narrower: only `every_clinic` widens, and says why.
    """
    token = _scope.set(_narrowed(clinic_ids))
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def at_the_door() -> Iterator[None]:
    """Keep a request or task to rows of no clinic until it is known who asks, whatever was set around it."""
    token = _scope.set(_scope_of(frozenset()))
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def every_clinic(work: str) -> Iterator[None]:
    """Let the host itself at the rows of all clinics, for a work of HOST_WORK. Raises KeyError for any other."""
    if work not in HOST_WORK:
        raise KeyError(work)
    token = _scope.set(EVERY)
    try:
        yield
    finally:
        _scope.reset(token)


def admit(clinic_ids: Iterable[UUID]) -> None:
    """Give the rest of the task, which stands at the door, the clinics of whoever has just been recognised."""
    _scope.set(_scope_of(frozenset(clinic_ids)))


def _narrowed(clinic_ids: Iterable[UUID]) -> Scope:
    wanted, around = _scope_of(frozenset(clinic_ids)), _scope.get()
    if around is not None and not around.covers(wanted):
        raise RuntimeError("a scope cannot be widened from within: that is for `every_clinic`")
    return wanted


@lru_cache(maxsize=4096)  # those who ask again and again
def _scope_of(clinic_ids: frozenset[UUID]) -> Scope:
    return Scope(clinic_ids, "{" + ",".join(sorted(str(UUID(int=one.int)) for one in clinic_ids)) + "}")
