"""P17: how far behind whoever looks for what is out of the ordinary is, and whether anybody would be told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chatbookr_core.anomalies.rules import RULES
from chatbookr_core.audit.keeping import size_of_log
from chatbookr_core.db import instant_of
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first
from chatbookr_core.trust.looking import Look

LATE = timedelta(minutes=15)
CURSOR = "SELECT position FROM anomaly_cursor"
UNREAD = """
SELECT entry.happened_at FROM audit_leaf AS leaf JOIN audit_entry AS entry ON entry.id = leaf.entry_id
WHERE leaf.position >= $1 ORDER BY leaf.position LIMIT 1
"""
ALERTS = """
SELECT COUNT(CASE WHEN state = 'open' THEN 1 END) AS standing,
    COUNT(CASE WHEN state = 'open' AND severity = 'critical' THEN 1 END) AS critical FROM anomaly WHERE {whose}
"""
OPERATORS = "SELECT COUNT(*) AS number FROM operator WHERE is_active"


@dataclass(frozen=True, slots=True)
class Watch:
    """`unread_since`: when the first entry was written that nobody judged; `told` counts ways to who is on call."""

    now: datetime
    unread: int
    unread_since: datetime | None
    told: int
    standing: int
    critical: int


async def watch(look: Look) -> Watch:
    """Compare the log with how far it was judged."""
    size, rows = await size_of_log(), await look.rows(CURSOR)
    position = int(rows[0]["position"]) if rows else 0
    unread = await look.rows(UNREAD, position) if position < size else ()
    since = instant_of(unread[0]["happened_at"]) if unread else None
    settings, alerts = look.deployment.settings, await look.row(ALERTS)
    operators = int((await look.row(OPERATORS))["number"])
    told = operators + bool(settings.alert_webhook_url) + bool(settings.alertmanager_url)
    return Watch(look.now, max(size - position, 0), since, told, int(alerts["standing"]), int(alerts["critical"]))


def judged(seen: Watch) -> Finding:
    """Judge P17."""
    facts = (
        Fact("rules", len(RULES), "rules", Audience.EVERYBODY),
        Fact("entriesNotJudged", seen.unread, "entries"),
        Fact("notJudgedSince", seen.unread_since),
        Fact("waysToOnCall", seen.told, "ways"),
        Fact("alertsOpen", seen.standing, "alerts"),
        Fact("criticalAlertsOpen", seen.critical, "alerts"),
    )
    broken = first(
        Reason("The audit log was not looked through for a quarter of an hour.", "Does a worker run?")
        if seen.unread_since is not None and seen.now - seen.unread_since > LATE
        else None,
        None
        if seen.told
        else Reason(
            "Nobody would be told: there is no operator, and neither a webhook nor an Alertmanager.",
            "See docs/how-to/anomalies.md.",
        ),
    )
    return concluded(facts, broken)
