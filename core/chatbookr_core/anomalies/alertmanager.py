"""Writes alerts as Alertmanager's API v2 takes them: `POST /api/v2/alerts` (prometheus.io/docs/alerting). Pure.

Labels tell alerts apart; an alert counts as firing until its `endsAt`, so that each is sent again before that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.anomalies.rules import RULES

FIRES_FOR: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Told:
    """What on-call is told of an alert: which rule, how much, of which clinic by its id; not of whom."""

    id: UUID
    clinic_id: UUID | None
    rule: str
    severity: str
    count: int
    started_at: datetime
    last_seen_at: datetime
    closed_at: datetime | None


def payload_of(alerts: Iterable[Told], now: datetime, url: str) -> list[Mapping[str, object]]:
    """Write `postableAlerts`: those that are closed as resolved, the others as firing for FIRES_FOR."""
    return [
        {
            "labels": {
                "alertname": f"chatbookr_{one.rule}",
                "severity": one.severity,
                "clinic": str(one.clinic_id) if one.clinic_id else "deployment",
                "anomaly": str(one.id),
            },
            "annotations": {
                "summary": RULES[one.rule].says,
                "description": RULES[one.rule].next_step,
                "count": str(one.count),
            },
            "startsAt": written(one.started_at),
            "endsAt": written(one.closed_at or now + FIRES_FOR),
            "generatorURL": url,
        }
        for one in alerts
        if one.rule in RULES
    ]


def written(at: datetime) -> str:
    """Write an instant (RFC 3339)."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
