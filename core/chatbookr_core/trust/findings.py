"""What a check says of a promise: kept, not kept, or not to be seen from here, and the facts it went by. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from chatbookr_core.trust.promises import Promise


class Outcome(StrEnum):
    """What was found. NOT_SHOWN is no kept promise: it says that this deployment cannot tell."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"
    NOT_SHOWN = "not_shown"


class Audience(IntEnum):
    """Who may read a fact: those who run the deployment, those who may read a clinic's audit log too, or everybody."""

    OPERATORS = 0
    CLINICS = 1
    EVERYBODY = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was seen: a name in camelCase, a value, and its unit (`hours`, `values`; empty: none).

    Nobody but operators reads it unless it says so: a fact is public by a word beside it, never by omission.
    """

    name: str
    value: str | int | float | bool | datetime | None
    unit: str = ""
    audience: Audience = Audience.OPERATORS


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `why` and `next_step` are empty for what is kept, and name nobody."""

    outcome: Outcome
    facts: tuple[Fact, ...] = ()
    why: str = ""
    next_step: str = ""

    def for_audience(self, audience: Audience) -> "Finding":
        """Leave out the facts that are not for somebody, and from everybody why, which tells where to begin."""
        facts = tuple(one for one in self.facts if one.audience >= audience)
        if audience is Audience.EVERYBODY:
            return Finding(self.outcome, facts)
        return Finding(self.outcome, facts, self.why, self.next_step)


@dataclass(frozen=True, slots=True)
class Line:
    """A promise, what was found, and whether that is of one clinic (`is_clinics`) or of the whole deployment."""

    promise: Promise
    finding: Finding
    looked_at: datetime
    is_clinics: bool = False


def concluded(facts: tuple[Fact, ...], broken: "Reason | None", unseen: "Reason | None" = None) -> Finding:
    """Conclude: what is broken is said before what could not be seen."""
    if broken is not None:
        return Finding(Outcome.NOT_KEPT, facts, broken.why, broken.next_step)
    if unseen is not None:
        return Finding(Outcome.NOT_SHOWN, facts, unseen.why, unseen.next_step)
    return Finding(Outcome.KEPT, facts)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a promise is not kept, or is not shown, and what to do next."""

    why: str
    next_step: str


def first(*reasons: Reason | None) -> Reason | None:
    """Return the first reason there is."""
    return next((one for one in reasons if one is not None), None)


def hours_between(earlier: datetime, later: datetime) -> float:
    """Count hours, to a tenth."""
    return round((later - earlier).total_seconds() / 3600, 1)
