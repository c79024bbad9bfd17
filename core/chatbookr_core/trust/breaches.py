"""P18: the clocks of incidents that are not over, and the last drill."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chatbookr_core.db import instant_of
from chatbookr_core.incidents.queries import open_incidents, standing_of
from chatbookr_core.incidents.rules import AUTHORITY_WITHIN, CLINICS_WITHIN, deadlines
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded
from chatbookr_core.trust.looking import Look

DRILLED_WITHIN = timedelta(days=366)
DRILLS = "SELECT MAX(opened_at) AS at FROM incident WHERE is_drill = $1"


@dataclass(frozen=True, slots=True)
class Breaches:
    """Incidents that are not over, deadlines of theirs that are past, and when one was last rehearsed."""

    now: datetime
    standing: int
    overdue: int
    drilled_at: datetime | None


async def breaches(look: Look) -> Breaches:
    """Read the clocks. Needs the scope of all clinics."""
    overdue = standing = 0
    for one in await open_incidents():
        if one.is_drill:
            continue
        standing += 1
        overdue += sum(due.is_overdue(look.now) for due in deadlines((await standing_of(one)).clock))
    at = (await look.row(DRILLS, True))["at"]
    return Breaches(look.now, standing, overdue, instant_of(at) if at is not None else None)


def judged(seen: Breaches) -> Finding:
    """Judge P18."""
    facts = (
        Fact("clinicsHearWithin", round(CLINICS_WITHIN.total_seconds() / 3600), "hours", Audience.EVERYBODY),
        Fact("authorityWithin", round(AUTHORITY_WITHIN.total_seconds() / 3600), "hours", Audience.EVERYBODY),
        Fact("lastDrill", seen.drilled_at, audience=Audience.EVERYBODY),
        Fact("incidentsOpen", seen.standing, "incidents"),
        Fact("deadlinesPast", seen.overdue, "deadlines"),
    )
    broken = unseen = None
    if seen.overdue:
        broken = Reason("A deadline of an incident is past.", "Go on with it now: docs/how-to/incidents.md.")
    elif seen.drilled_at is None or seen.now - seen.drilled_at > DRILLED_WITHIN:
        unseen = Reason(
            "Nothing shows that it would go well: no breach was rehearsed within a year.",
            "Rehearse one: `chatbookr incident drill`, docs/how-to/incidents.md.",
        )
    return concluded(facts, broken, unseen)
