"""P8: what was opened to operators, by whom and until when, and that each read stands in the audit log."""

from dataclasses import dataclass
from datetime import timedelta

from chatbookr_core.operators.rules import APPROVALS, MOST_MINUTES
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first
from chatbookr_core.trust.looking import Look

LATELY = timedelta(days=90)
GRANTS = """
SELECT COUNT(CASE WHEN state = 'open' AND expires_at > $1 THEN 1 END) AS standing,
    COUNT(CASE WHEN decided_at > $2 AND state <> 'refused' THEN 1 END) AS lately,
    COUNT(CASE WHEN decided_at > $2 AND state <> 'refused' AND is_emergency THEN 1 END) AS emergencies,
    COUNT(CASE WHEN state = 'open' AND expires_at > $1
        AND (expires_at > $3 OR minutes > $4 OR TRIM(reason) = '') THEN 1 END) AS unbounded,
    COUNT(CASE WHEN state = 'open' AND expires_at > $1 AND decided_by_id IS NULL AND approvals < $5
        THEN 1 END) AS unapproved
FROM (
    SELECT access_grant.*, (SELECT COUNT(DISTINCT approval.operator_id) FROM access_approval AS approval
        WHERE approval.clinic_id = access_grant.clinic_id AND approval.grant_id = access_grant.id
            AND approval.operator_id <> access_grant.operator_id) AS approvals
    FROM access_grant
) AS asked WHERE {whose}
"""
READS = "SELECT COUNT(*) AS number FROM access_read WHERE read_at > $1 AND {whose}"
LOGGED = "SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'operatorRead' AND happened_at > $1 AND {whose}"


@dataclass(frozen=True, slots=True)
class Access:
    """Grants that are open now, those of lately, and those that are not as they must be; reads, and those logged."""

    standing: int
    lately: int
    emergencies: int
    unbounded: int
    unapproved: int
    reads: int
    logged: int


async def access(look: Look) -> Access:
    """Count them."""
    since, latest = look.now - LATELY, look.now + timedelta(minutes=MOST_MINUTES)
    row = await look.row(GRANTS, look.now, since, latest, MOST_MINUTES, APPROVALS)
    reads, logged = await look.row(READS, since), await look.row(LOGGED, since)
    names = ("standing", "lately", "emergencies", "unbounded", "unapproved")
    standing, lately, emergencies, unbounded, unapproved = (int(row[name]) for name in names)
    counted = int(reads["number"]), int(logged["number"])
    return Access(standing, lately, emergencies, unbounded, unapproved, *counted)


def judged(seen: Access) -> Finding:
    """Judge P8."""
    facts = (
        Fact("openNow", seen.standing, "grants", Audience.CLINICS),
        Fact("openedIn90Days", seen.lately, "grants", Audience.CLINICS),
        Fact("emergenciesIn90Days", seen.emergencies, "grants", Audience.CLINICS),
        Fact("readsIn90Days", seen.reads, "reads", Audience.CLINICS),
        Fact("readsLogged", seen.logged, "entries", Audience.CLINICS),
        Fact("longestAccess", MOST_MINUTES, "minutes", Audience.EVERYBODY),
    )
    broken = first(
        Reason("An access stands that neither the clinic opened nor two other operators.", "End it, and ask who did.")
        if seen.unapproved
        else None,
        Reason("An access stands for longer than it may, or without a reason.", "End it, and ask who made it.")
        if seen.unbounded
        else None,
        Reason("The audit log has not every read of operators.", "See docs/runbooks/audit-verify.md.")
        if seen.logged < seen.reads
        else None,
    )
    return concluded(facts, broken)
