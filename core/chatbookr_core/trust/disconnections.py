"""P11: connections that were ended: that no credentials are left, and what the provider has not confirmed yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chatbookr_core.channels.connections import DISCONNECTED, DISCONNECTING
from chatbookr_core.channels.lifecycle import REVOKE_FOR
from chatbookr_core.db import instant_of
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first, hours_between
from chatbookr_core.trust.looking import Look

AT_ONCE = timedelta(minutes=10)
ENDED = """
SELECT COUNT(CASE WHEN state = $1 THEN 1 END) AS confirmed,
    COUNT(CASE WHEN state = $1 AND has_credentials = 1 THEN 1 END) AS kept,
    COUNT(CASE WHEN state = $2 THEN 1 END) AS waiting, MIN(CASE WHEN state = $2 THEN disconnected_at END) AS since,
    COUNT(CASE WHEN state = $2 AND disconnected_at < $3 AND NOT EXISTS (SELECT 1 FROM job
        WHERE job.subject_id = ended.id AND job.kind = 'connection.revoke'
            AND job.state IN ('due', 'queued', 'running')) THEN 1 END) AS given_up
FROM (
    SELECT id, clinic_id, state, disconnected_at,
        CASE WHEN credentials_sealed IS NULL THEN 0 ELSE 1 END AS has_credentials FROM channel_connection
    UNION ALL SELECT id, clinic_id, state, disconnected_at,
        CASE WHEN credentials_sealed IS NULL THEN 0 ELSE 1 END FROM calendar_connection
) AS ended WHERE {whose}
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """Counts of connections; `given_up` wait for the provider, and nobody tries any longer."""

    now: datetime
    confirmed: int
    kept: int
    waiting: int
    since: datetime | None
    given_up: int


async def ended(look: Look) -> Ended:
    """Count them."""
    row = await look.row(ENDED, DISCONNECTED, DISCONNECTING, look.now - AT_ONCE)
    since = instant_of(row["since"]) if row["since"] is not None else None
    return Ended(look.now, int(row["confirmed"]), int(row["kept"]), int(row["waiting"]), since, int(row["given_up"]))


def judged(seen: Ended) -> Finding:
    """Judge P11: to wait for a provider that is being asked keeps the promise."""
    waited = hours_between(seen.since, seen.now) if seen.since else 0.0
    facts = (
        Fact("ended", seen.confirmed, "connections", Audience.CLINICS),
        Fact("endedWithCredentials", seen.kept, "connections", Audience.CLINICS),
        Fact("notConfirmedYet", seen.waiting, "connections", Audience.CLINICS),
        Fact("longestWait", waited, "hours", Audience.CLINICS),
        Fact("notTriedAnyLonger", seen.given_up, "connections", Audience.CLINICS),
    )
    broken = first(
        Reason("Credentials are kept of connections that are ended.", "Report it as a weakness: SECURITY.md.")
        if seen.kept
        else None,
        Reason(
            "A provider has not confirmed that a connection is ended, and is not asked any longer.",
            "Revive the job (docs/runbooks/dead-letters.md), or remove the program at the provider by hand.",
        )
        if seen.given_up or waited > REVOKE_FOR.total_seconds() / 3600
        else None,
    )
    return concluded(facts, broken)
