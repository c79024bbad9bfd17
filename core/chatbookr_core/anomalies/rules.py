"""What counts as out of the ordinary: each rule a named value over entries of the audit log. Pure.

A rule counts different things (tries, addresses, patients, fields) that have to do with one subject within a window.
What was counted before within the window is not counted again: a page that is reloaded is one page.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from chatbookr_core.mail.anomalies import TEXTS

LEAST_THRESHOLD: Final = 1
MOST_THRESHOLD: Final = 100_000


class Severity(StrEnum):
    """How soon somebody should look."""

    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entry of the audit log as rules read it; `position` is its place in the log."""

    position: int
    id: UUID
    clinic_id: UUID | None
    action: str
    outcome: str
    actor_kind: str
    actor_id: UUID | None
    subject_id: UUID | None
    happened_at: datetime
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def actor(self) -> str | None:
        """Name who did it, as subjects are named; None where nobody knows."""
        return f"{self.actor_kind}:{self.actor_id}" if self.actor_id is not None else None


Subject = Callable[[Sighting], str | None]
Counts = Callable[[Sighting], Collection[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it counts over which window, and from how much on it speaks; its texts say what to do then.

    `actions` and `outcomes` of None: any. `is_by_actor`: its subject is the actor. An alert takes up what follows
    within `quiet` (None: the window).
    """

    code: str
    severity: Severity
    window: timedelta
    threshold: int
    subject: Subject
    counts: Counts
    actions: tuple[str, ...] | None = None
    outcomes: tuple[str, ...] | None = None
    is_by_actor: bool = False
    quiet: timedelta | None = None

    @property
    def says(self) -> str:
        """Say what it means, in English."""
        return TEXTS[self.code].says

    @property
    def next_step(self) -> str:
        """Say what to do next, in English."""
        return TEXTS[self.code].next_step

    @property
    def absorbs(self) -> timedelta:
        """Return for how long after its last sighting an alert takes up further ones."""
        return self.quiet or self.window

    def concerns(self, one: Sighting) -> bool:
        """Tell whether an entry is counted."""
        if self.actions is not None and one.action not in self.actions:
            return False
        if self.outcomes is not None and one.outcome not in self.outcomes:
            return False
        return self.subject(one) is not None


def _itself(one: Sighting) -> Collection[str]:
    return (str(one.id),)


def _actor(one: Sighting) -> str | None:
    return one.actor


def _account(one: Sighting) -> str | None:
    """Whose account was tried: the person's, or whoever has that e-mail, by its keyed hash."""
    if one.actor is not None:
        return one.actor
    if one.subject_id is not None:
        return f"staff:{one.subject_id}"
    return _named("email", one) or f"action:{one.action}"


def _named(name: str, one: Sighting) -> str | None:
    value = one.details.get(name)
    return f"{name}:{value}" if isinstance(value, str) else None


def _address(one: Sighting) -> str | None:
    return _named("address", one)


def _plugin(one: Sighting) -> str | None:
    return _named("plugin", one)


def _deployment(_: Sighting) -> str:
    return "deployment"


def _texts(name: str) -> Counts:
    def texts(one: Sighting) -> Collection[str]:
        value = one.details.get(name, ())
        return (value,) if isinstance(value, str) else tuple(str(each) for each in value)

    return texts


def _newcomer(one: Sighting) -> str | None:
    return one.actor if one.details.get("isNewDevice") is True else None


def _traveller(one: Sighting) -> str | None:
    return one.actor if "country" in one.details else None


def _subject(one: Sighting) -> Collection[str]:
    return (str(one.subject_id),)


def _closed(one: Sighting) -> Collection[str]:
    """Name what was closed: fields of queries, or the mutation."""
    fields = one.details.get("fields")
    return tuple(str(each) for each in fields) if fields else (one.action,)


LOG_INS: Final = ("sessionCreate", "sessionProve", "sessionStepUp", "operatorSessionCreate")

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        one.code: one
        for one in (
            Rule(
                "failed_log_ins",
                Severity.WARNING,
                timedelta(minutes=30),
                5,
                _account,
                _itself,
                actions=LOG_INS,
                outcomes=("failed", "denied"),
            ),
            Rule(
                "password_spraying",
                Severity.CRITICAL,
                timedelta(minutes=30),
                5,
                _address,
                _texts("email"),
                actions=("sessionCreate",),
                outcomes=("failed",),
            ),
            Rule(
                "new_country",
                Severity.WARNING,
                timedelta(days=90),
                2,
                _traveller,
                _texts("country"),
                actions=("sessionCreate",),
                outcomes=("done",),
                is_by_actor=True,
                quiet=timedelta(hours=1),
            ),
            Rule(
                "new_devices",
                Severity.WARNING,
                timedelta(days=1),
                3,
                _newcomer,
                _itself,
                actions=("sessionCreate",),
                outcomes=("done",),
                is_by_actor=True,
            ),
            Rule(
                "mass_reads",
                Severity.CRITICAL,
                timedelta(minutes=15),
                200,
                _actor,
                _texts("subjects"),
                actions=("read", "operatorRead"),
                outcomes=("done",),
                is_by_actor=True,
            ),
            Rule(
                "mass_exports",
                Severity.CRITICAL,
                timedelta(hours=1),
                5,
                _actor,
                _subject,
                actions=("patientExport", "patientExportFetch", "consentLedgerExport", "consentExportFetch"),
                outcomes=("done",),
                is_by_actor=True,
            ),
            Rule(
                "key_misuse",
                Severity.CRITICAL,
                timedelta(hours=1),
                3,
                _actor,
                _itself,
                actions=("keyRefused",),
                is_by_actor=True,
            ),
            Rule(
                "forged_webhooks",
                Severity.CRITICAL,
                timedelta(minutes=15),
                3,
                _plugin,
                _itself,
                actions=("deliveryRefused",),
            ),
            Rule(
                "permission_probing",
                Severity.WARNING,
                timedelta(minutes=15),
                10,
                _actor,
                _closed,
                outcomes=("denied",),
                is_by_actor=True,
            ),
            Rule(
                "backup_missed",
                Severity.CRITICAL,
                timedelta(hours=12),
                2,  # looks that found none: the first may come between a start and the first night
                _deployment,
                _itself,
                actions=("backupMiss",),
                quiet=timedelta(days=1),
            ),
        )
    }
)
"""Every rule by its code."""


def is_threshold(value: int) -> bool:
    """Tell whether a clinic may set this threshold."""
    return LEAST_THRESHOLD <= value <= MOST_THRESHOLD
